"""The vocabularies keep the rules of SKOS and ours, and a fault in them would be found."""

from __future__ import annotations

from functools import cache

import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from graph.settings import ROOT
from graph.store import EmbeddedStore
from graph.terms import CONCEPT, OP
from tests.ontology.skos_checks import faults

THEME = Namespace(f"{CONCEPT}theme/")
SCHEME, A, B = URIRef(f"{CONCEPT}theme"), THEME["park-safety"], THEME["places-and-transport"]
NEW = THEME["new"]


@cache
def vocabularies() -> Graph:
    """All of them, as they are written."""
    graph = Graph()
    for path in sorted((ROOT / "ontology" / "vocabularies").glob("*.ttl")):
        graph.parse(path)
    return graph


def copy() -> Graph:
    """The vocabularies, to be broken."""
    graph = Graph()
    for triple in vocabularies():
        graph.add(triple)
    return graph


def test_the_vocabularies_have_no_fault() -> None:
    assert len(set(vocabularies().subjects(RDF.type, SKOS.Concept))) > 500
    assert faults(vocabularies()) == set()


SEEDED = {
    "concept without one English definition": ([], [(A, SKOS.definition, None)]),
    "concept without an English label": ([], [(A, SKOS.prefLabel, None)]),
    "concept without a scheme": ([], [(A, SKOS.inScheme, None)]),
    "orphan concept": ([], [(A, SKOS.broader, None)]),
    "scheme without label, description or licence": ([], [(SCHEME, DCTERMS.license, None)]),
    "scheme without a top concept": ([], [(None, SKOS.topConceptOf, SCHEME)]),
    "two preferred labels of one language": ([(A, SKOS.prefLabel, Literal("Parks", lang="en"))], []),
    "one text as two kinds of label": ([(A, SKOS.altLabel, Literal("Park safety", lang="en"))], []),
    "label of another concept of its scheme": ([(B, SKOS.prefLabel, Literal("Park safety", lang="en"))], []),
    "top concept with a broader one": ([(A, SKOS.topConceptOf, SCHEME)], []),
    "top concept of a scheme that it is not in": ([(B, SKOS.topConceptOf, URIRef(f"{CONCEPT}status"))], []),
    "broader concept that is none": ([(A, SKOS.broader, NEW)], []),
    "circle of broader concepts": ([(B, SKOS.broader, A)], []),
    "related to a broader concept": ([(A, SKOS.related, B)], []),
    "exact and other match of one concept": ([(A, SKOS.exactMatch, NEW), (A, SKOS.broadMatch, NEW)], []),
}


@pytest.mark.parametrize("what", sorted(SEEDED))
def test_a_fault_of_a_vocabulary_is_found(what: str) -> None:
    graph = copy()
    added, removed = SEEDED[what]
    for triple in removed:
        graph.remove(triple)
    for triple in added:
        graph.add(triple)
    assert what in {name for name, _ in faults(graph)}


def test_definitions_say_whose_wording_they_are() -> None:
    assert (SCHEME, SKOS.editorialNote, None) in vocabularies()
    for scheme in vocabularies().subjects(RDF.type, SKOS.ConceptScheme):
        assert "our own wording" in str(vocabularies().value(scheme, SKOS.editorialNote)), scheme


def test_a_vocabulary_leads_to_its_top_concepts_and_they_lead_back(store: EmbeddedStore) -> None:
    found = store.select(
        f"SELECT ?s ?c {{ {{ ?s <{SKOS.hasTopConcept}> ?c }} UNION {{ ?c <{SKOS.topConceptOf}> ?s }} }}"
    )
    pairs = {(str(row["s"]), str(row["c"])) for row in found.rows}
    for one, other in ((SKOS.hasTopConcept, False), (SKOS.topConceptOf, True)):
        way = "?c {} ?s" if other else "?s {} ?c"
        rows = store.select(f"SELECT ?s ?c {{ {way.format(f'<{one}>')} }}").rows
        assert {(str(row["s"]), str(row["c"])) for row in rows} == pairs and pairs


def test_technologies_and_actors_are_concepts_of_a_vocabulary_too(store: EmbeddedStore) -> None:
    outside = store.select(f"SELECT ?c {{ ?c a <{SKOS.Concept}> FILTER NOT EXISTS {{ ?c <{SKOS.inScheme}> ?s }} }}")
    assert [str(row["c"]) for row in outside.rows] == []
    graph = Graph()
    of_tables = f"{{ ?c a ?k . VALUES ?k {{ <{OP}Technology> <{OP}Actor> }} }} UNION {{ ?c a <{SKOS.ConceptScheme}> }}"
    graph.parse(data=store.construct(f"CONSTRUCT {{ ?c ?p ?o }} {{ {of_tables} ?c ?p ?o }}", "text/turtle"))
    ours = ("/concept/technology", "/concept/actor")
    found = {(what, thing) for what, thing in faults(graph) if "/id/" in thing or thing.endswith(ours)}
    assert found == set()
