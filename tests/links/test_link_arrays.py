"""What the arrays hold is what the tables say."""

from __future__ import annotations

import csv
import dataclasses
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from graph.ask import ask
from graph.ask.catalogue import Catalogue
from graph.links.days import ALWAYS, OPEN, day_number, day_text
from graph.links.gather import QUESTIONS, gather
from graph.links.kinds import CODES, KINDS
from graph.links.network import INDEX, Network
from graph.revision import Revision
from graph.settings import ROOT
from graph.store.embedded import EmbeddedStore

Table = list[dict[str, str]]
OWN = ("relied-on", "declared-by-operator")
"""Stances of those who run or answer for a practice themselves."""


def table(name: str) -> Table:
    text = (ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def held(network: Network) -> dict[tuple[str, str, str], list[int]]:
    """The links by (kind, id of the start, id of the end)."""
    found: dict[tuple[str, str, str], list[int]] = {}
    arrays = network.arrays
    ids = [network.node(number).id for number in range(arrays.nodes)]
    starts = np.repeat(np.arange(arrays.nodes), np.diff(arrays.starts))
    for link in range(arrays.links):
        key = KINDS[int(arrays.kind[link])].name, ids[starts[link]], ids[int(arrays.target[link])]
        found.setdefault(key, []).append(link)
    return found


def test_every_rule_is_one_link_from_its_technology_to_its_provision(
    held: dict[tuple[str, str, str], list[int]],
) -> None:
    wanted = Counter((row["concept"], row["provision"]) for row in table("technology_rules"))
    assert wanted == {(a, b): len(links) for (kind, a, b), links in held.items() if kind == "bound-by"}


def test_every_relation_is_one_link_between_its_most_precise_ends(held: dict[tuple[str, str, str], list[int]]) -> None:
    rows = table("act_relations")
    wanted = Counter(
        (
            row["predicate"].replace("_", "-"),
            row["subject_provision"] or row["subject"],
            row["object_provision"] or row["object"],
        )
        for row in rows
    )
    kinds = {row["predicate"].replace("_", "-") for row in rows}
    assert wanted == {key: len(links) for key, links in held.items() if key[0] in kinds}


def test_every_practice_uses_its_technologies_and_is_in_its_cities(held: dict[tuple[str, str, str], list[int]]) -> None:
    rows = table("practices")
    uses = {("uses", row["id"], each) for row in rows for each in row["technologies_concepts"].split(";") if each}
    cities = {("has-practice", each, row["id"]) for row in rows for each in row["cities"].split(";") if each}
    assert uses | cities == {key for key in held if key[0] in ("uses", "has-practice")}


def test_every_finding_leads_to_its_provisions_or_else_to_its_act(held: dict[tuple[str, str, str], list[int]]) -> None:
    natures = {row["id"]: row["nature"] for row in table("practice_legislation")}
    wanted = {
        (natures[row["practice_legislation_id"]], row["practice_id"], end)
        for row in table("practice_legislation_join")
        for end in (row["provisions"] or row["act"]).split(";")
    }
    assert wanted == {key for key in held if key[0] in set(natures.values())}


def test_every_provision_is_part_of_every_larger_part_and_of_its_act(
    held: dict[tuple[str, str, str], list[int]],
) -> None:
    provisions = {row["id"]: row for row in table("provisions")}
    above = {name: row["part_of"] for name, row in provisions.items()}
    wanted = {("part-of", row["id"], row["act"]) for row in table("provisions")}
    for name in above:
        whole = above[name]
        while whole:
            wanted.add(("part-of", name, whole))
            whole = above[whole]
    # Some acts also stand among the provisions, as a whole.
    whole_acts = {("part-of", name, f"{row['act']}/act") for name, row in provisions.items()}
    found = {key for key in held if key[0] == "part-of"}
    assert wanted <= found <= wanted | whole_acts
    assert any(target in above for _, _, target in wanted)


def test_law_that_somebody_names_for_a_practice_is_told_apart_from_law_that_governs_it(
    held: dict[tuple[str, str, str], list[int]],
) -> None:
    known = {row["id"] for name in ("acts", "provisions") for row in table(name)}
    wanted = {
        ("declared-basis" if row["stance"] in OWN else "named-law", row["practice"], end)
        for row in table("declared_basis")
        for end in (row["provision"] or row["act"]).split(";")
        if end in known
    }
    assert wanted == {key for key in held if key[0] in ("declared-basis", "named-law")} and wanted


def test_a_link_has_a_first_day_only_where_one_is_recorded(
    network: Network, held: dict[tuple[str, str, str], list[int]]
) -> None:
    acts = {row["id"]: row for row in table("acts")}
    own_day = {kind.name for kind in KINDS if kind.family in ("readings", "proposals")}
    undated = 0
    for row in table("act_relations"):
        kind = row["predicate"].replace("_", "-")
        ends = row["subject_provision"] or row["subject"], row["object_provision"] or row["object"]
        told = [network.told(link).get("start", "") for link in held[kind, *ends]]
        recorded = {row["date"]}
        if not row["date"]:
            recorded = {acts[row["subject"]]["date_document"] if kind in own_day else ""}
            undated += recorded == {""}
        assert recorded & set(told), row["id"]
    assert undated
    assert not any(network.told(link).get("start") for key, links in held.items() if key[0] == "part-of"
                   for link in links)  # fmt: skip


def test_nothing_is_told_to_govern_since_the_day_on_which_its_act_was_signed(
    network: Network, held: dict[tuple[str, str, str], list[int]], store: EmbeddedStore
) -> None:
    question = """PREFIX op: <https://w3id.org/openplaza/ontology#> SELECT ?statement ?start
        WHERE { ?statement a op:Governance OPTIONAL { ?statement op:applicableFrom ?start } }"""
    starts = {str(row["statement"]): str(row["start"] or "") for row in store.select(question).rows}
    governing = [link for key, links in held.items() if key[0] == "governed-by" for link in links]
    assert governing
    for link in governing:
        told = network.told(link)
        assert {starts[iri] for iri in told["statement"].split()} == {told.get("start", "")}


def test_the_days_of_a_rule_are_those_of_rule_provision_and_act(
    network: Network, held: dict[tuple[str, str, str], list[int]]
) -> None:
    assert table("technology_rules")
    acts = {row["id"]: row for row in table("acts")}
    provisions = {row["id"]: row for row in table("provisions")}
    for row in table("technology_rules"):
        provision = provisions[row["provision"]]
        act = acts[provision["act"]]
        start = max(row["from_date"], provision["application_date"], act["date_document"])
        ends = [row["to_date"]]
        if provision["application_date"]:
            ends += [provision["end_date"], act["date_end_of_validity"]]
        end = min(filter(None, ends), default="")
        days = {
            (int(network.arrays.start[link]), int(network.arrays.end[link]))
            for link in held["bound-by", row["concept"], row["provision"]]
        }
        assert (day_number(start) if start else ALWAYS, day_number(end) if end else OPEN) in days, row["id"]


def test_what_is_from_memory_is_marked_so(network: Network, held: dict[tuple[str, str, str], list[int]]) -> None:
    memory = {row["id"] for row in table("act_relations") if row["basis"] == "general-knowledge"}
    codes = {CODES[row["predicate"].replace("_", "-")] for row in table("act_relations")}
    marked = sum(
        bool(network.arrays.trust[link] & 1)
        for link in range(network.arrays.links)
        if network.arrays.kind[link] in codes
    )
    moved = sum(
        bool(network.arrays.trust[link] & 1)
        for key, links in held.items()
        if key[0] == "moves-date-of"
        for link in links
    )
    assert marked == len(memory) and moved < len(memory)


def test_no_link_is_older_than_the_act_it_touches(network: Network) -> None:
    made = {row["id"]: row["date_document"] for row in table("acts") if row["date_document"]}
    arrays = network.arrays
    starts = np.repeat(np.arange(arrays.nodes), np.diff(arrays.starts))
    assert made and arrays.links
    for link in range(arrays.links):
        for number in (int(starts[link]), int(arrays.target[link])):
            node = network.node(number)
            act = node.id if node.kind == "act" else network.node(network.iris.find(node.part_of) or 0).id
            if node.kind in ("act", "provision") and act in made:
                assert arrays.start[link] >= day_number(made[act])


def test_the_same_facts_give_the_same_arrays_and_a_second_call_builds_nothing(
    revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    elsewhere = dataclasses.replace(revision, path=tmp_path / "000001")
    first, second = INDEX.make(elsewhere, lambda: store), INDEX.make(revision, lambda: store)
    assert first.parent == tmp_path / ".links" and second.is_relative_to(revision.path)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }

    def never() -> EmbeddedStore:
        raise AssertionError("the arrays are there already")

    assert INDEX.make(elsewhere, never) == first
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_small_pages_give_what_large_ones_give(store: EmbeddedStore, tmp_path: Path) -> None:
    unlimited = Catalogue.load(QUESTIONS)
    for path in QUESTIONS.glob("*.rq"):
        text = path.read_text(encoding="utf-8")
        whole = ask(store, dataclasses.replace(unlimited[path.stem], text=text.replace("LIMIT 5000", "LIMIT 1000000")))
        keys = len({row["key"] for row in whole.rows})
        assert keys > 1, path.stem
        (tmp_path / path.name).write_text(text.replace("LIMIT 5000", f"LIMIT {keys // 3 + 1}"), encoding="utf-8")
    assert gather(store, tmp_path) == gather(store)


def test_a_thing_is_found_by_identifier_name_or_address(network: Network) -> None:
    gdpr = network.find("32016R0679")
    assert gdpr is not None
    for address in (
        "http://data.europa.eu/eli/reg/2016/679/oj",
        "GDPR",
        "/laws/32016R0679",
        "laws/32016r0679",
        "http://localhost:8000/laws/32016R0679?on=2020-01-01",
        "CELEX:32016R0679",
    ):
        assert network.find(address) == gdpr
    assert network.find("no such thing") is None and network.find("") is None


@pytest.mark.parametrize(
    ("day", "number", "back"),
    [("1900-01-01", 1, "1900-01-01"), ("2018-05-25", 43244, "2018-05-25"), ("2019", 43465, "2019-01-01"),
     ("2019-10", 43738, "2019-10-01"), ("1789-08-26", ALWAYS, ""), ("2400-01-01", OPEN - 1, "2079-06-04")],
)  # fmt: skip
def test_a_day_is_a_small_number(day: str, number: int, back: str) -> None:
    assert day_number(day) == number
    assert day_text(number) == back
