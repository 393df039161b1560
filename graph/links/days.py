"""Days as small numbers, so that ten million links can be dated in two bytes an end."""

from __future__ import annotations

import datetime
from typing import Final

FIRST: Final = datetime.date(1900, 1, 1).toordinal() - 1
ALWAYS: Final = 0
"""The start of a link that has no known start, or one before 1900."""

OPEN: Final = 65_535
"""The end of a link that has no known end, or one after 2079."""


def day_number(day: str) -> int:
    """The number of a day written as YYYY-MM-DD. A year or a month counts from its first day. Raises ValueError."""
    padded = day + "-01-01"[len(day) - 10 :] if len(day) < 10 else day[:10]
    return max(ALWAYS, min(datetime.date.fromisoformat(padded).toordinal() - FIRST, OPEN - 1))


def day_text(number: int) -> str:
    """The day of a number as YYYY-MM-DD; an empty string for ALWAYS and OPEN."""
    if number in (ALWAYS, OPEN):
        return ""
    return datetime.date.fromordinal(number + FIRST).isoformat()
