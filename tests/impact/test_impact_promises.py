"""What holds for every impact: dates, agreement with traces in both directions, and bounds that are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.impact import BOUNDS, KINDS, impact
from graph.impact.touching import FAMILIES
from graph.links import Network
from graph.links.network import COLLECTIONS
from graph.trace import Bounds, trace
from graph.trace.export import FORMS
from graph.trace.export import network as drawn

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2030, 1, 1)).map(str)
RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def things(network: Network, *kinds: str) -> list[str]:
    found = (network.node(number) for number in range(network.arrays.nodes))
    return [node.iri for node in found if node.kind in kinds]


@given(data=st.data(), on=DAYS)
@RELAXED
def test_no_impact_holds_a_link_outside_its_dates(data: st.DataObject, on: str, network: Network) -> None:
    source = data.draw(st.sampled_from(things(network, *COLLECTIONS)))
    found = impact(network, source, on)
    for each in found.touched:
        assert all(hop.start[:10] <= on and (not hop.end or hop.end >= on) for hop in each.path.hops)
        assert each.path.hops[0].source.iri == source and each.path.hops[-1].target == each.place
        assert all(a.target == b.source for a, b in zip(each.path.hops, each.path.hops[1:], strict=False))
    for path in (*found.does, *found.undergoes):
        assert all(hop.start[:10] <= on and (not hop.end or hop.end >= on) for hop in path.hops)
    for each in found.coming:
        assert on < each.path.start and (not each.path.end or each.path.start <= each.path.end)


@given(data=st.data(), on=DAYS)
@RELAXED
def test_a_practice_is_touched_by_a_law_exactly_when_a_trace_leads_from_it_to_that_law(
    data: st.DataObject, on: str, network: Network
) -> None:
    law = data.draw(st.sampled_from(things(network, "act", "provision")))
    hops = BOUNDS.hops[KINDS.index("practice")]
    touched = {each.place.iri for each in impact(network, law, on).of_kind("practice")}
    practices = data.draw(st.lists(st.sampled_from(things(network, "practice")), max_size=8, unique=True))
    for practice in {*practices, *sorted(touched)[:4]}:
        back = trace(network, practice, law, on, families=FAMILIES, bounds=Bounds(paths=1, hops=hops, coming=0))
        assert bool(back.paths) == (practice in touched)


@given(data=st.data(), on=DAYS)
@RELAXED
def test_what_a_law_touches_is_what_a_trace_to_that_class_reaches(
    data: st.DataObject, on: str, network: Network
) -> None:
    law = data.draw(st.sampled_from(things(network, "act", "provision", "event")))
    found = impact(network, law, on)
    if found.source.kind == "event":
        return
    for kind, hops in zip(KINDS, BOUNDS.hops, strict=True):
        there = trace(network, law, COLLECTIONS[kind], on, families=FAMILIES,
                      bounds=Bounds(paths=5000, class_hops=hops, coming=0, budget=100_000))  # fmt: skip
        assert {each.place.iri for each in found.of_kind(kind)} == {place.iri for place in there.reached}
        assert not there.bounded


@given(data=st.data(), most=st.integers(1, 5))
@RELAXED
def test_a_bounded_impact_says_so_and_holds_the_strongest(data: st.DataObject, most: int, network: Network) -> None:
    source = data.draw(st.sampled_from(things(network, "act", "technology")))
    whole = impact(network, source, "2026-11-22")
    few = impact(network, source, "2026-11-22", bounds=replace(BOUNDS, each=most))
    for kind in KINDS:
        assert few.of_kind(kind) == whole.of_kind(kind)[:most]
    assert bool(set(few.bounded) - set(whole.bounded)) == any(len(whole.of_kind(kind)) > most for kind in KINDS)


def test_a_search_that_runs_out_of_steps_says_how_far_it_went(network: Network) -> None:
    found = impact(network, "GDPR", "2026-11-22", bounds=replace(BOUNDS, budget=10))
    assert any("practices was stopped after 10 steps" in told for told in found.bounded)


def test_what_touches_many_is_told_in_the_same_order_each_time(network: Network) -> None:
    assert impact(network, "GDPR", "2026-11-22") == impact(network, "32016R0679", "2026-11-22")


def test_an_impact_can_be_drawn_and_written_like_a_trace(network: Network) -> None:
    found = impact(network, "32016R0679/art_9", "2026-11-22")
    for _, written in FORMS.values():
        assert found.source.name in written(drawn(found.trace))
