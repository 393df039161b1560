"""What a timeline holds: acts and moved days as they are recorded, and all of it as lists in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.marks import Mark
from graph.law.state import Span
from graph.text.messages import N_, joined
from views.shown.values import Badge
from views.web.words import long_date


@dataclass(frozen=True, slots=True)
class Moved:
    """Provisions whose first day was moved from `was` to `now` by an act that was signed on `known`."""

    was: str
    now: str
    names: tuple[str, ...]
    by: str
    known: str

    def words(self, on: str) -> str:
        """What moved, from when to when; on an earlier day than it was known, as something later."""
        told = {"parts": _some(self.names), "was": long_date(self.was), "now": long_date(self.now), "law": self.by}
        if self.known > on:
            return N_(
                "%(parts)s set for %(was)s, later moved to %(now)s by %(law)s, known since %(known)s",
                known=long_date(self.known),
                **told,
            )
        return N_("%(parts)s moved from %(was)s to %(now)s by %(law)s", **told)


@dataclass(frozen=True, slots=True)
class Act:
    """One act with the provisions that matter here; days as YYYY-MM-DD, empty when they are not known."""

    iri: str
    id: str
    label: str
    jurisdiction: str
    force: tuple[tuple[str, str], ...]
    applies: tuple[str, str]
    act_applies: str
    through_national_law: bool
    states: tuple[Span, ...]
    moved: tuple[Moved, ...]
    provisions: int


@dataclass(frozen=True, slots=True)
class ActInWords:
    """One act of the list: when it is in force and applies, its states on the day, and its moved days by number."""

    label: str
    href: str
    jurisdiction: str
    force: str
    applies: str
    provisions: int
    badges: Sequence[Mapping[str, str]]
    moved: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class EventInWords:
    """One legal event of a practice, under its number."""

    number: int
    date: str
    dated: bool
    who: str
    outcome: Badge
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class PracticeInWords:
    """One practice of the list: where and when it ran, and what the law said to it."""

    label: str
    href: str
    where: str
    run: str
    status: Badge
    events: Sequence[EventInWords]


@dataclass(frozen=True, slots=True)
class Timeline:
    """`law` and `practices` as lists in words, `plain` as rows for programs, `drawing` as the macro takes it."""

    law: list[ActInWords]
    practices: list[PracticeInWords]
    plain: list[dict[str, str]]
    drawing: dict[str, Any] | None
    undated: int


def _some(names: Sequence[str], most: int = 3) -> str:
    more = len(names) - most
    if more > 0:
        return N_("%(parts)s and %(number)s more", parts=joined(names[:most], ", "), number=more)
    return joined(names, ", ")
