"""RDF programs get what they ask for: every identifier and page in every RDF form, which says whose it is."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, FOAF, RDF, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic

from graph.revision import Revision
from graph.settings import ROOT

# Its reader of JSON-LD and TriG uses names of its own that are going away.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset\\.|ConjunctiveGraph):DeprecationWarning")

OP = Namespace("https://w3id.org/openplaza/ontology#")
BASE = "https://w3id.org/openplaza/"
NICE = "practices/nice-frt-carnival-2019"
DOCUMENTS = {
    f"/{NICE}": f"{BASE}id/{NICE}",
    "/laws/32016R0679": "http://data.europa.eu/eli/reg/2016/679/oj",
    "/laws/32016R0679/art_35": "http://data.europa.eu/eli/reg/2016/679/art_35/oj",
    "/technologies/facial-recognition": f"{BASE}id/technologies/facial-recognition",
    "/cities/nice": f"{BASE}id/cities/nice",
    "/organisations/org-nice": f"{BASE}id/organisations/org-nice",
    "/actions/action-1": f"{BASE}id/actions/action-1",
    "/partnership": f"{BASE}id/partnership",
    "/partnership/events/ev-public-session": f"{BASE}id/events/ev-public-session",
    "/data/rules/t004": f"{BASE}id/rules/t004",
    "/ontology": f"{BASE}ontology",
    "/ontology/status": f"{BASE}concept/status",
    "/ontology/status/operational": f"{BASE}concept/status/operational",
    "/ontology/terms/Practice": str(OP.Practice),
    "/ontology/shapes/Practice-status": f"{BASE}shapes#Practice-status",
    "/ontology/rules/within": f"{BASE}id/inference-rules/within",
}
LISTS = ["/practices?country=FR", "/cities", "/about", "/search?q=lighting", "/assess?technology=cctv-fixed&country=FR"]
FORMS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
MEDIA_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
CONTEXT = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))


def suffixed(address: str, suffix: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.{suffix}{mark}{query}"


def parsed(text: str, suffix: str) -> Graph:
    """The document; a context that is named by its address is read from the folder, as a client fetches it."""
    if suffix == "jsonld":
        document = json.loads(text)
        assert document["@context"] == "http://localhost/ontology/context.jsonld"
        text = json.dumps({**document, **CONTEXT})
    return Graph().parse(data=text, format=FORMS[suffix])


@pytest.fixture(scope="module")
def documents(client: FlaskClient) -> Mapping[str, Graph]:
    """One page of each kind, as Turtle."""
    return {address: parsed(client.get(suffixed(address, "ttl")).text, "ttl") for address in [*DOCUMENTS, *LISTS]}


@pytest.mark.parametrize("address", [*DOCUMENTS, *LISTS])
def test_every_form_of_a_page_states_the_same(
    client: FlaskClient, documents: Mapping[str, Graph], address: str
) -> None:
    for suffix in ("nt", "rdf", "jsonld"):
        by_suffix = client.get(suffixed(address, suffix))
        assert (by_suffix.status_code, by_suffix.mimetype) == (200, MEDIA_TYPES[suffix])
        assert to_isomorphic(parsed(by_suffix.text, suffix)) == to_isomorphic(documents[address])
        asked = client.get(address, headers={"Accept": MEDIA_TYPES[suffix]})
        assert asked.data == by_suffix.data and "Accept" in asked.headers["Vary"]


@pytest.mark.parametrize("address", [*DOCUMENTS, *LISTS])
def test_a_document_says_its_licence_its_revision_and_where_it_is_from(
    documents: Mapping[str, Graph], revision: Revision, address: str
) -> None:
    graph = documents[address]
    [document] = graph.subjects(RDF.type, FOAF.Document)
    assert str(document) == f"http://localhost{address}"
    assert list(graph.objects(document, DCTERMS.license)) == [URIRef("https://creativecommons.org/licenses/by/4.0/")]
    assert list(graph.objects(document, DCTERMS.source)) == [URIRef(f"http://localhost/revisions/{revision.number}")]
    assert Literal(f"OpenPlaza, data revision {revision.number}", lang="en") in set(graph.objects(document))
    topics = [str(each) for each in graph.objects(document, FOAF.primaryTopic)]
    assert topics == ([DOCUMENTS[address]] if address in DOCUMENTS else [])


def test_a_client_can_walk_from_a_thing_to_what_points_to_it_and_to_the_row_and_source_behind_it(
    documents: Mapping[str, Graph],
) -> None:
    practice, graph = URIRef(f"{BASE}id/{NICE}"), documents[f"/{NICE}"]
    kinds = {kind for thing in graph.subjects(OP.practice, practice) for kind in graph.objects(thing, RDF.type)}
    assert {OP.LegalEvent, OP.Participation, OP.PracticeLink} <= kinds
    assert set(graph.subjects(OP.governs, practice))
    rows = list(graph.objects(practice, OP.row))
    assert rows and all(set(graph.objects(row, OP.file)) for row in rows)
    city = documents["/cities/nice"]
    assert practice in set(city.subjects(OP.inCity, URIRef(f"{BASE}id/cities/nice")))


def test_turtle_and_xml_use_the_usual_prefixes_and_the_same_facts_give_the_same_bytes(client: FlaskClient) -> None:
    turtle = client.get(f"/{NICE}.ttl")
    head = [line for line in turtle.text.splitlines() if line.startswith("@prefix")]
    assert head == sorted(head) and "@prefix op: <https://w3id.org/openplaza/ontology#> ." in head
    assert "a op:Practice" in turtle.text and "op:inCity" in turtle.text
    assert client.get(f"/{NICE}.ttl").data == turtle.data
    xml = client.get(f"/{NICE}.rdf")
    assert "<op:Practice rdf:about=" in xml.text and 'xmlns:op="https://w3id.org/openplaza/ontology#"' in xml.text
    assert client.get(f"/{NICE}.rdf").data == xml.data
    linked = client.get(f"/{NICE}.jsonld")
    assert len(linked.data) < 2 * len(turtle.data), "the context is named, not repeated"


def test_graphs_are_told_to_whoever_asks_for_nothing_but_forms_that_have_them(client: FlaskClient) -> None:
    trig = client.get(f"/id/{NICE}", headers={"Accept": "application/trig, */*;q=0.1"}, follow_redirects=True)
    assert trig.mimetype == "application/trig"
    found = Dataset().parse(data=trig.text, format="trig")
    names = {str(graph.identifier) for graph in found.graphs() if len(graph)}
    assert any(name.startswith(f"{BASE}graph/") for name in names) and len(names) > 3
    both = client.get(f"/{NICE}", headers={"Accept": "application/n-quads, application/trig;q=0.9, text/turtle;q=0.6"})
    assert both.mimetype == "text/turtle"


# What programs send, and what they read: rdflib, Jena, the OWL API, browsers, curl.
READABLE = [f"/{NICE}", f"/{NICE}.ttl", f"/id/{NICE}", "/ontology/context.jsonld", "/dcat", "/practices.csv?country=FR",
            "/calendar.ics", "/feeds/all.atom", "/nowhere"]  # fmt: skip
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
ACCEPTS = {
    "application/rdf+xml, */*;q=0.1": "application/rdf+xml",
    "text/turtle, application/x-turtle, */*;q=0.1": "text/turtle",
    "text/n3, */*;q=0.1": "text/turtle",
    "text/plain, */*;q=0.1": "application/n-triples",
    "application/ld+json, application/json;q=0.9, */*;q=0.1": "application/ld+json",
    "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json, application/n-quads, "
    "application/trix, application/trig": "text/turtle",
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7": "text/turtle",
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, */*; q=0.09": "application/rdf+xml",
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6"
    ",text/html;q=0.2": "application/ld+json",
    BROWSER: "text/html",
    "*/*": "text/html",
    "": "text/html",
    "text/html, text/plain, text/sgml, */*;q=0.01": "text/html",
}


@pytest.mark.parametrize("accept", ACCEPTS)
def test_each_program_is_led_from_an_identifier_to_the_form_it_reads(client: FlaskClient, accept: str) -> None:
    for identifier in (f"/id/{NICE}", "/id/rules/t004", "/concept/status/operational", "/row/practices.csv/lecce-frt"):
        led = client.get(identifier, headers={"Accept": accept})
        assert led.status_code == 303 and "Accept" in led.headers["Vary"]
        assert 'rel="describedby"; type="text/turtle"' in ",".join(led.headers.getlist("Link"))
        found = client.get(led.headers["Location"], headers={"Accept": accept})
        assert (found.status_code, found.mimetype) == (200, ACCEPTS[accept])


@pytest.mark.parametrize("address", READABLE)
def test_any_page_of_the_web_may_read_any_data(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})
    assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert "Link" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in response.headers.getlist("Link")
    if response.status_code != 404:
        before = client.options(address, headers={"Origin": "https://example.org"})
        assert before.status_code in (200, 204) and "GET" in before.headers["Access-Control-Allow-Methods"]
        assert "Accept" in before.headers["Access-Control-Allow-Headers"]


def test_a_page_names_its_other_forms_in_the_header_link_unless_its_address_is_long(client: FlaskClient) -> None:
    links = client.get("/practices?country=FR", headers={"Accept": BROWSER}).headers.getlist("Link")
    for suffix, media_type in MEDIA_TYPES.items():
        assert f'</practices.{suffix}?country=FR>; rel="alternate"; type="{media_type}"' in links
    assert '</.well-known/void>; rel="describedby"' in links
    long = client.get("/search", query_string={"q": "é" * 190}, headers={"Accept": BROWSER}).headers.getlist("Link")
    assert not any("alternate" in each for each in long)
