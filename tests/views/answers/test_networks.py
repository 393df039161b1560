"""Rows that are edges are a network for networkx and Gephi."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.ask.catalogue import Catalogue
from graph.revision import Revision
from graph.terms import OP
from tests.views.answers.test_answer_views import page

EDGES = (
    f"PREFIX op: <{OP}>\nSELECT ?from ?to ?type ?weight "
    "WHERE { ?from op:inCity ?to ; op:status ?type BIND(2.5 AS ?weight) }"
)
READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def asked(client: FlaskClient, query: str, form: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, "format": form})


@pytest.mark.parametrize("form", READERS)
def test_every_row_is_an_edge_between_named_things(client: FlaskClient, revision: Revision, form: str) -> None:
    response = asked(client, EDGES, form)
    assert response.content_type == f"application/{form}+xml" and response.headers["Complete"] == "?1"
    read = READERS[form](io.BytesIO(response.data))
    rows = asked(client, EDGES, "json").get_json(force=True)["results"]["bindings"]
    assert read.number_of_edges() == len(rows)
    assert read.nodes["https://w3id.org/openplaza/id/cities/nice"]["label"] == "Nice"
    start, end, told = next(iter(read.edges(data=True)))
    assert "/practices/" in start and "/cities/" in end
    assert "/status/" in told["type_"] and told["type__label"] and float(told["weight"]) == 2.5
    if form == "graphml":
        assert read.graph["revision"] == str(revision.number) and read.graph["rows_without_edge"] == "0"


@pytest.mark.parametrize("form", READERS)
def test_the_citation_network_is_one(client: FlaskClient, catalogue: Catalogue, form: str) -> None:
    query = catalogue["citation-network"].text
    read = READERS[form](io.BytesIO(asked(client, query, form).data))
    assert read.number_of_edges() == len(asked(client, query, "json").get_json(force=True)["results"]["bindings"])
    assert f"format={form}" in page(client, query).prettify()


@pytest.mark.parametrize("name", ["citation-network", "network-edges"])
@pytest.mark.parametrize("form", READERS)
def test_a_ready_question_whose_rows_are_edges_leads_to_its_network(client: FlaskClient, name: str, form: str) -> None:
    shown = BeautifulSoup(client.get(f"/queries/{name}", headers={"Accept": "text/html"}).text, "html.parser")
    (link,) = shown.select(f'.formats a[type="application/{form}+xml"]')
    read = READERS[form](io.BytesIO(client.get(str(link["href"])).data))
    rows = client.get(f"/queries/{name}.json").get_json()["answers"][name]["rows"]
    start, end = ("from_id", "to_id") if name == "citation-network" else ("source_id", "target_id")
    assert sorted(map(str, edges(read))) == sorted(str((row[start], row[end])) for row in rows)


def edges(read: nx.Graph) -> list[tuple[str, str]]:
    return [(str(start), str(end)) for start, end in read.edges()]


def test_rows_from_a_day_to_a_day_are_no_edges(client: FlaskClient, catalogue: Catalogue) -> None:
    query = catalogue["intervals"].text
    assert "from" in catalogue["intervals"].columns
    assert "format=graphml" not in page(client, query).prettify()
    assert "graphml" not in client.get("/queries/intervals", headers={"Accept": "text/html"}).text
    refused = asked(client, query, "graphml")
    assert refused.status_code == 400 and "rows that are edges" in refused.text


@pytest.mark.parametrize("form", READERS)
def test_odd_values_and_rows_without_an_end_do_no_harm(client: FlaskClient, form: str) -> None:
    values = '("a<\\u0007" "b&" "1" "x") ("a" UNDEF "2" "y")'
    query = f"SELECT ?source ?target ?id ?label {{ VALUES (?source ?target ?id ?label) {{ {values} }} }}"
    read = READERS[form](io.BytesIO(asked(client, query, form).data))
    assert read.number_of_edges() == 1


def test_what_is_no_network_is_refused_with_the_way_to_make_it_one(client: FlaskClient) -> None:
    refused = asked(client, "SELECT ?a ?b { ?a a ?b } LIMIT 1", "graphml")
    assert refused.status_code == 400 and "?from and ?to" in refused.text
    assert asked(client, "CONSTRUCT { ?a a ?b } { ?a a ?b } LIMIT 1", "gexf").status_code == 400
    assert "format=graphml" not in page(client, "SELECT ?a ?b { ?a a ?b } LIMIT 1").prettify()
