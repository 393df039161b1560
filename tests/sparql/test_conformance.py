"""What docs/conformance.md says, line by line: a line without its test fails, and so does a test without its line."""

from __future__ import annotations

import re
import signal
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest
from budget import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuery, Refused
from graph.evaluate.evaluator import Evaluator
from graph.evaluate.workers import cause
from graph.revision import Revision, publish
from graph.settings import ROOT, Settings
from graph.sparql import merged_graphs as merge
from graph.sparql.conform import is_repeatable
from graph.sparql.hints import having_hints
from graph.sparql.reading import read
from graph.sparql.regular_expressions import BadExpression, translated
from views.sparql.protocol import _asked

TSV = "text/tab-separated-values"
XML = "application/sparql-results+xml"
NT = "application/n-triples"
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
LINES = [
    b"<urn:s> <urn:p> <urn:o> <urn:g:one> .\n",
    b"<urn:s> <urn:p> <urn:o> <urn:g:two> .\n",
    b"<urn:t> <urn:p> <urn:o> <urn:g:two> .\n",
    b'<urn:s> <urn:name> "one"@en <urn:g:one> .\n',
    b'<urn:t> <urn:name> "two"@en <urn:g:one> .\n',
]
COUNT = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"


@pytest.fixture(scope="module")
def revision(tmp_path_factory: pytest.TempPathFactory) -> Revision:
    return publish(LINES, tmp_path_factory.mktemp("revisions"), software="test", sources={})


@pytest.fixture(scope="module")
def running(revision: Revision) -> Iterator[Evaluator]:
    with Evaluator(revision, Settings()) as evaluator:
        yield evaluator


@pytest.fixture(scope="module")
def rows(running: Evaluator) -> Callable[..., list[list[str]]]:
    def asked(query: str, **options: object) -> list[list[str]]:
        # A test passes the options of `evaluate` on as they are.
        body = running.evaluate(XSD + query, TSV, **options).body.decode()  # type: ignore[arg-type]
        return [line.split("\t") for line in body.split("\n")[1:-1]]

    return asked


Rows = Callable[..., list[list[str]]]
TESTED: set[str] = set()


def line(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Says which line of the page a test stands for."""
    TESTED.add(name)
    return lambda test: test


def test_every_line_of_the_page_has_its_test() -> None:
    page = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, flags=re.MULTILINE)) == TESTED


@line("unknown-function")
def test_an_unknown_function_fails_in_its_row_only(rows: Rows) -> None:
    assert rows("SELECT ?s (<urn:f>(?s) AS ?x) { ?s <urn:name> 'one'@en }") == [["<urn:s>", ""]]
    assert rows("SELECT (COALESCE(<urn:f>(1), <urn:g>(2), 3) AS ?x) {}") == [["3"]]
    assert rows("SELECT ?s { ?s <urn:name> ?n FILTER(!<urn:f>(?n)) }") == []
    assert rows("SELECT (xsd:integer('7') AS ?x) (<urn:f>() AS ?y) {}") == [["7", ""]]


@line("group-concat-language")
def test_group_concat_gives_plain_text(rows: Rows) -> None:
    joined = "GROUP_CONCAT(DISTINCT ?n; SEPARATOR=')')"
    query = f"SELECT ({joined} AS ?x) {{ SELECT ?n {{ ?s <urn:name> ?n }} ORDER BY ?n }}"
    assert rows(query) == [['"one)two"']]
    assert rows(query + f" HAVING (STRLEN({joined}) > 3)") == [['"one)two"']]
    assert rows("SELECT ('GROUP_CONCAT(' AS ?x) {}") == [['"GROUP_CONCAT("']]


@line("from-is-a-set")
def test_a_triple_of_two_from_graphs_is_one_triple(rows: Rows) -> None:
    assert rows(COUNT % "FROM <urn:g:one> FROM <urn:g:two>") == [["4"]]
    assert rows(COUNT % "", default_graphs=["urn:g:one", "urn:g:two"]) == [["4"]]
    assert rows(COUNT % "FROM <urn:g:two> FROM <urn:g:two>") == [["2"]]
    named = (
        "SELECT ?g (COUNT(*) AS ?n) FROM <urn:g:one> FROM <urn:g:two> FROM NAMED <urn:g:two> { GRAPH ?g { ?s ?p ?o } }"
    )
    assert rows(named + " GROUP BY ?g") == [["<urn:g:two>", "2"]]


@line("union-is-a-set")
def test_a_triple_of_two_graphs_is_one_triple_of_all(rows: Rows) -> None:
    assert rows(COUNT % "") == [["4"]]


@line("xml-line-ends")
def test_a_reader_of_xml_gets_every_line_end(running: Evaluator) -> None:
    body = running.evaluate("SELECT ('a\\r\\nb\\rc' AS ?x) {}", XML).body
    (found,) = ElementTree.fromstring(body).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert found.text == "a\r\nb\rc"
    body = running.evaluate("CONSTRUCT { <urn:a> <urn:b> 'a\\r\\nb' } {}", "application/rdf+xml").body
    assert b"a&#13;\nb" in body


@line("xml-control-characters")
def test_a_control_character_is_refused_in_xml_and_given_elsewhere(running: Evaluator) -> None:
    with pytest.raises(Refused, match="control character"):
        running.evaluate("SELECT ('a\\u0001b' AS ?x) {}", XML)
    assert b"a\x01b" in running.evaluate("SELECT ('a\\u0001b' AS ?x) {}", TSV).body


@line("same-bytes-again")
@pytest.mark.parametrize("disk", [False, True], ids=["memory", "disk"])
def test_the_same_question_gives_the_same_bytes_from_every_process(revision: Revision, disk: bool) -> None:
    questions = [
        ("CONSTRUCT { ?s <urn:q> [ <urn:r> ?o ] . [] <urn:t> ( ?s _:b ) } { ?s <urn:p> ?o }", NT),
        ("CONSTRUCT { ?s <urn:q> ?b } { ?s <urn:p> ?o BIND(BNODE() AS ?b) }", "text/turtle"),
        ("DESCRIBE <urn:s>", "application/ld+json"),
        ("SELECT ?s (BNODE() AS ?b) (BNODE( ) AS ?c) { ?s <urn:p> ?o }", TSV),
        ("SELECT ?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p", TSV),
        ("SELECT DISTINCT ?o { ?s ?p ?o }", TSV),
        ("SELECT * { ?s (<urn:p>|<urn:name>)* ?o }", TSV),
    ]
    answers: set[tuple[bytes, ...]] = set()
    for _ in range(2):
        with Evaluator(revision, Settings(max_memory_quads=0 if disk else 1000)) as process:
            answers |= {tuple(process.evaluate(*question).body for question in questions) for _ in range(2)}
    assert len(answers) == 1
    assert len(set(re.findall(rb"_:\w+", answers.pop()[3]))) == 4


@pytest.mark.parametrize("call", ["NOW()", "rand()", "UUID ( )", "STRUUID()", "1+NOW()"])
def test_a_question_whose_answer_changes_is_known(call: str) -> None:
    assert not is_repeatable(read(f"SELECT ({call} AS ?x) {{}}"))
    assert is_repeatable(read(f"SELECT ('{call}' AS ?x) (BNODE() AS ?now) {{ ?rand <urn:UUID()> ?s }} # {call}"))


def test_a_question_that_asks_elsewhere_may_change_its_answer() -> None:
    assert not is_repeatable(read("SELECT * { service silent <http://example.org/> { ?s ?p ?o } }"))


@line("path-of-no-length")
def test_a_path_of_no_length_needs_its_term_in_the_data(rows: Rows, running: Evaluator) -> None:
    assert rows("SELECT ?x { <urn:o> <urn:p>* ?x }") == [["<urn:o>"]]
    assert rows("SELECT ?x { <urn:none> <urn:p>* ?x }") == []


@line("values-not-forms")
def test_numbers_and_dates_are_kept_by_value(rows: Rows) -> None:
    assert rows("SELECT (01 AS ?x) (STR(1.50) AS ?y) (sameTerm(1, 01) AS ?z) {}") == [["1", '"1.5"', "true"]]
    assert rows("SELECT (DATATYPE('1'^^xsd:nonNegativeInteger) = xsd:integer AS ?x) {}") == [["true"]]
    assert rows("SELECT (STR('2026-01-01T00:00:00+00:00'^^xsd:dateTime) AS ?x) {}") == [['"2026-01-01T00:00:00Z"']]


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


@line("path-alternatives")
def test_ends_that_two_branches_of_a_path_join_are_one_solution(rows: Rows) -> None:
    assert rows("SELECT (COUNT(*) AS ?n) { <urn:s> (<urn:p>|<urn:p>) ?o }") == [["1"]]
    assert rows("SELECT (COUNT(*) AS ?n) { { <urn:s> <urn:p> ?o } UNION { <urn:s> <urn:p> ?o } }") == [["2"]]


@line("booleans-have-no-order")
def test_booleans_are_equal_or_not_and_have_no_order(rows: Rows) -> None:
    assert rows("SELECT (false < true AS ?x) (false = false AS ?y) {}") == [["", "true"]]


@line("text-with-language-as-condition")
def test_text_with_a_language_is_no_condition(rows: Rows) -> None:
    assert rows("SELECT (IF('x'@en, 1, 2) AS ?x) (IF('x', 1, 2) AS ?y) {}") == [["", "1"]]


@line("graph-variable-known-inside")
def test_a_filter_inside_may_ask_which_graph_it_is_in(rows: Rows) -> None:
    assert rows("SELECT ?s { GRAPH ?g { ?s <urn:p> ?o FILTER(?g = <urn:g:one>) } }") == [["<urn:s>"]]


@line("minus-inside-exists")
def test_minus_inside_exists_knows_the_names_of_the_row(rows: Rows) -> None:
    query = "SELECT ?s { ?s <urn:name> 'one'@en FILTER EXISTS { ?s <urn:p> ?o MINUS { ?s <urn:name> ?n } } }"
    assert rows(query) == []


@line("name-twice")
def test_a_name_is_selected_once(rows: Rows) -> None:
    with pytest.raises(BadQuery):
        rows("SELECT ?x ?x { VALUES ?x { 1 } }")


@line("having-a-name")
def test_having_does_not_know_the_names_of_select_and_the_answer_says_so(rows: Rows) -> None:
    query = "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (?n > 0)"
    assert rows(query) == []
    assert having_hints(read(query)) == ["HAVING does not know ?n yet. Write there what stands before AS ?n."]
    grouped = "SELECT ?k (COUNT(*) AS ?n) { ?s ?p ?o BIND(1 AS ?b) } GROUP BY (STR(?s) AS ?k)"
    assert having_hints(read(f"{grouped} HAVING (COUNT(*) > 1 && ?k > '')")) == []


@line("service-silent")
def test_a_silent_service_is_refused_as_any_other(running: Evaluator) -> None:
    with pytest.raises(Refused, match="SERVICE"):
        running.evaluate("SELECT * { SERVICE SILENT <https://example.org/sparql> { ?s ?p ?o } }", TSV)


@line("blank-node-from-text")
def test_a_blank_node_made_from_text_is_the_same_in_every_row(rows: Rows) -> None:
    assert rows("SELECT (COUNT(DISTINCT ?b) AS ?n) { VALUES ?x { 1 2 } BIND(BNODE('a') AS ?b) }") == [["1"]]
    assert rows("SELECT (COUNT(DISTINCT ?b) AS ?n) { VALUES ?x { 1 2 } BIND(BNODE() AS ?b) }") == [["2"]]


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


@line("empty-graph-uri")
def test_an_empty_graph_of_a_form_names_no_graph() -> None:
    [asked] = [_asked([("query", "ASK {}"), ("default-graph-uri", ""), ("named-graph-uri", ""), ("format", "")])]
    assert (asked.default_graphs, asked.named_graphs) == ((), ())


@line("escape-in-a-name")
def test_an_escape_in_a_name_is_a_syntax_error_with_its_place(running: Evaluator) -> None:
    with pytest.raises(BadQuery) as caught:
        running.evaluate("PREFIX x: <urn:>\nASK { ?s x:n\\u0061me ?o }", TSV)
    assert (caught.value.line, caught.value.column) == (2, 13)
    assert running.evaluate("ASK { ?s <urn:n\\u0061me> '\\u006Fne'@en }", TSV).body == b"true"


@line("many-from-triples")
def test_above_the_limit_the_engine_counts_a_triple_for_each_graph(
    revision: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.store.opening import open_native

    monkeypatch.setattr(merge, "MOST_MERGED", 4)
    assert merge.merged(open_native(revision, 1000), ["urn:g:one", "urn:g:two"], []) is None
    monkeypatch.setattr(merge, "MOST_MERGED", 5)
    assert merge.merged(open_native(revision, 1000), ["urn:g:one", "urn:g:two"], []) is not None


@line("no-order-at-all")
def test_a_sort_that_ended_the_engine_is_told_as_that_and_not_as_memory() -> None:
    last_words = "user-provided comparison function does not correctly implement a total order"
    assert cause(signal.SIGABRT, last_words) == "no-order"
    assert cause(signal.SIGABRT, "memory allocation of 8 bytes failed") == "out-of-memory"
    assert cause(signal.SIGSEGV, "") == "nesting"


@line("name-of-an-aggregate")
def test_the_name_of_an_aggregate_is_for_the_outside(rows: Rows) -> None:
    with pytest.raises(BadQuery, match="unbound"):
        rows("SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { ?s ?p ?o }")
    assert rows("SELECT ?n (?n + 1 AS ?m) { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }") == [["4", "5"]]


@line("whole-numbers")
@line("decimals")
def test_numbers_have_limits(rows: Rows) -> None:
    query = "SELECT (9223372036854775807 + 1 AS ?x) (99999999999999999999 AS ?y) (1.0 / 3 AS ?z) {}"
    assert rows(query) == [["", "99999999999999999999", "0.333333333333333333"]]


@line("small-letters-in-tags")
def test_language_tags_come_in_small_letters(rows: Rows) -> None:
    assert rows("SELECT ('a'@EN-gb AS ?x) {}") == [['"a"@en-gb']]


@line("text-only")
def test_group_concat_joins_texts(rows: Rows) -> None:
    assert rows("SELECT (GROUP_CONCAT(?x) AS ?a) (GROUP_CONCAT(STR(?x)) AS ?b) { VALUES ?x { 1 } }") == [["", '"1"']]


@line("describe")
def test_describe_gives_the_triples_of_a_subject(running: Evaluator) -> None:
    body = running.evaluate("DESCRIBE <urn:s>", NT).body
    assert sorted(body.splitlines()) == [b'<urn:s> <urn:name> "one"@en .', b"<urn:s> <urn:p> <urn:o> ."]


@line("no-order")
def test_graphs_are_all_named_in_whatever_order(rows: Rows) -> None:
    assert sorted(rows("SELECT ?g { GRAPH ?g {} }")) == [["<urn:g:one>"], ["<urn:g:two>"]]


@line("more-than-the-standard")
def test_lateral_and_triple_terms_are_understood(rows: Rows) -> None:
    assert rows("SELECT ?n { VALUES ?s { <urn:s> } LATERAL { SELECT ?s ?n { ?s <urn:name> ?n } LIMIT 1 } }") == [
        ['"one"@en']
    ]
    assert rows("SELECT (isTRIPLE(<<( <urn:a> <urn:b> <urn:c> )>>) AS ?x) {}") == [["true"]]
