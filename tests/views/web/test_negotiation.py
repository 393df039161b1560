"""Which form an answer comes in: the Accept header as RFC 9110 reads it, and nothing it can say breaks anything."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.budget import examples
from views.web.negotiation import best, quality, ranges

SELECT, CONSTRUCT = "SELECT ?x { VALUES ?x { 1 } }", "CONSTRUCT { <urn:a> <urn:b> ?x } { VALUES ?x { 1 } }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, HTML, NONE = "text/turtle", "text/html", None
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

ROWS = [
    ("", JSON),
    ("*/*", JSON),
    ("*/*;q=0.1", JSON),
    ("*/*;q=0", NONE),
    (JSON, JSON),
    ("APPLICATION/SPARQL-RESULTS+JSON", JSON),
    (f"{JSON};q=1.0", JSON),
    (f"{JSON};q=0", NONE),
    (f"{JSON};q=0.0", NONE),
    (f"{JSON};q=0.000, */*", XML),
    (f"{JSON};q=0, {XML};q=0, */*;q=0.1", CSV),
    (f"{JSON}; charset=utf-8", JSON),
    (XML, XML),
    (f"{XML}, {JSON}", JSON),
    (f"{XML};q=0.9, {JSON};q=0.8", XML),
    (f"{XML};q=0.999, {JSON};q=0.998", XML),
    (CSV, CSV),
    ("text/csv; header=present", CSV),
    ("text/csv;header=present;q=0.3, text/tab-separated-values;q=0.2", CSV),
    ("text/csv, */*", CSV),
    ("text/csv;q=0.9, */*", JSON),
    ("text/csv;Q=0.5, text/tab-separated-values;Q=0.6", TSV),
    (TSV, TSV),
    ("text/*", CSV),
    ("text/*;q=0.5, application/json;q=0.4", CSV),
    ("text/csv;q=0, text/*", TSV),
    ("application/*", JSON),
    ("application/json", "application/json"),
    ("application/json, application/sparql-results+json", JSON),
    ("application/xml", "application/xml"),
    ("text/xml", "text/xml"),
    (HTML, HTML),
    (BROWSER, HTML),
    ("text/html;q=0, */*", JSON),
    ("application/xhtml+xml", NONE),
    ("image/png", NONE),
    ("image/*, audio/*", NONE),
    ("text/turtle", NONE),
    ("text/turtle, text/csv;q=0.1", CSV),
    (f"text/csv ; q = 0.2 , {XML} ; q=0.3", XML),
    ("text/csv;q=2", JSON),
    ("text/csv;q=-1, text/tab-separated-values", TSV),
    ("text/csv;q=0.12345, application/xml", "application/xml"),
    ("text/csv;q=abc", JSON),
    ("text/csv;q=", JSON),
    ("text", JSON),
    ("text/", JSON),
    ("/csv", JSON),
    ("*", JSON),
    ("*/csv", JSON),
    (",,,", JSON),
    (";;;q=1", JSON),
    ("text/csv,,", CSV),
    ('text/csv;title="a,b;q=0"', CSV),
    ('text/csv;title="never closed', CSV),
    ("text/csv\x0b, text/tab-separated-values", CSV),
    ("ü/ü, text/csv;q=0.1", CSV),
]
TRIPLES = [
    ("", TURTLE),
    ("*/*", TURTLE),
    ("application/n-triples", "application/n-triples"),
    ("application/ld+json", "application/ld+json"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
    ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
    ("application/json", "application/json"),
    ("application/xml", "application/xml"),
    ("text/turtle;q=0, */*;q=0.2", "application/n-triples"),
    (BROWSER, HTML),
    ("text/csv", NONE),
    (JSON, NONE),
]


@pytest.mark.parametrize(
    ("query", "accept", "given"), [(SELECT, *row) for row in ROWS] + [(CONSTRUCT, *row) for row in TRIPLES]
)
def test_the_form_is_the_one_the_client_likes_best_or_406(
    client: FlaskClient, query: str, accept: str, given: str | None
) -> None:
    response = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept.encode().decode("latin-1")}
    )
    assert (response.status_code, response.mimetype) == ((200, given) if given else (406, "application/problem+json"))
    assert "Accept" in response.headers["Vary"]


def test_a_request_without_the_header_gets_the_first_form(client: FlaskClient) -> None:
    assert client.get("/sparql", query_string={"query": SELECT}).mimetype == JSON


@given(st.text(max_size=60) | st.from_regex(r"[a-z*]{0,4}/[a-z*]{0,4}(;q=[0-9.]{0,5})?(,[a-z*/;=q.]{0,9})*"))
@settings(max_examples=examples(300))
def test_any_header_can_be_read(accept: str) -> None:
    offered = [JSON, CSV, HTML]
    assert best(accept, offered) in [*offered, None]
    assert all(0 <= liked <= 1 for _, _, liked in ranges(accept))


@pytest.mark.parametrize("part", ['"\\', '"', '\\"', "a/b;", "a/b;q=0,", '"\\"\\'])
def test_a_header_made_to_be_slow_is_read_in_one_pass(part: str) -> None:
    assert best(part * 30_000, [JSON, CSV]) in (JSON, None)


TYPES = st.sampled_from([JSON, XML, CSV, TSV, HTML, TURTLE, "text/*", "application/*", "*/*"])
QUALITIES = st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}")


@given(st.lists(st.tuples(TYPES, QUALITIES), min_size=1, max_size=6, unique_by=lambda each: each[0]))
@settings(max_examples=examples(300))
def test_nothing_that_the_client_likes_less_is_chosen(accepted: list[tuple[str, str]]) -> None:
    header = ", ".join(f"{name};q={liked}" for name, liked in accepted)
    offered = [JSON, XML, CSV, TSV]
    liked = {each: quality(each, ranges(header)) for each in offered}
    chosen = best(header, offered)
    assert (chosen is None) == (max(liked.values()) == 0)
    assert chosen is None or liked[chosen] == max(liked.values())
