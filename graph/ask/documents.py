"""RDF documents: statements about things, what a document says of itself, and both written in any RDF form."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Graph

from graph.ask.binding import Given, bind
from graph.ask.catalogue import Catalogue
from graph.settings import ROOT
from graph.sparql.formats import DATASET_FORMATS, GRAPH_FORMATS
from graph.sparql.hints import WELL_KNOWN
from graph.store import Cell, Store
from graph.terms import DCTERMS, FOAF, LICENCE, OWL, RDF, VOID, XSD

JSON_LD, N_TRIPLES = "application/ld+json", "application/n-triples"
LINES = (N_TRIPLES, "application/n-quads")
# A store elsewhere may cut a long answer.
BATCH_THINGS = 100
_NAMESPACES = re.compile(r"(?:^@prefix .*\n)+| xmlns:[^>]*", re.MULTILINE)
_NAMESPACE = re.compile(r'@prefix .*\n| xmlns:\w+="[^"]*"')

Quads = set[ox.Quad]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says of itself: its address, what it is about if that is one thing, and where it comes from.

    `source` is the address of its revision, `dataset` the identifier of all data, `site` how the place is called.
    """

    address: str
    topic: str
    dataset: str
    source: str
    revision: int
    created: str
    site: str

    def quads(self) -> Quads:
        """The same as statements, with the licence and how to cite it."""
        cited = f"{self.site}, data revision {self.revision}"
        said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (RDF + "type", ox.NamedNode(FOAF + "Document")),
            (DCTERMS + "license", ox.NamedNode(LICENCE)),
            (DCTERMS + "source", ox.NamedNode(self.source)),
            (DCTERMS + "created", ox.Literal(self.created, datatype=ox.NamedNode(XSD + "dateTime"))),
            (DCTERMS + "bibliographicCitation", ox.Literal(cited, language="en")),
            (OWL + "versionInfo", ox.Literal(str(self.revision))),
            (VOID + "inDataset", ox.NamedNode(self.dataset)),
        ]
        said += [(FOAF + "primaryTopic", ox.NamedNode(self.topic))] if self.topic else []
        return {ox.Quad(ox.NamedNode(self.address), ox.NamedNode(name), value) for name, value in said}


def statements(store: Store, catalogue: Catalogue, things: Sequence[str], topic: str) -> Quads:
    """What the graph states about `things`, what points to `topic`, and the rows it comes from, each in its graph."""
    batches = [things[start : start + BATCH_THINGS] for start in range(0, len(things), BATCH_THINGS)]
    asked: list[tuple[str, dict[str, Given]]] = [("things-statements", {"things": batch}) for batch in batches]
    asked += [("thing-around", {"thing": topic})] if topic else []
    found = [row for name, values in asked for row in store.select(bind(catalogue[name], values)).rows]
    # The four terms come from four columns that are always there; the checker sees cells of any kind.
    return {
        ox.Quad(*(_term(row[name]) for name in ("thing", "property", "value", "graph")))  # type: ignore[arg-type]
        for row in found
    }


def triples(text: bytes) -> Quads:
    """N-Triples as quads of the default graph."""
    return set(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def written(quads: Quads, media_type: str, context: str) -> bytes:
    """The quads as a document, without their graphs where the form has none. The same quads give the same bytes.

    JSON-LD names `context`, the address of the context in `ontology/`.
    """
    if media_type not in DATASET_FORMATS:
        quads = {ox.Quad(each.subject, each.predicate, each.object) for each in quads}
    lines = "".join(f"{line} .\n" for line in sorted(map(str, quads)))
    if media_type == JSON_LD:
        return _json_ld(lines, context)
    if media_type in LINES:
        return lines.encode()
    used = {prefix: space for prefix, space in WELL_KNOWN.items() if f"<{space}" in lines}
    output_format = {**GRAPH_FORMATS, **DATASET_FORMATS}[media_type]
    whole = (ox.serialize(sorted(quads, key=_order), format=output_format, prefixes=used) or b"").decode()
    # The engine names the namespaces in another order each time.
    return _NAMESPACES.sub(lambda found: "".join(sorted(_NAMESPACE.findall(found[0]))), whole, count=1).encode()


def _json_ld(lines: str, address: str) -> bytes:
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    graph = Graph(bind_namespaces="none").parse(data=lines, format="nt")
    found = json.loads(graph.serialize(format="json-ld", context=context, sort_keys=True))
    found["@context"] = address
    found.get("@graph", []).sort(key=lambda node: str(node.get("id")))
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    """By graph, then by thing, its classes first."""
    kind = quad.predicate.value == RDF + "type"
    return str(quad.graph_name), str(quad.subject), not kind, str(quad.predicate), str(quad.object)


def _term(cell: Cell | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    assert cell is not None
    if cell.kind == "iri":
        return ox.NamedNode(cell.value)
    if cell.kind == "bnode":
        return ox.BlankNode(cell.value)
    if cell.language:
        return ox.Literal(cell.value, language=cell.language)
    return ox.Literal(cell.value, datatype=ox.NamedNode(cell.datatype or XSD + "string"))
