"""What a researcher can rely on: the graph holds every cell of every table, and each statement leads to its line."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.build.plain_facts import (
    BASE,
    DATA,
    DCTERMS,
    OP,
    SOURCE,
    TYPE,
    VALUE,
    Row,
    Statements,
    concept,
    items,
    law,
    metadata,
    one,
    table,
    thing,
)

SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
OA = "http://www.w3.org/ns/oa#"
ROW_PROPERTIES = {OP + "row", OP + "nameRow", OP + "file", OP + "line"}
TOLD_IN_TABLES = {"technology": "technologies", "actor": "actors"}
TABLES = sorted(metadata())
Graphs = dict[str, Statements]
Triples = set[tuple[str, str, str]]

CLASSES = {
    "practices": OP + "Practice",
    "cities": OP + "City",
    "acts": OP + "Act",
    "provisions": OP + "Provision",
    "act_relations": OP + "Relation",
    "technology_rules": OP + "Rule",
    "concepts": OP + "Technology",
    "timeline_ai_act": OP + "Milestone",
    "conflicts": OP + "Conflict",
    "events": OP + "Event",
    "organisations": "http://www.w3.org/ns/org#Organization",
    "actions": OP + "Action",
    "legal_events": OP + "LegalEvent",
    "practice_legislation": OP + "PracticeLink",
    "partnership": OP + "PartnershipFact",
}
FILLED_BY_CONTRIBUTIONS = {"deployments"}
"""Tables whose rows all come as change sets."""


@pytest.mark.parametrize("name", CLASSES)
def test_there_is_one_thing_for_every_row(graphs: Graphs, name: str) -> None:
    count = sum(CLASSES[name] in about.get(TYPE, ()) for about in graphs[name].values())
    assert count == len(table(name)) > 0


def test_every_source_of_the_table_is_a_source(graphs: Graphs) -> None:
    listed = {thing("sources", row["id"]) for row in table("sources")}
    assert {s for s, about in graphs["sources"].items() if OP + "Source" in about.get(TYPE, ())} == listed
    assert len(listed) == len(table("sources")) > 0


@pytest.mark.parametrize("name", TABLES)
def test_the_graph_of_a_table_says_every_cell_and_nothing_else(graphs: Graphs, name: str) -> None:
    notations = _notations(graphs)
    expected = {
        statement
        for number, row in enumerate(table(name), 1)
        for statement in _expected(name, {**row, "_row": str(number)}, notations)
    }
    said = _said(graphs[name])
    assert len(expected) > len(table(name)) or name in FILLED_BY_CONTRIBUTIONS
    assert sorted(expected - said) == []
    assert sorted(said - expected) == []


@pytest.mark.parametrize("name", TABLES)
def test_every_thing_leads_to_one_row_whose_line_holds_its_id(graphs: Graphs, name: str) -> None:
    lines = (DATA / f"{name}.csv").read_text(encoding="utf-8").split("\n")
    graph = graphs[name]
    key = metadata()[name]["tableSchema"].get("primaryKey")
    subjects = [s for s, about in graph.items() if "/row/" not in s and set(about) != {SAME_AS}]
    if isinstance(key, list):
        subjects = [s for s in subjects if OP + "row" in graph[s]]
    assert len(subjects) == len(table(name))
    for subject in subjects:
        row = graph[one(graph[subject][OP + ("nameRow" if key == "concept" else "row")])]
        assert one(row[OP + "file"]) == f"{name}.csv"
        line = lines[int(one(row[OP + "line"])) - 1]
        if key == "concept":
            told = line.removeprefix('"').split(",")[0]
            assert subject == _official(concept(*told.split("/")))
        elif isinstance(key, list):
            assert line.split(",")[: len(key)] == subject.split("/")[-len(key) :]
        elif key:
            assert line.removeprefix('"').startswith(one(graph[subject][DCTERMS + "identifier"]))
        else:
            assert line.removeprefix('"').startswith(
                one(graph[subject][OP + "markedRow"]).split("/row/")[1].split("/")[0]
            )


def test_every_row_from_general_knowledge_can_be_found(graphs: Graphs) -> None:
    found = {
        (name, one(row[OP + "line"]))
        for name in TABLES
        for row in graphs[name].values()
        if concept("basis", "general-knowledge") in row.get(OP + "basis", ())
    }
    stated = sum(row.get("basis") == "general-knowledge" for name in TABLES for row in table(name))
    assert len(found) == stated > 0


def test_every_mark_of_the_checkers_is_on_the_row_it_names(graphs: Graphs) -> None:
    for name in ("checks_legal", "checks_practices"):
        assert table(name), name
        for number, row in enumerate(table(name), 1):
            mark = graphs[name][thing("marks", f"{name.removeprefix('checks_')}-{number}")]
            assert one(mark[OP + "markedRow"]) == f"{BASE}row/{row['file']}/{row['row_id']}"
            assert mark[OP + "verdict"] == {concept("verdict", row["verdict"])}
            assert one(mark[OP + "field"]) == row["field"]


def test_every_conflict_keeps_both_claims_with_source_and_status(graphs: Graphs) -> None:
    derived = graphs["rule/claims"]
    status = {
        "a": ("accepted", "rejected"),
        "b": ("rejected", "accepted"),
        "both": ("accepted",) * 2,
        "open": ("open",) * 2,
    }
    assert table("conflicts")
    for row in table("conflicts"):
        conflict = thing("conflicts", row["id"])
        assert len(derived[conflict][OP + "claim"]) == 2
        for side, word in zip("ab", status[row["accepted"]], strict=True):
            claim = derived[f"{conflict}#claim-{side}"]
            assert one(claim[VALUE]) == row[f"claim_{side}"]
            assert claim[OP + "claimStatus"] == {concept("claim-status", word)}
            assert len(claim[SOURCE]) == len(items(row[f"source_{side}"], ";"))


def test_november_of_the_seed_is_a_rejected_claim_and_the_session_is_on_9_october_2019(graphs: Graphs) -> None:
    session = thing("events", "ev-public-session")
    assert graphs["events"][session][OP + "start"] == {"2019-10-09"}
    (conflict,) = [s for s, about in graphs["rule/claims"].items() if session in about.get(OP + "about", ())]
    claims = [graphs["rule/claims"][claim] for claim in graphs["rule/claims"][conflict][OP + "claim"]]
    told = {one(claim[VALUE]): (one(claim[OP + "claimStatus"]), one(claim[SOURCE])) for claim in claims}
    assert told["9 November"] == (concept("claim-status", "rejected"), thing("sources", "seed"))
    (accepted,) = [value for value, (status, _) in told.items() if status == concept("claim-status", "accepted")]
    assert "9 October 2019" in accepted


def test_evidence_cuts_the_seed_at_the_words_that_say_so(graphs: Graphs) -> None:
    seed = (DATA / "seed" / "000_741682ecc757952d.txt").read_text(encoding="utf-8")
    evidence = graphs["rule/evidence"]
    cuts: dict[str, str] = {}
    for name in ("partnership", "people", "testimonials", "action_criteria"):
        for row in table(name):
            if not row["seed_start"]:
                continue
            node = f"{BASE}row/{name}.csv/{next(iter(row.values()))}"
            target = evidence[one(evidence[node][OA + "hasTarget"])]
            assert target[OA + "hasSource"] == {thing("sources", "seed")}
            selector = evidence[one(target[OA + "hasSelector"])]
            start, end = int(one(selector[OA + "start"])), int(one(selector[OA + "end"]))
            assert 0 <= start < end <= len(seed)
            assert (str(start), str(end)) == (row["seed_start"], row["seed_end"])
            cuts[node] = seed[start:end]
            assert cuts[node].strip()
    assert len([subject for subject in evidence if "/row/" in subject and "#" not in subject]) == len(cuts) > 0
    assert "Kieran McCarthy" in cuts[f"{BASE}row/people.csv/person-kieran-mccarthy"]
    assert "Lille Metropole" in cuts[f"{BASE}row/testimonials.csv/tm-01"]
    assert "added value" in cuts[f"{BASE}row/action_criteria.csv/crit-added-value"].lower()


def _notations(graphs: Graphs) -> dict[tuple[str, str], str]:
    skos = "http://www.w3.org/2004/02/skos/core#"
    return {
        (scheme.removeprefix(BASE + "concept/"), notation): subject
        for subject, about in graphs["vocabulary"].items()
        for scheme in about.get(skos + "inScheme", ())
        for notation in about.get(skos + "notation", ())
    }


def _expected(name: str, row: Row, notations: dict[tuple[str, str], str]) -> Triples:
    """The statements one row makes, read off csv-metadata.json."""
    schema = metadata()[name]["tableSchema"]
    local = _filled(schema["aboutUrl"], row)
    found: Triples = set()
    for column in schema["columns"]:
        if column.get("suppressOutput"):
            continue
        about = _official(_filled(column.get("aboutUrl", schema["aboutUrl"]), row))
        prop = column["propertyUrl"].replace("rdf:type", TYPE)
        if column.get("virtual"):
            found.add((about, prop, column["valueUrl"]))
            continue
        for item in items(row[column["name"]], column.get("separator")):
            value = _value(column, row, item, notations)
            found.add((local, SAME_AS, value) if prop == OP + "officialIri" else (about, prop, value))
    return found


def _value(column: dict[str, Any], row: Row, item: str, notations: dict[tuple[str, str], str]) -> str:
    if OP + "scheme" in column:
        return notations[column[OP + "scheme"], item]
    if OP + "lookup" in column:
        return next(thing("actors", actor["id"]) for actor in table("actors") if actor["label"] == item)
    if "valueUrl" in column:
        return _official(_filled(column["valueUrl"], {**row, column["name"]: item}))
    if isinstance(column.get("datatype"), dict) and column["datatype"]["base"] == "decimal":
        return f"{Decimal(item).normalize():f}"  # The engine writes a decimal without closing zeros.
    return item


def _filled(template: str, row: Row) -> str:
    return re.sub(r"\{\+?(\w+)\}", lambda found: row[found.group(1)], template)


def _official(iri: str) -> str:
    scheme, _, slug = iri.removeprefix(BASE + "concept/").partition("/")
    if scheme in TOLD_IN_TABLES:
        return thing(TOLD_IN_TABLES[scheme], slug)
    return law(iri.removeprefix(BASE + "id/laws/")) if iri.startswith(BASE + "id/laws/") else iri


def _said(graph: Statements) -> Triples:
    """The statements of a graph without those on rows."""
    return {
        (subject, prop, value)
        for subject, about in list(graph.items())
        for prop, values in about.items()
        if prop not in ROW_PROPERTIES
        for value in values
        if (prop, value) != (TYPE, OP + "Row")
    }
