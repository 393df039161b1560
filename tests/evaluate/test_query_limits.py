"""What a query may cost when anyone may send any query, and what an answer looks like that was cut."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from graph.errors import BadQuery, OutOfMemory, Refused, TimedOut, TooLarge
from graph.evaluate.evaluator import Evaluator
from tests.evaluate.small import CROSS, CSV, JSON, THINGS, TSV, XML, still_answers
from tests.patience import without_hanging


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
        f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i",
        "SELECT (COUNT(*) AS ?n) { ?a <urn:next>+ ?b . ?c <urn:next>+ ?d }",
        f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {CROSS} }}",
    ],
)
def test_an_endless_query_ends_at_its_limit_and_the_next_one_is_answered(hurried: Evaluator, query: str) -> None:
    with without_hanging(), pytest.raises((TimedOut, OutOfMemory)):
        hurried.evaluate(query, JSON)
    assert still_answers(hurried)


def test_a_count_over_a_cross_product_names_the_limit_it_passed(hurried: Evaluator) -> None:
    with pytest.raises(TimedOut) as caught:
        hurried.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON)
    assert caught.value.limit_s == 1.0


def test_a_client_may_lower_the_limit_and_cannot_raise_it(hurried: Evaluator) -> None:
    for asked, expected in ((0.2, 0.2), (60.0, 1.0)):
        with pytest.raises(TimedOut) as caught:
            hurried.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, timeout_s=asked)
        assert caught.value.limit_s == expected


def test_a_string_that_doubles_27_times_costs_the_child_and_nobody_else(hurried: Evaluator) -> None:
    binds = "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1}) " for n in range(27))
    with pytest.raises((OutOfMemory, TimedOut)):
        hurried.evaluate(f"SELECT (STRLEN(?x27) AS ?n) {{ BIND('0123456789abcdef' AS ?x0) {binds} }}", JSON)
    assert still_answers(hurried)


@pytest.mark.parametrize("bracket", ["(", "{", "["])
def test_ten_thousand_open_brackets_are_a_bad_query(evaluator: Evaluator, bracket: str) -> None:
    with pytest.raises(BadQuery, match="nested"):
        evaluator.evaluate("SELECT * { ?s ?p ?o " + bracket * 10_000, JSON)


def test_ten_thousand_signs_do_not_end_the_service(hurried: Evaluator) -> None:
    with pytest.raises((BadQuery, OutOfMemory, TimedOut)):
        hurried.evaluate("SELECT * { FILTER(" + "!" * 50_000 + "true }", JSON)
    assert still_answers(hurried)


def test_a_query_longer_than_the_limit_is_refused(evaluator: Evaluator) -> None:
    with pytest.raises(TooLarge, match="longer than 256 kB"):
        evaluator.evaluate("ASK {} #" + "x" * 270_000, JSON)


def rows_json(body: bytes) -> list[object]:
    found: list[object] = json.loads(body)["results"]["bindings"]
    return found


def rows_xml(body: bytes) -> list[object]:
    return list(ElementTree.fromstring(body).iter("{http://www.w3.org/2005/sparql-results#}result"))


def rows_csv(body: bytes) -> list[object]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))[1:]


def rows_tsv(body: bytes) -> list[object]:
    # An answer of rows; the checker sees that it may be a yes or no.
    return list(ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV))  # type: ignore[arg-type]


READERS = [(JSON, rows_json), (XML, rows_xml), (CSV, rows_csv), (TSV, rows_tsv)]


@pytest.mark.parametrize(("media_type", "read"), READERS)
def test_a_cut_answer_is_a_valid_document_and_says_that_it_is_cut(
    evaluator: Evaluator, media_type: str, read: Callable[[bytes], list[object]]
) -> None:
    query = "SELECT ?o ?x { <urn:hard> <urn:says> ?o . ?s <urn:name> ?n . BIND(?none AS ?x) } LIMIT %d"
    whole = evaluator.evaluate(query % 600, media_type)
    assert (whole.complete, whole.rows, len(read(whole.body))) == (True, 600, 600)
    cut = evaluator.evaluate(
        "SELECT ?o ?a { <urn:hard> <urn:says> ?o . ?a <urn:name> ?n . ?b <urn:name> ?m }", media_type
    )
    assert (cut.complete, cut.limit_applied, cut.rows, len(read(cut.body))) == (False, "max_rows", 1000, 1000)


@pytest.mark.parametrize(("media_type", "read"), READERS)
def test_an_answer_without_bound_values_still_has_its_rows(
    evaluator: Evaluator, media_type: str, read: Callable[[bytes], list[object]]
) -> None:
    found = evaluator.evaluate("SELECT ?nothing { ?s <urn:next> ?o } LIMIT 7", media_type)
    assert found.rows == 7
    if media_type not in (CSV, TSV):
        assert len(read(found.body)) == 7
    assert evaluator.evaluate("SELECT ?s { ?s <urn:none> ?o }", media_type).rows == 0


@pytest.mark.parametrize(("media_type", "read"), READERS)
def test_an_answer_over_the_byte_limit_is_cut_after_a_row(
    evaluator: Evaluator, media_type: str, read: Callable[[bytes], list[object]]
) -> None:
    long = "CONCAT(?n," + ",".join(["'0123456789'"] * 2000) + ")"
    found = evaluator.evaluate(f"SELECT ({long} AS ?l) {{ ?s <urn:name> ?n }}", media_type)
    assert (found.complete, found.limit_applied) == (False, "max_result_mb")
    assert 0 < found.rows == len(read(found.body)) < THINGS


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_triples_come_in_every_format_and_a_cut_one_is_valid(
    evaluator: Evaluator, media_type: str, form: ox.RdfFormat
) -> None:
    whole = evaluator.evaluate("CONSTRUCT { ?s <urn:b> ?o } { ?s <urn:next> ?o }", media_type)
    assert len(list(ox.parse(whole.body, format=form))) == whole.rows == THINGS
    cut = evaluator.evaluate("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media_type)
    assert len(list(ox.parse(cut.body, format=form))) == cut.rows == 1000
    assert (cut.complete, cut.limit_applied) == (False, "max_rows")
    with pytest.raises(Refused, match="SELECT and ASK"):
        evaluator.evaluate("SELECT * { ?s ?p ?o }", media_type)
