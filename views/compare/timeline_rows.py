"""Rows about practices and law as lanes of a drawing, and as lists that say the same in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.application import THROUGH_NATIONAL_LAW
from graph.law.citation import citation
from graph.law.period import Period
from graph.law.state import Span, states_on
from graph.text.messages import N_, joined
from views.compare.events import outcome_kind
from views.compare.timeline_values import Act, ActInWords, EventInWords, Moved, PracticeInWords, Timeline
from views.drawing.time_axis import end_of, is_day, middle_of, start_of
from views.drawing.time_drawing import Bar, Lane, Point, TimeLine, drawing
from views.law.states import badges, spans
from views.practices.rows import badge_name
from views.shown.deployments import short_places
from views.shown.values import Badge, concept_badge
from views.web.addresses import law_href, page_href
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

RUNNING = {"operational", "pilot-running"}


@dataclass
class _Numbers:
    """Numbers that points and lists share, in the order of the lanes."""

    last: int = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def options(rows: Iterable[Row], name: str, chosen: str) -> list[dict[str, Any]]:
    """The values of one select field, by name."""
    labels = {slug_of(row["value"]): text_of(row, "value_label") for row in rows if text_of(row, "facet") == name}
    by_name = sorted(labels.items(), key=lambda each: each[1].casefold())
    return [{"value": slug, "label": label, "selected": slug == chosen} for slug, label in by_name]


def title(form: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """What was chosen, in words; empty when nothing is."""
    return joined((each["label"] for values in form.values() for each in values if each["selected"]), ", ")


def jurisdiction(rows: Iterable[Row], wanted: Mapping[str, Sequence[str]]) -> str:
    """The jurisdiction of the chosen country; empty without one."""
    chosen = wanted.get("country", [])
    return next((text_of(row, "jurisdiction") for row in rows if text_of(row, "value") in chosen), "")


def acts(rows: Iterable[Row], intervals: Iterable[Row], on: str, country: str) -> list[Act]:
    """The acts, those of the Union first, then by first day; with `country`, only its own and those of the Union."""
    known = grouped(intervals, "act")
    found = [_act(each, spans(known.get(iri, [])), on) for iri, each in grouped(rows, "act").items()]
    wanted = [act for act in found if not country or act.jurisdiction in ("EU", country)]
    return sorted(wanted, key=lambda act: (act.jurisdiction != "EU", act.jurisdiction, _first_day(act), act.label))


def _first_day(act: Act) -> str:
    return min([*(start for start, _ in act.force if start), act.applies[0] or "9999"])


def _act(rows: Sequence[Row], known: Sequence[Span], on: str) -> Act:
    first = rows[0]
    provisions = grouped(rows, "provision_id")
    starts = sorted(text_of(row, "from") for row in rows if text_of(row, "from"))
    ends = [text_of(row, "to") for row in rows]
    force = [(span.start, span.end) for span in known if span.state == "in-force"]
    own = [(span.start, span.end) for span in known if span.state == "applicable"]
    last = max((end for _, end in force), default="") if force and all(end for _, end in force) else ""
    # A provision without a first day does not take that of its act: what is recorded of the act is told as the act's.
    start = starts[0] if starts else ""
    end = max(ends) if ends and all(ends) else last
    return Act(
        text_of(first, "act"),
        text_of(first, "act_id"),
        text_of(first, "act_label"),
        text_of(first, "jurisdiction"),
        tuple(force),
        (start, end),
        own[0][0] if own else "",
        any(span.state == "transposition-due" for span in known),
        tuple(states_on(known, on)),
        tuple(_moved(rows)),
        len(provisions),
    )


def _moved(rows: Sequence[Row]) -> Iterable[Moved]:
    """Original day, present day, provisions and the act that moved them, one for each pair of days."""
    moved = [row for row in rows if text_of(row, "original") and text_of(row, "original") != text_of(row, "from")]
    pairs: dict[tuple[str, str, str, str], list[str]] = {}
    for row in moved:
        was, now = text_of(row, "original"), text_of(row, "from")
        key = (was, now, text_of(row, "moved_by_label"), text_of(row, "moved_known"))
        pairs.setdefault(key, []).append(citation(text_of(row, "provision_id")))
    return [
        Moved(was, now, tuple(dict.fromkeys(names)), by, known)
        for (was, now, by, known), names in sorted(pairs.items())
    ]


def timeline(practices: Sequence[Row], events: Iterable[Row], law: Sequence[Act], on: str) -> Timeline:
    """Law above, practices below, each with what happened to it."""
    numbers, plain = _Numbers(), list[dict[str, str]]()
    today = datetime.date.today().isoformat()
    acts = [_law_lane(act, numbers, plain, on) for act in law]
    by_practice = grouped(events, "thing")
    ran = [_practice_lane(row, by_practice.get(text_of(row, "practice"), []), numbers, plain, today)
           for row in practices]  # fmt: skip
    lines = [TimeLine(start_of(today), N_("Today"), "today")]
    if on != today and is_day(on):
        lines.append(TimeLine(start_of(on), N_("Law date, %(day)s", day=long_date(on)), "chosen"))
    law_rows, rows = [words for _, words in acts], [words for _, words in ran]
    undated = sum(not each.dated for row in rows for each in row.events)
    lanes = [(N_("Law"), [lane for lane, _ in acts]), (N_("Practices"), [lane for lane, _ in ran])]
    return Timeline(law_rows, rows, plain, drawing(lanes, lines), undated)


def _law_lane(act: Act, numbers: _Numbers, plain: list[dict[str, str]], on: str) -> tuple[Lane, ActInWords]:
    far = f"{datetime.date.today().year + 2}-01-01"
    bars = [
        Bar(
            start_of(start),
            end_of(end or max(far, start)),
            "force",
            N_("%(act)s: in force %(period)s", act=act.label, period=Period(start, end).words()),
        )
        for start, end in act.force
        if is_day(start)
    ]
    start, end = act.applies
    if is_day(start):
        title = N_("%(act)s: applies %(period)s", act=act.label, period=Period(start, end).words())
        bars.append(Bar(start_of(start), end_of(end or max(far, start)), "applies", title))
    points, moved = [], []
    for moved_day in act.moved:
        number, was, now = numbers.next(), moved_day.was, moved_day.now
        text = moved_day.words(on)
        href = f"#item-{number}"
        if is_day(now):
            points.append(
                Point(middle_of(now), str(number), "moved", joined((f"{number}: {act.label}", text), ", "), href)
            )
        moved.append((number, text))
        plain.append(_plain(N_("moved date"), act.id, act.label, was, now, text))
    force = joined((Period(*each).words() for each in act.force), "; ") or N_("not recorded")
    applies = Period(start, end).words() if start else N_("not recorded")
    if not start and act.act_applies:
        whole = Period(act.act_applies).words()
        applies = N_("not recorded (the act as a whole applies %(period)s)", period=whole)
    if act.through_national_law:
        applies = joined((THROUGH_NATIONAL_LAW, applies), ", ")
    plain.append(_plain("act", act.id, act.label, start, end, f"in force {force}; applies {applies}"))
    words = ActInWords(act.label, law_href(act.id), act.jurisdiction, force, applies, act.provisions,
                       badges(act.states), moved)  # fmt: skip
    return Lane(act.label, law_href(act.id), bars, points), words


def _practice_lane(
    row: Row, events: Sequence[Row], numbers: _Numbers, plain: list[dict[str, str]], today: str
) -> tuple[Lane, PracticeInWords]:
    label, href = text_of(row, "practice_label"), page_href("practices", text_of(row, "practice_id"))
    start, end, status = text_of(row, "start"), text_of(row, "end"), slug_of(row["status"])
    words = _run(start, end, status)
    plain.append(_plain("practice", text_of(row, "practice_id"), label, start, end, text_of(row, "status_label")))
    points, told = [], []
    for event in sorted(events, key=lambda each: (not text_of(each, "date"), text_of(each, "date"))):
        number, day = numbers.next(), text_of(event, "date")
        who = text_of(event, "authority") or N_("Authority not named")
        outcome = text_of(event, "outcome_label")
        title = joined((joined((str(number), long_date(day)), ": "), who, outcome, label), ", ")
        if is_day(day):
            kind = outcome_kind(slug_of(event["outcome"]))
            points.append(Point(middle_of(day), str(number), kind, title, f"#item-{number}"))
        plain.append(_plain(N_("legal event"), text_of(event, "event_id"), label, day, "", f"{who}: {outcome}"))
        badge, text = concept_badge(event, "outcome"), text_of(event, "summary")
        told.append(
            EventInWords(number, long_date(day) or N_("Date not stated"), bool(day), who, badge, text, marks_of(event))
        )
    bar = _practice_bar(start, end, status, joined((label, words), ": "), today)
    badge = Badge(f"status-{status}", badge_name(text_of(row, "status_label")))
    return Lane(label, href, [bar] if bar else [], points), PracticeInWords(
        label, href, short_places(text_of(row, "cities")), words, badge, told
    )


def _practice_bar(start: str, end: str, status: str, title: str, today: str) -> Bar | None:
    """A bar whose unknown ends are open; None when neither end is known."""
    first, last = is_day(start), is_day(end)
    if first and last:
        return Bar(start_of(start), end_of(end), "practice", title)
    if first and status in RUNNING:
        return Bar(start_of(start), max(start_of(today), end_of(start)), "practice", title)
    if first:
        return Bar(start_of(start), end_of(start), "practice", title, open_end=True)
    return Bar(start_of(end), end_of(end), "practice", title, open_start=True) if last else None


def _run(start: str, end: str, status: str) -> str:
    """When a practice ran, in words that say what is not known."""
    if start and end:
        return start if start == end else N_("%(first)s to %(last)s", first=start, last=end)
    if start:
        return _begun(start, status)
    return N_("start not known, until %(end)s", end=end) if end else N_("start and end not known")


def _begun(start: str, status: str) -> str:
    if status in RUNNING:
        return N_("since %(start)s, still running", start=start)
    return N_("from %(start)s, end not known", start=start)


def _plain(kind: str, identifier: str, label: str, start: str, end: str, detail: str) -> dict[str, str]:
    return {"kind": kind, "id": identifier, "label": label, "from": start, "to": end, "detail": detail}
