"""A revision that was built with older words of the ontology answers our questions as it did then."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ask import Catalogue, ask
from graph.revision import publish
from graph.settings import Settings
from graph.store import EmbeddedStore
from graph.terms import BASE, CONCEPT, DCTERMS, OP, OWL, RDF, XSD

GDPR, OLDER = "http://data.europa.eu/eli/reg/2016/679/oj", "http://data.europa.eu/eli/dir/1995/46/oj"
SPAN, REPEAL = f"{BASE}id/intervals/31995L0046/in-force", f"{BASE}id/relations/rel-001"


def facts(first: str, last: str, kind: str) -> list[bytes]:
    """An interval of an act and what repealed it; its days are called `first` and `last`."""
    told = [
        (f"{OP}from", f"{RDF}type", f"<{kind}>"),
        *((act, f"{RDF}type", f"<{OP}Act>") for act in (GDPR, OLDER)),
        *((act, f"{DCTERMS}identifier", f'"{act[-11:]}"') for act in (GDPR, OLDER)),
        (OLDER, f"{OP}interval", f"<{SPAN}>"),
        (SPAN, f"{RDF}type", f"<{OP}Interval>"),
        (SPAN, f"{OP}state", f"<{CONCEPT}interval-state/in-force>"),
        (SPAN, f"{OP}{first}", f'"1995-12-13"^^<{XSD}date>'),
        (SPAN, f"{OP}{last}", f'"2018-05-24"^^<{XSD}date>'),
        (REPEAL, f"{RDF}type", f"<{OP}Relation>"),
        (REPEAL, f"{OP}from", f"<{GDPR}>"),
        (REPEAL, f"{OP}to", f"<{OLDER}>"),
    ]
    return [f"<{subject}> <{verb}> {value} <{BASE}graph/x> .".encode() for subject, verb, value in sorted(told)]


@pytest.fixture(params=["in memory", "on disk"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[EmbeddedStore, EmbeddedStore]:
    """A revision of before version 0.2.0 of the ontology, and the same in today's words."""
    quads = 100 if request.param == "in memory" else 0
    made = [facts("from", "to", f"{RDF}Property"), facts("firstDay", "lastDay", f"{OWL}ObjectProperty")]
    told = [publish(lines, tmp_path / str(n), software="test", sources={}) for n, lines in enumerate(made)]
    older, today = (EmbeddedStore.open(each, Settings(max_memory_quads=quads)) for each in told)
    return older, today


def test_an_older_revision_tells_the_days_of_intervals_and_shows_the_query_that_finds_them(
    stores: tuple[EmbeddedStore, EmbeddedStore], catalogue: Catalogue
) -> None:
    older, today = (ask(store, catalogue["intervals"]) for store in stores)
    assert [(str(row["from"]), str(row["to"])) for row in today.rows] == [("1995-12-13", "2018-05-24")]
    assert older.rows == today.rows
    assert "op:firstDay" in today.query and today.query.replace("op:firstDay", "op:from").replace(
        "op:lastDay", "op:to"
    ) == (older.query)


def test_relations_of_an_older_revision_are_as_they_were(stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    asked = f"PREFIX op: <{OP}> SELECT ?a ?b {{ ?r a op:Relation ; op:from ?a ; op:to ?b }}"
    told = [[(str(row["a"]), str(row["b"])) for row in store.select(asked).rows] for store in stores]
    assert told == [[(GDPR, OLDER)]] * 2


def test_only_the_words_of_a_query_are_told_otherwise(stores: tuple[EmbeddedStore, EmbeddedStore]) -> None:
    older, today = stores
    text = '# op:firstDay\nSELECT * { ?i op:firstDay ?d ; op:lastDayOfValidity "op:lastDay" , <urn:op:firstDay> }'
    assert today.worded(text) == text
    assert older.worded(text) == text.replace("?i op:firstDay", "?i op:from")
