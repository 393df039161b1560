"""The SHACL shapes one by one: what each asks, of which things, and its text as it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.settings import ROOT
from graph.terms import BASE

SHAPE: Final = BASE + "shapes#"
FILE: Final = ROOT / "ontology" / "shapes.ttl"


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """One check of the graph before it is published.

    `classes` are those whose things it looks at, `having` the properties whose subjects it looks at besides; `path` has
    one property, or several that are followed one after the other. `most` is 0 when there may be any number; `kind` is
    the class or the datatype of the values, `pattern` what their texts match. `text` is Turtle, `triples` N-Triples.
    """

    iri: str
    label: str
    group: str
    message: str
    classes: tuple[str, ...]
    having: tuple[str, ...]
    path: tuple[str, ...]
    least: int
    most: int
    kind: str
    pattern: str
    text: str
    triples: bytes

    @property
    def name(self) -> str:
        """Its last part, as it stands in addresses."""
        return self.iri.removeprefix(SHAPE)

    def is_about(self, term: str) -> bool:
        """Whether it names a class or a property."""
        return term in (*self.classes, *self.having, *self.path, self.kind)


def shapes() -> Mapping[str, PropertyShape]:
    """Every property shape of this release by its name, in the order of the file."""
    return _read(FILE)


@cache
def _read(file: Path) -> Mapping[str, PropertyShape]:
    text = file.read_text(encoding="utf-8")
    graph = Graph().parse(data=text, format="turtle")
    texts = {name: part for name, part in _parts(text) if (URIRef(SHAPE + name), RDF.type, SH.PropertyShape) in graph}
    return {name: _shape(graph, URIRef(SHAPE + name), part) for name, part in texts.items()}


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Each paragraph that tells of a shape, by the name of the shape."""
    for part in text.split("\n\n"):
        if found := re.match(r"s:([\w-]+) a sh:PropertyShape", part.strip()):
            yield found[1], part.strip()


def _shape(graph: Graph, shape: URIRef, text: str) -> PropertyShape:
    def one(prop: Node) -> str:
        return str(graph.value(shape, prop) or "")

    path = graph.value(shape, SH.path)
    group = graph.value(shape, SH.group)
    own = graph.cbd(shape)
    return PropertyShape(
        iri=str(shape),
        label=one(SH.name),
        group=str(graph.value(group, RDFS.label) or ""),
        message=one(SH.message),
        classes=tuple(sorted(map(str, graph.objects(shape, SH.targetClass)))),
        having=tuple(sorted(map(str, graph.objects(shape, SH.targetSubjectsOf)))),
        path=(str(path),) if isinstance(path, URIRef) else tuple(map(str, Collection(graph, path))) if path else (),
        least=int(one(SH.minCount) or 0),
        most=int(one(SH.maxCount) or 0),
        kind=one(SH["class"]) or one(SH.datatype),
        pattern=one(SH.pattern),
        text=text,
        triples=own.serialize(format="nt").encode(),
    )
