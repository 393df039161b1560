"""What to know of a practice before copying it: its cost, staff and time, what was done, what failed, advice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from graph.law.marks import Mark
from graph.text.messages import N_, Message, counted
from views.languages.told import money_words
from views.shown.corrections import row_at
from views.shown.ruling_marks import statement_marks
from views.shown.values import Hyperlink
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]

KINDS: Final = {
    "cost": N_("What it cost"),
    "staff": N_("Staff"),
    "set-up-time": N_("Time to set up"),
    "done": N_("How it was done"),
    "failed": N_("What failed"),
    "advice": N_("Advice"),
}
"""In the order in which a city asks."""

MISSING: Final = {
    "cost": N_("cost"),
    "staff": N_("staff"),
    "set-up-time": N_("time to set up"),
    "done": N_("how it was done"),
    "failed": N_("what failed"),
    "advice": N_("advice"),
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One statement: `amount` is a number with its unit, `year` the year it is of; either may be empty."""

    text: str
    amount: str
    year: str
    marks: Sequence[Mark]
    sources: Sequence[Hyperlink]
    row: str = ""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is known, by kind, and the kinds of which nothing is."""

    known: Mapping[Message, Sequence[Lesson]]
    unknown: Sequence[Message]

    @property
    def cost(self) -> Mapping[Message, Sequence[Lesson]]:
        """What it cost, which stands beside who pays."""
        return {label: items for label, items in self.known.items() if label == KINDS["cost"]}

    @property
    def others(self) -> Mapping[Message, Sequence[Lesson]]:
        """All but what it cost."""
        return {label: items for label, items in self.known.items() if label != KINDS["cost"]}

    @classmethod
    def of(cls, rows: Iterable[Row], sources: Mapping[str, Sequence[Hyperlink]]) -> Lessons:
        """The lessons of some rows; `sources` are those of each by its id."""
        by_kind = {slug_of(kind): its for kind, its in grouped(rows, "topic").items()}
        known = {
            label: [_lesson(row, sources.get(str(row["known_id"]), ())) for row in by_kind[slug]]
            for slug, label in KINDS.items()
            if slug in by_kind
        }
        return cls(known, [words for slug, words in MISSING.items() if slug not in by_kind])


def _lesson(row: Row, sources: Sequence[Hyperlink]) -> Lesson:
    return Lesson(str(row["label"]), amount(row), text_of(row, "year"), statement_marks(row), sources,
                  row_at("practice_lessons", row["known_id"]))  # fmt: skip


def amount(row: Row) -> str:
    """`€12,193.90` or `60 people`; empty without a number."""
    number, currency = text_of(row, "amount"), text_of(row, "currency")
    if not number:
        return ""
    if currency:
        return money_words(Decimal(number), currency)
    return counted(round(float(number)), "%(number)s person", "%(number)s people")
