"""Coded cells become concepts: the notation in the cell is looked up in the vocabulary its column names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.findings import Finding, nearest
from graph.tables.metadata import Column
from graph.terms import BASE, CONCEPT, SKOS

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
NOTATION = ox.NamedNode(SKOS + "notation")
IN_SCHEME = ox.NamedNode(SKOS + "inScheme")


@dataclass(frozen=True)
class Vocabulary:
    """`concepts` maps scheme name and notation to the concept."""

    concepts: Mapping[str, Mapping[str, ox.NamedNode]]

    def concept(self, scheme: str, notation: str) -> ox.NamedNode | None:
        """Return the concept for a cell, or None when the scheme has no such notation."""
        return self.concepts.get(scheme, {}).get(notation)

    def notations(self, scheme: str) -> list[str]:
        """Return every notation of a scheme."""
        return list(self.concepts.get(scheme, {}))


def coded_fault(vocabulary: Vocabulary, file: str, line: int, column: Column, item: str) -> Finding | None:
    """What is wrong with a coded value, at its cell; None when its vocabulary has it."""
    scheme = column.scheme or ""
    if vocabulary.concept(scheme, item):
        return None
    known = vocabulary.notations(scheme)
    mend = f"Use a notation of ontology/vocabularies/{scheme}.ttl, or add it there.{nearest(item, known)}"
    return Finding(file, line, column.name, item, f"The vocabulary {scheme} has no such notation.", mend)


def read_turtle(paths: Iterable[Path]) -> list[ox.Triple]:
    """Read Turtle files into triples, nodes without a name under one by their order in the file.

    Raises SyntaxError with the file's name when one does not parse.
    """
    triples: list[ox.Triple] = []
    for path in paths:
        read = (quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        triples += _named_nodes(read, path.stem)
    return triples


def _named_nodes(triples: Iterable[ox.Triple], file: str) -> Iterator[ox.Triple]:
    """The statements with names in place of blank nodes (RDF 1.1, section 3.5), by their order in the file: a parser
    gives them other labels each time, and the same facts must give the same revision."""
    names: dict[ox.BlankNode, ox.NamedNode] = {}

    def named(term: _Term) -> _Term:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.NamedNode(f"{BASE}.well-known/genid/{file}-{len(names) + 1}"))

    # A name takes the place of a node that a subject may be; the checker sees any term.
    for triple in triples:
        yield ox.Triple(named(triple.subject), triple.predicate, named(triple.object))  # type: ignore[arg-type]


def vocabulary_of(triples: Iterable[ox.Triple]) -> Vocabulary:
    """Index concepts by scheme and notation."""
    scheme_of: dict[str, str] = {}
    notation_of: list[tuple[ox.NamedNode, str]] = []
    for triple in triples:
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        if triple.predicate == IN_SCHEME and isinstance(triple.object, ox.NamedNode):
            scheme_of[triple.subject.value] = triple.object.value.removeprefix(CONCEPT)
        if triple.predicate == NOTATION and isinstance(triple.object, ox.Literal):
            notation_of.append((triple.subject, triple.object.value))
    concepts: dict[str, dict[str, ox.NamedNode]] = {}
    for concept, notation in notation_of:
        concepts.setdefault(scheme_of.get(concept.value, ""), {})[notation] = concept
    return Vocabulary(concepts)
