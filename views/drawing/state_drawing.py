"""A drawing of the states of one law in time: a bar for each, the years above, and the day that was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.period import Period
from views.drawing.time_axis import Axis, axis_of, end_of, start_of

# The narrowest column in which the years must not touch; positions are given in hundredths of it.
COLUMN_PX = 400.0
TOP, BAR_PX, FOOT = 30, 48, 62
LEAST_WIDTH = 0.4


@dataclass(frozen=True, slots=True)
class StateBar:
    """One bar: `tone` is light (in force), dark (applicable) or end (no longer, or not yet, law)."""

    label: str
    tone: str
    period: Period


def state_drawing(bars: Sequence[StateBar], on: str) -> dict[str, Any] | None:
    """What the macro `law.drawing` takes, in hundredths of the width; None when there is no bar."""
    if not bars:
        return None
    moments = [start_of(bar.period.start) for bar in bars] + [end_of(bar.period.end) for bar in bars if bar.period.end]
    inside = axis_of([*moments, start_of(on)], 0.0, COLUMN_PX)
    axis = Axis(inside.first, inside.last + 1, inside.left, inside.right)
    return {
        "bars": [_bar(bar, axis, TOP + BAR_PX * number) for number, bar in enumerate(bars)],
        "ticks": [{"year": tick["label"], "x": _hundredths(float(str(tick["x"])))} for tick in axis.ticks()],
        "on": _hundredths(axis.x(start_of(on))),
        "height": BAR_PX * len(bars) + FOOT,
    }


def _bar(bar: StateBar, axis: Axis, y: int) -> dict[str, Any]:
    x = _hundredths(axis.x(start_of(bar.period.start)))
    end = _hundredths(axis.x(end_of(bar.period.end))) if bar.period.end else 100.0
    return {
        "label": bar.label,
        "period": bar.period.words(),
        "tone": bar.tone,
        "x": x,
        "y": y,
        "width": round(max(LEAST_WIDTH, end - x), 2),
    }


def _hundredths(px: float) -> float:
    return round(100 * px / COLUMN_PX, 2)
