"""What is said of two answers is true of their rows."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Damaged
from graph.results.comparing import compared, depends_on_order
from graph.sparql.reading import read
from tests.budget import examples

VALUES = st.text(alphabet='ab,"\n', min_size=1, max_size=3)
ROWS = st.lists(st.tuples(VALUES, VALUES), max_size=6)


def written(rows: list[tuple[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("x", "y"), *rows])
    return out.getvalue().encode()


@settings(max_examples=examples(200))
@given(ROWS, ROWS)
def test_added_and_gone_are_what_turns_one_answer_into_the_other(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    found = compared(written(old), written(new), "text/csv")
    left, right = Counter(old), Counter(new)
    added = Counter(tuple(str(cell) for cell in row) for row in found.added)
    gone = Counter(tuple(str(cell) for cell in row) for row in found.gone)
    assert left - gone + added == right and not added & gone
    assert found.kept == (left & right).total()
    assert found.same_rows == (left == right) and found.same_bytes == (old == new)


def test_another_order_is_no_change() -> None:
    found = compared(b"x\r\na\r\nb\r\n", b"x\r\nb\r\na\r\n", "text/csv")
    assert found.same_rows and not found.same_bytes


def test_an_empty_cell_is_a_row_too() -> None:
    found = compared(b"x\r\na\r\n", b"x\r\na\r\n\r\n", "text/csv")
    assert found.added == ((None,),) and found.gone == ()


def test_a_type_or_a_language_makes_another_value() -> None:
    def one(term: str) -> bytes:
        return (
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"%s}}]}}' % term.encode()
        )

    plain, tagged = one(""), one(',"xml:lang":"en"')
    number = one(',"datatype":"http://www.w3.org/2001/XMLSchema#integer"')
    form = "application/sparql-results+json"
    assert not compared(plain, tagged, form).same_rows and not compared(plain, number, form).same_rows
    assert compared(plain, one(',"datatype":"http://www.w3.org/2001/XMLSchema#string"'), form).same_rows


def test_blank_nodes_are_told_and_make_no_change_by_their_labels() -> None:
    found = compared(b"_:a <http://p> 'x' .", b"_:b <http://p> 'x' .", "text/turtle")
    assert found.same_rows and found.has_blank_nodes


def test_yes_and_no_differ() -> None:
    form = "application/sparql-results+json"
    assert not compared(b'{"head":{},"boolean":true}', b'{"head":{},"boolean":false}', form).same_rows
    assert not compared(b"true", b"false", "text/csv").same_rows


@pytest.mark.parametrize(
    ("body", "form"),
    [(b"{", "application/sparql-results+json"), (b"", "text/csv"), (b"<a", "text/turtle")],
)
def test_bytes_that_are_no_answer_are_told_as_damaged(body: bytes, form: str) -> None:
    with pytest.raises(Damaged):
        compared(body, body, form)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 3", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3", False),
        ("SELECT (SAMPLE(?s) AS ?x) { ?s ?p ?o }", True),
        ("SELECT (GROUP_CONCAT(?s) AS ?x) { ?s ?p ?o }", True),
        ("SELECT ?limit { ?s ?p ?limit }", False),
    ],
)
def test_a_query_whose_answer_hangs_on_an_order_that_it_does_not_say_is_known(query: str, expected: bool) -> None:
    assert depends_on_order(read(query)) == expected
