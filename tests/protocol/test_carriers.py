"""However a query travels, it is the same query."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.budget import examples
from tests.serving import DIRECT, FORM, JSON, Server

CARRIERS = ["GET", "GET with plus", "POST form", "POST form with spaces coded", "POST direct", "QUERY"]
HARD = [
    "%2F",
    "+",
    "&",
    "=",
    ";",
    "#",
    "%",
    "%%",
    "%25",
    "a%2Bb",
    "é",
    "漢字",
    "🦉",
    "\u202e",
    " ",
    "?",
    "/",
    "~",
    "'",
    "\\\\",
]
TEXTS = st.lists(
    st.sampled_from(HARD) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6), max_size=8
)


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    """One connection for all, because some thousand are asked for."""
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    yield kept
    kept.close()


def sent(connection: http.client.HTTPConnection, carrier: str, query: str) -> tuple[int, str, bytes]:
    """Status, media type and body of the answer."""
    text, accept = query.encode(), {"Accept": JSON}
    if carrier == "GET":
        connection.request("GET", f"/sparql?query={quote(text, safe='')}", headers=accept)
    elif carrier == "GET with plus":
        connection.request("GET", f"/sparql?query={quote_plus(text)}", headers=accept)
    elif carrier == "POST form":
        connection.request("POST", "/sparql", urlencode({"query": query}), {**accept, "Content-Type": FORM})
    elif carrier == "POST form with spaces coded":
        body = urlencode({"query": query}, quote_via=quote, safe="")
        connection.request("POST", "/sparql", body, {**accept, "Content-Type": f"{FORM}; charset=UTF-8"})
    else:
        method = "QUERY" if carrier == "QUERY" else "POST"
        connection.request(method, "/sparql", text, {**accept, "Content-Type": DIRECT})
    response = connection.getresponse()
    return response.status, response.headers["Content-Type"], response.read()


@settings(max_examples=examples(200))
@given(parts=TEXTS, number=st.integers(0, 10**6))
@example(parts=["%2F", "+", "&query=ASK {}", "é"], number=0)
@example(parts=["'", "\\\\", "#"], number=1)
def test_every_carrier_of_a_query_gives_the_same_bytes(
    connection: http.client.HTTPConnection, parts: list[str], number: int
) -> None:
    text = "".join(parts).replace('"', "'").rstrip("\\").replace("\\", "")
    query = f'SELECT ("{text}" AS ?text) (STRLEN("{text}") AS ?length) ({number} AS ?number) {{}} # {text}'
    answers = {sent(connection, carrier, query) for carrier in CARRIERS}
    assert len(answers) == 1
    ((status, media_type, body),) = answers
    assert (status, media_type) == (200, JSON)
    (row,) = json.loads(body)["results"]["bindings"]
    assert row["text"]["value"] == text and int(row["length"]["value"]) == len(text)


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p }", "ASK { ?s ex:p ?o }", "CLEAR ALL", "SELECT * { SERVICE <urn:x> {} }"]
)
def test_every_carrier_of_a_mistake_gives_the_same_problem(connection: http.client.HTTPConnection, query: str) -> None:
    answers = {sent(connection, carrier, query) for carrier in CARRIERS}
    assert len(answers) == 1
    ((status, media_type, _),) = answers
    assert (status, media_type) == (400, "application/problem+json")
