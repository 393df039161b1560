"""A map of cities as plain numbers: Lambert azimuthal equal-area projection centred on 10° E, 52° N (EPSG:3035)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from views.drawing.outlines import DRAWN_AT, Outline, laea, outlines

Shaped = dict[str, Any]

WIDTH, MARGIN = 960, 28
CHARACTER, LINE = 8.8, 18
LABELLED_FROM = 2
MOST_NAMES = 150
FAR_FEWER = 3
# A part of the earth's radius, some 1,600 km: the outlines are too coarse to be drawn much larger.
LEAST_SPAN, LEAST_HEIGHT = 0.25, 560


def draw(
    cities: Iterable[Mapping[str, Any]], countries: Mapping[str, Mapping[str, Any]] | None = None
) -> Shaped | None:
    """Outlines, points, graticule and labels of a map of `cities` (each with lon, lat, name, count); None for no city.

    `countries` maps the two letters of a country to name, counted, href and chosen: its outline is then a link.
    """
    placed = [(city, *laea(city["lon"], city["lat"])) for city in cities]
    if not placed:
        return None
    left, right = min(x for _, x, _ in placed), max(x for _, x, _ in placed)
    top, bottom = min(y for _, _, y in placed), max(y for _, _, y in placed)
    scale = (WIDTH - 2 * MARGIN) / max(right - left, (bottom - top) / 1.2, LEAST_SPAN)
    shift_x = (WIDTH - scale * (right - left)) / 2 - left * scale
    height = max(LEAST_HEIGHT, round(scale * (bottom - top) + 2 * MARGIN))
    shift_y = (height - scale * (bottom - top)) / 2 - top * scale

    def place(x: float, y: float) -> tuple[float, float]:
        return round(x * scale + shift_x, 1), round(y * scale + shift_y, 1)

    points = []
    for city, x, y in sorted(placed, key=lambda each: -each[0]["count"]):
        px, py = place(x, y)
        points.append({**city, "x": px, "y": py, "r": round(5 + 2.4 * math.sqrt(city["count"]), 1)})
    lines = [" ".join("{},{}".format(*place(*laea(lon, lat))) for lon, lat in line) for line in _graticule()]
    window = (-shift_x / scale, -shift_y / scale, (WIDTH - shift_x) / scale, (height - shift_y) / scale)
    return {
        "width": WIDTH,
        "height": height,
        "points": points,
        "lines": lines,
        "labels": _labels(points, height),
        "move": f"translate({shift_x:.2f} {shift_y:.2f}) scale({scale / DRAWN_AT:.5f})",
        "land": [_land(each, countries or {}) for each in outlines() if each.meets(window)],
    }


def _land(outline: Outline, countries: Mapping[str, Mapping[str, Any]]) -> Shaped:
    return {"code": outline.code, "d": outline.path, **countries.get(outline.code, {"name": outline.name, "href": ""})}


def _graticule() -> list[list[tuple[float, float]]]:
    meridians = [[(float(lon), float(lat)) for lat in range(30, 76, 3)] for lon in range(-30, 51, 10)]
    parallels = [[(float(lon), float(lat)) for lon in range(-30, 51, 4)] for lat in range(30, 76, 10)]
    return [*meridians, *parallels]


def _labels(points: list[Shaped], height: int) -> list[Shaped]:
    """Names beside the points with most practices, where they cover no other name, and the centre of no point but of
    one with far fewer: among many small towns the city that a reader looks for would have none."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for point in points[:MOST_NAMES]:
        if point["count"] < LABELLED_FROM:
            continue
        name = point["name"].split(" (")[0]
        x, y, length = point["x"] + point["r"] + 3, point["y"] + 5, len(name) * CHARACTER
        box = (x, y - LINE + 3, x + length, y + 3)
        outside = box[2] > WIDTH or box[1] < 0 or box[3] > height
        if (
            outside
            or any(_overlap(box, other) for other in taken)
            or any(_inside(box, other) and other["count"] * FAR_FEWER > point["count"] for other in points)
        ):
            continue
        taken.append(box)
        found.append({"x": x, "y": y, "text": name})
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(box: tuple[float, float, float, float], point: Shaped) -> bool:
    return bool(box[0] < point["x"] < box[2] and box[1] < point["y"] < box[3])
