"""The whole comparison as rows for programs: what the page shows in its four parts, one line a thing shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from graph.ask.answer import Answer
from graph.law.marks import Mark
from graph.store import Cell
from graph.text.messages import N_
from views.compare.events import History, ToldEvent
from views.compare.features import Compared
from views.compare.rows import ComparedAct, ComparedProvision, Thing, Trust
from views.shown.values import Hyperlink

Line = tuple[str, str, Sequence[str]]

NO_RULE = N_("No rule")


def table(
    things: Answer, columns: Sequence[Thing], rows: Sequence[Compared], history: History,
    law: Sequence[ComparedAct], trust: Sequence[Trust], on: str,
) -> Answer:  # fmt: skip
    """`things` with other rows: feature, state, and the text of each column.

    First the features, then legal events up to the day `on` (state: the outcome), the provisions that govern on that
    day (the effect on each), then sources, marks, doubts and conflicts. A cell without anything is None.
    """
    lines: list[Line] = [
        (row.feature.label, row.told, ["; ".join(map(str, cell)) for cell in row.cells]) for row in rows
    ]
    lines += [_event(columns, each) for each in history.rows]
    lines += [_provision(act, each, on) for act in law for each in act.provisions]
    lines += _trust(trust)
    names = ("feature", "state", *(each.path for each in columns))
    return dataclasses.replace(things, columns=names, rows=tuple(_row(names, line) for line in lines))


def _row(names: Sequence[str], line: Line) -> dict[str, Cell | None]:
    feature, state, cells = line
    return {
        name: Cell(text, "literal") if text else None
        for name, text in zip(names, (feature, state, *cells), strict=True)
    }


def _marked(text: str, marks: Sequence[Mark]) -> str:
    return f"{text} ({'; '.join(mark.text for mark in marks)})" if marks else text


def _event(columns: Sequence[Thing], event: ToldEvent) -> Line:
    concerned = event.letters.split(", ")
    text = _marked(event.text, event.marks)
    name = f"Legal event {event.id}: {event.date}, {event.who}"
    return name, event.outcome.label, [text if each.letter in concerned else "" for each in columns]


def _provision(act: ComparedAct, provision: ComparedProvision, on: str) -> Line:
    name = f"Law on {on}: {provision.label}, {provision.title} ({act.label})"
    effects = ["; ".join(each.label for each in cell) or NO_RULE for cell in provision.cells]
    return _marked(name, provision.marks), provision.state, effects


def _trust(trust: Sequence[Trust]) -> list[Line]:
    """Four lines, each left out when it says nothing about any thing."""
    found = [
        (N_("Sources"), "", ["; ".join(_source(each) for each in thing.sources) for thing in trust]),
        (N_("Marks"), "", ["; ".join(mark.text for mark in thing.marks) for thing in trust]),
        (N_("Doubtful"), "", ["; ".join(f"{field}: {reason}" for field, reason in thing.doubts) for thing in trust]),
        (N_("Sources disagree"), "", ["; ".join(f"{about}. {settled}".strip() for about, settled in thing.conflicts)
                                  for thing in trust]),
    ]  # fmt: skip
    return [line for line in found if any(line[2])]


def _source(source: Hyperlink) -> str:
    return f"{source.label} <{source.href}>" if source.href else source.label
