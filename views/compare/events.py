"""Legal events of several things on one axis of time, and the same as a table."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.marks import Mark
from graph.text.messages import N_, joined
from views.compare.rows import Thing
from views.drawing.time_axis import is_day, middle_of, start_of
from views.drawing.time_drawing import Lane, Point, TimeLine, drawing
from views.shown.values import Badge, concept_badge
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

BAD = {"found-unlawful", "annulled-by-court", "fined", "prohibited"}
GOOD = {"authorised-by-law", "sanction-overturned"}


def outcome_kind(slug: str) -> str:
    """The look of an outcome: bad, good or warn."""
    return "bad" if slug in BAD else "good" if slug in GOOD else "warn"


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One legal event under its number; `letters` are those of the things that it concerns."""

    number: int
    id: str
    date: str
    letters: str
    practice: str
    who: str
    outcome: Badge
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Events up to a day, and a drawing of those with one; `later` and `undated` count those of later days, of none."""

    rows: Sequence[ToldEvent]
    later: int
    undated: int
    drawing: dict[str, Any] | None


def history(columns: Sequence[Thing], rows: Iterable[Row], on: str) -> History:
    """The events up to the day `on`, in order of time."""
    events = list(grouped(rows, "event_id").values())
    shown = sorted((each for each in events if text_of(each[0], "date") <= on), key=_order)
    letters = {each.iri: each.letter for each in columns}
    told = [_told(number, each, letters) for number, each in enumerate(shown, 1)]
    undated = sum(not text_of(each[0], "date") for each in shown)
    return History(told, len(events) - len(shown), undated, _drawing(columns, shown, told, on))


def _order(rows: Sequence[Row]) -> tuple[bool, str, str]:
    date = text_of(rows[0], "date")
    return (not date, date, text_of(rows[0], "event_id"))


def _told(number: int, rows: Sequence[Row], letters: Mapping[str, str]) -> ToldEvent:
    first = rows[0]
    return ToldEvent(
        number=number,
        id=text_of(first, "event_id"),
        date=long_date(text_of(first, "date")) or N_("Date not stated"),
        letters=", ".join(sorted({letters[text_of(row, "thing")] for row in rows})),
        practice=text_of(first, "practice_label"),
        who=text_of(first, "authority") or N_("Authority not named"),
        outcome=concept_badge(first, "outcome"),
        text=text_of(first, "summary"),
        marks=marks_of(first),
    )


def _drawing(
    columns: Sequence[Thing], shown: Sequence[Sequence[Row]], told: Sequence[ToldEvent], on: str
) -> dict[str, Any] | None:
    points: dict[str, list[Point]] = {each.iri: [] for each in columns}
    for rows, words in zip(shown, told, strict=True):
        day = text_of(rows[0], "date")
        if not is_day(day):
            continue
        title = joined((str(words.number), joined((words.date, words.who, words.outcome.label), ", ")), ": ")
        kind = outcome_kind(slug_of(rows[0]["outcome"]))
        point = Point(middle_of(day), str(words.number), kind, title, f"#event-{words.id}")
        for thing in {text_of(row, "thing") for row in rows}:
            points[thing].append(point)
    lanes = [Lane(joined((each.letter, each.label), "  "), each.href, points=points[each.iri]) for each in columns]
    today = datetime.date.today().isoformat()
    name = N_("Today") if on == today else N_("Law date, %(day)s", day=long_date(on))
    return drawing([("", lanes)], [TimeLine(start_of(on), name, "today")]) if is_day(on) else None
