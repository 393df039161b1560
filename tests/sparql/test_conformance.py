"""What docs/conformance.md says, line by line: a line without its test fails, and so does a test without its line."""

from __future__ import annotations

import re
import signal
import xml.etree.ElementTree as ElementTree

import pytest

from graph.errors import BadQuery, Refused
from graph.evaluate.evaluator import Evaluator
from graph.evaluate.workers import cause
from graph.revision import Revision
from graph.settings import ROOT, Settings
from graph.sparql import merged_graphs as merge
from graph.sparql.conform import is_repeatable
from graph.sparql.hints import having_hints
from graph.sparql.reading import read
from tests.sparql.conformance import TSV, Rows, line
from views.sparql.protocol import _asked

XML = "application/sparql-results+xml"
NT = "application/n-triples"
COUNT = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"


def test_every_line_of_the_page_has_its_test() -> None:
    page = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    files = (ROOT / "tests" / "sparql").glob("test_*.py")
    marked = {name for file in files for name in re.findall(r'^@line\("(.+)"\)', file.read_text("utf-8"), re.MULTILINE)}
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, flags=re.MULTILINE)) == marked


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
def test_the_same_question_gives_the_same_bytes_from_every_process(few_quads: Revision, disk: bool) -> None:
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
        with Evaluator(few_quads, Settings(max_memory_quads=0 if disk else 1000)) as process:
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
    few_quads: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.store.opening import open_native

    monkeypatch.setattr(merge, "MOST_MERGED", 4)
    assert merge.merged(open_native(few_quads, 1000), ["urn:g:one", "urn:g:two"], []) is None
    monkeypatch.setattr(merge, "MOST_MERGED", 5)
    assert merge.merged(open_native(few_quads, 1000), ["urn:g:one", "urn:g:two"], []) is not None


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
