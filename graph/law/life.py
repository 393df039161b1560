"""The life of a practice: whether it runs on a day, by its own days and the last status that was reported of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from graph.law.period import long_date
from graph.text.messages import N_

RUNNING, UNKNOWN, SUSPENDED, ENDED, NEVER, NOT_YET = "running", "unknown", "suspended", "ended", "never", "not-yet"
"""What a practice is on a day."""

STATES: Final = {
    RUNNING: N_("Running"),
    UNKNOWN: N_("Not known whether it runs"),
    SUSPENDED: N_("Suspended"),
    ENDED: N_("Ended"),
    NEVER: N_("Never begun"),
    NOT_YET: N_("Not begun yet"),
}
"""Every state, those first whom a rule may reach on the day."""

OVER: Final = frozenset((SUSPENDED, ENDED, NEVER, NOT_YET))
"""States in which no rule reaches the practice: it would if it ran."""

ENDING: Final = frozenset(("completed", "stopped"))


@dataclass(frozen=True, slots=True)
class Life:
    """Days of reduced precision (YYYY, YYYY-MM or YYYY-MM-DD), empty when not recorded; `status` is the last reported
    one, and `checked` the day on which somebody last looked.
    """

    status: str = ""
    start: str = ""
    end: str = ""
    checked: str = ""

    def state(self, on: str) -> str:
        """One of STATES: what the practice is on the day `on` (YYYY-MM-DD)."""
        if self.status == "never-started":
            return NEVER
        if self.status == "planned":
            return NOT_YET
        if self.start and on[: len(self.start)] < self.start:
            return NOT_YET
        if self.end and on[: len(self.end)] > self.end:
            return ENDED
        reported = not self.checked or on >= self.checked
        if self.status == "suspended":
            return SUSPENDED if reported else UNKNOWN
        if self.end:
            return RUNNING if self.start else UNKNOWN
        if self.status in ENDING:
            return ENDED if reported else UNKNOWN
        if self.status in ("", "unknown"):
            return UNKNOWN
        return RUNNING if self.start or reported else UNKNOWN

    def spans(self) -> list[tuple[str, str, str]]:
        """All time in spans of one state: the first day, the first day after it (empty for ever), the state."""
        begins = [_first(day) for day in (self.start, self.checked) if day]
        days = sorted({"0001-01-01", *begins, *([_after(self.end)] if self.end else [])})
        return [(day, after, self.state(day)) for day, after in zip(days, [*days[1:], ""], strict=True)]

    def words(self, on: str) -> str:
        """The state with its day: `Running since March 2019`, `Ended, day not recorded`."""
        state = self.state(on)
        if state == ENDED:
            return N_("Ended %(day)s", day=long_date(self.end)) if self.end else N_("Ended, day not recorded")
        if state == NOT_YET and self.start:
            return N_("Not begun yet: from %(day)s", day=long_date(self.start))
        if state == RUNNING:
            return (
                N_("Running since %(day)s", day=long_date(self.start))
                if self.start
                else N_("Running, start not recorded")
            )
        return STATES[state]

    def outside(self, on: str) -> str:
        """Why it was not running on the day, in one sentence; empty when it ran, may have run, or was suspended."""
        state = self.state(on)
        if state == NEVER:
            return N_("It never started.")
        if self.status == "planned":
            return N_("It is planned: it had not begun when it was last looked at.")
        if state == NOT_YET:
            return N_("It was not running then: it began %(when)s.", when=_at(self.start))
        if state == ENDED and self.end:
            return N_("It was not running then: it ended %(when)s.", when=_at(self.end))
        return N_("It was not running then: it is over; the day of its end is not recorded.") if state == ENDED else ""

    def remark(self, on: str) -> str:
        """What is not sure about its running on the day, in one sentence; empty when there is nothing to add."""
        state = self.state(on)
        if state == SUSPENDED:
            return N_("It was suspended when it was last looked at.")
        if state == UNKNOWN and self.status in ENDING and not self.end:
            return N_("It is over, but the day of its end is not recorded: it may not have been running then.")
        if state == UNKNOWN and self.status in ("", "unknown") and not self.end:
            return N_("Whether it still runs is not known.")
        return "" if self.start or state not in (RUNNING, UNKNOWN) else N_("When it began is not recorded.")


def _first(day: str) -> str:
    return day + "-01-01"[len(day) - 4 :]


def _after(day: str) -> str:
    """The first day after a year, a month or a day."""
    if len(day) == 10:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
    year, month = int(day[:4]), int(day[5:] or 12)
    return f"{year + month // 12:04}-{month % 12 + 1:02}-01"


def _at(day: str) -> str:
    """`on 16 February 2019`, `in February 2019`, `in 2019`."""
    return N_("on %(day)s", day=long_date(day)) if len(day) == 10 else N_("in %(month)s", month=long_date(day))
