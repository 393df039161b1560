"""Whatever the graph has can be shown by a name: each thing of a class has one label a language."""

from __future__ import annotations

import pytest

from graph.store import EmbeddedStore
from graph.terms import OP, RDFS

CLASSES = "SELECT ?class { ?thing a ?class FILTER(ISIRI(?thing)) } GROUP BY ?class ORDER BY ?class"
LABEL = f"<{RDFS}label>"


@pytest.fixture(scope="module")
def classes(store: EmbeddedStore) -> list[str]:
    """The classes of all things."""
    return [str(row["class"]) for row in store.select(CLASSES).rows]


def test_every_thing_of_every_class_has_a_label(store: EmbeddedStore, classes: list[str]) -> None:
    assert OP + "Row" in classes and OP + "Interval" in classes and OP + "Governance" in classes
    without = "SELECT ?thing {{ ?thing a <{}> FILTER(ISIRI(?thing)) FILTER NOT EXISTS {{ ?thing {} ?label }} }} LIMIT 3"
    lacking = {kind: [str(row["thing"]) for row in store.select(without.format(kind, LABEL)).rows] for kind in classes}
    assert {kind: things for kind, things in lacking.items() if things} == {}


def test_no_thing_has_two_labels_of_one_language(store: EmbeddedStore) -> None:
    twice = f"SELECT ?thing {{ ?thing {LABEL} ?label }} GROUP BY ?thing (LANG(?label)) HAVING(COUNT(*) > 1) LIMIT 3"
    assert [str(row["thing"]) for row in store.select(twice).rows] == []


def test_a_relation_an_interval_and_a_row_are_labelled_by_what_they_join(store: EmbeddedStore) -> None:
    def labels(kind: str) -> set[str]:
        found = store.select(f"SELECT ?label {{ ?thing a <{OP}{kind}> ; {LABEL} ?label }}")
        return {str(row["label"]) for row in found.rows}

    assert "32016R0679: applicable" in labels("Interval")
    assert "practices.csv, line 2" in labels("Row")
    assert any(each.startswith("32024R1689 amends ") for each in labels("Relation"))


def test_nothing_of_ours_is_minted_where_official_identifiers_stand(store: EmbeddedStore) -> None:
    intervals = {str(row["i"]) for row in store.select(f"SELECT ?i {{ ?a <{OP}interval> ?i }}").rows}
    assert intervals and all(each.startswith("https://w3id.org/openplaza/id/intervals/") for each in intervals)
    parts = f"SELECT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?c), '{OP}') && STRSTARTS(STR(?s), 'http://data.europa.eu/')) "
    found = store.select(parts + "FILTER(CONTAINS(STR(?s), '#')) } LIMIT 3").rows
    assert found == ()
