"""What a preview checks of the shapes, near what differs, finds what the check of everything finds there."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.collection import Collection

from graph.build import ONTOLOGY
from graph.revision import Revision
from graph.revision.reading import read_quads
from graph.shapes.checking import violations
from graph.terms import OP
from graph.terms import RDFS as RDFS_IRI

SHAPES = ONTOLOGY / "shapes.ttl"
LABEL, ROW, BASIS = (ox.NamedNode(iri) for iri in (f"{RDFS_IRI}label", f"{OP}row", f"{OP}basis"))


@pytest.fixture(scope="module")
def store(revision: Revision) -> ox.Store:
    held = ox.Store()
    held.bulk_load(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS)
    return held


def things(store: ox.Store, kind: str) -> Iterator[ox.NamedNode]:
    """The things of a class that have a row."""
    rdf_type = ox.NamedNode(str(RDF.type))
    for quad in store.quads_for_pattern(None, rdf_type, ox.NamedNode(OP + kind)):
        if isinstance(quad.subject, ox.NamedNode) and any(store.quads_for_pattern(quad.subject, ROW, None)):
            yield quad.subject


def without(store: ox.Store, subject: ox.NamedNode, prop: ox.NamedNode) -> None:
    for quad in list(store.quads_for_pattern(subject, prop, None)):
        store.remove(quad)


def spoil(store: ox.Store) -> list[ox.NamedNode]:
    """Faults of every kind that the shapes know, and the nodes whose statements differ because of them."""
    city, practice, act = (next(things(store, kind)) for kind in ("City", "Practice", "Act"))
    without(store, city, LABEL)
    # The row of the practice is at fault, the shape is one of the practice: it looks a step further.
    (row, *_) = [quad.object for quad in store.quads_for_pattern(practice, ROW, None)]
    assert isinstance(row, ox.NamedNode)
    without(store, row, BASIS)
    # Who names a country that is no country any more is at fault, and none of its own statements differ.
    country = next(things(store, "Country"))
    without(store, country, ox.NamedNode(str(RDF.type)))
    graph = ox.NamedNode("https://example.org/graph")
    store.add(ox.Quad(act, ox.NamedNode(f"{OP}actType"), ox.Literal("no concept"), graph))
    return [city, row, country, act]


def test_near_what_differs_the_shapes_find_all_that_they_find_in_the_whole(store: ox.Store) -> None:
    assert violations(store, SHAPES, {}) == []
    near = spoil(store)
    whole = {str(each) for each in violations(store, SHAPES, {})}
    assert len(whole) > 4
    assert {str(each) for each in violations(store, SHAPES, {}, near=near)} == whole


def test_nothing_is_found_where_nothing_differs(store: ox.Store) -> None:
    spoil(store)
    assert violations(store, SHAPES, {}, near=[]) == []


def test_no_shape_looks_further_than_what_is_near() -> None:
    shapes = Graph().parse(SHAPES)
    paths = set(shapes.objects(None, SH.path))
    steps = [list(Collection(shapes, path)) if isinstance(path, BNode) else [path] for path in paths]
    assert all(1 <= len(each) <= 2 and all(isinstance(step, URIRef) for step in each) for each in steps)
    compound = {SH.node, SH.property, SH.qualifiedValueShape, SH["and"], SH["or"], SH["not"], SH.xone, SH.sparql}
    assert compound & set(shapes.predicates()) == set()
    assert RDFS.subClassOf not in set(shapes.predicates())
