"""The values of coded columns: their names in every language, and what people write matched against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph.forms.standing import StandingTables
from graph.tables.vocabulary import IN_SCHEME, NOTATION, read_turtle
from graph.terms import CONCEPT, SKOS
from graph.text.folding import plain

PREFERRED, OTHER, MEANING = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
NAMES: Final = "concept_names_"
SCHEMES_OF_TABLES: Final = {"concepts": "technology", "actors": "actor"}
"""Tables whose rows are concepts too, and how the tables of names call them."""


@dataclass(frozen=True, slots=True)
class CodedValue:
    """One value that a cell may have: its text in the cell, its IRI, and what it is called in English."""

    value: str
    iri: str
    label: str
    meaning: str


@dataclass(frozen=True)
class CodedValues:
    """The values of every scheme, and the tables that tell their names in other languages."""

    schemes: Mapping[str, tuple[CodedValue, ...]]
    others: Mapping[str, tuple[str, ...]]

    def of(self, scheme: str) -> tuple[CodedValue, ...]:
        """The values of a scheme in the order of their names; none for a scheme that is not there."""
        return self.schemes.get(scheme, ())

    def meant(self, scheme: str, text: str, tables: StandingTables) -> tuple[str, ...]:
        """The values that a text names by notation, label or synonym, in any language."""
        return self._called(scheme, tables).get(plain(text), ())

    def _called(self, scheme: str, tables: StandingTables) -> Mapping[str, tuple[str, ...]]:
        slugs = {each.iri.rsplit("/", 1)[-1]: each.value for each in self.of(scheme)}
        own = ((each.value, name) for each in self.of(scheme) for name in (each.value, each.label))
        further = ((each.value, name) for each in self.of(scheme) for name in self.others.get(each.iri, ()))
        foreign = ((slugs[slug], name) for slug, name in names_in_languages(tables, scheme) if slug in slugs)
        return _by_name((*own, *further, *foreign))


def names_in_languages(tables: StandingTables, scheme: str) -> Iterable[tuple[str, str]]:
    """Each concept of a scheme, by the last part of its name, with a name or synonym of it in another language."""
    for file, table in tables.tables.items():
        if not file.startswith(NAMES):
            continue
        for key, cells in table.rows.items():
            inside, _, slug = key.partition("/")
            if inside == scheme:
                others = table.schema.column("alt_labels").items(cells["alt_labels"])
                yield from ((slug, name) for name in (cells["pref_label"], *others))


@lru_cache(maxsize=4)
def coded_values(folder: Path) -> CodedValues:
    """The values of the vocabularies in a folder of Turtle files, read once."""
    return _Read(read_turtle(sorted(folder.glob("*.ttl")))).values


class _Read:
    """Triples by subject and predicate, while the values are made of them."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._found: dict[str, dict[str, list[str]]] = {}
        for each in triples:
            if isinstance(each.subject, ox.NamedNode) and isinstance(each.object, ox.NamedNode | ox.Literal):
                told = self._found.setdefault(each.subject.value, {})
                told.setdefault(each.predicate.value, []).append(each.object.value)

    @cached_property
    def values(self) -> CodedValues:
        schemes: dict[str, list[CodedValue]] = {}
        for iri, told in self._found.items():
            if NOTATION.value in told and IN_SCHEME.value in told:
                first = {name: texts[0] for name, texts in told.items()}
                label = first.get(PREFERRED, first[NOTATION.value])
                value = CodedValue(first[NOTATION.value], iri, label, first.get(MEANING, ""))
                schemes.setdefault(first[IN_SCHEME.value].removeprefix(CONCEPT), []).append(value)
        ordered = {name: tuple(sorted(values, key=lambda each: each.label)) for name, values in schemes.items()}
        others = {iri: tuple(told[OTHER]) for iri, told in self._found.items() if OTHER in told}
        return CodedValues(ordered, others)


def _by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for value, name in pairs:
        found.setdefault(plain(name), {})[value] = None
    return {name: tuple(values) for name, values in found.items() if name}
