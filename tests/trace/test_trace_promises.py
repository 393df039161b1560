"""What holds for every trace: dates, directions, bounds and order."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadParameter, NotFound
from graph.law.effects import PATH_EFFECTS
from graph.links.kinds import FAMILIES, NODE_KINDS
from graph.links.network import Network
from graph.settings import ROOT
from graph.trace import CLASSES, TraceBounds, trace
from graph.trace.export import COLUMNS, FORMS, dot, gexf, graphml, node_link
from graph.trace.export import network as drawn
from graph.trace.plain import WRITERS
from tests.budget import examples

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2030, 1, 1))
RELAXED = settings(max_examples=examples(40))
SMALL = TraceBounds(paths=30, hops=3, budget=3000)


def things(network: Network, *kinds: str) -> list[str]:
    found = (network.node(number) for number in range(network.arrays.nodes))
    return [node.iri for node in found if node.kind in kinds]


@given(data=st.data(), day=DAYS, target=st.sampled_from(sorted(CLASSES)))
@RELAXED
def test_no_trace_holds_a_link_outside_its_dates(
    data: st.DataObject, day: object, target: str, network: Network
) -> None:
    source = data.draw(st.sampled_from(things(network, *NODE_KINDS)))
    on = str(day)
    found = trace(network, source, target, on, bounds=SMALL)
    assert found.on == on
    for path in found.paths:
        assert all(hop.start[:10] <= on and (not hop.end or hop.end >= on) for hop in path.hops)
        assert path.hops[0].source.iri == source
        assert all(a.target == b.source for a, b in zip(path.hops, path.hops[1:], strict=False))
        assert path.group in PATH_EFFECTS
    for path in found.coming:
        assert on < path.first and (not path.end or path.first <= path.end)


@given(data=st.data(), day=DAYS)
@RELAXED
def test_forward_and_reverse_agree(data: st.DataObject, day: object, network: Network) -> None:
    practice = data.draw(st.sampled_from(things(network, "practice", "technology", "city")))
    law = data.draw(st.sampled_from(things(network, "act", "provision")))
    wide = TraceBounds(paths=10_000, hops=3, budget=100_000)
    there = trace(network, practice, law, str(day), bounds=wide)
    back = trace(network, law, practice, str(day), bounds=wide)
    links = {tuple(hop.link for hop in path.hops) for path in there.paths}
    assert {path.rank for path in there.paths} == {path.rank for path in back.paths}
    assert bool(there.paths) == bool(back.paths)
    if all(len(path.hops) < 3 for path in there.paths):
        assert links == {tuple(hop.link for hop in reversed(path.hops)) for path in back.paths}


@given(data=st.data(), most=st.integers(1, 5))
@RELAXED
def test_a_bounded_answer_says_so_and_holds_the_best(data: st.DataObject, most: int, network: Network) -> None:
    source = data.draw(st.sampled_from(things(network, "practice", "technology", "city")))
    everything = trace(network, source, "acts", "2026-11-22", bounds=TraceBounds(paths=10_000, budget=200_000))
    few = trace(network, source, "acts", "2026-11-22", bounds=TraceBounds(paths=most))
    assert everything.bounded == ()
    assert few.paths == everything.paths[:most]
    assert bool(few.bounded) == (len(everything.paths) > most)


def test_a_search_that_runs_out_of_steps_says_so(network: Network) -> None:
    found = trace(network, "cities/nice", "acts", "2026-11-22", bounds=TraceBounds(budget=10))
    assert any("stopped after 10 steps" in told for told in found.bounded)


def test_paths_come_in_the_order_of_their_rank_and_always_the_same(network: Network) -> None:
    first = trace(network, "cities/nice", "acts", "2026-11-22")
    ranks = [path.rank for path in first.paths]
    assert ranks == sorted(ranks)
    assert first == trace(network, "cities/nice", "acts", "2026-11-22")


def test_a_path_from_memory_comes_after_the_same_kind_of_path_that_was_read_and_is_marked(network: Network) -> None:
    found = trace(network, "technologies/drone-camera", "provisions", "2026-11-22", families=["rules"], actor="police")
    weak = [bool(path.weak) for path in found.paths if path.length == 1 and len(path.hops) == 1]
    assert weak == sorted(weak) and set(weak) == {True, False}
    assert any("from memory" in path.weak for path in found.paths)


def broader(concepts: dict[str, str], name: str) -> set[str]:
    return {name}.union(*(broader(concepts, each) for each in concepts[name].split(";") if each))


def with_wholes(provisions: dict[str, dict[str, str]], named: set[str]) -> set[str]:
    """Some provisions and every larger part that holds one of them."""
    found = set(named)
    while new := {provisions[each]["part_of"] for each in found} - found - {""}:
        found |= new
    return found


@pytest.mark.parametrize("on", ["2004-06-01", "2018-05-24", "2018-05-25", "2025-02-02", "2026-11-22", "2027-12-02"])
def test_every_technology_is_bound_by_just_the_rules_of_the_table(on: str, network: Network) -> None:
    def table(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))

    acts, provisions = ({row["id"]: row for row in table(name)} for name in ("acts", "provisions"))
    concepts = {row["id"]: row["broader"] for row in table("concepts")}

    def holds(rule: dict[str, str]) -> bool:
        provision = provisions[rule["provision"]]
        act = acts[provision["act"]]
        ends = [rule["to_date"]]
        if provision["application_date"]:
            ends += [provision["end_date"], act["date_end_of_validity"]]
        starts = (rule["from_date"], provision["application_date"], act["date_document"])
        return all(start <= on for start in starts) and all(not end or end >= on for end in ends)

    assert concepts
    for concept in concepts:
        wide = broader(concepts, concept)
        wanted = {rule["provision"] for rule in table("technology_rules") if rule["concept"] in wide and holds(rule)}
        bounds = TraceBounds(paths=1000, budget=100_000)
        found = trace(
            network, f"technologies/{concept}", "provisions", on, families=["rules", "practice"], bounds=bounds
        )
        ends = {path.hops[-1].target.id for path in found.paths}
        wholes = with_wholes(provisions, wanted)
        # Some acts also stand among the provisions, as a whole.
        assert wholes <= ends <= wholes | {f"{provisions[each]['act']}/act" for each in wholes}, concept


def test_what_is_not_known_or_not_a_thing_is_refused_with_its_name(network: Network) -> None:
    with pytest.raises(NotFound, match="from: there is nothing named 'nowhere'"):
        trace(network, "nowhere", "acts", "2026-11-22")
    with pytest.raises(BadParameter, match=r"kinds.*Did you mean"):
        trace(network, "cities/nice", "acts", "2026-11-22", families=["rule"])
    with pytest.raises(BadParameter, match="actor"):
        trace(network, "cities/nice", "acts", "2026-11-22", actor="nobody")
    with pytest.raises(BadParameter, match="from"):
        trace(network, " ", "acts", "2026-11-22")


def test_families_limit_what_is_followed(network: Network) -> None:
    found = trace(network, "practices/nice-school-vsa", "acts", "2026-11-22", families=["findings"])
    assert {hop.kind for path in found.paths for hop in path.hops} <= {
        "decided-under", "found-unlawful-under", "authorised-by", "regulated-by", "assessed-against",
        "cited-by-authority", "declared-basis", "named-law", "funded-by", "contributes-to", "part-of",
    }  # fmt: skip
    assert found.paths and set(FAMILIES) > {"findings"}


def test_every_form_of_the_network_holds_every_place_and_link_of_the_paths(network: Network) -> None:
    found = trace(network, "practices/nice-school-vsa", "acts", "2026-11-22")
    graph = drawn(found)
    iris = {place.iri for path in found.paths for hop in path.hops for place in (hop.source, hop.target)}
    links = {hop.link for path in found.paths for hop in path.hops}
    assert set(graph.nodes) == iris and {key for *_, key in graph.edges(keys=True)} == links
    for text in (graphml(graph), gexf(graph)):
        read = (nx.read_graphml if "graphml" in text[:300] else nx.read_gexf)(io.BytesIO(text.encode()))
        assert set(read.nodes) == iris and read.number_of_edges() == len(links)
    document = json.loads(node_link(graph))
    assert len(document["nodes"]) == len(iris) and len(document["edges"]) == len(links)
    assert dot(graph).count(" -> ") == len(links)
    assert set(FORMS) == {"graphml", "gexf", "dot", "json"}


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_command_line_writes_every_form(form: str, network: Network) -> None:
    found = trace(network, "32026R1744", "32024R1689", "2026-11-22", families=["changes"])
    text = WRITERS[form](found)
    assert text
    if form == "csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert len(rows) == sum(len(path.hops) for path in found.paths) and tuple(rows[0]) == COLUMNS
