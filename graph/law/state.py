"""What an act, a provision or a rule is on a day, computed from its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.law.period import Period, long_date
from graph.text.messages import N_

ENDERS: Final = ("repealed", "invalidated", "withdrawn", "superseded", "adopted")
POINTS: Final = ("dated", "last-day")
DEADLINE: Final = "transposition-due"
LABELS: Final = {
    "ended": N_("No longer in force"),
    "upcoming": "Adopted, not yet in force",
    "future": N_("Not yet adopted"),
    "issued": N_("Issued"),
    "unknown": N_("Not known from dates"),
}
REPORTED: Final = {
    "in-force": {"in-force", "applicable", "transposition-due", "issued"},
    "adopted-not-yet-applicable": {"in-force", "upcoming"},
    "current": {"issued", "in-force"},
    "final": {"issued", "in-force"},
    "repealed": {"repealed", "ended"},
    "not-in-force": {"ended", "upcoming", "future"},
    "superseded": {"superseded", "ended"},
    "adopted-as-act": {"adopted"},
}
"""Which computed states a status reported by a source may stand for."""

BINDING, COMING, ENDED, UNKNOWN = "binding", "coming", "ended", "unknown"
"""What a rule is on a day."""


@dataclass(frozen=True, slots=True)
class Span:
    """One state from its first day to its last; an empty `end` is open. For a point in time, only `start` counts.

    `known` is the day on which the act that brings it about was signed; empty when nothing else brings it about.
    """

    state: str
    label: str
    start: str
    end: str = ""
    cause_id: str = ""
    cause_label: str = ""
    known: str = ""

    def covers(self, on: str) -> bool:
        """Whether the day falls in the span; a deadline has passed only on the day after it."""
        begun = self.start < on if self.state == DEADLINE else self.start <= on
        return begun and not self.period.is_over(on)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


def states_on(known: Sequence[Span], on: str) -> list[Span]:
    """The states on the day, never empty: what ended an act hides what it was before."""
    covering = [span for span in known if span.state not in POINTS and span.covers(on)]
    enders = [span for span in covering if span.state in ENDERS]
    return enders or covering or [_without_interval(known, on)]


def _without_interval(known: Sequence[Span], on: str) -> Span:
    dated = next((span.start for span in known if span.state == "dated"), "")
    if any(span.state == "last-day" and span.start < on for span in known):
        return _computed("ended", next(span.start for span in known if span.state == "last-day"))
    if dated > on:
        return _computed("future", dated)
    coming = upcoming(known, on)
    if coming:
        return _computed("upcoming", coming[0].start)
    return _computed("issued", dated) if dated else _computed("unknown", "")


def _computed(state: str, start: str) -> Span:
    return Span(state, LABELS[state], start)


def upcoming(known: Sequence[Span], on: str) -> list[Span]:
    """The states that have not begun by the day, the next one first; a deadline is still to come on its own day."""
    ahead = [span for span in known if span.state not in POINTS and span.start >= on and not span.covers(on)]
    return sorted((span for span in ahead if span.start > on or span.state == DEADLINE), key=lambda span: span.start)


def known_on(known: Sequence[Span], day: str) -> list[Span]:
    """The states as they were known on the day: without ends that an act signed later was to bring."""
    told = [span for span in known if span.known <= day]
    ends = [span for span in known if span.known > day and span.state in ENDERS]
    if not ends:
        return told
    return [_open_ended(span) for span in told if span.state != "last-day"]


def _open_ended(span: Span) -> Span:
    return replace(span, end="")


def reason(span: Span) -> str:
    """Why the state holds on the day that was asked, in one sentence."""
    day = long_date(span.start)
    sentences = {
        "ended": N_("Its last day was %(day)s.", day=day),
        "future": N_("It is dated %(day)s, after the day asked.", day=day),
        "upcoming": N_("Its first known day is %(day)s, after the day asked.", day=day),
        "issued": N_("It is dated %(day)s; no interval of force is recorded for it.", day=day),
        "unknown": N_("No date is recorded, so nothing can be computed."),
        "transposition-due": N_("National law had to transpose it by %(day)s.", day=day),
    }
    if span.state in sentences:
        return sentences[span.state]
    if span.end:
        return N_("Since %(first)s, until %(last)s.", first=day, last=long_date(span.end))
    return N_("Since %(day)s, with no last day known.", day=day)


def expectation(span: Span, on: str) -> str:
    """What begins on a later day, in one sentence; a change that was made after the day `on` says since when it is
    known.
    """
    day = long_date(span.start)
    if span.known > on:
        known = long_date(span.known)
        return N_("%(state)s from %(day)s, known since %(known)s.", state=span.label, day=day, known=known)
    if span.state == "transposition-due":
        return N_("National law must transpose it by %(day)s.", day=day)
    return N_("%(state)s from %(day)s.", state=span.label, day=day)


def agrees(reported: str, found: Sequence[Span]) -> bool:
    """Whether a reported status says the same as the computed states."""
    return bool(REPORTED.get(reported, {reported}) & {span.state for span in found})


def own_state(period: Period, on: str) -> str:
    """What a law is by its own first and last day: `ended 2020-01-31`, `not before 2027-12-02`, else empty."""
    if period.is_over(on):
        return N_("ended %(day)s", day=period.end)
    return N_("not before %(day)s", day=period.start) if period.start > on else ""
