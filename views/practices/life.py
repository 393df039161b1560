"""Whether a practice was running on a day, from its days and its reported status, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.law.period import long_date

OVER: Final = ("completed", "stopped")
NEVER: Final = "never-started"
SUSPENDED: Final = "suspended"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class PracticeLife:
    """The days of a practice (YYYY-MM-DD, YYYY-MM or YYYY, empty: not known), its status, and when that was checked."""

    start: str = ""
    end: str = ""
    status: str = ""
    checked: str = ""

    def is_running(self, on: str) -> bool:
        """Whether nothing that is known speaks against its running on the day."""
        return not self.outside(on)

    def outside(self, on: str) -> str:
        """Why it was not running on the day, in one sentence; empty when it ran or may have run."""
        if self.status == NEVER:
            return "It never started."
        if self.start and on[: len(self.start)] < self.start:
            return f"It was not running then: it began {_at(self.start)}."
        if self.end and on[: len(self.end)] > self.end:
            return f"It was not running then: it ended {_at(self.end)}."
        if self.status in OVER and not self.end and self.checked and on >= self.checked:
            return "It was not running then: it is over; the day of its end is not recorded."
        return ""

    def remark(self, on: str) -> str:
        """What is not sure about its running on the day, in one sentence; empty when there is nothing to add."""
        if self.outside(on):
            return ""
        if self.status in OVER and not self.end:
            return "It is over, but the day of its end is not recorded: it may not have been running then."
        if self.status == SUSPENDED:
            return "It was suspended when it was last looked at."
        if self.status == UNKNOWN:
            return "Whether it still runs is not known."
        return "" if self.start else "When it began is not recorded."


def _at(day: str) -> str:
    """`on 16 February 2019`, `in February 2019`, `in 2019`."""
    return f"{'on' if len(day) == 10 else 'in'} {long_date(day)}"
