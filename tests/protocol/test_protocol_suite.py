"""The W3C's 34 tests of the SPARQL 1.1 Protocol, in our own words: queries as it asks, updates refused as documented.

The names are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest.ttl
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from serving import DIRECT, FORM, JSON, Reply, Server

XML = "application/sparql-results+xml"
UPDATE = "application/sparql-update"
CITIES = "https://w3id.org/openplaza/graph/cities"
PRACTICES = "https://w3id.org/openplaza/graph/practices"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
OP = "https://w3id.org/openplaza/ontology#"
HAS_CITY, HAS_PRACTICE = f"?c {TYPE} <{OP}City>", f"?p {TYPE} <{OP}Practice>"
INSERT = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"


def get(server: Server, *pairs: tuple[str, str], accept: str = JSON) -> Reply:
    return server.request("GET", f"/sparql?{urlencode(pairs, quote_via=quote)}", headers={"Accept": accept})


def form(server: Server, *pairs: tuple[str, str], content_type: str = FORM, address: str = "") -> Reply:
    headers = {"Accept": JSON, "Content-Type": content_type}
    return server.request("POST", f"/sparql{address}", urlencode(pairs), headers)


def direct(server: Server, body: bytes | str, content_type: str = DIRECT, address: str = "") -> Reply:
    content = body if isinstance(body, bytes) else body.encode()
    return server.request("POST", f"/sparql{address}", content, {"Accept": JSON, "Content-Type": content_type})


def untyped(server: Server, body: str) -> Reply:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAccept: {JSON}\r\nConnection: close\r\n"
    with server.raw(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()) as connection:
        received = b""
        while part := connection.recv(4096):
            received += part
    return Reply(int(received.split(b" ")[1]), {}, received.partition(b"\r\n\r\n")[2], 0)


def truth(reply: Reply) -> bool:
    assert reply.status == 200, reply.body
    assert reply.headers["content-type"] == JSON
    return bool(reply.json()["boolean"])


def refuses_update(reply: Reply) -> bool:
    assert (reply.status, reply.slug) == (400, "refused"), reply.body
    assert "takes no updates" in str(reply.json()["detail"])
    return True


def test_query_get(server: Server) -> None:
    assert truth(get(server, ("query", "ASK {}")))


def test_query_post_form(server: Server) -> None:
    assert truth(form(server, ("query", "ASK {}")))


def test_query_post_direct(server: Server) -> None:
    assert truth(direct(server, "ASK {}"))


def test_query_dataset_default_graphs_get(server: Server) -> None:
    query = ("query", f"ASK {{ {HAS_CITY} . {HAS_PRACTICE} }}")
    assert not truth(get(server, query, ("default-graph-uri", CITIES)))
    assert truth(get(server, query, ("default-graph-uri", CITIES), ("default-graph-uri", PRACTICES)))


def test_query_dataset_default_graphs_post(server: Server) -> None:
    query = ("query", f"ASK {{ {HAS_CITY} . {HAS_PRACTICE} }}")
    assert not truth(form(server, query, ("default-graph-uri", PRACTICES)))
    assert truth(form(server, query, ("default-graph-uri", CITIES), ("default-graph-uri", PRACTICES)))
    graphs = urlencode([("default-graph-uri", CITIES), ("default-graph-uri", PRACTICES)])
    assert truth(direct(server, query[1], address=f"?{graphs}"))


NAMED = f"ASK {{ GRAPH ?g {{ {HAS_CITY} }} GRAPH ?h {{ {HAS_PRACTICE} }} }}"


def test_query_dataset_named_graphs_get(server: Server) -> None:
    assert not truth(get(server, ("query", NAMED), ("named-graph-uri", CITIES)))
    assert truth(get(server, ("query", NAMED), ("named-graph-uri", CITIES), ("named-graph-uri", PRACTICES)))


def test_query_dataset_named_graphs_post(server: Server) -> None:
    assert not truth(form(server, ("query", NAMED), ("named-graph-uri", CITIES)))
    assert truth(form(server, ("query", NAMED), ("named-graph-uri", CITIES), ("named-graph-uri", PRACTICES)))


def test_query_dataset_full(server: Server) -> None:
    query = f"ASK {{ {HAS_CITY} GRAPH ?g {{ {HAS_PRACTICE} }} FILTER NOT EXISTS {{ {HAS_PRACTICE} }} }}"
    assert truth(get(server, ("query", query), ("default-graph-uri", CITIES), ("named-graph-uri", PRACTICES)))


def test_query_multiple_dataset(server: Server) -> None:
    query = f"ASK FROM <{PRACTICES}> {{ {HAS_CITY} FILTER NOT EXISTS {{ {HAS_PRACTICE} }} }}"
    assert truth(get(server, ("query", query), ("default-graph-uri", CITIES)))


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_query_content_type_select(server: Server, accept: str) -> None:
    reply = get(server, ("query", "SELECT (1 AS ?value) {}"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == accept


@pytest.mark.parametrize("accept", [JSON, XML])
def test_query_content_type_ask(server: Server, accept: str) -> None:
    reply = get(server, ("query", "ASK {}"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"] == accept


GRAPH_FORMS = ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]


def triples(reply: Reply, media_type: str) -> list[ox.Quad]:
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    return list(ox.parse(reply.body, format=form))


@pytest.mark.parametrize("accept", GRAPH_FORMS)
def test_query_content_type_describe(server: Server, accept: str) -> None:
    reply = get(server, ("query", "DESCRIBE <https://w3id.org/openplaza/id/cities/amsterdam>"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == accept
    assert len(triples(reply, accept)) > 1


@pytest.mark.parametrize("accept", GRAPH_FORMS)
def test_query_content_type_construct(server: Server, accept: str) -> None:
    reply = get(server, ("query", "CONSTRUCT { <urn:s> <urn:p> 1 } {}"), accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == accept
    assert len(triples(reply, accept)) == 1


def test_bad_query_method(server: Server) -> None:
    reply = server.request("PUT", "/sparql?query=ASK%20%7B%7D")
    assert reply.status == 405 and {"GET", "POST"} <= set(reply.headers["allow"].split(", "))


def test_bad_multiple_queries(server: Server) -> None:
    assert get(server, ("query", "ASK {}"), ("query", "SELECT * {}")).status == 400
    assert form(server, ("query", "ASK {}"), address="?query=ASK%20%7B%7D").status == 400


def test_bad_query_wrong_media_type(server: Server) -> None:
    assert direct(server, "ASK {}", content_type="text/plain").status == 415


def test_bad_query_missing_form_type(server: Server) -> None:
    assert untyped(server, "query=ASK%20%7B%7D").status == 415


def test_bad_query_missing_direct_type(server: Server) -> None:
    assert untyped(server, "ASK {}").status == 415


def test_bad_query_non_utf8(server: Server) -> None:
    assert direct(server, "ASK { ?s ?p 'é' }".encode("utf-16")).status == 400
    assert direct(server, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16").status == 415
    assert server.get("/sparql?query=ASK%20%7B%7D%20%23%FF", Accept=JSON).status == 400


def test_bad_query_syntax(server: Server) -> None:
    reply = get(server, ("query", "ASK {"))
    assert (reply.status, reply.slug) == (400, "bad-query")


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_update_dataset_default_graph(server: Server, name: str) -> None:
    assert refuses_update(form(server, ("update", INSERT), (name, CITIES)))


def test_update_dataset_default_graphs(server: Server) -> None:
    assert refuses_update(form(server, ("update", INSERT), ("using-graph-uri", CITIES), ("using-graph-uri", PRACTICES)))


def test_update_dataset_named_graphs(server: Server) -> None:
    named = [("using-named-graph-uri", CITIES), ("using-named-graph-uri", PRACTICES)]
    assert refuses_update(form(server, ("update", INSERT), *named))


def test_update_dataset_full(server: Server) -> None:
    both = [("using-graph-uri", CITIES), ("using-named-graph-uri", PRACTICES)]
    assert refuses_update(direct(server, INSERT, UPDATE, address=f"?{urlencode(both)}"))


def test_update_post_form(server: Server) -> None:
    assert refuses_update(form(server, ("update", INSERT)))


def test_update_post_direct(server: Server) -> None:
    assert refuses_update(direct(server, INSERT, UPDATE))


def test_update_base_uri(server: Server) -> None:
    assert refuses_update(direct(server, "BASE <http://example.org/> INSERT DATA { <a> <b> <c> }", UPDATE))


def test_bad_update_get(server: Server) -> None:
    assert refuses_update(get(server, ("update", INSERT)))
    assert refuses_update(get(server, ("query", INSERT)))


def test_bad_multiple_updates(server: Server) -> None:
    assert refuses_update(form(server, ("update", INSERT), ("update", "CLEAR ALL")))


def test_bad_update_wrong_media_type(server: Server) -> None:
    assert direct(server, INSERT, "text/plain").status == 415


def test_bad_update_missing_form_type(server: Server) -> None:
    assert untyped(server, urlencode({"update": INSERT})).status == 415


def test_bad_update_missing_direct_type(server: Server) -> None:
    assert untyped(server, INSERT).status == 415


def test_bad_update_non_utf8(server: Server) -> None:
    assert direct(server, INSERT.encode("utf-16"), UPDATE).status == 400


def test_bad_update_syntax(server: Server) -> None:
    assert refuses_update(direct(server, "INSERT DATA {", UPDATE))


def test_bad_update_dataset_conflict(server: Server) -> None:
    update = f"WITH <{CITIES}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}"
    assert refuses_update(form(server, ("update", update), ("using-graph-uri", PRACTICES)))


def test_after_all_of_this_nothing_was_written(server: Server) -> None:
    assert not truth(get(server, ("query", "ASK { <urn:a> <urn:b> <urn:c> }")))
