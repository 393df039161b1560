"""The express lane and the application answer alike: the same status, headers in the same order, and bytes.

A header whose name has an underscore is left to the application, which does not look at it. So each request is sent
twice to one server that keeps no answers: once as it is, once with such a header.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import http.client
import re
import shutil
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import DIRECT, FORM, JSON, Server, serving

from graph.errors import BadQuery
from graph.revision import Revision
from graph.settings import Settings
from server import create_app
from views.door.express import Express, is_candidate
from views.door.page_cache import Reply
from views.web.service import EXTENSION, Service

T = TypeVar("T")
TO_THE_APPLICATION = {"X_Lane": "no"}
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
        [("format", "csv"), ("format", "JSON"), ("format", "html"), ("format", "none"), ("timeout", "5"),
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
HOSTS = st.sampled_from([None, None, None, None, "localhost", "127.0.0.1:1", "evil.example", "a b"])
CARRIERS = st.sampled_from(
    ["GET", "POST form", "POST direct", "QUERY direct", "QUERY form", "POST other", "DELETE", "HEAD"]
)
TYPES = {"form": FORM, "direct": f"{DIRECT}; charset=utf-8", "other": "text/plain"}
# The two that tell when and how fast an answer was made.
TIMES = ("server-timing", "date")

Heard = tuple[int, list[tuple[str, str]], bytes]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory, revision: Revision) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server that keeps no answers."""
    folder = tmp_path_factory.mktemp("lane")
    shutil.copytree(revision.path.parent, folder / "revisions")
    limits = {"workers": "1", "query_workers": "2", "max_rows": "1000", "cache_mb": "0"}
    with serving(folder / "revisions", folder / "temporary", **limits) as running:
        kept = _connection(running)
        yield kept
        kept.close()


def _connection(running: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)


def heard(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
) -> Heard:
    connection.request(method, path, body, dict(headers))
    response = connection.getresponse()
    content = response.read()
    told = [(name.lower(), value) for name, value in response.getheaders() if name.lower() not in TIMES]
    if ("content-type", "text/html; charset=utf-8") in told:
        # The query page has a number for its scripts that is new each time.
        told = [(name, re.sub("'nonce-[^']*'", "", value)) for name, value in told if name != "content-length"]
        content = b""
    return response.status, told, content


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(carrier=CARRIERS, query=QUERIES, accept=ACCEPTS, extras=EXTRAS, others=HEADERS, host=HOSTS)
def test_any_request_is_answered_as_the_application_answers_it(
    connection: http.client.HTTPConnection,
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
    quick = heard(connection, method, path, body, headers)
    assert quick == heard(connection, method, path, body, {**headers, **TO_THE_APPLICATION})


@dataclass(frozen=True)
class Scope:
    """A request as Granian gives it."""

    query_string: str = ""
    method: str = "GET"
    path: str = "/sparql"
    headers: Mapping[str, str] = field(default_factory=dict)


class Headers(dict[str, str]):
    def items(self) -> list[tuple[str, str]]:  # type: ignore[override]  # Granian gives a list
        return list(super().items())


@pytest.fixture(scope="module")
def lane(settings: Settings, revision: Revision) -> Iterator[tuple[Express, Service]]:
    """The lane of an application whose evaluator is warm."""
    app = create_app(dataclasses.replace(settings, cache_mb=0))
    service: Service = app.extensions[EXTENSION]
    service.evaluator.evaluate("ASK {}", JSON)
    yield Express(app, service), service
    service.close()


def _run(answer: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, on a thread of its own: the browser of other tests has a loop on this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, answer).result()


def taken(lane: tuple[Express, Service], scope: Scope, body: bytes = b"") -> bool:
    """Whether the lane gives the answer itself; one that was slow this time is tried again."""
    express, service = lane
    if not is_candidate(scope):
        return False
    for _ in range(20):
        found = _run(express.answer(scope, body, service.version()))
        if found is None or isinstance(found, Reply):
            return found is not None
        with contextlib.suppress(BadQuery):
            found.finish(None)
    return False


def scope(query: str = PLAIN[0], **headers: str) -> Scope:
    return Scope(f"query={quote(query)}", headers=Headers({"host": "localhost", "accept": JSON, **headers}))


@pytest.mark.parametrize("query", PLAIN)
def test_an_ordinary_request_takes_the_lane(lane: tuple[Express, Service], query: str) -> None:
    accept = "text/turtle" if "CONSTRUCT" in query or "DESCRIBE" in query else JSON
    assert taken(lane, scope(query, accept=accept))
    sent = Scope(
        method="POST", headers=Headers({"host": "localhost", "content-type": DIRECT, "content-length": str(len(query))})
    )
    assert taken(lane, sent, query.encode())


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "localhost.evil.example"},
        {"host": ""},
        {"accept": "text/html"},
        {"accept": "image/png"},
        {"if-none-match": "*"},
        {"content_type": FORM},
        {"accept": "application/json", "accept-encoding": "gzip"},
        {"content-length": "5"},
    ],
)
def test_what_is_not_ordinary_is_left_to_the_application(
    lane: tuple[Express, Service], headers: dict[str, str]
) -> None:
    assert not taken(lane, scope(**headers))


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVICE <http://x.example/> {} }", "SELECT (NOW() AS ?x) {}", "SELECT * { ?s ?p }", "CLEAR ALL", " "],
)
def test_a_query_that_needs_more_than_an_answer_is_left_to_the_application(
    lane: tuple[Express, Service], query: str
) -> None:
    assert not taken(lane, scope(query))


def test_other_addresses_and_methods_are_no_candidates() -> None:
    scopes = [Scope(path="/sparql/"), Scope(path="/sparql/check", method="POST"), Scope(path="/"), Scope(method="HEAD")]
    assert not any(map(is_candidate, [*scopes, Scope(method="OPTIONS"), Scope(method="DELETE")]))
