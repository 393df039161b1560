"""Both callers of the endpoint answer alike: the same status, headers in the same order, and bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.budget import examples
from tests.protocol.callers import Endpoint
from tests.serving import DIRECT, FORM, JSON

PREFIXES = "PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
PLAIN = [
    PREFIXES + "SELECT * { op:City ?p ?o } ORDER BY ?p ?o LIMIT 3",
    PREFIXES + "SELECT ?city ?name WHERE { ?city a op:City ; rdfs:label ?name } ORDER BY ?name LIMIT 5",
    "ASK { ?s ?p ?o }",
    PREFIXES + "CONSTRUCT { ?s a op:City } WHERE { ?s a op:City } ORDER BY ?s LIMIT 4",
    PREFIXES + "DESCRIBE op:City",
    PREFIXES + "SELECT (COUNT(*) AS ?n) { ?city a op:City }",
]
OTHER = [
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3",
    "SELECT * { ?s ?p 'é' }",
    "ASK { <urn:none> ?p ?o }",
    PREFIXES + "SELECT ?s { ?s a op:Citty }",
    PREFIXES + "SELECT ?s { ?s a op:City ; op:outcome ?o }",
    PREFIXES + "SELECT ?s { ?s a op:City OPTIONAL { ?s op:émile ?o } } LIMIT 2",
    'SELECT ("a\\tb" AS ?text) { } # a comment',
    "SELECT * FROM <https://w3id.org/openplaza/graph/cities> { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2",
    "SELECT * FROM <urn:none> { ?s ?p ?o }",
    "SELECT * { ?s ?p }",
    "SELECT * { ?s nowhere:p ?o }",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o } LIMIT 1200",
    "SELECT (BNODE() AS ?b) {}",
    "  ",
    "",
]
QUERIES = st.sampled_from([*PLAIN, *OTHER]) | st.text(st.characters(codec="utf-8"), max_size=20)
ACCEPTS = st.sampled_from(
    [None, "*/*", JSON, "application/json", "text/csv", "text/turtle;q=0.5, text/csv;q=0.4", "text/html", "image/png",
     "application/n-triples", "application/sparql-results+xml", "application/rdf+xml", "text/*", "a, b;;", "x" * 300]
)  # fmt: skip
EXTRAS = st.lists(
    st.sampled_from(
        [("format", "csv"), ("format", "JSON"), ("format", "html"), ("format", "none"), ("timeout", "40"),
         ("timeout", "x"), ("revision", "1"), ("revision", "99"), ("default-graph-uri", "https://w3id.org/openplaza/graph/cities"),
         ("named-graph-uri", "urn:none"), ("query", "ASK {}"), ("update", "CLEAR ALL"), ("other", "é=&")]
    ),
    max_size=2,
)  # fmt: skip
HEADERS = st.dictionaries(
    st.sampled_from(["Accept-Encoding", "If-None-Match", "Content-Encoding", "Origin", "Range", "Cookie", "Expect-CT"]),
    st.sampled_from(["gzip", "identity", "*", 'W/"0"', "bytes=0-3", "a=b", ""]),
    max_size=2,
)
HOSTS = st.sampled_from(["localhost", "localhost", "localhost", "127.0.0.1:1", "evil.example", "a b"])
CARRIERS = st.sampled_from(
    ["GET", "POST form", "POST direct", "QUERY direct", "QUERY form", "POST other", "DELETE", "HEAD"]
)
TYPES = {"form": FORM, "direct": f"{DIRECT}; charset=utf-8", "other": "text/plain"}
# What tells to which request, when, how fast and by whom an answer was made.
TIMES = ("server-timing", "date", "server", "x-request-id")

Heard = tuple[int, list[tuple[str, str]], bytes]


def heard(endpoint: Endpoint, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Heard:
    """Status, headers and body, without what is new each time."""
    reply = endpoint.request(method, path, body, headers)
    told = [(name, value) for name, value in reply.headers.items() if name not in TIMES]
    content = reply.body
    if not content:
        # The server writes the length of nothing itself, behind the other headers.
        told = [(name, value) for name, value in told if name != "content-length"]
    if ("content-type", "text/html; charset=utf-8") in told:
        # The query page has a number for its scripts that is new each time.
        told = [(name, re.sub("'nonce-[^']*'", "", value)) for name, value in told if name != "content-length"]
        content = b""
    return reply.status, told, content


@settings(max_examples=examples(100))
@given(carrier=CARRIERS, query=QUERIES, accept=ACCEPTS, extras=EXTRAS, others=HEADERS, host=HOSTS)
def test_any_request_has_the_same_answer_at_the_door_and_from_the_application(
    door: Endpoint,
    application: Endpoint,
    carrier: str,
    query: str,
    accept: str | None,
    extras: list[tuple[str, str]],
    others: dict[str, str],
    host: str | None,
) -> None:
    method, _, kind = carrier.partition(" ")
    headers = {**others, **({"Accept": accept} if accept is not None else {}), **({"Host": host} if host else {})}
    body: bytes | None = None
    path = "/sparql?" + urlencode([("query", query), *extras], quote_via=quote)
    if kind:
        headers["Content-Type"] = TYPES[kind]
        body = query.encode() if kind != "form" else urlencode([("query", query), *extras]).encode()
        path = "/sparql" if kind == "form" or not extras else "/sparql?" + urlencode(extras)
    at_the_door = heard(door, method, path, body, headers)
    assert at_the_door == heard(application, method, path, body, headers)
