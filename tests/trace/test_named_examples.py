"""Questions with a whole set as their answer, each worked out from the tables alone."""

from __future__ import annotations

import csv

import pytest

from graph.links.network import Network
from graph.settings import ROOT
from graph.store import EmbeddedStore
from graph.trace import TraceBounds, trace

WIDE = TraceBounds(paths=2000, coming=500, budget=500_000)


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


BROADER = {row["id"]: [each for each in row["broader"].split(";") if each] for row in table("concepts")}


def wide(concept: str) -> set[str]:
    return {concept}.union(*(wide(each) for each in BROADER[concept]))


def test_the_repeal_of_directive_95_46_touched_every_technology_and_practice_that_it_had_governed(
    network: Network, store: EmbeddedStore
) -> None:
    rules = [rule for rule in table("technology_rules") if rule["provision"] == "31995L0046/act"]
    assert rules and {rule["to_date"] for rule in rules} == {"2018-05-24"}
    ruled = {rule["concept"] for rule in rules}
    technologies = {concept for concept in BROADER if wide(concept) & ruled}
    governed = """PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT DISTINCT ?id WHERE {
          ?each a op:Governance ; op:governs/dcterms:identifier ?id ; op:byProvision/op:within ?act .
          ?act dcterms:identifier "31995L0046" .
          ?each op:applicableTo ?end . FILTER(STR(?end) >= "2018-05-24") }"""
    practices = {str(row["id"]) for row in store.select(governed).rows}
    for target, expected in (("technologies", technologies), ("practices", practices)):
        before = trace(network, "31995L0046", target, "2018-05-24", families=["rules", "practice"], bounds=WIDE)
        after = trace(network, "31995L0046", target, "2018-05-25", families=["rules", "practice"], bounds=WIDE)
        assert {path.hops[-1].target.id for path in before.paths} == expected and expected
        assert after.paths == ()
    what = trace(network, "31995L0046", "32016R0679", "2018-05-25", families=["changes"])
    assert {hop.kind for path in what.paths for hop in path.hops} == {"repeals", "part-of"}
    assert what.source.state == "ended 2018-05-24"


def test_the_digital_omnibus_moved_just_the_dates_that_the_tables_say(network: Network) -> None:
    moved = {
        row["id"]: (row["original_application_date"], row["application_date"])
        for row in table("provisions")
        if row["act"] == "32024R1689" and row["original_application_date"] not in ("", row["application_date"])
    }
    assert len(moved) > 20
    found = trace(network, "32026R1744", "provisions", "2026-11-22", families=["changes"], bounds=WIDE)
    told = {
        hop.target.id: hop.reason
        for path in found.paths
        for hop in path.hops
        if hop.kind == "moves-date-of" and hop.reason.startswith("from ")
    }
    assert told == {name: f"from {old} to {new}" for name, (old, new) in moved.items()}
    early = trace(network, "32026R1744", "provisions", "2026-07-26", families=["changes"], bounds=WIDE)
    assert not any(hop.kind == "moves-date-of" for path in early.paths for hop in path.hops)


def test_the_presentation_of_the_edpb_says_what_it_was_about_and_what_came_of_it(network: Network) -> None:
    (event,) = (row for row in table("events") if row["id"] == "ev-m4-edpb")
    acts = {row["id"]: row for row in table("acts")}
    given = trace(network, "events/ev-m4-edpb", "guidance", "2019-10-10", bounds=WIDE)
    assert given.source.note == event["topic"] and "facial recognition" in given.source.note
    assert not [path for path in given.paths if path.hops[-1].target.id in
                {name for name, act in acts.items() if act["date_document"] > "2019-10-10"}]  # fmt: skip
    came = trace(network, "events/ev-m4-edpb", "guidance", "2026-11-22", bounds=WIDE)
    later = {path.hops[-1].target.id for path in came.paths}
    authored = {name: act for name, act in acts.items() if act["author"] == "European Data Protection Board"}
    named = {name for name, act in authored.items() if act["date_document"] > "2019-10-10"}
    assert {"edpb-guidelines-3-2019", "edpb-guidelines-05-2022"} <= later & named


@pytest.mark.parametrize(
    ("actor", "binds", "spares"),
    [("private-operator", "32016R0679/art_6/par_1/pnt_f", "32016R0679/art_6/par_1/pnt_e"),
     ("municipality", "32016R0679/art_6/par_1/pnt_e", "32016R0679/art_6/par_1/pnt_f"),
     ("police", "32016L0680/art_8", "32016R0679/art_6/par_1/pnt_f")],
)  # fmt: skip
def test_a_camera_on_the_pavement_falls_under_another_law_with_whoever_runs_it(
    actor: str, binds: str, spares: str, network: Network
) -> None:
    found = trace(
        network, "technologies/cctv-fixed", "provisions", "2026-11-22", families=["rules"], actor=actor, bounds=WIDE
    )
    ends = {path.hops[-1].target.id for path in found.paths}
    rules = {
        (rule["provision"], rule["actor_type"].replace(" ", "-"))
        for rule in table("technology_rules")
        if rule["concept"] == "cctv-fixed"
    }
    assert (binds, actor) in rules and binds in ends
    assert (spares, actor) not in rules and spares not in ends
