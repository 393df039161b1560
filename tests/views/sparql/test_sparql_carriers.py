"""The SPARQL 1.1 Protocol as /sparql speaks it: every carrier, every refusal, every method."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from tests.budget import examples

OP = "PREFIX op: <https://w3id.org/openplaza/ontology#>\n"
CITIES = OP + "SELECT ?city WHERE { ?city a op:City } ORDER BY ?city LIMIT 7"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
GRAPHS = ("https://w3id.org/openplaza/graph/cities", "https://w3id.org/openplaza/graph/countries")
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
CARRIERS = ("get", "post form", "post direct", "query form", "query direct")
ALLOWED = {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}

Pairs = list[tuple[str, str]]


def carried(
    client: FlaskClient, carrier: str, query: str, more: Pairs | None = None, accept: str = "*/*"
) -> TestResponse:
    """`query` sent in one of the ways that the protocol knows."""
    more, headers = more or [], {"Accept": accept}
    method = carrier.split()[0].upper()
    if carrier == "get":
        return client.get("/sparql?" + urlencode([("query", query), *more]), headers=headers)
    if carrier.endswith("form"):
        body = urlencode([("query", query), *more])
        return client.open("/sparql", method=method, data=body, content_type=FORM, headers=headers)
    address = "/sparql?" + urlencode(more)
    return client.open(address, method=method, data=query.encode(), content_type=DIRECT, headers=headers)


def slug(response: TestResponse) -> str:
    assert response.content_type == "application/problem+json", response.text[:200]
    return str(json.loads(response.data)["type"]).rpartition("#problem-")[2]


def test_all_carriers_give_the_same_bytes_for_every_question(client: FlaskClient, catalogue: Catalogue) -> None:
    assert list(catalogue)
    for question in list(catalogue)[::7]:
        query = bind(question, question.examples)
        answers = {carrier: carried(client, carrier, query) for carrier in CARRIERS}
        first = answers["get"]
        assert first.status_code == 200, question.name
        for response in answers.values():
            assert (response.data, response.content_type) == (first.data, first.content_type), question.name


HARD = ["%2F", "+", "&", "=", "a%2Fb+c&d=e", "é", "漢字", "𝄞", "%", "%%20", "\u200b", "\t", "#", ";", "?", "'", "\x7f"]


@pytest.mark.parametrize("text", HARD)
def test_all_carriers_read_the_same_text(client: FlaskClient, text: str) -> None:
    query = f'SELECT ("{text}" AS ?x) {{}}'
    answers = [carried(client, carrier, query, accept="text/tab-separated-values") for carrier in CARRIERS]
    assert answers[0].data.decode().split("\n")[1] == '"' + text.replace("\t", "\\t") + '"'
    assert len({each.data for each in answers}) == 1


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=examples(60))
def test_all_carriers_say_the_same_to_any_text(client: FlaskClient, text: str) -> None:
    query = f"SELECT * {{ {text} }}"
    told = {(each.status_code, each.data) for each in (carried(client, carrier, query) for carrier in CARRIERS)}
    assert len(told) == 1 and next(iter(told))[0] < 500


@pytest.mark.parametrize("carrier", CARRIERS)
def test_graphs_are_chosen_by_every_carrier(client: FlaskClient, carrier: str) -> None:
    def number(graphs: Pairs) -> int:
        return int(carried(client, carrier, COUNT, graphs, "text/csv").text.split()[1])

    one, other = (number([("default-graph-uri", graph)]) for graph in GRAPHS)
    both = number([("default-graph-uri", graph) for graph in GRAPHS])
    assert max(one, other) < both <= one + other < number([])
    named = carried(client, carrier, NAMED, [("named-graph-uri", graph) for graph in GRAPHS], "text/csv")
    assert named.text.split() == ["g", *GRAPHS]
    assert number([("named-graph-uri", GRAPHS[0])]) == 0
    unknown = carried(client, carrier, COUNT, [("default-graph-uri", "http://example.org/secret")])
    assert (unknown.status_code, slug(unknown)) == (400, "refused")


def test_graphs_of_the_request_win_over_those_of_the_query(client: FlaskClient) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPHS[0]}> {{ ?s ?p ?o }}"
    chosen = carried(client, "get", query, [("default-graph-uri", GRAPHS[1])], "text/csv")
    plain = carried(client, "get", COUNT, [("default-graph-uri", GRAPHS[1])], "text/csv")
    assert chosen.data == plain.data


UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <urn:x>",
    "PREFIX x: <urn:x> DROP ALL",
    "#SELECT\nCREATE GRAPH <urn:g>",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE {}",
]


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused_by_every_carrier(client: FlaskClient, carrier: str, update: str) -> None:
    response = carried(client, carrier, update)
    assert (response.status_code, slug(response)) == (400, "refused")
    assert "update" in json.loads(response.data)["detail"]


def test_the_ways_of_the_protocol_to_send_an_update_are_refused(client: FlaskClient) -> None:
    update = UPDATES[0]
    sent = [
        client.get("/sparql", query_string={"update": update}),
        client.post("/sparql", data={"update": update}),
        client.open("/sparql", method="QUERY", data={"update": update}),
        client.post("/sparql", data=update, content_type=UPDATE),
        client.open("/sparql", method="QUERY", data=update, content_type=UPDATE),
        client.get("/sparql", query_string={"query": CITIES, "update": update}),
        client.get("/sparql", query_string={"query": CITIES, "using-graph-uri": GRAPHS[0]}),
        client.post("/sparql", data={"query": CITIES, "using-named-graph-uri": GRAPHS[0]}),
    ]
    assert [(each.status_code, slug(each)) for each in sent] == [(400, "refused")] * len(sent)


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (CITIES, f"{DIRECT}; charset=utf-8", 200),
        (CITIES, f"{DIRECT}; charset=UTF-8", 200),
        (CITIES, f'{DIRECT}; charset="utf8"', 200),
        (b"\xef\xbb\xbf" + CITIES.encode(), DIRECT, 200),
        (CITIES, f"{DIRECT}; charset=iso-8859-1", 415),
        (CITIES.encode("utf-16"), f"{DIRECT}; charset=utf-16", 415),
        (CITIES.encode("utf-16"), DIRECT, 400),
        (b"SELECT ('\xe9' AS ?x) {}", DIRECT, 400),
        (b"SELECT ('\xed\xa0\x80' AS ?x) {}", DIRECT, 400),
        (b"query=SELECT+('%E9'+AS+?x)+{}", FORM, 400),
        (b"query=SELECT+('\xe9'+AS+?x)+{}", FORM, 400),
        (CITIES, "text/plain", 415),
        (CITIES, "application/json", 415),
        (CITIES, "multipart/form-data; boundary=x", 415),
        (CITIES, "", 415),
        (b"", DIRECT, 400),
        (b"", FORM, 400),
        (b"a=b", FORM, 400),
    ],
)
@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_body_is_read_as_what_it_says_it_is(
    client: FlaskClient, method: str, data: str | bytes, content_type: str, status: int
) -> None:
    response = client.open("/sparql", method=method, data=data, content_type=content_type or None)
    assert response.status_code == status
    if status != 200:
        assert slug(response) in ("bad-parameter", "bad-query", "unsupported-media-type")


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "gzip, identity"])
def test_a_compressed_body_is_not_read(client: FlaskClient, encoding: str) -> None:
    squeezed = client.post(
        "/sparql", data=gzip.compress(CITIES.encode()), content_type=DIRECT, headers={"Content-Encoding": encoding}
    )
    assert (squeezed.status_code, slug(squeezed)) == (415, "unsupported-media-type")


@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_is_longer_than_a_query_may_be_is_413(client: FlaskClient, carrier: str) -> None:
    response = carried(client, carrier, CITIES + "#" * 262_144)
    assert (response.status_code, slug(response)) == (413, "too-large")


def test_five_megabytes_are_not_read_and_an_endless_address_is_414(client: FlaskClient) -> None:
    form = client.post("/sparql", data="query=" + "%20" * 1_700_000, content_type=FORM)
    assert (form.status_code, slug(form)) == (413, "too-large")
    address = client.get("/sparql?query=" + "%20" * 400_000)
    assert (address.status_code, slug(address)) == (414, "address-too-long")


@pytest.mark.parametrize("name", ["query", "timeout", "revision"])
def test_what_can_be_given_once_is_refused_twice(client: FlaskClient, name: str) -> None:
    values = {"query": CITIES, "timeout": "1", "revision": "1"}
    pairs = [*values.items(), (name, values[name])]
    for response in (
        client.get("/sparql?" + urlencode(pairs)),
        client.post("/sparql", data=urlencode(pairs), content_type=FORM),
    ):
        assert (response.status_code, json.loads(response.data)["field"]) == (400, name)
    apart = client.post(f"/sparql?query={quote(CITIES)}", data=CITIES, content_type=DIRECT)
    assert (apart.status_code, json.loads(apart.data)["field"]) == (400, "query")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW"])
def test_other_methods_are_405_and_the_known_ones_are_named(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql", method=method)
    assert (response.status_code, slug(response)) == (405, "method-not-allowed")
    assert set(response.headers["Allow"].split(", ")) == ALLOWED


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "text/html", "image/png"])
@pytest.mark.parametrize("query", [CITIES, "ASK {}", "SELEC", None])
def test_head_gives_the_headers_of_get_and_no_body(client: FlaskClient, query: str | None, accept: str) -> None:
    values = {"query": query} if query else {}
    get, head = (
        client.open("/sparql", method=method, query_string=values, headers={"Accept": accept})
        for method in ("GET", "HEAD")
    )
    assert head.data == b"" and head.status_code == get.status_code
    varying = ("Server-Timing", "Content-Security-Policy")
    assert [each for each in head.headers if each[0] not in varying] == [
        each for each in get.headers if each[0] not in varying
    ]
    assert head.headers["Content-Length"] == str(len(get.data))


def test_any_page_of_the_web_may_ask_by_every_method_without_credentials(client: FlaskClient) -> None:
    for path in ("/sparql", "/sparql/check"):
        preflight = client.options(path, headers={"Origin": "https://x.org", "Access-Control-Request-Method": "QUERY"})
        assert preflight.status_code == 204 and preflight.data == b""
        assert set(preflight.headers["Access-Control-Allow-Methods"].split(", ")) == ALLOWED
        assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    responses = [carried(client, carrier, CITIES) for carrier in CARRIERS] + [
        client.put("/sparql"),
        client.get("/sparql"),
    ]
    for response in responses:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        exposed = response.headers["Access-Control-Expose-Headers"]
        assert all(name in exposed for name in ("Complete", "Limit-Applied", "Dataset-Revision", "Server-Timing"))


def test_the_endpoint_says_which_bodies_the_query_method_takes(client: FlaskClient) -> None:
    for response in (client.options("/sparql"), client.get("/sparql"), carried(client, "get", CITIES)):
        assert response.headers["Accept-Query"] == f"{DIRECT}, {FORM}"


def test_form_parameters_and_address_parameters_may_be_mixed(client: FlaskClient) -> None:
    mixed = client.post("/sparql?format=csv&default-graph-uri=" + quote(GRAPHS[0]), data={"query": COUNT})
    assert mixed.data == carried(client, "get", COUNT, [("default-graph-uri", GRAPHS[0])], "text/csv").data


def test_a_parameter_that_is_not_known_changes_nothing_and_is_named(client: FlaskClient) -> None:
    plain = carried(client, "get", CITIES)
    assert "Parameters-Ignored" not in plain.headers
    more = [
        ("law", "32016R0679"),
        ("infer", "true"),
        ("law", "x"),
        ("a\u00e9, b", ""),
        ("utm_source", "mail"),
        ("", "x"),
    ]
    for carrier in CARRIERS:
        told = carried(client, carrier, CITIES, more)
        assert told.headers["Parameters-Ignored"] == "law, infer, a%C3%A9%2C%20b", carrier
        assert (told.status_code, told.data) == (200, plain.data)
    assert "Parameters-Ignored" in plain.headers["Access-Control-Expose-Headers"]
    mistake = carried(client, "get", "SELECT", more[:1])
    assert (mistake.status_code, mistake.headers["Parameters-Ignored"]) == (400, "law")
    page = carried(client, "get", CITIES, more[:2], "text/html")
    assert "not known here, and changed nothing" in page.text and "law, infer" in page.text


def test_what_other_endpoints_call_format_chooses_the_form_where_format_does_not(client: FlaskClient) -> None:
    for name in ("output", "results"):
        assert carried(client, "get", CITIES, [(name, "csv")]).mimetype == "text/csv"
        both = carried(client, "get", CITIES, [(name, "csv"), ("format", "tsv")])
        assert both.mimetype == "text/tab-separated-values" and "Parameters-Ignored" not in both.headers
        unknown = carried(client, "get", CITIES, [(name, "table")])
        assert (unknown.status_code, unknown.headers["Parameters-Ignored"]) == (200, name)
