"""A query is read once, and whatever the text, its reading can say all that is asked of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.errors import OpenPlazaError
from graph.sparql.conform import edits_of, is_repeatable
from graph.sparql.guard import check_portable, check_query
from graph.sparql.hints import prefix_hints, term_hints
from graph.sparql.normal import normalised
from graph.sparql.reading import read

PARTS = st.sampled_from(
    "SELECT FROM NAMED BASE PREFIX SERVICE GROUP_CONCAT BNODE NOW ( ) { } ; a: a:b service: <urn:a> <b> <http://[> "
    "<http://[a]/> <\\uD800> <\\UFFFFFFFF> <\\u0061> 'x' ' \" # \\ ?x".split()
)
TEXTS = st.lists(PARTS, max_size=14).map(" ".join) | st.text(max_size=60)


@given(TEXTS)
@settings(max_examples=500)
@example("BASE <http://[a> SELECT * FROM <b> {}")
@example("SELECT * FROM <\\UFFFFFFFF> FROM NAMED <\\uD800> {}")
def test_any_text_is_read_and_taken_or_refused_by_name(text: str) -> None:
    query = read(text)
    for check in (check_query, lambda query, _: check_portable(query), lambda query, _: edits_of(query, ("urn:a",))):
        try:
            check(query, {"urn:a"})
        except OpenPlazaError as refused:
            str(refused).encode()
    is_repeatable(query)
    normalised(query)
    assert len(prefix_hints(query)) + len(term_hints(query, ())) <= 10


@pytest.mark.parametrize(
    ("clauses", "graphs"),
    [
        ("FROM <urn:a> FROM NAMED <urn:b>", (("urn:a",), ("urn:b",))),
        ("from <g/a> From named g:b", (("https://example.org/g/a",), ("https://example.org/g/b",))),
        ("FROM <urn:\\u0061> FROM g:b\\-c", (("urn:a", "https://example.org/g/b-c"), ())),
        ("WHERE { ?from <urn:from> 'FROM <urn:a>' } # FROM <urn:a>", ((), ())),
    ],
)
def test_the_graphs_of_a_query_are_told_in_full(clauses: str, graphs: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    query = read(f"BASE <https://example.org/> PREFIX g: <g/> SELECT * {clauses}")
    assert (query.default_graphs, query.named_graphs) == graphs


def test_the_same_text_is_read_once() -> None:
    text = "SELECT * { ?s ?p ?o }"
    assert read(text) is read(" ".join(text.split()))
