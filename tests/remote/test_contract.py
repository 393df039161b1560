"""One contract, four stores: the questions of the catalogue and the facts, whichever store answers.

What a store still does differently is named in differences.py and docs/stores.md; each such test must go on failing.
"""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question
from graph.revision import Revision, read_quads
from graph.settings import ROOT
from tests.remote.any_store import GRAPH, Stores
from tests.remote.differences import DIFFERENCES, KINDS, across
from tests.remote.same_answers import N_TRIPLES, Expected, counted, triples

NAMES = sorted(path.stem for path in (ROOT / "queries").rglob("*.rq"))


# --- the questions of the catalogue ---


@pytest.mark.parametrize(("kind", "name"), across("question", NAMES))
def test_a_question_has_the_same_answer_on_every_store(
    kind: str, name: str, catalogue: Catalogue, stores: Stores, expected: Expected
) -> None:
    question: Question = catalogue[name]
    query = bind(question, question.examples)
    if "\nCONSTRUCT" in question.text:
        assert triples(stores(kind).construct(query, N_TRIPLES)) == expected.triples(query)
        return
    expected_rows, found_rows = expected.select(query), stores(kind).select(query)
    assert found_rows.columns == expected_rows.columns
    assert counted(found_rows) == counted(expected_rows)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_an_ordered_question_keeps_its_order_on_every_store(kind: str, catalogue: Catalogue, stores: Stores) -> None:
    for name in ("practices-by-country", "act-timeline", "count-graphs", "moved-dates"):
        query = bind(catalogue[name], catalogue[name].examples)
        assert stores(kind).select(query).rows == stores("memory").select(query).rows


# --- the facts themselves ---


@pytest.mark.parametrize(("kind", "case"), across("facts", ["positions", "everything else"]))
def test_every_statement_of_every_graph_comes_back_as_it_was_published(
    kind: str, case: str, stores: Stores, revision: Revision
) -> None:
    positions = f"<{GRAPH}rule/points>"
    published: dict[str, list[bytes]] = {}
    for quad in ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS):
        line = ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b""
        published.setdefault(str(quad.graph_name), []).append(line)
    assert published.keys() > {positions}
    for graph in [positions] if case == "positions" else published.keys() - {positions}:
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        assert triples(stores(kind).construct(query, "application/n-triples")) == sorted(published[graph]), graph


@pytest.mark.parametrize("kind", KINDS)
def test_the_default_graph_is_every_statement_once(kind: str, stores: Stores, revision: Revision) -> None:
    every = {quad.triple for quad in ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS)}
    (row,) = stores(kind).select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
    assert str(row["n"]) == str(len(every))


@pytest.mark.parametrize("kind", KINDS)
def test_the_store_says_which_revision_it_answers_for(kind: str, stores: Stores, revision: Revision) -> None:
    assert stores(kind).revision == revision.number


# --- what is left ---


def test_every_difference_is_told_to_operators_with_its_reason() -> None:
    text = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    table = text.split("## What still differs", 1)[1].split("\n## ", 1)[0]
    told = set(re.findall(r"^\| `([a-z-]+)` \|", table, flags=re.MULTILINE))
    assert told == {difference for differences in DIFFERENCES.values() for difference in differences.values()}
