"""What completion offers of the real facts."""

from __future__ import annotations

import pytest

from graph.completion.index import completion_of
from graph.completion.offers import CompletionOffer, offers
from graph.completion.position import position
from graph.completion.shapes import rules_of
from graph.completion.table import TYPE, CompletionTable, ShapeRule
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from graph.terms import CONCEPT, OP, PREFIXES

DECLARED = f"PREFIX op: <{OP}>\nSELECT * WHERE {{ "


@pytest.fixture(scope="module")
def table(revision: Revision, store: EmbeddedStore) -> CompletionTable:
    return completion_of(revision, lambda: store)


def at(table: CompletionTable, before: str, after: str = " }") -> list[CompletionOffer]:
    return offers(position(before, after), table)


def test_a_prefix_is_completed_to_its_declaration(table: CompletionTable) -> None:
    assert [each.insert for each in at(table, "PREFIX sk")] == [f"skos: <{PREFIXES['skos']}>"]


def test_properties_are_those_of_the_class_with_its_counts(table: CompletionTable, store: EmbeddedStore) -> None:
    found = {each.iri: each for each in at(table, DECLARED + "?x a op:LegalEvent ; ")}
    asked = store.select(f"SELECT DISTINCT ?p WHERE {{ ?x a <{OP}LegalEvent> ; ?p ?o }}")
    assert {str(row["p"]) for row in asked.rows} <= found.keys()
    counted = store.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a <{OP}LegalEvent> ; <{OP}date> ?o }}")
    number = str(counted.rows[0]["n"])
    assert str(found[OP + "date"].detail).startswith(f"{number} of {table.things(OP + 'LegalEvent')}")
    assert OP + "inCity" not in found


def test_kinds_of_dates_are_told_so_that_nobody_takes_them_for_days(table: CompletionTable) -> None:
    (date,) = (each for each in at(table, DECLARED + "?x a op:LegalEvent ; ") if each.iri == OP + "date")
    assert "xsd:date" in date.detail and "xsd:gYearMonth" in date.detail


def test_the_class_of_a_subject_follows_from_what_leads_to_it(table: CompletionTable) -> None:
    found = {each.iri for each in at(table, DECLARED + "?x op:inCity ?c . ?c ")}
    assert PREFIXES["geo"] + "lat" in found and OP + "inCity" not in found
    assert found == {each.iri for each in at(table, DECLARED + "?x op:inCity/")} | {TYPE}


def test_values_are_those_that_the_property_has_most_used_first(table: CompletionTable, store: EmbeddedStore) -> None:
    found = [each for each in at(table, DECLARED + "?x op:status ") if each.sort == "value"]
    asked = store.select(
        f"SELECT ?v (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x <{OP}status> ?v }} GROUP BY ?v ORDER BY DESC(?n)"
    )
    assert found[0].iri == str(asked.rows[0]["v"])
    used = {str(row["v"]) for row in asked.rows}
    assert {each.iri for each in found if each.detail != "not used here"} == used
    assert all(each.iri.startswith(f"{CONCEPT}status/") for each in found)


@pytest.mark.parametrize("before", ["?x op:status ?s FILTER(?s = ", "?x op:status ?s VALUES ?s { "])
def test_a_condition_offers_the_values_of_its_variable(table: CompletionTable, before: str) -> None:
    assert f"<{CONCEPT}status/stopped>" in [each.insert for each in at(table, DECLARED + before)]


def test_a_missing_prefix_is_declared_and_another_one_of_the_query_is_used(table: CompletionTable) -> None:
    (found,) = (each for each in at(table, "SELECT * { ?x a op:Practice") if each.iri == OP + "Practice")
    assert (found.insert, found.prefix, found.namespace) == ("op:Practice", "op", OP)
    (found,) = (each for each in at(table, DECLARED + "?x a op:Practice") if each.iri == OP + "Practice")
    assert (found.insert, found.prefix) == ("op:Practice", "")
    other = f"PREFIX o: <{OP}> SELECT * {{ ?x a "
    (found,) = (each for each in at(table, other) if each.iri == OP + "Practice")
    assert (found.insert, found.prefix) == ("o:Practice", "")
    taken = "PREFIX op: <http://example.org/> SELECT * { ?x a "
    (found,) = (each for each in at(table, taken) if each.iri == OP + "Practice")
    assert (found.insert, found.prefix) == (f"<{OP}Practice>", "")


def test_what_is_written_under_a_prefix_of_its_own_is_still_found(table: CompletionTable) -> None:
    found = at(table, f"PREFIX o: <{OP}> SELECT * {{ ?x a o:Practice")
    assert "o:Practice" in [each.insert for each in found]


def test_keywords_and_variables_are_offered_where_they_may_stand(table: CompletionTable) -> None:
    assert "FILTER " in [each.insert for each in at(table, DECLARED + "?x a op:City . FIL")]
    assert "ORDER BY " in [each.insert for each in at(table, DECLARED + "?x a op:City } ord", "")]
    assert "?city" in [each.insert for each in at(table, DECLARED + "?city a op:City . ?ci")]
    assert at(table, DECLARED + '?x op:note "FIL') == []


def test_every_offer_of_a_property_can_be_asked(table: CompletionTable, store: EmbeddedStore) -> None:
    for each in at(table, DECLARED + "?x a op:Practice ; "):
        head = f"PREFIX {each.prefix}: <{each.namespace}>\n" if each.prefix else ""
        store.select(f"{head}{DECLARED}?x a op:Practice ; {each.insert} ?value }} LIMIT 1")


def test_the_shapes_say_how_many_there_must_be() -> None:
    shapes = """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
        e:s a sh:PropertyShape ; sh:targetClass e:C ; sh:path e:p ; sh:minCount 1 ; sh:class e:D .
        e:t a sh:PropertyShape ; sh:targetClass e:C ; sh:path e:p ; sh:maxCount 3 .
        e:u a sh:PropertyShape ; sh:targetClass e:C ; sh:path ( e:p e:q ) ; sh:minCount 1 ."""
    assert rules_of(shapes) == {
        "http://example.org/C": {"http://example.org/p": ShapeRule(1, 3, "http://example.org/D")}
    }
