"""What an act, a provision or a rule is on a day, computed from its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.law.period import Period, long_date

ENDERS: Final = ("repealed", "invalidated", "withdrawn", "superseded", "adopted")
POINTS: Final = ("dated", "last-day")
LABELS: Final = {
    "ended": "No longer in force",
    "upcoming": "Adopted, not yet in force",
    "future": "Not yet adopted",
    "issued": "Issued",
    "unknown": "Not known from dates",
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

BINDING, COMING, ENDED, UNKNOWN, NEVER = "binding", "coming", "ended", "unknown", "never"
"""What a rule is on a day."""


@dataclass(frozen=True, slots=True)
class Span:
    """One state from its first day to its last; an empty `end` is open. For a point in time, only `start` counts."""

    state: str
    label: str
    start: str
    end: str = ""
    cause_id: str = ""
    cause_label: str = ""

    def covers(self, on: str) -> bool:
        """Whether the day falls in the span."""
        return self.start <= on and not self.period.is_over(on)

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
    """The states that begin after the day, the next one first."""
    return sorted((span for span in known if span.state not in POINTS and span.start > on), key=lambda span: span.start)


def reason(span: Span) -> str:
    """Why the state holds on the day that was asked, in one sentence."""
    day = long_date(span.start)
    sentences = {
        "ended": f"Its last day was {day}.",
        "future": f"It is dated {day}, after the day asked.",
        "upcoming": f"Its first known day is {day}, after the day asked.",
        "issued": f"It is dated {day}; no interval of force is recorded for it.",
        "unknown": "No date is recorded, so nothing can be computed.",
        "transposition-due": f"National law had to transpose it by {day}.",
    }
    until = f", until {long_date(span.end)}" if span.end else ", with no last day known"
    return sentences.get(span.state, f"Since {day}{until}.")


def expectation(span: Span) -> str:
    """What begins on a later day, in one sentence."""
    day = long_date(span.start)
    if span.state == "transposition-due":
        return f"National law must transpose it by {day}."
    return f"{span.label} from {day}."


def agrees(reported: str, found: Sequence[Span]) -> bool:
    """Whether a reported status says the same as the computed states."""
    return bool(REPORTED.get(reported, {reported}) & {span.state for span in found})


@dataclass(frozen=True, slots=True)
class Application:
    """Whether a provision applies on a day: a slug of a state, the words for it, and why."""

    slug: str
    label: str
    reason: str


def application(known: Sequence[Span], own_last_day: str, on: str) -> Application:
    """Whether a provision with these spans applies on the day; `own_last_day` is empty when only its act has one."""
    span, day = next((span for span in known if span.state == "applicable"), None), long_date(on)
    if span is None:
        why = "No date of application is recorded for it."
        return Application("unknown", f"Not known whether it applies on {day}", why)
    if span.covers(on):
        until = f" and its last day is {long_date(span.end)}" if span.end else " and no last day is known"
        return Application("applicable", f"Applies on {day}", f"It applies from {long_date(span.start)}{until}.")
    label = f"Does not apply on {day}"
    if on < span.start:
        return Application("upcoming", label, f"It applies only from {long_date(span.start)}.")
    whose = "Its last day" if own_last_day == span.end else "The last day of its act"
    return Application("ended", label, f"{whose} was {long_date(span.end)}.")


def own_state(period: Period, on: str) -> str:
    """What a law is by its own first and last day: `ended 2020-01-31`, `not before 2027-12-02`, else empty."""
    if period.is_over(on):
        return f"ended {period.end}"
    return f"not before {period.start}" if period.start > on else ""


def rule_state(period: Period, act_date: str, on: str) -> str:
    """What a rule is on a day; without a first day it counts from the day of its act, without either it is unknown."""
    first, last = period.start, period.end
    if first and last and last < first:
        return NEVER
    if period.is_over(on):
        return ENDED
    since = first or act_date
    if not since:
        return UNKNOWN
    return BINDING if since <= on else COMING
