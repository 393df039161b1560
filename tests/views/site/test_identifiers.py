"""What follows from an identifier: a page for people, the data for programs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

ELI = "http://data.europa.eu/eli/reg/2016/679/oj"


@pytest.mark.parametrize(
    ("identifier", "place"),
    [
        ("/id/practices/nice-frt-carnival-2019", "/practices/nice-frt-carnival-2019"),
        ("/id/laws/31995L0046/act", "/laws/31995L0046/act"),
        ("/id/rules/t004", "/data/rules/t004"),
        ("/id/partnership", "/partnership"),
        ("/id/inference-rules/within", "/ontology/rules/within"),
        ("/concept/status/operational", "/ontology/status/operational"),
    ],
)
def test_an_identifier_leads_to_the_page_of_its_thing(client: FlaskClient, identifier: str, place: str) -> None:
    response = client.get(identifier, headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Location"]) == (303, place)


def test_a_program_that_asks_for_rdf_is_led_to_rdf(client: FlaskClient) -> None:
    response = client.get("/id/rules/t004", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["Location"]) == (303, "/data/rules/t004.ttl")
    assert "Accept" in response.headers["Vary"]
    turtle = client.get("/data/rules/t004.ttl")
    assert turtle.mimetype == "text/turtle"
    assert "Layered signs and full notice at collection" in turtle.text


def test_any_thing_shows_its_statements_with_their_graph_and_row(client: FlaskClient) -> None:
    page = client.get("/data/rules/t004", headers={"Accept": "text/html"}).text
    assert "Layered signs and full notice at collection" in page
    assert "technology_rules.csv, line 5" in page
    assert "What points to it" in page and "rule/governs" in page


def test_a_thing_with_an_official_identifier_can_be_shown_too_and_names_its_own_page(client: FlaskClient) -> None:
    page = client.get("/data", query_string={"iri": ELI}, headers={"Accept": "text/html"}).text
    assert 'href="/laws/32016R0679"' in page


def test_a_row_from_memory_is_marked(client: FlaskClient) -> None:
    query = {
        "query": "PREFIX op: <https://w3id.org/openplaza/ontology#> SELECT ?x { ?x a op:Provision ; op:row/op:basis "
        "<https://w3id.org/openplaza/concept/basis/general-knowledge> } LIMIT 1",
        "format": "csv",
    }
    iri = client.get("/sparql", query_string=query).text.split()[1]
    assert "From memory, unverified" in client.get("/data", query_string={"iri": iri}).text


def test_what_the_graph_does_not_know_is_404_and_no_identifier_is_400(client: FlaskClient) -> None:
    assert client.get("/data/rules/nothing").status_code == 404
    assert client.get("/data").status_code == 400
    assert client.get("/data", query_string={"iri": "not an iri"}).status_code == 400
