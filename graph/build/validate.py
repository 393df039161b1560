"""Shapes hold before anything is published; a violation is told as file, row and column, not as triples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
from pyshacl import validate as shacl_validate
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Node

from graph.build.findings import Finding
from graph.terms import OP

OPN = Namespace(OP)


def violations(store: ox.Store, shapes: Path, columns: Mapping[tuple[str, str], str]) -> list[Finding]:
    """Check the whole store (union of its graphs) against the shapes file.

    `columns` maps (file, property IRI) to the column's name. Returns one finding for every violation.
    """
    data = Graph()
    data.parse(data=_ntriples(store), format="nt")
    shape_graph = Graph().parse(shapes, format="turtle")
    conforms, results, _ = shacl_validate(data, shacl_graph=shape_graph, inference=None, advanced=False)
    if conforms or not isinstance(results, Graph):
        return []
    return [_finding(data, results, result, columns) for result in results.subjects(RDF.type, SH.ValidationResult)]


def _ntriples(store: ox.Store) -> bytes:
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert isinstance(answer, ox.QueryTriples), "a CONSTRUCT gives triples"
    return answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b""


def _finding(data: Graph, results: Graph, result: Node, columns: Mapping[tuple[str, str], str]) -> Finding:
    focus = results.value(result, SH.focusNode)
    path = results.value(result, SH.resultPath)
    row = data.value(focus, OPN.row) or (focus if (focus, RDF.type, OPN.Row) in data else None)
    file = str(data.value(row, OPN.file) or "") if row else ""
    line = int(str(data.value(row, OPN.line) or 0)) if row else 0
    value = results.value(result, SH.value)
    message = str(results.value(result, SH.resultMessage) or "A shape does not hold.")
    column = columns.get((file, str(path)), _short(path))
    return Finding(file or _short(focus), line, column, str(value or ""), message, "")


def _short(node: Node | None) -> str:
    return str(node).rsplit("/", 1)[-1].rsplit("#", 1)[-1] if isinstance(node, URIRef) else ""
