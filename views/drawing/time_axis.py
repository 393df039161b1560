"""Where a day stands on a drawing: days as numbers, the years under an axis, and rows where nothing overlaps."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EARLIEST, LATEST = 1900, 2100
# Steps between years under an axis, in years, and the fewest pixels that a year's label needs.
STEPS = (1, 2, 5, 10, 20, 50)
LABEL_PX = 44.0


def start_of(day: str) -> float:
    """The first moment of a day, month or year (`2019-10-09`, `2019-10`, `2019`) in years, as 2019.77.

    Raises ValueError when the text is none of these.
    """
    return _years(_first(day))


def end_of(day: str) -> float:
    """The last moment of a day, month or year, in years."""
    first = _first(day)
    days = {4: 366 if calendar.isleap(first.year) else 365, 7: calendar.monthrange(first.year, first.month)[1], 10: 1}
    return _years(first + datetime.timedelta(days=days[len(day)]))


def middle_of(day: str) -> float:
    """The middle of a day, month or year: where a point stands of which no more is known."""
    return (start_of(day) + end_of(day)) / 2


def is_day(day: str) -> bool:
    """Whether a drawing can show the day: a day, month or year between 1900 and 2100."""
    try:
        return EARLIEST <= start_of(day) <= LATEST
    except ValueError:
        return False


def _first(day: str) -> datetime.date:
    if len(day) not in (4, 7, 10) or not day[:4].isdecimal():
        raise ValueError(f"{day!r} is no day, month or year.")
    return datetime.date.fromisoformat(day + "-01-01"[: 10 - len(day)] if len(day) < 10 else day)


def _years(day: datetime.date) -> float:
    length = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / length


@dataclass(frozen=True, slots=True)
class Axis:
    """Years `first` to `last` drawn between the pixels `left` and `right`."""

    first: int
    last: int
    left: float
    right: float

    def x(self, years: float) -> float:
        """The pixel of a moment; a moment outside of the axis stands at its end."""
        inside = min(max(years, self.first), self.last)
        return round(self.left + (inside - self.first) / (self.last - self.first) * (self.right - self.left), 1)

    def ticks(self) -> list[dict[str, object]]:
        """The years to write under the axis, far enough from each other to be read."""
        year_px = (self.right - self.left) / (self.last - self.first)
        step = next((each for each in STEPS if each * year_px >= LABEL_PX), STEPS[-1])
        shown = [year for year in range(self.first, self.last + 1) if year % step == 0]
        return [{"x": self.x(year), "label": str(year)} for year in shown]


def axis_of(moments: Iterable[float], left: float, right: float) -> Axis:
    """The axis of whole years that holds every moment, at least two years long."""
    found = list(moments)
    first, last = int(min(found)), int(max(found)) + 1
    return Axis(first, max(last, first + 2), left, right)


def rows_apart(places: Sequence[float], least_px: float) -> list[int]:
    """A row for each place, so that two in one row are at least `least_px` apart; `places` rise."""
    ends: list[float] = []
    rows = []
    for place in places:
        row = next((number for number, end in enumerate(ends) if place - end >= least_px), len(ends))
        ends[row : row + 1] = [place]
        rows.append(row)
    return rows
