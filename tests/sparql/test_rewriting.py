"""What is rewritten in a query so that the engine gives the answer of the standard: graphs, MINUS, expressions."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.differential import voices
from bench.differential.generate import GRAPHS, Maker, quads
from graph.errors import BadQuery, Refused
from graph.evaluate.evaluator import Evaluator
from graph.sparql.regular_expressions import BadExpression, translated
from tests.budget import examples
from tests.sparql.conformance import TSV, Rows, line


@line("graph-variable-inside")
def test_what_is_inside_a_graph_variable_is_evaluated_once_for_each_graph(rows: Rows) -> None:
    one, two = "<urn:g:one>", "<urn:g:two>"
    assert sorted(rows("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }")) == [
        [one, "3"],
        [two, "2"],
    ]
    assert sorted(rows("SELECT ?g ?x { GRAPH ?g { VALUES ?x { 1 } } }")) == [[one, "1"], [two, "1"]]
    assert rows("SELECT ?g { GRAPH ?g { VALUES ?g { <urn:none> } } }") == []
    assert sorted(rows("SELECT ?g ?h { GRAPH ?g { GRAPH ?h { <urn:t> <urn:p> ?o } } }")) == [[one, two], [two, two]]
    assert rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:p> ?o MINUS { ?x <urn:name> ?y } } }") == [["3"]]
    assert rows("SELECT ?g { GRAPH ?g { ?s <urn:p> ?o MINUS { ?s <urn:name> ?y } } } ORDER BY ?g") == [[two], [two]]
    within = "SELECT ?g ?n FROM NAMED <urn:g:two> { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p [] . _:b ?q ?o } } }"
    assert rows(within) == [[two, "4"]]
    assert rows("SELECT ?g ?x FROM <urn:g:two> { GRAPH ?g { VALUES ?x { 1 } } }") == []
    ways = "VALUES (?s ?o) { (<urn:s> <urn:t>) } GRAPH ?g { ?s (<urn:p>/^<urn:p>)+ ?o }"
    assert rows(f"SELECT ?g (COUNT(*) AS ?n) {{ {ways} }} GROUP BY ?g") == [[two, "1"]]


def test_a_graph_variable_around_much_is_refused_and_no_part_of_it_answered(rows: Rows) -> None:
    nested = "GRAPH ?a%d { " * 24 % tuple(range(24)) + "?s ?p ?o" + " }" * 24
    with pytest.raises(Refused, match="2 graphs"):
        rows(f"SELECT (COUNT(*) AS ?n) {{ {nested} }}")


def test_a_mistake_inside_a_graph_variable_is_told_at_its_own_place(running: Evaluator) -> None:
    with pytest.raises(BadQuery) as caught:
        running.evaluate("SELECT * {\n  GRAPH ?g { VALUES ?x { 1 } ?s ?p }\n}", TSV)
    assert caught.value.line == 2


NOISE = ('# } GRAPH ?g { MINUS { "\n', "\t# <urn:x> _:b ' VALUES\r\n", "  \n")
SAID = """FILTER("} GRAPH ?g { MINUS {" != '# "' && <urn:GRAPH#MINUS> != <urn:x#VALUES>)"""


@given(st.integers(0, 10_000), st.sampled_from(NOISE))
@settings(max_examples=examples(60), deadline=None)
def test_what_stands_in_comments_strings_and_iris_changes_no_answer(seed: int, noise: str) -> None:
    query, store, names = Maker(seed).query(), voices.ours(quads(seed)), [name[1:-1] for name in GRAPHS]
    plain = voices.answer_of_ours(store, query, names)
    # Where the outermost pattern ends: a grouping behind it has no braces.
    closed = query.rindex("}")
    said = f"{query[:closed]} {SAID} {query[closed:]}"
    assert voices.answer_of_ours(store, query.replace(" ", f" {noise}"), names) == plain
    assert voices.answer_of_ours(store, said, names) == plain


@line("minus-of-its-own-group")
def test_minus_shares_names_with_its_own_group_only(rows: Rows) -> None:
    outer = "?s <urn:name> ?n OPTIONAL { ?x <urn:p> ?o FILTER(?o = <urn:o>) MINUS { ?s <urn:p> ?q } }"
    assert rows(f"SELECT (COUNT(?x) AS ?n1) {{ {outer} }}") == [["4"]]
    assert rows("SELECT ?s { ?s <urn:p> ?o MINUS { ?s <urn:name> ?n FILTER(?n = 'one'@en) } }") == [["<urn:t>"]]
    replaced = "MINUS { ?s <urn:name> ?n FILTER(REPLACE(STR(?n), CONCAT('o', '.'), '') = 'e') }"
    assert rows(f"SELECT ?s {{ ?s <urn:p> ?o {replaced} }}") == [["<urn:t>"]]


@line("graph-that-is-not-there")
def test_a_graph_that_is_not_there_has_no_solutions(rows: Rows) -> None:
    assert rows("SELECT ?x { GRAPH <urn:none> { VALUES ?x { 1 } } }") == []
    assert rows("SELECT ?x { GRAPH <urn:g:one> { VALUES ?x { 1 } } }") == [["1"]]


@line("graph-variable-known-inside")
def test_a_filter_inside_may_ask_which_graph_it_is_in(rows: Rows) -> None:
    assert rows("SELECT ?s { GRAPH ?g { ?s <urn:p> ?o FILTER(?g = <urn:g:one>) } }") == [["<urn:s>"]]


@line("minus-inside-exists")
def test_minus_inside_exists_knows_the_names_of_the_row(rows: Rows) -> None:
    query = "SELECT ?s { ?s <urn:name> 'one'@en FILTER EXISTS { ?s <urn:p> ?o MINUS { ?s <urn:name> ?n } } }"
    assert rows(query) == []


@line("regular-expressions")
@pytest.mark.parametrize(
    ("text", "pattern", "matches"),
    [
        ("e", "^[a-z-[aeiou]]$", False), ("b", "^[a-z-[aeiou]]$", True), ("A", "^[^a-z-[0-9]]$", True),
        ("7", "^[^a-z-[0-9]]$", False), ("a_1", r"^\\i\\c*$", True), ("1a", r"^\\i\\c*$", False), ("+", r"^\\w$", True),
        ("-", r"^[\\w]$", False), ("\u00a0", r"\\s", False), ("&", "[a&&b]", True), ("~", "[a~~b]", True),
        ("a b", "a[ ]b", True), ("#", "^#$", True), ("-", "^[a-]$", True),
        ("É", r"^\\p{Lu}$", True), ("é", r"^\\P{Lu}$", True),
    ],
)  # fmt: skip
def test_a_regular_expression_means_what_xpath_says(rows: Rows, text: str, pattern: str, matches: bool) -> None:
    assert rows(f'SELECT (REGEX("{text}", "{pattern}") AS ?x) {{}}') == [[str(matches).lower()]]


@pytest.mark.parametrize(
    "pattern",
    [r"a\\b", "(?i)a", "[[:alpha:]]", r"\\x{e9}", "a**", "[]", "(a", "a)", "a{", "[b-a]", r"(a)\\1", r"\\p{IsGreek}"],
)
def test_an_expression_that_would_mean_something_else_is_refused_at_its_place(running: Evaluator, pattern: str) -> None:
    with pytest.raises(BadQuery, match="regular expression") as caught:
        running.evaluate(f'SELECT *\n{{ ?s ?p ?o FILTER(REGEX(STR(?o), "{pattern}", "i")) }}', TSV)
    assert (caught.value.line, caught.value.column) == (2, 34)


def test_layout_in_an_expression_counts_for_nothing_only_when_the_flag_says_so(rows: Rows) -> None:
    assert rows("SELECT (REGEX('ab', 'a b', 'x') AS ?x) (REGEX('ab', 'a b') AS ?y) {}") == [["true", "false"]]
    assert rows("SELECT (REGEX('a.b', 'a.b', 'q') AS ?x) (REGEX('acb', 'a.b', 'q') AS ?y) {}") == [["true", "false"]]


@given(st.text(st.sampled_from("ab-[]^\\\\(){}|*+?.$&~# 1,:pLis\n"), max_size=12))
@settings(max_examples=examples(300))
def test_whatever_is_written_is_translated_or_refused_and_the_engine_takes_it(pattern: str) -> None:
    try:
        expression = translated(pattern)
    except BadExpression:
        return
    written = ox.Literal(expression.text)
    [row] = ox.Store().query(f"SELECT (REGEX('', {written}) AS ?x) {{}}")
    assert row["x"] is not None, expression


@line("replacements")
def test_replace_puts_in_what_xpath_says(rows: Rows) -> None:
    assert rows("SELECT (REPLACE('abc', '(b)', '$1x') AS ?x) (REPLACE('abc', 'b', '[$0]') AS ?y) {}") == [
        ['"abxc"', '"a[b]c"']
    ]
    assert rows(r"SELECT (REPLACE('abc', 'b', '\\$1') AS ?x) {}") == [['"a$1c"']]
    assert rows("SELECT (REPLACE('abcd', '(a)(b)', '$10') AS ?x) {}") == [['"a0cd"']]
    assert rows("SELECT (REPLACE('abc', 'x*', '-') AS ?x) (REPLACE('abbc', 'b+', '-', 'i') AS ?y) {}") == [
        ["", '"a-c"']
    ]
    assert rows("SELECT (REPLACE('aXb', REPLACE('X', 'Y*Z', ''), 'Y') AS ?x) {}") == [['"aYb"']]
    with pytest.raises(BadQuery, match="dollar"):
        rows("SELECT (REPLACE('a', 'a', '$') AS ?x) {}")


@line("expression-worked-out")
def test_an_expression_that_is_worked_out_is_read_by_the_engine(rows: Rows) -> None:
    assert rows("SELECT (REGEX('e', CONCAT('[a-z-', '[aeiou]]')) AS ?x) {}") == [["true"]]
