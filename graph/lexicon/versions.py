"""The ontology as it was published before, and what changed since: terms, concepts, shapes and rules.

Each published version lies in ontology/versions/ under its number, as the files were; what changed is worked out from
both, so nobody has to write it down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox

from graph.build.infer import rule_files, rule_name
from graph.settings import ROOT
from graph.tables.vocabulary import read_turtle
from graph.terms import BASE, OP, OWL, RDF, SH, SKOS

FOLDER: Final = ROOT / "ontology"
ONTOLOGY: Final = OP.removesuffix("#")
RULE: Final = BASE + "id/inference-rules/"
TEXT: Final = "text"
NAMELESS: Final = "/.well-known/genid/"
KINDS: Final[Mapping[str, str]] = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "property",
    OWL + "DatatypeProperty": "property",
    RDF + "Property": "property",
    SKOS + "ConceptScheme": "vocabulary",
    SKOS + "Concept": "concept",
    SH + "PropertyShape": "shape",
}
State = Literal["new", "changed", "deprecated", "removed", "unchanged"]
Parts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Version:
    """One version: the number it bears, and what it says of each thing by property; of a rule, its text."""

    number: str
    said: Mapping[str, Parts]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PartChange:
    """One property of a thing whose values are not what they were; `part` is its IRI, or TEXT for a rule."""

    part: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermChange:
    """What became of one thing; `kind` is class, property, vocabulary, concept, shape or rule."""

    iri: str
    kind: str
    state: State
    differences: tuple[PartChange, ...] = ()

    @property
    def name(self) -> str:
        """Its last part, as it stands in addresses."""
        return self.iri.rpartition("#")[2].removeprefix(BASE).removeprefix("concept/").rpartition("rules/")[2]


@dataclass(frozen=True, slots=True)
class TermChanges:
    """What every thing of the present version became since another; `since` is empty when none was published before."""

    number: str
    since: str
    by_iri: Mapping[str, TermChange]

    def of(self, iri: str) -> TermChange | None:
        """What became of one thing; None for what no version of the ontology has, such as terms of others."""
        return self.by_iri.get(iri)


def changes(folder: Path = FOLDER) -> TermChanges:
    """What changed since the version that was published before the present one, read once."""
    return _changes(folder)


@lru_cache(maxsize=2)
def _changes(folder: Path) -> TermChanges:
    now = read_version(folder)
    before = [each for each in kept(folder) if each != now.number]
    if not before:
        return TermChanges(now.number, "", {iri: TermChange(iri, kind, "unchanged") for iri, kind in now.kinds.items()})
    return compared(read_version(folder / "versions" / before[0]), now)


def kept(folder: Path = FOLDER) -> list[str]:
    """The numbers of the versions that are kept, the newest first."""
    found = [path.name for path in (folder / "versions").glob("*") if (path / "openplaza.ttl").is_file()]
    return sorted(found, key=_order, reverse=True)


def _order(number: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in number.split(".")]


def read_version(folder: Path) -> Version:
    """The ontology, vocabularies, shapes and rules of a folder. Raises OSError, or SyntaxError naming the file."""
    files = [folder / "openplaza.ttl", folder / "shapes.ttl", *sorted((folder / "vocabularies").glob("*.ttl"))]
    stated: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in read_turtle(files):
        stated[_name(triple.subject)].append(triple)
    said: dict[str, Parts] = {}
    kinds: dict[str, str] = {}
    for iri, triples in stated.items():
        types = [KINDS[each.object.value] for each in triples if each.predicate.value == RDF + "type"
                 and isinstance(each.object, ox.NamedNode) and each.object.value in KINDS]  # fmt: skip
        if types and iri.startswith(BASE):
            said[iri], kinds[iri] = _parts(triples, stated), types[0]
    for path in rule_files(folder / "rules"):
        iri = RULE + rule_name(path)
        said[iri], kinds[iri] = {TEXT: (path.read_text(encoding="utf-8").strip(),)}, "rule"
    [number] = [_name(each.object) for each in stated[ONTOLOGY] if each.predicate.value == OWL + "versionInfo"]
    return Version(number, said, kinds)


def _parts(triples: list[ox.Triple], stated: Mapping[str, list[ox.Triple]]) -> Parts:
    found: dict[str, list[str]] = defaultdict(list)
    for each in triples:
        found[each.predicate.value].append(_told(each.object, stated))
    return {part: tuple(sorted(values)) for part, values in found.items()}


def _name(term: object) -> str:
    """What stands in a literal or a name; no other kind of term is left by `read_turtle`."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _told(value: object, stated: Mapping[str, list[ox.Triple]]) -> str:
    """A value as words: a node without a name by all that is said of it, so that its made-up name does not count."""
    if isinstance(value, ox.Literal):
        return value.value if value.language in (None, "en") else f"{value.value} ({value.language})"
    iri = _name(value)
    if NAMELESS not in iri:
        return iri
    within = sorted(f"{each.predicate.value} {_told(each.object, stated)}" for each in stated.get(iri, ()))
    return f"({'; '.join(within)})"


def compared(before: Version, now: Version) -> TermChanges:
    """Every thing of two versions with what became of it."""
    found = {iri: _change(iri, before, now) for iri in (*now.said, *(before.said.keys() - now.said.keys()))}
    return TermChanges(now.number, before.number, found)


def _change(iri: str, before: Version, now: Version) -> TermChange:
    if iri not in before.said:
        return TermChange(iri, now.kinds[iri], "new")
    if iri not in now.said:
        return TermChange(iri, before.kinds[iri], "removed")
    differences = tuple(_differences(before.said[iri], now.said[iri]))
    deprecated = any(each.part == OWL + "deprecated" and each.now == ("true",) for each in differences)
    state: State = "deprecated" if deprecated else "changed" if differences else "unchanged"
    return TermChange(iri, now.kinds[iri], state, differences)


def _differences(before: Parts, now: Parts) -> Iterator[PartChange]:
    for part in sorted({*before, *now}):
        if before.get(part) != now.get(part):
            yield PartChange(part, before.get(part, ()), now.get(part, ()))
