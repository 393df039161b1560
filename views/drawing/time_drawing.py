"""A drawing of things in time: a lane for each, bars for what lasts, numbered points for what happened on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from views.drawing.time_axis import Axis, axis_of, rows_apart
from views.languages.told import told

WIDTH, LEFT, RIGHT = 1140.0, 300.0, 1120.0
TOP, GROUP_PX, LANE_PX, ROW_PX, BAR_PX = 54.0, 38.0, 34.0, 27.0, 14.0
# Two points closer than this would touch. A tail is how far a bar fades where its end is not known.
POINT_PX, TAIL_PX = 26.0, 22.0
# As many letters as surely fit beside the drawing, in the widest typeface that may stand in for ours.
LABEL_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Point:
    """What happened at the moment `at`, in years; `text` is the number under which the table tells it."""

    at: float
    text: str
    kind: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What lasted from `start` to `end`, in years; an open end is one that nobody knows."""

    start: float
    end: float
    kind: str
    title: str
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One thing."""

    label: str
    href: str
    bars: Sequence[Bar] = ()
    points: Sequence[Point] = ()


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A day that crosses all lanes."""

    at: float
    label: str
    kind: str


def drawing(groups: Iterable[tuple[str, Sequence[Lane]]], lines: Sequence[TimeLine]) -> dict[str, Any] | None:
    """What the macro `time.drawing` takes: groups of lanes, each under its name or under none; None for nothing."""
    named = [(name, lanes) for name, lanes in groups if lanes]
    moments = [line.at for line in lines] + [
        at
        for _, lanes in named
        for lane in lanes
        for at in (*(p.at for p in lane.points), *(b.start for b in lane.bars), *(b.end for b in lane.bars))
    ]
    if not any(lane.bars or lane.points for _, lanes in named for lane in lanes):
        return None
    axis = axis_of(moments, LEFT + TAIL_PX, RIGHT - TAIL_PX)
    drawn: list[dict[str, Any]] = []
    headings: list[dict[str, Any]] = []
    y = TOP
    for name, lanes in named:
        if name:
            headings.append({"y": y + GROUP_PX - 12, "label": name})
            y += GROUP_PX
        for lane in lanes:
            each = _lane(lane, axis, y)
            drawn.append(each)
            y += each["height"]
    return {
        "width": WIDTH,
        "height": y + 8,
        "left": LEFT,
        "top": TOP,
        "ticks": axis.ticks(),
        "headings": headings,
        "lanes": drawn,
        "lines": _lines(lines, axis),
    }


def _lane(lane: Lane, axis: Axis, y: float) -> dict[str, Any]:
    points = sorted(lane.points, key=lambda point: (point.at, point.text))
    rows = rows_apart([axis.x(point.at) for point in points], POINT_PX)
    height = LANE_PX + ROW_PX * max([0, *rows])
    middle = y + LANE_PX / 2
    return {
        "y": y,
        "middle": middle,
        "height": height,
        "label": shortened(str(told(lane.label))),
        "title": lane.label,
        "href": lane.href,
        "bars": [_bar(bar, axis, middle) for bar in lane.bars],
        "points": [
            {"x": axis.x(point.at), "y": middle + ROW_PX * row, "text": point.text, "kind": point.kind,
             "title": point.title, "href": point.href}
            for point, row in zip(points, rows, strict=True)
        ],
    }  # fmt: skip


def _bar(bar: Bar, axis: Axis, middle: float) -> dict[str, Any]:
    left, right = axis.x(bar.start), axis.x(bar.end)
    return {
        "x": left,
        "y": middle - BAR_PX / 2,
        "width": round(max(right - left, 3.0), 1),
        "height": BAR_PX,
        "kind": bar.kind,
        "title": bar.title,
        "before": {"x": left - TAIL_PX, "width": TAIL_PX} if bar.open_start else None,
        "after": {"x": max(right, left + 3.0), "width": TAIL_PX} if bar.open_end else None,
    }


def _lines(lines: Sequence[TimeLine], axis: Axis) -> list[dict[str, Any]]:
    """Each line with its label, on a row of its own where labels would touch, and turned inwards at the right end."""
    drawn = []
    for number, line in enumerate(sorted(lines, key=lambda line: line.at)):
        x = axis.x(line.at)
        at_right = x > (LEFT + RIGHT) / 2
        drawn.append({"x": x, "label": line.label, "kind": line.kind, "anchor": "end" if at_right else "start",
                      "text_x": x - 6 if at_right else x + 6, "text_y": 14.0 + 16 * (number % 2)})  # fmt: skip
    return drawn


def shortened(text: str, letters: int = LABEL_LETTERS) -> str:
    """The text, cut at a word with `…` when it is longer than `letters`."""
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    word = cut.rsplit(" ", 1)[0]
    return f"{(word if len(word) > letters // 2 else cut).rstrip(' ,;:–-')}…"
