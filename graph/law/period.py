"""Periods of whole days, and how they are put into words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from graph.text.messages import N_, JoinedWords, Message, counted, date_words, joined

NOT_RECORDED = N_("not recorded")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def long_date(value: object) -> str:
    """`2019-10-09` as `9 October 2019`, `2019-10` as `October 2019`; anything else unchanged.

    What is a day or a month remembers it, so that pages can tell it in another language.
    """
    text = str(value or "")
    try:
        if len(text) == 10:
            date = datetime.date.fromisoformat(text)
            return date_words(text, f"{date.day} {date:%B %Y}")
        if len(text) == 7:
            return date_words(text, f"{datetime.date.fromisoformat(text + '-01'):%B %Y}")
    except ValueError:
        return text
    return text


def long_dates(text: str) -> str:
    """The text with every day in it as people write it."""
    if isinstance(text, Message):
        values = {name: long_dates(each) if isinstance(each, str) else each for name, each in text.values.items()}
        return counted(text.number, text.pattern, text.many, **values) if text.many else N_(text.pattern, **values)
    if isinstance(text, JoinedWords):
        return joined(map(long_dates, text.parts), text.divider)
    if not DAY.search(text):
        return text
    return long_date(text) if DAY.fullmatch(text) else DAY.sub(lambda found: long_date(found[0]), text)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, as YYYY-MM-DD, YYYY-MM or YYYY. An empty first day is not known;
    an empty last day is open or not known.
    """

    start: str = ""
    end: str = ""

    def covers(self, on: str) -> bool:
        """Whether the day is surely in the period; never when the first day is not known."""
        return bool(self.start) and self.start <= on and not self.is_over(on)

    def may_cover(self, on: str) -> bool:
        """Whether the day may be in the period: nothing that is known speaks against it."""
        return not (self.start and self.start > on) and not self.is_over(on)

    def is_over(self, on: str) -> bool:
        """Whether the last day is known and lies before the day."""
        return bool(self.end) and self.end < on

    def words(self, on: str = "", unknown: str = NOT_RECORDED) -> str:
        """`25 May 2018 to 1 June 2020`, `since 25 May 2018`, `until 1 June 2020`, or `unknown` for no day at all.

        With a day `on`, a period that begins after it is `from` its first day.
        """
        first, last = long_date(self.start), long_date(self.end)
        if first and last:
            return first if first == last else N_("%(first)s to %(last)s", first=first, last=last)
        if first and on and self.start > on:
            return N_("from %(day)s", day=first)
        if first:
            return N_("since %(day)s", day=first)
        return N_("until %(day)s", day=last) if last else unknown


def date_span(start: str, end: str = "") -> str:
    """When a meeting was: `6 to 7 June 2019`, `9 October 2019`, `October 2019`; empty for no date."""
    if not end or end == start:
        return long_date(start)
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return N_("%(first)s to %(last)s", first=str(int(start[8:])), last=long_date(end))
    return N_("%(first)s to %(last)s", first=long_date(start), last=long_date(end))


def extension(by: str, period: Period, day: Callable[[str], str] = long_date) -> str:
    """How the validity of a law was extended, as part of a sentence; `day` writes a day."""
    first, last = day(period.start) if period.start else "", day(period.end) if period.end else ""
    if first and last:
        return N_("extended by %(law)s from %(first)s until %(last)s", law=by, first=first, last=last)
    if first:
        return N_("extended by %(law)s from %(day)s", law=by, day=first)
    return N_("extended by %(law)s until %(day)s", law=by, day=last) if last else N_("extended by %(law)s", law=by)
