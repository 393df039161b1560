"""What holds for every impact: dates, agreement with traces in both directions, and bounds that are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.impact import BOUNDS, KINDS, impact
from graph.impact.ends import FAMILIES
from graph.links.kinds import CODES, NODE_KINDS
from graph.links.kinds import KINDS as KINDS_OF_LINK
from graph.links.network import Network
from graph.trace import Hop, TraceBounds, trace
from graph.trace.export import FORMS
from graph.trace.export import network as drawn
from tests.budget import examples

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2030, 1, 1)).map(str)
RELAXED = settings(max_examples=examples(25))


def things(network: Network, *kinds: str) -> list[str]:
    found = (network.node(number) for number in range(network.arrays.nodes))
    return [node.iri for node in found if node.kind in kinds]


@given(data=st.data(), on=DAYS)
@RELAXED
def test_no_impact_holds_a_link_outside_its_dates(data: st.DataObject, on: str, network: Network) -> None:
    source = data.draw(st.sampled_from(things(network, *NODE_KINDS)))
    found = impact(network, source, on)
    assert found.source.iri == source
    for each in found.touched:
        assert all(hop.start[:10] <= on and (not hop.end or hop.end >= on) for hop in each.path.hops)
        assert each.path.hops[0].source.iri == source and each.path.hops[-1].target == each.place
        assert all(a.target == b.source for a, b in zip(each.path.hops, each.path.hops[1:], strict=False))
    for path in (*found.does, *found.undergoes):
        assert all(hop.start[:10] <= on and (not hop.end or hop.end >= on) for hop in path.hops)
    for each in found.coming:
        assert on < each.path.first and (not each.path.end or each.path.first <= each.path.end)


def carries(hop: Hop) -> bool:
    """Whether an effect goes along a hop that was followed from a practice towards a law."""
    kind = KINDS_OF_LINK[CODES[hop.kind]]
    if kind.role != "law" or kind.name == "consolidates" or kind.family == "readings":
        return True
    rests = kind.family == "bases" and kind.name != "lex-specialis-of"
    return rests if hop.forward else kind.family in ("changes", "proposals")


@given(data=st.data(), on=DAYS)
@RELAXED
def test_a_practice_is_touched_by_a_law_exactly_when_a_trace_leads_back_along_effects(
    data: st.DataObject, on: str, network: Network
) -> None:
    law = data.draw(st.sampled_from(things(network, "act", "provision")))
    hops = BOUNDS.hops[KINDS.index("practice")]
    wide = TraceBounds(paths=10_000, hops=hops, class_hops=hops, coming=0, budget=100_000)
    touched = {each.place.iri for each in impact(network, law, on).of_kind("practice")}
    reached = {place.iri for place in trace(network, law, "practices", on, families=FAMILIES, bounds=wide).reached}
    assert touched <= reached
    some = data.draw(st.lists(st.sampled_from(things(network, "practice")), max_size=6, unique=True))
    for practice in {*some, *sorted(touched)[:3], *sorted(reached - touched)[:5]}:
        back = trace(network, practice, law, on, families=FAMILIES, bounds=wide)
        assert any(all(map(carries, path.hops)) for path in back.paths) == (practice in touched)


@given(data=st.data(), on=DAYS)
@RELAXED
def test_a_technology_touches_who_has_a_trace_to_it_or_to_a_narrower_one(
    data: st.DataObject, on: str, network: Network
) -> None:
    technology = data.draw(st.sampled_from(things(network, "technology")))
    touched = {each.place.iri for each in impact(network, technology, on).of_kind("practice")}
    narrower = {technology} | {
        each.path.hops[place].source.iri
        for each in impact(network, technology, on).of_kind("practice")
        for place in range(1, len(each.path.hops))
    }
    reached = {
        place.iri
        for each in narrower
        for place in trace(network, each, "practices", on, families=FAMILIES, bounds=TraceBounds(class_hops=1)).reached
    }
    assert touched == reached


@given(data=st.data(), most=st.integers(1, 5))
@RELAXED
def test_a_bounded_impact_says_so_and_holds_the_strongest(data: st.DataObject, most: int, network: Network) -> None:
    source = data.draw(st.sampled_from(things(network, "act", "technology")))
    whole = impact(network, source, "2026-11-22")
    few = impact(network, source, "2026-11-22", bounds=replace(BOUNDS, each=most))
    for kind in KINDS:
        assert few.of_kind(kind) == whole.of_kind(kind)[:most]
    assert bool(set(few.bounded) - set(whole.bounded)) == any(len(whole.of_kind(kind)) > most for kind in KINDS)


def test_what_touches_many_is_told_in_the_same_order_each_time(network: Network) -> None:
    assert impact(network, "GDPR", "2026-11-22") == impact(network, "32016R0679", "2026-11-22")


def test_an_impact_can_be_drawn_and_written_like_a_trace(network: Network) -> None:
    found = impact(network, "32016R0679/art_9", "2026-11-22")
    assert FORMS
    for _, written in FORMS.values():
        assert found.source.name in written(drawn(found.trace))
