"""What an act or a provision was on a day, computed from its dates, and a drawing of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from views.web.service import slug_of, text_of
from views.web.words import long_date

ENDERS = ("repealed", "invalidated", "withdrawn", "superseded", "adopted")
POINTS = ("dated", "last-day")
WORDS = {
    "ended": "No longer in force",
    "upcoming": "Adopted, not yet in force",
    "future": "Not yet adopted",
    "issued": "Issued",
    "unknown": "Not known from dates",
}
REPORTED = {
    "in-force": {"in-force", "applicable", "transposition-due", "issued"},
    "adopted-not-yet-applicable": {"in-force", "upcoming"},
    "current": {"issued", "in-force"},
    "final": {"issued", "in-force"},
    "repealed": {"repealed", "ended"},
    "not-in-force": {"ended", "upcoming", "future"},
    "superseded": {"superseded", "ended"},
    "adopted-as-act": {"adopted"},
}
TICKS = 6


@dataclass(frozen=True)
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
        return self.start <= on and (not self.end or on <= self.end)

    @property
    def period(self) -> str:
        """`since 25 May 2018`, or both days in words."""
        start = long_date(self.start)
        return f"{start} to {long_date(self.end)}" if self.end else f"since {start}"


def spans(rows: Iterable[Mapping[str, Any]]) -> list[Span]:
    """The rows of the question laws-intervals as spans."""
    return [
        Span(
            slug_of(row["state"]),
            str(row["state_label"]),
            str(row["from"]),
            *(text_of(row, name) for name in ("to", "cause_id", "cause_label")),
        )
        for row in rows
    ]


def states_on(known: Sequence[Span], on: str) -> list[Span]:
    """The states on the day, never empty: what ended an act hides what it was before."""
    covering = [span for span in known if span.state not in POINTS and span.covers(on)]
    enders = [span for span in covering if span.state in ENDERS]
    return enders or covering or [_without_interval(known, on)]


def _without_interval(known: Sequence[Span], on: str) -> Span:
    dated = next((span.start for span in known if span.state == "dated"), "")
    if any(span.state == "last-day" and span.start < on for span in known):
        return _worded("ended", next(span.start for span in known if span.state == "last-day"))
    if dated > on:
        return _worded("future", dated)
    upcoming = sorted(span.start for span in known if span.state not in POINTS and span.start > on)
    if upcoming:
        return _worded("upcoming", upcoming[0])
    return _worded("issued", dated) if dated else _worded("unknown", "")


def _worded(state: str, start: str) -> Span:
    return Span(state, WORDS[state], start)


def reason(span: Span, on: str) -> str:
    """Why the state holds on the day, in one sentence."""
    day = long_date(span.start)
    if span.state == "ended":
        return f"Its last day was {day}."
    if span.state == "future":
        return f"It is dated {day}, after the day asked."
    if span.state == "upcoming":
        return f"Its first known day is {day}, after the day asked."
    if span.state == "issued":
        return f"It is dated {day}; no interval of force is recorded for it."
    if span.state == "unknown":
        return "No date is recorded, so nothing can be computed."
    if span.state == "transposition-due":
        return f"National law had to transpose it by {day}."
    until = f", until {long_date(span.end)}" if span.end else ", with no last day known"
    return f"Since {day}{until}."


def upcoming(known: Sequence[Span], on: str) -> list[Span]:
    """The states that begin after the day, the next one first."""
    return sorted((span for span in known if span.state not in POINTS and span.start > on), key=lambda span: span.start)


def expected(span: Span) -> str:
    """What begins on a later day, in one sentence."""
    day = long_date(span.start)
    if span.state == "transposition-due":
        return f"National law must transpose it by {day}."
    return f"{span.label} from {day}."


def badges(found: Sequence[Span]) -> list[dict[str, str]]:
    """The states as badges."""
    return [{"kind": f"status-{span.state}", "label": span.label} for span in found]


def agrees(reported: str, found: Sequence[Span]) -> bool:
    """Whether a reported status says the same as the computed states."""
    return bool(REPORTED.get(reported, {reported}) & {span.state for span in found})


@dataclass(frozen=True)
class Lane:
    """One bar of the drawing: `tone` is light (in force), dark (applicable) or end (no longer, or not yet, law)."""

    label: str
    tone: str
    start: str
    end: str = ""


def lanes(known: Sequence[Span]) -> list[Lane]:
    """The intervals as bars, in the order in which they begin."""
    tones = {"in-force": "light", "proposed": "light", "applicable": "dark", "transposition-due": "dark"}
    real = [span for span in known if span.state not in POINTS]
    order = {"proposed": 0, "in-force": 1, "applicable": 2}
    real.sort(key=lambda span: (span.start, order.get(span.state, 3)))
    return [Lane(span.label, tones.get(span.state, "end"), span.start, span.end) for span in real]


def timeline(bars: Sequence[Lane], on: str) -> dict[str, Any] | None:
    """Where each bar, year and the day asked lie, in hundredths of the width; None when there is no bar."""
    if not bars:
        return None
    days = [bar.start for bar in bars] + [bar.end for bar in bars if bar.end] + [on]
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 2
    begin, length = _ordinal(f"{first}-01-01"), _ordinal(f"{last}-01-01") - _ordinal(f"{first}-01-01")

    def place(day: str) -> float:
        return round(100 * (_ordinal(day) - begin) / length, 2)

    step = next(each for each in (1, 2, 5, 10, 20, 50, 100) if (last - first) / each <= TICKS)
    drawn = []
    for number, bar in enumerate(bars):
        x = place(bar.start)
        span = Span("", bar.label, bar.start, bar.end)
        drawn.append(
            {"label": bar.label, "period": span.period, "tone": bar.tone, "x": x, "y": 30 + 48 * number}
            | {"width": round(max(0.4, (place(bar.end) if bar.end else 100.0) - x), 2), "open": not bar.end}
        )
    ticks = [{"year": year, "x": place(f"{year}-01-01")} for year in range(first, last, step)]
    return {"bars": drawn, "ticks": ticks, "on": place(on), "height": 48 * len(bars) + 62}


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat((day + "-01-01")[:10] if len(day) < 10 else day).toordinal()
