"""Shapes hold before anything is published; a violation is told as file, row and column, not as triples."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node, bind

from graph.findings import Finding
from graph.terms import OP, XSD

OPN = Namespace(OP)
Columns = Mapping[tuple[str, str], str]

# rdflib holds no value for years and months and fails on comparing two; as text, YYYY and YYYY-MM are in order.
for _name in ("gYear", "gYearMonth"):
    bind(URIRef(XSD + _name), str, str, str, datatype_specific=True)


def violations(
    store: ox.Store, shapes: Path, columns: Columns, near: Collection[ox.NamedNode] | None = None
) -> list[Finding]:
    """Check the whole store (union of its graphs) against the shapes file; with `near`, these things and who names one.

    `columns` maps (file, property IRI) to the column's name. Returns one finding for every violation.
    """
    shape_graph = Graph().parse(shapes, format="turtle")
    focus = None if near is None else _with_who_names(store, near)
    data = _graph_of(store) if focus is None else _graph_around(store, focus)
    held: list[URIRef | str] | None = None if focus is None else [URIRef(node.value) for node in focus]
    # Read here, so that a preview waits for it in the process beside it alone.
    from pyshacl import validate as shacl_validate

    conforms, results, _ = shacl_validate(
        data, shacl_graph=shape_graph, inference=None, advanced=False, focus_nodes=held
    )
    if conforms or not isinstance(results, Graph):
        return []
    return [_finding(data, results, result, columns) for result in results.subjects(RDF.type, SH.ValidationResult)]


def _graph_of(store: ox.Store) -> Graph:
    """The union of all graphs, term by term: parsing it as text takes twice as long."""
    graph = Graph()
    triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert isinstance(triples, ox.QueryTriples), "a CONSTRUCT gives triples"
    for triple in triples:
        graph.add((_term(triple.subject), _iri(triple.predicate.value), _term(triple.object)))
    return graph


def _with_who_names(store: ox.Store, nodes: Collection[ox.NamedNode]) -> set[ox.NamedNode]:
    """The nodes, and those that a statement leads from to one of them: a shape may look one step further."""
    naming = (quad.subject for node in nodes for quad in store.quads_for_pattern(None, None, node))
    return {*nodes, *(subject for subject in naming if isinstance(subject, ox.NamedNode))}


def _graph_around(store: ox.Store, focus: Collection[ox.NamedNode]) -> Graph:
    """All that is said of the nodes and two steps on, which is as far as a path of the shapes and its class reach."""
    graph = Graph()
    told: set[ox.NamedNode] = set()
    following = set(focus)
    for _ in range(3):
        quads = [quad for node in following for quad in store.quads_for_pattern(node, None, None)]
        told |= following
        for quad in quads:
            graph.add((_term(quad.subject), _iri(quad.predicate.value), _term(quad.object)))
        following = {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)} - told
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDFS.subClassOf), None):
        graph.add((_term(quad.subject), RDFS.subClassOf, _term(quad.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise TypeError("the tables state no triple about a triple")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    return Literal(term.value) if datatype == XSD + "string" else Literal(term.value, datatype=_iri(datatype))


@cache
def _iri(iri: str) -> URIRef:
    return URIRef(iri)


def _finding(data: Graph, results: Graph, result: Node, columns: Columns) -> Finding:
    focus = results.value(result, SH.focusNode)
    path = _last_step(results, results.value(result, SH.resultPath))
    rows = [(str(data.value(row, OPN.file) or ""), row) for row in _rows_of(data, focus)]
    # A thing told in two tables has a row in each: the one with a column for this property is at fault.
    rows.sort(key=lambda held: ((held[0], path) not in columns, held))
    file, row = rows[0] if rows else (str(focus), None)
    line = int(str(data.value(row, OPN.line) or 0)) if row else 0
    value = results.value(result, SH.value)
    message, _, mend = str(results.value(result, SH.resultMessage) or "A shape does not hold").partition(". ")
    said = "" if value is None else str(value)
    return Finding(file, line, columns.get((file, path), ""), said, message.rstrip(".") + ".", mend)


def _rows_of(data: Graph, focus: Node | None) -> list[Node]:
    """The rows behind a node: its own, or those of the thing before its `#`, or of the thing whose interval it is."""
    if (focus, RDF.type, OPN.Row) in data and focus is not None:
        return [focus]
    if own := list(data.objects(focus, OPN.row)):
        return own
    owners = [URIRef(str(focus).partition("#")[0]), *data.subjects(OPN.interval, focus)]
    return [row for owner in owners for row in data.objects(owner, OPN.row)]


def _last_step(results: Graph, path: Node | None) -> str:
    """The property a path ends with: of `op:row op:basis`, `op:basis`."""
    if isinstance(path, BNode):
        steps = list(RdfList(results, path))
        return str(steps[-1]) if steps else ""
    return str(path or "")
