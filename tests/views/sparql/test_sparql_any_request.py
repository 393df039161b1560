"""Whatever is sent to /sparql: an answer that is valid in its form, or a problem in the one shape; never a fault."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from werkzeug.test import TestResponse

from tests.budget import examples
from views.web.problem_kinds import kinds, title_of

# The reader of JSON-LD uses a class that its own library no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SLUGS = {each.slug for each in kinds()}
GRAPH = "https://w3id.org/openplaza/graph/cities"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"

TERMS = st.sampled_from(
    ["?s", "?p", "?o", "a", "op:City", "op:Citty", "x:y", "<urn:a>", "<urn:a b>", '"t"', '"t"@en', "1", "-1.5", "true",
     "_:b", "[]", "(1 2)", "op:inCity/rdfs:label", "^a", "'''l\n'''", '"open', "\\u0041", "\ud7ff", "<urn:é>"]
)  # fmt: skip
TRIPLES = st.tuples(TERMS, TERMS, TERMS).map(" ".join)
BODIES = st.lists(
    TRIPLES | st.sampled_from(
        ["FILTER(?o > 1)", "BIND(1/0 AS ?e)", "FILTER(REGEX(?o, '('))", "{}", "GRAPH ?g {?s ?p ?o}", "MINUS {?s a ?o}",
         "SERVICE <http://x.org/> {}", "OPTIONAL {?s ?p ?o}", "VALUES ?v {1 UNDEF}"]
    ),
    max_size=3,
).map(" . ".join)  # fmt: skip
HEADS = st.sampled_from(
    ["SELECT *", "SELECT ?s", "SELECT (COUNT(*) AS ?n)", "SELECT DISTINCT ?o", "ASK", "DESCRIBE <urn:a>", "DESCRIBE ?s",
     "CONSTRUCT {?s ?p ?o}", "CONSTRUCT", "SELEC", "", "INSERT DATA", "select ?s FROM <file:///etc/passwd>"]
)  # fmt: skip
PREFIXES = "PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
PROLOGUE = st.sampled_from(
    [
        PREFIXES,
        "",
        "BASE <urn:x> ",
    ]
)
TAILS = st.sampled_from([" LIMIT 3", " LIMIT 0", " LIMIT -1", " ORDER BY ?s LIMIT 2", " GROUP BY ?s LIMIT 2"])
QUERIES = st.tuples(PROLOGUE, HEADS, BODIES, TAILS).map(lambda t: f"{t[0]}{t[1]} {{ {t[2]} }}{t[3]}") | st.text(
    max_size=40
)
ACCEPTS = st.sampled_from(
    ["*/*", "", "text/csv", "text/tab-separated-values", "application/json", "application/xml", "text/html",
     "application/sparql-results+xml", "text/turtle", "application/ld+json", "application/rdf+xml", "image/png",
     "application/n-triples", "text/*;q=0.3", ";;", "*/*;q=0"]
) | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20)  # fmt: skip
EXTRAS = st.lists(
    st.tuples(
        st.sampled_from(
            ["format", "timeout", "revision", "default-graph-uri", "named-graph-uri", "update", "x", "query"]
        ),
        st.sampled_from(["csv", "json", "ttl", "html", "1", "0", "-1", "2.5", "nan", GRAPH, "http://x.org/g", "", "é"])
        | st.text(st.characters(codec="utf-8"), max_size=8),
    ),
    max_size=2,
)
# Short, since some of these queries ask for every pair of statements.
SECONDS = "0.4"
CARRIERS = st.sampled_from(["GET", "HEAD", "POST form", "POST direct", "QUERY form", "QUERY direct", "DELETE form"])


def sent(client: FlaskClient, carrier: str, query: str, extras: list[tuple[str, str]], accept: str) -> TestResponse:
    method, _, kind = carrier.partition(" ")
    headers = {"Accept": accept.encode("utf-8").decode("latin-1")}
    extras = extras if any(name == "timeout" for name, _ in extras) else [*extras, ("timeout", SECONDS)]
    pairs = urlencode([("query", query), *extras], errors="surrogatepass")
    if not kind:
        return client.open(f"/sparql?{pairs}", method=method, headers=headers)
    if kind == "form":
        return client.open("/sparql", method=method, data=pairs, content_type=FORM, headers=headers)
    data = query.encode("utf-8", "surrogatepass")
    address = f"/sparql?{urlencode(extras)}"
    return client.open(address, method=method, data=data, content_type=DIRECT, headers=headers)


def check(response: TestResponse) -> None:
    """Raises AssertionError unless the response is a problem, or an answer that is valid in its own form."""
    assert response.status_code != 500 and response.status_code < 600
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in response.headers["Vary"]
    assert response.headers["Complete"] in ("?0", "?1")
    if response.status_code >= 400:
        assert response.headers["Complete"] == "?0"
        if response.mimetype != "text/html":
            problem = json.loads(response.data)
            slug = problem["type"].rpartition("#problem-")[2]
            assert slug in SLUGS and problem["title"] == title_of(slug) and problem["status"] == response.status_code
        return
    assert response.headers["Dataset-Revision"].isdigit()
    READERS[response.mimetype](response.data)


def _json(data: bytes) -> None:
    document = json.loads(data)
    if isinstance(document, dict) and "head" in document:
        assert list(document)[:2] == ["head", "meta"] and ("results" in document) != ("boolean" in document)


def _tsv(data: bytes) -> None:
    head, *rows = data.decode().removesuffix("\n").split("\n")
    assert all(row.count("\t") == head.count("\t") for row in rows)


def _csv(data: bytes) -> None:
    head, *rows = csv.reader(io.StringIO(data.decode(), newline=""))
    # A row of one empty cell is an empty line.
    assert all(len(row) == len(head) or (len(head) <= 1 and not row) for row in rows)


# Queries that parse, and forms that exist.
SUBJECTS, PREDICATES = st.sampled_from(["?s", "?o", "op:City", "_:b", "[]"]), st.sampled_from(["?p", "a", "rdfs:label"])
OBJECTS = st.sampled_from(["?o", "?s", "op:City", "'t'@en", "1.50", "true", "<urn:é>"])
PATTERNS = st.lists(st.tuples(SUBJECTS, PREDICATES, OBJECTS).map(" ".join), min_size=1, max_size=2).map(" . ".join)
EXTRA = st.sampled_from(
    ["", "FILTER(?o > 1)", "BIND(1/0 AS ?e)", "BIND('\\ta\\n<\"&' AS ?e)", "VALUES ?v { 1 UNDEF '2026-01-01' }"]
)
ROWS = st.sampled_from(["SELECT *", "SELECT (COUNT(*) AS ?n)", "SELECT DISTINCT ?o ?s", "ASK"])
STATEMENTS = st.sampled_from(["CONSTRUCT { ?s ?p ?o }", "CONSTRUCT { [] op:x ?o , 'é' }", "DESCRIBE ?s"])
ROW_FORMS = st.sampled_from(["json", "xml", "csv", "tsv", "html"])
STATEMENT_FORMS = st.sampled_from(["ttl", "nt", "jsonld", "rdf", "html"])
READERS = {
    "application/sparql-results+json": _json,
    "application/json": _json,
    "application/sparql-results+xml": ElementTree.fromstring,
    "application/xml": ElementTree.fromstring,
    "text/xml": ElementTree.fromstring,
    "text/csv": _csv,
    "text/tab-separated-values": _tsv,
    "text/turtle": lambda data: Graph().parse(data=data, format="turtle"),
    "application/n-triples": lambda data: Graph().parse(data=data, format="nt"),
    "application/ld+json": lambda data: Graph().parse(data=data, format="json-ld"),
    "application/rdf+xml": ElementTree.fromstring,
    "text/html": lambda data: data.decode(),
}


@given(CARRIERS, QUERIES, EXTRAS, ACCEPTS)
@settings(max_examples=examples(250))
def test_any_request_gets_an_answer_or_a_problem(
    client: FlaskClient, carrier: str, query: str, extras: list[tuple[str, str]], accept: str
) -> None:
    response = sent(client, carrier, query, extras, accept)
    if carrier != "HEAD":
        check(response)


@given(
    st.one_of(st.tuples(ROWS, ROW_FORMS), st.tuples(STATEMENTS, STATEMENT_FORMS)), PATTERNS, EXTRA, st.integers(0, 5)
)
@settings(max_examples=examples(200))
def test_any_query_that_parses_gets_an_answer_that_is_valid_in_its_form(
    client: FlaskClient, head: tuple[str, str], pattern: str, extra: str, limit: int
) -> None:
    query = f"{PREFIXES}{head[0]} {{ {pattern} . {extra} }} LIMIT {limit}"
    response = sent(client, "POST form", query, [("format", head[1])], "*/*")
    check(response)
    assert response.status_code in (200, 504)


@given(
    st.binary(max_size=60),
    st.sampled_from(["POST", "QUERY"]),
    st.sampled_from([FORM, DIRECT, "", "x/y", "a;charset=\xff"]),
)
@settings(max_examples=examples(100))
def test_any_bytes_get_an_answer_or_a_problem(client: FlaskClient, data: bytes, method: str, content_type: str) -> None:
    check(client.open("/sparql", method=method, data=data, content_type=content_type))


@given(st.binary(max_size=40))
@settings(max_examples=examples(100))
def test_any_bytes_in_the_address_get_an_answer_or_a_problem(client: FlaskClient, data: bytes) -> None:
    raw = data.replace(b"\n", b"").replace(b"\r", b"").decode("latin-1")
    check(client.get("/sparql", environ_overrides={"QUERY_STRING": raw}, headers={"Accept": "*/*"}))
