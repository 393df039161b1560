"""A map of cities as plain numbers: Lambert azimuthal equal-area projection centred on 10° E, 52° N (EPSG:3035)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

Shaped = dict[str, Any]

WIDTH, MARGIN = 960, 28
CENTRE_LON, CENTRE_LAT = math.radians(10), math.radians(52)
CHARACTER, LINE = 8.8, 18
LABELLED_FROM = 2


def laea(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to the plane of a unit sphere; y grows to the south, as on a screen."""
    phi, turn = math.radians(lat), math.radians(lon) - CENTRE_LON
    sin0, cos0 = math.sin(CENTRE_LAT), math.cos(CENTRE_LAT)
    k = math.sqrt(2 / (1 + sin0 * math.sin(phi) + cos0 * math.cos(phi) * math.cos(turn)))
    x = k * math.cos(phi) * math.sin(turn)
    y = -k * (cos0 * math.sin(phi) - sin0 * math.cos(phi) * math.cos(turn))
    return x, y


def draw(cities: Iterable[Mapping[str, Any]]) -> Shaped | None:
    """Points, graticule and labels of a map of `cities` (each with lon, lat, name, count); None for no city."""
    placed = [(city, *laea(city["lon"], city["lat"])) for city in cities]
    if not placed:
        return None
    left, right = min(x for _, x, _ in placed), max(x for _, x, _ in placed)
    top, bottom = min(y for _, _, y in placed), max(y for _, _, y in placed)
    scale = (WIDTH - 2 * MARGIN) / max(right - left, (bottom - top) / 1.2, 0.05)
    shift_x = (WIDTH - scale * (right - left)) / 2 - left * scale
    shift_y = MARGIN - top * scale
    height = round(scale * (bottom - top) + 2 * MARGIN)

    def place(x: float, y: float) -> tuple[float, float]:
        return round(x * scale + shift_x, 1), round(y * scale + shift_y, 1)

    points = []
    for city, x, y in sorted(placed, key=lambda each: -each[0]["count"]):
        px, py = place(x, y)
        points.append({**city, "x": px, "y": py, "r": round(5 + 2.4 * math.sqrt(city["count"]), 1)})
    lines = [" ".join("{},{}".format(*place(*laea(lon, lat))) for lon, lat in line) for line in _graticule()]
    return {"width": WIDTH, "height": height, "points": points, "lines": lines, "labels": _labels(points, height)}


def _graticule() -> list[list[tuple[float, float]]]:
    meridians = [[(float(lon), float(lat)) for lat in range(30, 76, 3)] for lon in range(-30, 51, 10)]
    parallels = [[(float(lon), float(lat)) for lon in range(-30, 51, 4)] for lat in range(30, 76, 10)]
    return [*meridians, *parallels]


def _labels(points: list[Shaped], height: int) -> list[Shaped]:
    """Names beside the points with most practices, where they cover no other name and no point's centre."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for point in points:
        if point["count"] < LABELLED_FROM:
            continue
        name = point["name"].split(" (")[0]
        x, y, length = point["x"] + point["r"] + 3, point["y"] + 5, len(name) * CHARACTER
        box = (x, y - LINE + 3, x + length, y + 3)
        outside = box[2] > WIDTH or box[1] < 0 or box[3] > height
        if outside or any(_overlap(box, other) for other in taken) or any(_inside(box, other) for other in points):
            continue
        taken.append(box)
        found.append({"x": x, "y": y, "text": name})
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(box: tuple[float, float, float, float], point: Shaped) -> bool:
    return bool(box[0] < point["x"] < box[2] and box[1] < point["y"] < box[3])
