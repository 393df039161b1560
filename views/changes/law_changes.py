"""What happened in the law for a scope: two questions, told as one list in the order of the days."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial

from graph.ask.answer import Answer
from views.changes.rows import Row, once
from views.changes.scope import Scope
from views.shown.extensions import by_thing
from views.web.service import answer, narrowed

LAST_DAYS = frozenset(("last-day-applicable", "last-day-in-force"))


@dataclass(frozen=True)
class Changes:
    """The changes of acts and provisions, and those of rules that begin or end on a day of their own."""

    laws: Answer
    rules: Answer
    extensions: Answer

    @property
    def rows(self) -> list[Row]:
        """Every change once, in the order of the days; a last day is told with what extended it."""
        extensions = by_thing(self.extensions.rows)
        found: list[Row] = once([*self.laws.rows, *self.rules.rows])
        told = [
            {**row, "extended": extensions.get(str(row["thing_id"]), "")} if str(row["event"]) in LAST_DAYS else row
            for row in found
        ]
        return sorted(told, key=lambda row: str(row["date"]))

    @property
    def table(self) -> Answer:
        """The answer about laws with the rows of both questions, in the order of the days: every row is kept."""
        both = sorted((*self.laws.rows, *self.rules.rows), key=lambda row: str(row["date"]))
        return dataclasses.replace(self.laws, rows=tuple(both))


def changes_of(scope: Scope, since: str = "", until: str = "") -> Changes:
    """The changes after the day `since` and up to the day `until`; an empty day is no bound."""
    values = {**scope.values, "since": since, "until": until}
    if scope.iri:
        laws, rules = answer("law-changes", values), answer("law-rule-changes", values)
    else:
        between = partial(_between, since, until)
        laws, rules = narrowed("law-changes", values, between), narrowed("law-rule-changes", values, between)
    return Changes(laws, rules, answer("law-extensions"))


def _between(since: str, until: str, row: Row) -> bool:
    """As the questions have it: after `since` and up to `until`; what has a last day is over on the day after."""
    day = str(row["date"])
    if str(row["event"]).startswith("last-day"):
        return since <= day and (not until or day < until)
    return since < day and (not until or day <= until)
