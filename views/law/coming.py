"""What comes next: the days after a day on which rules begin to hold, change their standing or end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.governing import HOLDS, OUTSIDE
from graph.law.citation import citation_in_act, sort_key
from graph.law.marks import Mark, in_order
from graph.text.messages import N_
from views.law.rulings import first_set
from views.shown.corrections import row_in
from views.shown.ruling_marks import statement_marks
from views.web.addresses import law_href
from views.web.service import text_of

Row = Mapping[str, Any]
BEGINS, MAY_BEGIN, ENDS = N_("begins to hold"), N_("may begin to hold: it depends on a fact"), "ends"


@dataclass(frozen=True, slots=True)
class ComingChange:
    """What happens to one provision on a day, the conditions of its rules, what moved the day, if anything did, and
    the `rows` of the tables that state the rules."""

    act: str
    label: str
    href: str
    what: str
    conditions: tuple[str, ...]
    marks: tuple[Mark, ...]
    moved: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its changes."""

    date: str
    changes: tuple[ComingChange, ...]

    @property
    def acts(self) -> tuple[str, ...]:
        """The names of the acts that change, each once."""
        return tuple(dict.fromkeys(change.act for change in self.changes))


def coming(rows: Iterable[Row], on: str) -> tuple[Day, ...]:
    """The days after `on`, the soonest first; an end is told on the first day without the rule.

    A rule whose standing changes without a gap is told once, by what it begins to be.
    """
    found: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for row in rows:
        start, end = text_of(row, "from"), text_of(row, "to")
        if str(row["standing"]) == OUTSIDE:
            continue
        if start > on:
            what = BEGINS if str(row["standing"]) == HOLDS else MAY_BEGIN
            found.setdefault(start, {}).setdefault((str(row["provision_id"]), what), []).append(row)
        if end >= on and end < "9999":
            found.setdefault(_day_after(end), {}).setdefault((str(row["provision_id"]), ENDS), []).append(row)
    return tuple(Day(date, _changes(found[date])) for date in sorted(found))


def _changes(found: Mapping[tuple[str, str], list[Row]]) -> tuple[ComingChange, ...]:
    begun = {provision for provision, what in found if what != ENDS}
    shown = [key for key in found if key[1] != ENDS or key[0] not in begun]
    return tuple(_change(key[1], found[key]) for key in sorted(shown, key=lambda key: sort_key(key[0])))


def _change(what: str, rows: list[Row]) -> ComingChange:
    first = rows[0]
    identifier = str(first["provision_id"])
    return ComingChange(
        act=str(first["act_label"]),
        label=citation_in_act(str(first["act_label"]), identifier, str(first["act_id"])),
        href=law_href(identifier),
        what=what,
        conditions=tuple(dict.fromkeys(str(row["condition"]) for row in rows)),
        marks=in_order(mark for row in rows for mark in statement_marks(row)),
        moved=first_set(first) if what != ENDS else "",
        rows=tuple(dict.fromkeys(row_in(text_of(row, "row")) for row in rows)),
    )


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
