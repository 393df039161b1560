"""The descriptions for machines are valid by their shapes, and every number in them is a real one."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from graph.revision import Revision, read_quads
from graph.revision.publishing import publish
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from server import create_app

SHAPES = Path(__file__).parent / "shapes"
DCAT, DCTERMS = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
SD, VOID = Namespace("http://www.w3.org/ns/sparql-service-description#"), Namespace("http://rdfs.org/ns/void#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
FORMS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
READ_AS = dict(zip(FORMS, ("turtle", "nt", "json-ld", "xml"), strict=True))
SERVICE = URIRef("http://localhost/sparql")
DATASET = URIRef("http://localhost/sparql#dataset")


# The reader of JSON-LD uses a class that its own library no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def read(client: FlaskClient, address: str, media_type: str = "application/n-triples") -> Graph:
    response = client.get(address, headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    return Graph().parse(data=response.data, format=READ_AS[media_type])


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> Graph:
    return read(client, "/sparql")


@pytest.fixture(scope="module")
def entry(client: FlaskClient) -> Graph:
    return read(client, "/dcat")


def count(graph: Graph, subject: URIRef, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate, any=False)))


@pytest.mark.parametrize("shapes", ["service.ttl", "void.ttl", "dcat.ttl"])
def test_the_descriptions_are_valid_by_their_shapes(description: Graph, entry: Graph, shapes: str) -> None:
    described = entry if shapes == "dcat.ttl" else description
    conforms, _, text = validate(described, shacl_graph=Graph().parse(SHAPES / shapes), inference=None)
    assert conforms, text


@pytest.mark.parametrize(
    ("shapes", "predicate"),
    [
        ("service.ttl", SD.endpoint),
        ("void.ttl", VOID.entities),
        ("void.ttl", VOID["class"]),
        ("dcat.ttl", SPDX.checksum),
    ],
)
def test_the_shapes_would_notice_what_is_missing(
    description: Graph, entry: Graph, shapes: str, predicate: URIRef
) -> None:
    poorer = Graph()
    poorer += entry if shapes == "dcat.ttl" else description
    poorer.remove((None, predicate, None))
    conforms, _, _ = validate(poorer, shacl_graph=Graph().parse(SHAPES / shapes), inference=None)
    assert not conforms


@pytest.mark.parametrize(
    ("predicate", "query"),
    [
        (VOID.triples, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        (VOID.entities, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(ISIRI(?s)) }"),
        (VOID.classes, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctObjects, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
    ],
)
def test_the_numbers_of_the_dataset_are_those_of_the_data(
    description: Graph, store: EmbeddedStore, predicate: URIRef, query: str
) -> None:
    assert count(description, DATASET, predicate) == int(str(store.select(query).rows[0]["n"]))


def test_the_parts_are_the_classes_and_properties_of_the_data(description: Graph, store: EmbeddedStore) -> None:
    for part, name, number, pattern in (
        (VOID.classPartition, VOID["class"], VOID.entities, "?s a ?x"),
        (VOID.propertyPartition, VOID.property, VOID.triples, "?s ?x ?o"),
    ):
        told = {
            str(description.value(each, name)): count(description, each, number)
            for each in description.objects(DATASET, part)
            if isinstance(each, URIRef)
        }
        rows = store.select(f"SELECT ?x (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?x").rows
        assert told == {str(row["x"]): int(str(row["n"])) for row in rows}


def test_every_graph_is_listed_with_the_size_that_the_manifest_says(description: Graph, revision: Revision) -> None:
    told = {}
    for named in description.objects(DATASET, SD.namedGraph):
        inside = description.value(named, SD.graph)
        assert isinstance(inside, URIRef)
        told[str(description.value(named, SD.name))] = count(description, inside, VOID.triples)
    assert told == dict(revision.manifest.graphs)


def test_the_vocabularies_are_those_in_use(description: Graph, store: EmbeddedStore) -> None:
    told = [str(each) for each in description.objects(DATASET, VOID.vocabulary)]
    used = {str(row["x"]) for row in store.select("SELECT DISTINCT ?x { { ?s ?x ?o } UNION { ?s a ?x } }").rows}
    assert all(any(each.startswith(space) for space in told) for each in used)
    assert all(any(each.startswith(space) for each in used) for space in told)


def test_the_examples_and_the_download_can_be_fetched(client: FlaskClient, description: Graph) -> None:
    for example in description.objects(DATASET, VOID.exampleResource):
        address = "/data?iri=" + str(example)
        assert client.get(address, headers={"Accept": "text/turtle"}).status_code == 200
    dump = str(description.value(DATASET, VOID.dataDump))
    assert client.get(dump.removeprefix("http://localhost"), buffered=True).status_code == 200


def test_every_result_format_that_is_named_can_be_had(client: FlaskClient, description: Graph) -> None:
    media_types = {
        "SPARQL_Results_JSON": "application/sparql-results+json",
        "SPARQL_Results_XML": "application/sparql-results+xml",
        "SPARQL_Results_CSV": "text/csv",
        "SPARQL_Results_TSV": "text/tab-separated-values",
        "Turtle": "text/turtle",
        "N-Triples": "application/n-triples",
        "RDF_XML": "application/rdf+xml",
        "JSON-LD": "application/ld+json",
    }
    formats = list(description.objects(SERVICE, SD.resultFormat))
    assert formats
    for each in formats:
        name = str(each).rpartition("/")[2]
        query = "SELECT * {}" if "SPARQL" in name else "CONSTRUCT {} {}"
        answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": media_types[name]})
        assert (answer.status_code, answer.mimetype) == (200, media_types[name])


def test_federation_is_a_feature_only_where_the_operator_lists_endpoints(
    settings: Settings, description: Graph
) -> None:
    assert set(description.objects(SERVICE, SD.feature)) == {SD.UnionDefaultGraph}
    listed = create_app(dataclasses.replace(settings, service_endpoints="https://example.org/sparql")).test_client()
    assert SD.BasicFederatedQuery in set(read(listed, "/sparql").objects(SERVICE, SD.feature))


def test_the_download_of_the_entry_is_the_file_that_is_served(client: FlaskClient, entry: Graph) -> None:
    downloads = list(entry.subject_objects(DCAT.downloadURL))
    assert downloads
    for distribution, address in downloads:
        data = client.get(str(address).removeprefix("http://localhost"), buffered=True).data
        assert entry.value(distribution, DCAT.byteSize) == Literal(str(len(data)), datatype=XSD.nonNegativeInteger)
        checksum = entry.value(distribution, SPDX.checksum)
        assert str(entry.value(checksum, SPDX.checksumValue)) == hashlib.sha256(data).hexdigest()
        assert (DATASET, DCAT.distribution, distribution) in entry


def test_a_revision_without_its_file_here_is_described_without_a_download(
    settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    lines = [line for line in read_quads(revision) if b"/graph/cities>" in line]
    publish(lines, tmp_path, software="test", sources={})
    here = create_app(dataclasses.replace(settings, revisions_dir=tmp_path)).test_client()
    assert list(read(here, "/dcat").subjects(DCAT.downloadURL))
    (tmp_path / "000001" / "quads.nq.zst").unlink()
    assert not list(read(here, "/dcat").subjects(DCAT.downloadURL))
    described = read(here, "/sparql")
    assert not list(described.subjects(VOID.dataDump)) and count(described, DATASET, VOID.triples) > 0


def test_the_entry_is_about_the_current_revision(entry: Graph, revision: Revision) -> None:
    assert str(entry.value(DATASET, DCAT.version)) == str(revision.number)
    issued = Literal(revision.manifest.created, datatype=XSD.dateTime)
    assert entry.value(DATASET, DCTERMS.issued) == issued


@pytest.mark.parametrize("address", ["/sparql", "/dcat"])
def test_a_description_says_the_same_in_every_form(client: FlaskClient, address: str) -> None:
    graphs = [set(read(client, address, form)) for form in FORMS]
    assert all(each == graphs[0] for each in graphs)
    assert len(graphs[0]) > 20


@pytest.mark.parametrize("accept", [*FORMS, "*/*", "text/html,*/*;q=0.8"])
def test_the_well_known_address_leads_to_the_description_in_the_form_asked_for(
    client: FlaskClient, accept: str
) -> None:
    response = client.get("/.well-known/void", headers={"Accept": accept})
    assert response.status_code == 303
    followed = client.get(response.headers["Location"], headers={"Accept": accept})
    assert followed.mimetype == (accept if accept in FORMS else "text/turtle")
    assert "void" in followed.text


def test_a_form_that_is_not_offered_is_406(client: FlaskClient) -> None:
    for address in ("/dcat", "/.well-known/void"):
        assert client.get(address, headers={"Accept": "text/csv"}).status_code == 406
    assert client.get("/dcat.csv").status_code == 406
    assert client.get("/dcat.jsonld").mimetype == "application/ld+json"


def test_the_start_page_and_the_description_lead_to_the_entry(client: FlaskClient, description: Graph) -> None:
    head = client.get("/", headers={"Accept": "text/html"}).text.partition("</head>")[0]
    assert 'rel="describedby"' in head and 'href="/dcat"' in head and 'href="/.well-known/void"' in head
    assert (URIRef("http://localhost/dcat"), RDF.type, DCAT.Catalog) in description
    about = client.get("/about", headers={"Accept": "text/html"}).text
    assert 'href="/dcat"' in about


def test_a_description_says_which_revision_it_describes(client: FlaskClient, revision: Revision) -> None:
    for address in ("/sparql", "/dcat"):
        headers = client.get(address, headers={"Accept": "text/turtle"}).headers
        assert (headers["Dataset-Revision"], headers["Complete"]) == (str(revision.number), "?1")
