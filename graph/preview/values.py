"""What a change set would do, as far as it was looked at: values that are kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from graph.contribute.rebasing import CellConflict


class Fate(StrEnum):
    """What becomes of a thing."""

    NEW = "new"
    CHANGED = "changed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong, as `openplaza check` says it, and at which cell of the change set; without a row it is a file's or
    another row's, and `place` alone says where."""

    table: str
    key: str
    column: str
    value: str
    message: str
    mend: str
    place: str


@dataclass(frozen=True, slots=True)
class TouchedThing:
    """A thing that would be another; `kind` is the IRI of its class, `properties` are those whose values differ."""

    iri: str
    label: str
    kind: str
    fate: Fate
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoverningChange:
    """A provision that would govern a practice, govern it no longer, or with another standing.

    `before` and `after` are slugs of standings, empty where it does not govern."""

    practice: str
    practice_label: str
    provision: str
    provision_label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question of the catalogue, asked with its example values, whose answer would be another: rows more and less."""

    name: str
    title: str
    more: int
    less: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change set would do to revision `against`. With findings it could not be published.

    `conflicts` are cells that somebody else has changed since it was written. Without `is_whole` nothing was looked at
    but the findings. `facts_ahead` says that the tables hold more than the revision, which then counts among the
    changes. `not_asked` names the questions for which no time was left; `seconds` is how long all of it took.
    """

    against: int
    findings: tuple[CellFinding, ...] = ()
    conflicts: tuple[CellConflict, ...] = ()
    is_whole: bool = False
    facts_ahead: bool = False
    things: tuple[TouchedThing, ...] = ()
    governing: tuple[GoverningChange, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    asked: int = 0
    not_asked: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that keeps it from being published."""
        return self.is_whole and not self.findings

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> Self:
        """What `to_json` wrote."""
        held: dict[str, Any] = json.loads(text)
        for name, kind in _PARTS.items():
            held[name] = tuple(kind(**_tuples(each)) for each in held[name])
        return cls(**_tuples(held))


_PARTS: Mapping[str, Any] = {
    "findings": CellFinding,
    "conflicts": CellConflict,
    "things": TouchedThing,
    "governing": GoverningChange,
    "answers": AnswerChange,
}


def _tuples(held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in held.items()}
