"""What changed between two revisions, in words a curator can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from graph.revision.reading import Revision, read_quads

_LABELS = (
    b"<http://www.w3.org/2004/02/skos/core#prefLabel>",
    b"<http://www.w3.org/2000/01/rdf-schema#label>",
    b"<http://purl.org/dc/terms/title>",
    b"<http://data.europa.eu/eli/ontology#title>",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; `properties` are the IRIs whose values changed, empty for added and removed things."""

    iri: str
    label: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """From revision `old` to revision `new`."""

    old: int
    new: int
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class _Line:
    text: bytes
    in_old: bool
    in_new: bool

    @property
    def same(self) -> bool:
        return self.in_old and self.in_new


def diff(old: Revision, new: Revision) -> Difference:
    """The things (IRIs) added, changed and removed; both revisions are read once, side by side."""
    added, changed, removed = [], [], []
    for subject, group in groupby(_merged(read_quads(old), read_quads(new)), key=_subject):
        lines = list(group)
        if not subject.startswith(b"<") or all(line.same for line in lines):
            continue
        iri, label = subject[1:-1].decode(), _label(lines)
        if not any(line.in_old for line in lines):
            added.append(Change(iri, label))
        elif not any(line.in_new for line in lines):
            removed.append(Change(iri, label))
        else:
            changed.append(Change(iri, label, _changed_properties(lines)))
    return Difference(old.number, new.number, tuple(added), tuple(changed), tuple(removed))


def _merged(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[_Line]:
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left < right):
            assert left is not None
            yield _Line(left, True, False)
            left = next(old, None)
        elif left is None or right < left:
            yield _Line(right, False, True)
            right = next(new, None)
        else:
            yield _Line(left, True, True)
            left, right = next(old, None), next(new, None)


def _subject(line: _Line) -> bytes:
    return line.text.partition(b" ")[0]


def _property(line: _Line) -> bytes:
    return line.text.split(b" ", 2)[1]


def _changed_properties(lines: Iterable[_Line]) -> tuple[str, ...]:
    return tuple(sorted({_property(line)[1:-1].decode() for line in lines if not line.same}))


def _label(lines: list[_Line]) -> str:
    """The newest label, English before untagged before any other language; empty when there is none."""
    found = [line for line in lines if _property(line) in _LABELS]
    newest = [line for line in found if line.in_new] or found
    literals = [(_LABELS.index(_property(line)), _object(line.text)) for line in newest]
    ranked = sorted((_rank(term), order, term.value) for order, term in literals if isinstance(term, ox.Literal))
    return ranked[0][2] if ranked else ""


def _object(line: bytes) -> object:
    return next(iter(ox.parse(line, format=ox.RdfFormat.N_QUADS))).object


def _rank(term: ox.Literal) -> int:
    language = (term.language or "").lower()
    if language == "en" or language.startswith("en-"):
        return 0
    return 2 if language else 1
