"""Every concept that has names in several languages, by the key that tables of names use: `theme/noise`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.build.facts import Facts
from graph.build.ontology import TurtleFile, scheme_of
from graph.terms import BASE, SKOS

TABLES = {"technology": ("concepts", f"{BASE}id/technologies/"), "actor": ("actors", f"{BASE}id/actors/")}
"""Concepts that are rows of a table: what their keys begin with, the table, and what their IRIs begin with."""


@dataclass(frozen=True, slots=True)
class NamedConcept:
    """A concept and its English label."""

    iri: str
    label: str


def concepts_of(facts: Facts) -> dict[str, NamedConcept]:
    """Return every concept of the vocabularies and every technology and actor, by its key."""
    found = {key: concept for file in facts.ontology.vocabularies for key, concept in _of_vocabulary(file)}
    for scheme, (table, iri) in TABLES.items():
        for key, row in facts.by_id(table).items():
            found[f"{scheme}/{key}"] = NamedConcept(iri + key, row.cells["label"])
    return found


def _of_vocabulary(file: TurtleFile) -> Iterator[tuple[str, NamedConcept]]:
    for iri in file.subjects(SKOS + "Concept"):
        label = next(iter(file.texts(iri, SKOS + "prefLabel")), "")
        yield f"{scheme_of(file)}/{iri.rpartition('/')[2]}", NamedConcept(iri, label)
