"""The W3C's 34 tests of the SPARQL 1.1 Protocol, in our own words: queries as it asks, updates refused as documented.

The names are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest.ttl
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from tests.protocol.callers import Endpoint
from tests.serving import DIRECT, FORM, JSON, Reply

XML = "application/sparql-results+xml"
UPDATE = "application/sparql-update"
CITIES = "https://w3id.org/openplaza/graph/cities"
PRACTICES = "https://w3id.org/openplaza/graph/practices"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
OP = "https://w3id.org/openplaza/ontology#"
HAS_CITY, HAS_PRACTICE = f"?c {TYPE} <{OP}City>", f"?p {TYPE} <{OP}Practice>"
INSERT = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"


def get(endpoint: Endpoint, *pairs: tuple[str, str], accept: str = JSON) -> Reply:
    return endpoint.request("GET", f"/sparql?{urlencode(pairs, quote_via=quote)}", headers={"Accept": accept})


def form(endpoint: Endpoint, *pairs: tuple[str, str], content_type: str = FORM, address: str = "") -> Reply:
    headers = {"Accept": JSON, "Content-Type": content_type}
    return endpoint.request("POST", f"/sparql{address}", urlencode(pairs), headers)


def direct(endpoint: Endpoint, body: bytes | str, content_type: str = DIRECT, address: str = "") -> Reply:
    content = body if isinstance(body, bytes) else body.encode()
    return endpoint.request("POST", f"/sparql{address}", content, {"Accept": JSON, "Content-Type": content_type})


def untyped(endpoint: Endpoint, body: str) -> Reply:
    return endpoint.request("POST", "/sparql", body.encode(), {"Accept": JSON})


def truth(reply: Reply) -> bool:
    assert reply.status == 200, reply.body
    assert reply.headers["content-type"] == JSON
    return bool(reply.json()["boolean"])


def refuses_update(reply: Reply) -> bool:
    assert (reply.status, reply.slug) == (400, "refused"), reply.body
    assert "takes no updates" in str(reply.json()["detail"])
    return True


def test_query_get(endpoint: Endpoint) -> None:
    assert truth(get(endpoint, ("query", "ASK {}")))


def test_query_post_form(endpoint: Endpoint) -> None:
    assert truth(form(endpoint, ("query", "ASK {}")))


def test_query_post_direct(endpoint: Endpoint) -> None:
    assert truth(direct(endpoint, "ASK {}"))


def test_query_dataset_default_graphs_get(endpoint: Endpoint) -> None:
    query = ("query", f"ASK {{ {HAS_CITY} . {HAS_PRACTICE} }}")
    assert not truth(get(endpoint, query, ("default-graph-uri", CITIES)))
    assert truth(get(endpoint, query, ("default-graph-uri", CITIES), ("default-graph-uri", PRACTICES)))


def test_query_dataset_default_graphs_post(endpoint: Endpoint) -> None:
    query = ("query", f"ASK {{ {HAS_CITY} . {HAS_PRACTICE} }}")
    assert not truth(form(endpoint, query, ("default-graph-uri", PRACTICES)))
    assert truth(form(endpoint, query, ("default-graph-uri", CITIES), ("default-graph-uri", PRACTICES)))
    graphs = urlencode([("default-graph-uri", CITIES), ("default-graph-uri", PRACTICES)])
    assert truth(direct(endpoint, query[1], address=f"?{graphs}"))


NAMED = f"ASK {{ GRAPH ?g {{ {HAS_CITY} }} GRAPH ?h {{ {HAS_PRACTICE} }} }}"


def test_query_dataset_named_graphs_get(endpoint: Endpoint) -> None:
    assert not truth(get(endpoint, ("query", NAMED), ("named-graph-uri", CITIES)))
    assert truth(get(endpoint, ("query", NAMED), ("named-graph-uri", CITIES), ("named-graph-uri", PRACTICES)))


def test_query_dataset_named_graphs_post(endpoint: Endpoint) -> None:
    assert not truth(form(endpoint, ("query", NAMED), ("named-graph-uri", CITIES)))
    assert truth(form(endpoint, ("query", NAMED), ("named-graph-uri", CITIES), ("named-graph-uri", PRACTICES)))


def test_query_dataset_full(endpoint: Endpoint) -> None:
    query = f"ASK {{ {HAS_CITY} GRAPH ?g {{ {HAS_PRACTICE} }} FILTER NOT EXISTS {{ {HAS_PRACTICE} }} }}"
    assert truth(get(endpoint, ("query", query), ("default-graph-uri", CITIES), ("named-graph-uri", PRACTICES)))


def test_query_multiple_dataset(endpoint: Endpoint) -> None:
    query = f"ASK FROM <{PRACTICES}> {{ {HAS_CITY} FILTER NOT EXISTS {{ {HAS_PRACTICE} }} }}"
    assert truth(get(endpoint, ("query", query), ("default-graph-uri", CITIES)))


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_query_content_type_select(endpoint: Endpoint, accept: str) -> None:
    reply = get(endpoint, ("query", "SELECT (1 AS ?value) {}"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == accept


@pytest.mark.parametrize("accept", [JSON, XML])
def test_query_content_type_ask(endpoint: Endpoint, accept: str) -> None:
    reply = get(endpoint, ("query", "ASK {}"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"] == accept


GRAPH_FORMS = ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]


def triples(reply: Reply, media_type: str) -> list[ox.Quad]:
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    return list(ox.parse(reply.body, format=form))


@pytest.mark.parametrize("accept", GRAPH_FORMS)
def test_query_content_type_describe(endpoint: Endpoint, accept: str) -> None:
    reply = get(endpoint, ("query", "DESCRIBE <https://w3id.org/openplaza/id/cities/amsterdam>"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == accept
    assert len(triples(reply, accept)) > 1


@pytest.mark.parametrize("accept", GRAPH_FORMS)
def test_query_content_type_construct(endpoint: Endpoint, accept: str) -> None:
    reply = get(endpoint, ("query", "CONSTRUCT { <urn:s> <urn:p> 1 } {}"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == accept
    assert len(triples(reply, accept)) == 1


def test_bad_query_method(endpoint: Endpoint) -> None:
    reply = endpoint.request("PUT", "/sparql?query=ASK%20%7B%7D")
    assert reply.status == 405 and {"GET", "POST"} <= set(reply.headers["allow"].split(", "))


def test_bad_multiple_queries(endpoint: Endpoint) -> None:
    assert get(endpoint, ("query", "ASK {}"), ("query", "SELECT * {}")).status == 400
    assert form(endpoint, ("query", "ASK {}"), address="?query=ASK%20%7B%7D").status == 400


def test_bad_query_wrong_media_type(endpoint: Endpoint) -> None:
    assert direct(endpoint, "ASK {}", content_type="text/plain").status == 415


def test_bad_query_missing_form_type(endpoint: Endpoint) -> None:
    assert untyped(endpoint, "query=ASK%20%7B%7D").status == 415


def test_bad_query_missing_direct_type(endpoint: Endpoint) -> None:
    assert untyped(endpoint, "ASK {}").status == 415


def test_bad_query_non_utf8(endpoint: Endpoint) -> None:
    assert direct(endpoint, "ASK { ?s ?p 'é' }".encode("utf-16")).status == 400
    assert direct(endpoint, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16").status == 415
    assert endpoint.request("GET", "/sparql?query=ASK%20%7B%7D%20%23%FF", headers={"Accept": JSON}).status == 400


def test_bad_query_syntax(endpoint: Endpoint) -> None:
    reply = get(endpoint, ("query", "ASK {"))
    assert (reply.status, reply.slug) == (400, "bad-query")


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_update_dataset_default_graph(endpoint: Endpoint, name: str) -> None:
    assert refuses_update(form(endpoint, ("update", INSERT), (name, CITIES)))


def test_update_dataset_default_graphs(endpoint: Endpoint) -> None:
    assert refuses_update(
        form(endpoint, ("update", INSERT), ("using-graph-uri", CITIES), ("using-graph-uri", PRACTICES))
    )


def test_update_dataset_named_graphs(endpoint: Endpoint) -> None:
    named = [("using-named-graph-uri", CITIES), ("using-named-graph-uri", PRACTICES)]
    assert refuses_update(form(endpoint, ("update", INSERT), *named))


def test_update_dataset_full(endpoint: Endpoint) -> None:
    both = [("using-graph-uri", CITIES), ("using-named-graph-uri", PRACTICES)]
    assert refuses_update(direct(endpoint, INSERT, UPDATE, address=f"?{urlencode(both)}"))


def test_update_post_form(endpoint: Endpoint) -> None:
    assert refuses_update(form(endpoint, ("update", INSERT)))


def test_update_post_direct(endpoint: Endpoint) -> None:
    assert refuses_update(direct(endpoint, INSERT, UPDATE))


def test_update_base_uri(endpoint: Endpoint) -> None:
    assert refuses_update(direct(endpoint, "BASE <http://example.org/> INSERT DATA { <a> <b> <c> }", UPDATE))


def test_bad_update_get(endpoint: Endpoint) -> None:
    assert refuses_update(get(endpoint, ("update", INSERT)))
    assert refuses_update(get(endpoint, ("query", INSERT)))


def test_bad_multiple_updates(endpoint: Endpoint) -> None:
    assert refuses_update(form(endpoint, ("update", INSERT), ("update", "CLEAR ALL")))


def test_bad_update_wrong_media_type(endpoint: Endpoint) -> None:
    assert direct(endpoint, INSERT, "text/plain").status == 415


def test_bad_update_missing_form_type(endpoint: Endpoint) -> None:
    assert untyped(endpoint, urlencode({"update": INSERT})).status == 415


def test_bad_update_missing_direct_type(endpoint: Endpoint) -> None:
    assert untyped(endpoint, INSERT).status == 415


def test_bad_update_non_utf8(endpoint: Endpoint) -> None:
    assert direct(endpoint, INSERT.encode("utf-16"), UPDATE).status == 400


def test_bad_update_syntax(endpoint: Endpoint) -> None:
    assert refuses_update(direct(endpoint, "INSERT DATA {", UPDATE))


def test_bad_update_dataset_conflict(endpoint: Endpoint) -> None:
    update = f"WITH <{CITIES}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}"
    assert refuses_update(form(endpoint, ("update", update), ("using-graph-uri", PRACTICES)))


def test_after_all_of_this_nothing_was_written(endpoint: Endpoint) -> None:
    assert not truth(get(endpoint, ("query", "ASK { <urn:a> <urn:b> <urn:c> }")))
