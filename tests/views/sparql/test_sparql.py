"""What a program and a person can rely on at /sparql."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.revision import Revision
from graph.settings import Settings
from server import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
OP = "PREFIX op: <https://w3id.org/openplaza/ontology#>\n"
CITIES = OP + "SELECT ?city WHERE { ?city a op:City } ORDER BY ?city LIMIT 7"
TRIPLES = OP + "CONSTRUCT { ?city a op:City } WHERE { ?city a op:City }"
GRAPH = "https://w3id.org/openplaza/graph/cities"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


def get(client: FlaskClient, query: str, accept: str = "application/sparql-results+json", **more: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


def is_problem(response: TestResponse, status: int, slug: str) -> bool:
    assert response.content_type == "application/problem+json", response.text
    problem = response.get_json(force=True)
    return (response.status_code, problem["status"], problem["type"].rpartition("#problem-")[2]) == (
        status,
        status,
        slug,
    )


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_the_three_ways_to_send_a_query_give_the_same_bytes(client: FlaskClient, accept: str) -> None:
    headers = {"Accept": accept}
    by_get = get(client, CITIES, accept)
    by_form = client.post("/sparql", data=urlencode({"query": CITIES}), content_type=FORM, headers=headers)
    by_body = client.post("/sparql", data=CITIES, content_type=DIRECT, headers=headers)
    assert by_get.status_code == 200 and by_get.data
    assert by_get.data == by_form.data == by_body.data
    assert by_get.content_type == by_form.content_type == by_body.content_type


def test_a_percent_sign_in_a_query_is_read_the_same_by_every_carrier(client: FlaskClient) -> None:
    query = 'SELECT ("a%2Fb+c" AS ?x) {}'
    by_get = get(client, query, "text/csv")
    by_form = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert by_get.data == by_form.data == b"x\r\na%2Fb+c\r\n"


def test_an_answer_says_that_it_is_complete_and_which_revision_gave_it(client: FlaskClient, revision: Revision) -> None:
    response = get(client, CITIES)
    assert response.headers["Complete"] == "?1"
    assert response.headers["Dataset-Revision"] == str(revision.number)
    assert re.fullmatch(r"eval;dur=[0-9.]+", response.headers["Server-Timing"])
    assert "Limit-Applied" not in response.headers
    assert len(response.get_json(force=True)["results"]["bindings"]) == 7


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml, text/csv;q=0.9", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_rows_come_in_the_form_the_client_likes_best(client: FlaskClient, accept: str, given: str) -> None:
    assert get(client, CITIES, accept).content_type == given


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_come_in_the_form_the_client_likes_best(client: FlaskClient, accept: str) -> None:
    response = get(client, TRIPLES, accept)
    assert response.mimetype == accept
    assert b"id/cities/amsterdam" in response.data


def test_a_form_that_does_not_exist_is_406_and_the_forms_are_named(client: FlaskClient) -> None:
    response = get(client, CITIES, "image/png")
    assert is_problem(response, 406, "not-acceptable")
    assert "text/csv" in response.get_json(force=True)["detail"]
    assert is_problem(get(client, CITIES, "text/turtle"), 406, "not-acceptable")


def test_format_in_the_address_wins_over_accept(client: FlaskClient) -> None:
    assert get(client, CITIES, BROWSER, format="csv").mimetype == "text/csv"
    assert get(client, TRIPLES, BROWSER, format="nt").mimetype == "application/n-triples"
    assert get(client, TRIPLES, BROWSER, format="json").mimetype == "application/ld+json"
    assert is_problem(get(client, CITIES, "*/*", format="pdf"), 400, "bad-parameter")


def test_graphs_named_in_the_request_are_the_only_ones_read(client: FlaskClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    everything = int(get(client, count, "text/csv").text.split()[1])
    one = client.get(
        "/sparql", query_string={"query": count, "default-graph-uri": GRAPH}, headers={"Accept": "text/csv"}
    )
    assert 0 < int(one.text.split()[1]) < everything
    named = client.post(
        "/sparql",
        data={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": GRAPH},
        headers={"Accept": "text/csv"},
    )
    assert named.text.split() == ["g", GRAPH]


def test_a_graph_that_is_not_here_is_refused_and_not_fetched(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": CITIES, "default-graph-uri": "http://example.org/g"})
    assert is_problem(response, 400, "refused")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", DIRECT),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "application/sparql-update"),
        (urlencode({"update": "CLEAR ALL"}), FORM),
        (urlencode({"query": "PREFIX select: <urn:x> DELETE WHERE { ?s ?p ?o }"}), FORM),
    ],
)
def test_an_update_is_refused_plainly_whatever_carries_it(client: FlaskClient, data: str, content_type: str) -> None:
    response = client.post("/sparql", data=data, content_type=content_type)
    assert is_problem(response, 400, "refused")
    assert "update" in response.get_json(force=True)["detail"]


def test_a_query_that_does_not_parse_is_told_with_line_and_column(client: FlaskClient) -> None:
    response = get(client, "SELECT ?x\nWHERE { ?x a }")
    assert is_problem(response, 400, "bad-query")
    assert response.get_json(force=True)["line"] == 2


def test_requests_that_are_no_query_are_told_apart(client: FlaskClient) -> None:
    assert is_problem(client.post("/sparql", data=CITIES, content_type="text/plain"), 415, "unsupported-media-type")
    squeezed = client.post(
        "/sparql", data=gzip.compress(CITIES.encode()), content_type=DIRECT, headers={"Content-Encoding": "gzip"}
    )
    assert is_problem(squeezed, 415, "unsupported-media-type")
    assert is_problem(client.post("/sparql", data="a=b", content_type=FORM), 400, "bad-parameter")
    twice = client.get("/sparql", query_string=[("query", CITIES), ("query", CITIES)])
    assert is_problem(twice, 400, "bad-parameter")
    assert is_problem(client.post("/sparql", data=CITIES.encode("utf-16"), content_type=DIRECT), 400, "bad-parameter")
    assert is_problem(client.put("/sparql", data=CITIES, content_type=DIRECT), 405, "method-not-allowed")


@pytest.mark.parametrize("content_type", [FORM, DIRECT])
def test_a_query_longer_than_the_limit_is_413(client: FlaskClient, content_type: str) -> None:
    query = CITIES + "#" * 270_000
    data = urlencode({"query": query}) if content_type == FORM else query
    assert is_problem(client.post("/sparql", data=data, content_type=content_type), 413, "too-large")


def test_any_page_of_the_web_may_ask_without_credentials(client: FlaskClient) -> None:
    preflight = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for response in (get(client, CITIES), get(client, "SELEC")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_head_gives_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    headers = {"Accept": "text/csv"}
    whole = get(client, CITIES, "text/csv")
    head = client.head("/sparql", query_string={"query": CITIES}, headers=headers)
    assert head.data == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.data))


def test_the_service_description_counts_every_graph_as_the_manifest_does(
    client: FlaskClient, revision: Revision
) -> None:
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    count = re.compile(r"<[^>]*#graph-[^>]*> <http://rdfs.org/ns/void#triples> \"(\d+)\"")
    counts = sorted(int(number) for number in count.findall(response.text))
    assert counts == sorted(revision.manifest.graphs.values())
    assert "sparql-service-description#SPARQL11Query" in response.text


def test_a_browser_gets_the_editor_and_a_program_the_description(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER})
    assert '<textarea class="form-control code" id="query"' in page.text
    assert client.get("/sparql", headers={"Accept": "*/*"}).mimetype == "text/turtle"
    assert client.get("/sparql?format=ttl", headers={"Accept": BROWSER}).mimetype == "text/turtle"


def test_the_editor_has_a_fresh_nonce_and_other_pages_have_none(client: FlaskClient) -> None:
    pages = [client.get("/sparql", headers={"Accept": BROWSER}) for _ in range(2)]
    nonces = [re.search(r'name="csp-nonce" content="([^"]+)"', page.text) for page in pages]
    found = [nonce[1] for nonce in nonces if nonce]
    assert len(set(found)) == 2
    assert f"'nonce-{found[0]}'" in pages[0].headers["Content-Security-Policy"]
    assert "nonce" not in client.get("/about", headers={"Accept": BROWSER}).headers["Content-Security-Policy"]


def test_the_page_shows_the_first_rows_and_says_that_there_are_more(client: FlaskClient) -> None:
    page = get(client, OP + "SELECT ?row { ?row a op:Row } LIMIT 60", BROWSER)
    assert page.headers["Complete"] == "?1"
    assert "60 rows" in page.text and "Rows 1 to 50 of 60." in page.text
    assert page.text.count(".csv, line ") == 50
    for name in ("json", "xml", "csv", "tsv"):
        assert f"format={name}" in page.text


def test_the_page_shows_yes_or_no_triples_and_nothing_found(client: FlaskClient) -> None:
    assert '<span role="status">Yes' in get(client, "ASK { ?s ?p ?o }", BROWSER).text
    assert '<span role="status">No<' in get(client, "ASK { <urn:none> ?p ?o }", BROWSER).text
    assert "openplaza/ontology#City" in get(client, TRIPLES, BROWSER).text
    assert "No rows match." in get(client, "SELECT ?o { <urn:none> ?p ?o }", BROWSER).text


def test_a_mistake_keeps_the_query_in_the_editor(client: FlaskClient) -> None:
    page = get(client, "SELECT ?wrong WHERE {", BROWSER)
    assert page.status_code == 400
    assert "SELECT ?wrong WHERE {</textarea>" in page.text
    assert "Line 1, column" in page.text


def test_a_query_that_takes_too_long_is_504_for_programs_and_people(settings: Settings, revision: Revision) -> None:
    here = create_app(dataclasses.replace(settings, query_timeout_s=0.5)).test_client()
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    try:
        assert is_problem(get(here, heavy), 504, "timed-out")
        page = get(here, heavy, BROWSER)
        assert page.status_code == 504 and "stopped after 0.5 seconds" in page.text
    finally:
        here.application.extensions["openplaza"].evaluator.close()


def test_an_answer_that_was_cut_says_so_everywhere(settings: Settings, revision: Revision) -> None:
    here = create_app(dataclasses.replace(settings, max_rows=5)).test_client()
    try:
        cut = get(here, CITIES)
        assert (cut.headers["Complete"], len(cut.get_json(force=True)["results"]["bindings"])) == ("?0", 5)
        assert cut.headers["Limit-Applied"]
        assert "This answer is not complete." in get(here, CITIES, BROWSER).text
    finally:
        here.application.extensions["openplaza"].evaluator.close()


def test_text_of_an_answer_cannot_become_markup(client: FlaskClient) -> None:
    page = get(client, 'SELECT ("<script>alert(1)</script>" AS ?x) (IRI("javascript:alert(1)") AS ?y) {}', BROWSER)
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text


def test_the_editor_can_check_a_query_without_running_it(client: FlaskClient) -> None:
    def problems(query: str) -> list[dict[str, object]]:
        response = client.post("/sparql/check", data={"query": query})
        assert response.status_code == 200
        found: list[dict[str, object]] = response.get_json()["problems"]
        return found

    assert problems(CITIES) == []
    assert problems(TRIPLES) == []
    [bad] = problems("SELECT ?x\nWHERE { ?x a }")
    assert bad["line"] == 2 and bad["message"]
    [update] = problems("CLEAR ALL")
    assert "update" in str(update["message"])


def test_the_json_of_an_answer_is_what_clients_expect(client: FlaskClient) -> None:
    document = json.loads(get(client, CITIES).data)
    assert document["head"]["vars"] == ["city"]
    assert document["results"]["bindings"][0]["city"]["type"] == "uri"
