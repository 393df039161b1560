"""The drawing of the classes and its table: what leads from one class to another, as stated and as counted."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, VOID, Graph, Namespace, URIRef

from graph.lexicon.links import SUBCLASS, class_links
from graph.settings import ROOT
from graph.store import Cell
from graph.store.embedded import EmbeddedStore
from graph.terms import OP
from tests.reading import page

ONTOLOGY = Graph().parse(ROOT / "ontology" / "openplaza.ttl")
VOCABULARY = Namespace(OP)


def told(client: FlaskClient, about: str = "") -> list[dict[str, str]]:
    query = f"?about={about}" if about else ""
    return list(csv.DictReader(io.StringIO(client.get(f"/ontology/classes.csv{query}").text)))


def test_each_box_leads_to_the_page_of_its_class_and_says_how_many_things_it_has(client: FlaskClient) -> None:
    for address in ("/ontology/classes", "/ontology/classes?about=Provision"):
        shown = page(client, address)
        boxes = shown.all("#drawing svg a")
        assert len(boxes) > 8
        for box in boxes:
            assert "/ontology/terms/" in str(box.tag["href"]) and str(box.tag["aria-label"])
            assert client.get(str(box.tag["href"])).status_code == 200
        assert shown.all("#drawing [role=region]")[0].tag["tabindex"] == "0"
        assert shown.all("#drawing svg > title") and shown.all("#drawing svg > desc")


def test_the_table_has_what_the_data_has(client: FlaskClient, store: EmbeddedStore) -> None:
    rows = {(row["from"], row["property"], row["to"]): row for row in told(client)}
    for a, prop, b in (
        ("Practice", "inCity", "City"),
        ("Rule", "provision", "Provision"),
        ("Event", "partOf", "Event"),
    ):
        counted = store.select(
            f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s a <{OP}{a}> ; <{OP}{prop}> ?o . ?o a <{OP}{b}> }}"
        ).rows[0]["n"]
        assert counted and rows[OP + a, OP + prop, OP + b]["statements"] == counted.value


def test_the_table_has_every_kind_and_every_property_that_the_ontology_states_with_both_ends(
    client: FlaskClient,
) -> None:
    rows = {(row["from"], row["property"], row["to"]): row for row in told(client)}
    kinds = {(str(a), SUBCLASS, str(b)) for a, b in ONTOLOGY.subject_objects(RDFS.subClassOf)}
    assert kinds and kinds <= rows.keys()
    classes = {each for (each,) in ONTOLOGY.query("SELECT ?c { ?c a owl:Class }")}  # type: ignore[misc]
    stated = [
        (str(a), str(prop), str(b))
        for prop, a in ONTOLOGY.subject_objects(RDFS.domain)
        for b in set(ONTOLOGY.objects(prop, RDFS.range)) & classes
        if a in classes
    ]
    assert stated and all(rows[each]["domain_stated"] == rows[each]["range_stated"] == "true" for each in stated)


def test_one_class_is_drawn_with_all_that_leads_to_it_and_from_it(client: FlaskClient) -> None:
    shown = page(client, "/ontology/classes?about=Practice")
    drawn = {box.tag["href"].rpartition("/")[2] for box in shown.all("#drawing svg a")}  # type: ignore[union-attr]
    ends = {end.removeprefix(OP) for row in told(client, "Practice") for end in (row["from"], row["to"])}
    assert {each for each in ends if "/" not in each} <= drawn
    links = {link.path for link in page(client, "/ontology/terms/Practice").links}
    assert "/ontology/classes" in links


def test_each_way_is_a_linkset_with_its_number_of_statements(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/ontology/classes.ttl?about=Practice").text)
    sets = {
        (str(graph.value(graph.value(each, VOID.subjectsTarget), VOID["class"])),
         str(graph.value(each, VOID.linkPredicate)),
         str(graph.value(graph.value(each, VOID.objectsTarget), VOID["class"]))): str(graph.value(each, VOID.triples))
        for each in graph.subjects(RDF.type, VOID.Linkset)
    }  # fmt: skip
    rows = {(r["from"], r["property"], r["to"]): r["statements"] for r in told(client, "Practice")}
    assert sets == {each: number for each, number in rows.items() if each[1] != SUBCLASS}
    assert (URIRef(OP + "Practice"), RDFS.subClassOf, URIRef("https://schema.org/Project")) in graph


def test_a_property_that_is_stated_and_not_used_stands_there_with_nothing() -> None:
    def row(**values: str) -> dict[str, Cell | None]:
        names = ("term", "kind", "label", "parent", "domain", "range", "from", "property", "to", "statements")
        return {name: Cell(values[name], "literal") if name in values else None for name in names}

    terms = [
        row(term="A", kind="class", parent="B"), row(term="B", kind="class"),
        row(term="p", kind="property", domain="A", range="B"), row(term="q", kind="property", domain="B"),
    ]  # fmt: skip
    seen = [
        row(**{"from": "B", "property": prop, "to": "A", "statements": number})
        for prop, number in (("q", "3"), ("r", "2"))
    ]
    found = [
        (each.source, each.property, each.target, each.statements, each.domain_stated, each.range_stated)
        for each in class_links(terms, seen, {"A": 2})
    ]
    assert found == [
        ("A", SUBCLASS, "B", 2, True, True),
        ("B", "q", "A", 3, True, False),
        ("B", "r", "A", 2, False, False),
        ("A", "p", "B", 0, True, True),
    ]


@pytest.mark.parametrize("name", ["Nothing", "nothing:Class"])
def test_an_unknown_class_is_404_and_says_so(client: FlaskClient, name: str) -> None:
    reply = client.get(f"/ontology/classes?about={name}", headers={"Accept": "text/html"})
    assert reply.status_code == 404 and name in reply.text
