"""What a reader can rely on when names are changed for a store: the same names come back, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from graph.errors import BadQuery, OpenPlazaError, Refused
from graph.remote.graph_names import GraphNames
from tests.budget import examples

BASE = "https://w3id.org/openplaza/"
NAMING = GraphNames(BASE, 7)
GRAPHS = [f"{BASE}graph/cities", f"{BASE}graph/rule/points"]

pieces = st.sampled_from(
    [
        f"<{BASE}graph/cities>",
        f'"{BASE}graph/"',
        f"{BASE}id/graph/x",
        "<graph/cities>",
        "é🏙",
        "?x ",
        "{",
        "}",
        "\\u0041",
        "\n",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=8).map("".join))
@settings(max_examples=examples(200))
def test_every_text_comes_back_as_it_went_out(text: str) -> None:
    assert NAMING.back(NAMING.out(text).encode("utf-8", "surrogatepass")) == text.encode("utf-8", "surrogatepass")


@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12).map("".join))
@settings(max_examples=examples(200))
def test_any_text_is_taken_or_refused_by_name(text: str) -> None:
    try:
        asked = NAMING.question(f"SELECT * WHERE {{ {text} }}", GRAPHS)
    except OpenPlazaError:
        return
    assert asked.default_graphs == (f"{BASE}revision/7/all",)


def test_a_question_that_names_no_graph_goes_out_as_it_is(catalogue: Catalogue) -> None:
    texts = [bind(question, question.examples) for question in catalogue]
    unnamed = [text for text in texts if f"{BASE}graph/" not in text]
    assert unnamed
    for text in unnamed:
        assert NAMING.question(text, GRAPHS).text == text


def test_graphs_are_given_to_the_store_only_when_the_query_looks_into_them() -> None:
    assert NAMING.question("SELECT * { ?s ?p 'GRAPH' } # GRAPH", GRAPHS).named_graphs == ()
    looked = NAMING.question("SELECT * { graph ?g { ?s ?p ?o } }", GRAPHS)
    assert looked.named_graphs == (f"{BASE}revision/7/graph/cities", f"{BASE}revision/7/graph/rule/points")
    none = NAMING.question("SELECT * { GRAPH ?g { ?s ?p ?o } }", GRAPHS, defaults=GRAPHS[:1])
    assert (none.default_graphs, none.named_graphs) == (looked.named_graphs[:1], (f"{BASE}revision/7/nothing",))


def test_the_clauses_that_name_a_dataset_become_the_dataset() -> None:
    query = f"BASE <{BASE}> SELECT * FROM <graph/cities> FROM NAMED <{GRAPHS[1]}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    asked = NAMING.question(query, GRAPHS)
    assert "FROM" not in asked.text
    assert (asked.default_graphs, asked.named_graphs) == (
        (f"{BASE}revision/7/graph/cities",),
        (f"{BASE}revision/7/graph/rule/points",),
    )
    with pytest.raises(Refused):
        NAMING.question("SELECT * FROM <https://example.org/other> WHERE { ?s ?p ?o }", GRAPHS)


@pytest.mark.parametrize("written", ["load", "Insert", "DEFINE", "`", "ex:undeclared"])
def test_what_only_some_stores_understand_is_refused_with_its_place(written: str) -> None:
    with pytest.raises(BadQuery) as told:
        NAMING.question(f"SELECT * WHERE {{\n ?s {written} ?o }}", GRAPHS)
    assert (told.value.line, told.value.column) == (2, 5)
