"""Bars and lines as plain numbers: what the macros of `drawing/chart.html` draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from views.drawing.time_drawing import shortened

WIDTH, LABEL_PX, VALUE_PX, BAR_PX, GAP_PX = 960.0, 290.0, 90.0, 22.0, 10.0
LINE_HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 420.0, 90.0, 20.0, 370.0, 930.0
MOST_TICKS = 6
LABEL_LETTERS = 34


@dataclass(frozen=True, slots=True)
class Amount:
    """One bar or point: what it is, how much, and how that is written; `at` is its place on the axis of a line."""

    label: str
    value: float
    text: str
    href: str = ""
    at: float = 0.0


def bar_drawing(amounts: Sequence[Amount]) -> dict[str, Any] | None:
    """Bars that lie below each other, from one line at nought; None when there is nothing to draw."""
    if not amounts:
        return None
    low, high = min(0.0, *(each.value for each in amounts)), max(0.0, *(each.value for each in amounts))
    room = WIDTH - LABEL_PX - 2 * VALUE_PX
    scale = room / ((high - low) or 1.0)
    zero = LABEL_PX + VALUE_PX + -low * scale if low < 0 else LABEL_PX
    bars = []
    for number, each in enumerate(amounts):
        length = round(abs(each.value) * scale, 1)
        left = zero if each.value >= 0 else zero - length
        bars.append({
            "label": shortened(each.label, LABEL_LETTERS), "title": f"{each.label}: {each.text}", "href": each.href,
            "text": each.text, "x": round(left, 1), "y": TOP + number * (BAR_PX + GAP_PX), "width": max(length, 1.0),
            "height": BAR_PX, "text_x": round(left + length + 8 if each.value >= 0 else left - 8, 1),
            "anchor": "start" if each.value >= 0 else "end",
        })  # fmt: skip
    height = TOP + len(bars) * (BAR_PX + GAP_PX) + 10
    return {
        "width": WIDTH,
        "height": height,
        "zero": round(zero, 1),
        "top": TOP - 8,
        "label_x": LABEL_PX - 12,
        "bars": bars,
    }


def line_drawing(points: Sequence[Amount], years: bool) -> dict[str, Any] | None:
    """Points over an axis, joined when each stands at a place of its own; None when there are fewer than two."""
    if len(points) < 2:
        return None
    placed = sorted(points, key=lambda each: each.at)
    across, up = _ticks(placed[0].at, placed[-1].at, years), _ticks(*_span(placed), False)
    first, last = min(placed[0].at, across[0]), max(placed[-1].at, across[-1])
    drawn = [
        {"x": _between(each.at, first, last, LEFT, RIGHT), "y": _between(each.value, up[0], up[-1], BOTTOM, TOP),
         "title": f"{each.label}: {each.text}"}
        for each in placed
    ]  # fmt: skip
    joined = len({each.at for each in placed}) == len(placed)
    return {
        "width": WIDTH,
        "height": LINE_HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "bottom": BOTTOM,
        "points": drawn,
        "line": " ".join(f"{each['x']},{each['y']}" for each in drawn) if joined else "",
        "across": [{"at": _between(each, first, last, LEFT, RIGHT), "label": _written(each)} for each in across],
        "up": [{"at": _between(each, up[0], up[-1], BOTTOM, TOP), "label": _written(each)} for each in up],
    }


def _span(points: Sequence[Amount]) -> tuple[float, float]:
    """From nought, so that a small change does not look large, unless all is far from it on one side."""
    low, high = min(each.value for each in points), max(each.value for each in points)
    return min(0.0, low), max(0.0, high)


def _ticks(low: float, high: float, whole: bool) -> list[float]:
    """Round numbers from below `low` to above `high`, at most seven."""
    span = (high - low) or 1.0
    step = 10 ** math.floor(math.log10(span / MOST_TICKS))
    step *= next(each for each in (1, 2, 5, 10) if span / (step * each) <= MOST_TICKS)
    if whole:
        step = max(1.0, float(round(step)))
    start = math.floor(low / step)
    return [number * step for number in range(start, math.ceil(high / step) + 1)] or [low, low + step]


def _between(value: float, first: float, last: float, start: float, end: float) -> float:
    return round(start + (value - first) / ((last - first) or 1.0) * (end - start), 1)


def _written(value: float) -> str:
    return f"{value:.10g}"
