"""What a revision uses: the things of each class, its properties, the values of each property, and what shapes ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.terms import GEOSPARQL, OP, PREFIXES, RDF, SKOS

TYPE = RDF + "type"
# All of their things have words in a table; queries/completion/completion-words.rq.
CLASSES_WITH_WORDS = frozenset(
    (SKOS + "Concept", GEOSPARQL + "Feature", *(OP + name for name in ("Technology", "Actor", "Country", "City")))
)


@dataclass(frozen=True, slots=True)
class PropertyUse:
    """How many things have a property, and how many statements say so."""

    things: int
    statements: int


@dataclass(frozen=True, slots=True)
class StatementCount:
    """How many statements have a property, and how many of them a rule inferred."""

    statements: int
    inferred: int


@dataclass(frozen=True, slots=True)
class TermWords:
    """What a term is called in English, what it means, and the vocabulary it is in; empty where nobody says."""

    label: str = ""
    definition: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """What SHACL asks of a property of a class; `most` is 0 when there may be any number."""

    least: int = 0
    most: int = 0
    kind: str = ""


@dataclass(frozen=True, repr=False)
class CompletionTable:
    """One revision, as completion needs it. All keys are IRIs.

    `properties` are by class, `kinds` and `values` by property with the number of uses, `shapes` by class and property.
    `statements` has every property that is used at all, `partial` by property the classes of things that have a year or
    a month as its value.
    """

    properties: Mapping[str, Mapping[str, PropertyUse]]
    kinds: Mapping[str, Mapping[str, int]]
    values: Mapping[str, Mapping[str, int]]
    words: Mapping[str, TermWords]
    shapes: Mapping[str, Mapping[str, ShapeRule]] = field(default_factory=dict)
    statements: Mapping[str, StatementCount] = field(default_factory=dict)
    partial: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def things(self, iri: str) -> int:
        """How many things the class has."""
        own = self.properties.get(iri, {}).get(TYPE)
        return own.things if own else 0

    def classes_with(self, found: Iterable[str]) -> list[str]:
        """The classes that have every one of the properties."""
        wanted = set(found)
        return [iri for iri, has in self.properties.items() if wanted and wanted <= has.keys()]

    def classes_of_values(self, prop: str) -> list[str]:
        """The classes of what the property leads to."""
        return [kind for kind in self.kinds.get(prop, {}) if kind in self.properties]

    def uses(self, prop: str) -> int:
        """How many statements have the property, whatever they are about."""
        return sum(self.kinds.get(prop, {}).values())

    def schemes_of_values(self, prop: str) -> set[str]:
        """The vocabularies that the values of the property are of; an empty text for values of none."""
        return {self._scheme(each) for each in self.values.get(prop, {})}

    def same_scheme(self, prop: str) -> list[str]:
        """The concepts of the one vocabulary that the property uses; none when it uses several, or no vocabulary."""
        schemes = self.schemes_of_values(prop)
        scheme = schemes.pop() if len(schemes) == 1 else ""
        return [iri for iri, words in self.words.items() if scheme and words.scheme == scheme]

    def _scheme(self, iri: str) -> str:
        return self.words[iri].scheme if iri in self.words else ""


def short(iri: str) -> tuple[str, str] | None:
    """The prefix and the local name of a term of a known namespace; None for another."""
    for prefix, space in PREFIXES.items():
        local = iri.removeprefix(space)
        if local != iri and local.replace("_", "").replace("-", "").isalnum():
            return prefix, local
    return None
