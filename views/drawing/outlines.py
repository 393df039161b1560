"""The outlines of countries, cut from Natural Earth when the assets are bundled, in the projection of our maps.

Lambert azimuthal equal-area on a sphere, centred on 10° E, 52° N as in EPSG:3035 (Snyder 1987, Map Projections: A
Working Manual, equations 22-4 and 24-2).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from views.web.assets import DIST, read_manifest

CENTRE_LON, CENTRE_LAT = math.radians(10), math.radians(52)
SIN_0, COS_0 = math.sin(CENTRE_LAT), math.cos(CENTRE_LAT)
DRAWN_AT = 2000
FILE = "outlines.json"


@dataclass(frozen=True, slots=True)
class Outline:
    """One country: `path` is its SVG path at DRAWN_AT units a radius of the earth, `box` left, top, right, bottom."""

    code: str
    name: str
    path: str
    box: tuple[float, float, float, float]

    def meets(self, window: tuple[float, float, float, float]) -> bool:
        """Whether any of it may be seen in the window, given in radii of the earth."""
        left, top, right, bottom = window
        return self.box[0] < right and left < self.box[2] and self.box[1] < bottom and top < self.box[3]


def laea(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to the plane of a unit sphere; y grows to the south, as on a screen."""
    phi, turn = math.radians(lat), math.radians(lon) - CENTRE_LON
    sin, cos, cos_turn = math.sin(phi), math.cos(phi), math.cos(turn)
    k = math.sqrt(2 / (1 + SIN_0 * sin + COS_0 * cos * cos_turn))
    return k * cos * math.sin(turn), -k * (COS_0 * sin - SIN_0 * cos * cos_turn)


def outlines() -> tuple[Outline, ...]:
    """Every country of the cut; none when the assets were never bundled, so maps are then drawn without."""
    return _read(DIST)


@lru_cache(maxsize=2)
def _read(dist: Path) -> tuple[Outline, ...]:
    name = read_manifest(dist).get(FILE)
    if not name:
        return ()
    found = json.loads((dist / name).read_text("utf-8"))
    return tuple(_outline(code, each["name"], each["rings"]) for code, each in sorted(found.items()))


def _outline(code: str, name: str, rings: Iterable[Iterable[tuple[float, float]]]) -> Outline:
    drawn = [[laea(lon, lat) for lon, lat in ring] for ring in rings]
    xs, ys = [x for ring in drawn for x, _ in ring], [y for ring in drawn for _, y in ring]
    path = "".join(f"M{'L'.join(_point(x, y) for x, y in ring)}Z" for ring in drawn)
    return Outline(code, name, path, (min(xs), min(ys), max(xs), max(ys)))


def _point(x: float, y: float) -> str:
    return f"{x * DRAWN_AT:.1f} {y * DRAWN_AT:.1f}"
