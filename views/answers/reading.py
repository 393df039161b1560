"""The rows of JSON results, as cells, read no further than is shown; and what kind of value each column has."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.sparql.reading import Reading
from graph.store import Cell
from graph.terms import XSD
from views.drawing.time_axis import is_day

Row = Mapping[str, Cell | None]
KINDS: Final = {"uri": "iri", "bnode": "bnode"}
NUMBERS: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "short",
                           "nonNegativeInteger", "positiveInteger", "negativeInteger", "nonPositiveInteger",
                           "unsignedInt", "unsignedLong", "byte"))  # fmt: skip
DATES: Final = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
WKT: Final = "http://www.opengis.net/ont/geosparql#wktLiteral"
LATITUDES: Final = ("lat", "latitude")
LONGITUDES: Final = ("lon", "long", "lng", "longitude")
_POINT: Final = re.compile(
    r"(?:<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>)?\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """Rows of an answer; `more` when it goes on after them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    more: bool = False

    def of_kind(self, kind: str) -> list[str]:
        """The columns whose values are all numbers, days, places or something else: `number`, `day`, `place`, `other`.

        A column without any value is of no kind.
        """
        return [column for column in self.columns if self._kind(column) == kind]

    def _kind(self, column: str) -> str:
        found = {_kind(cell) for row in self.rows if (cell := row[column]) is not None}
        return found.pop() if len(found) == 1 else "other" if found else ""


def answer_rows(text: str, most: int, query: Reading) -> AnswerRows | None:
    """The columns, in the order of the query, and the first rows of JSON results; None when they say yes or no."""
    decoder = json.JSONDecoder()
    mark = '"bindings":['
    start = text.find(mark)
    if start < 0:
        whole = json.loads(text)
        if "boolean" in whole:
            return None
        found = whole["results"]["bindings"]
        return _made(tuple(whole["head"]["vars"]), found[:most], len(found) > most, query)
    head = text.find('"vars":')
    columns = tuple(decoder.raw_decode(text, text.index("[", head))[0])
    at = start + len(mark)
    rows: list[dict[str, Any]] = []
    while text[at] == "{" and len(rows) < most:
        row, at = decoder.raw_decode(text, at)
        rows.append(row)
        at += text[at] == ","
    return _made(columns, rows, text[at] == "{", query)


def _made(columns: tuple[str, ...], bindings: Sequence[Mapping[str, Any]], more: bool, query: Reading) -> AnswerRows:
    rows = tuple({column: _cell(each.get(column)) for column in columns} for each in bindings)
    return AnswerRows(_ordered(columns, query), rows, more)


def _ordered(columns: tuple[str, ...], query: Reading) -> tuple[str, ...]:
    """Columns of SELECT *, which the engine gives by the alphabet, in the order in which the query first names them."""
    selects = [place for place, token in enumerate(query.tokens) if token.text.lower() == "select"]
    after = query.tokens[selects[0] + 1 : selects[0] + 3] if selects else ()
    if not any(token.text == "*" for token in after):
        return columns
    places = {
        token.text[1:]: -number for number, token in enumerate(reversed(query.tokens)) if token.kind == "variable"
    }
    return tuple(sorted(columns, key=lambda name: (places.get(name, 1), name)))


def _cell(term: Mapping[str, str] | None) -> Cell | None:
    if term is None:
        return None
    kind: Any = KINDS.get(term["type"], "literal")
    return Cell(str(term["value"]), kind, term.get("xml:lang"), term.get("datatype"))


def _kind(cell: Cell) -> str:
    if cell.datatype in NUMBERS and number_of(cell) is not None:
        return "number"
    if cell.datatype in DATES and is_day(day_of(cell)):
        return "day"
    return "place" if place_of(cell) else "other"


def number_of(cell: Cell | None) -> float | None:
    """The number that a cell holds; None when it holds none that can be drawn."""
    try:
        found = float(str(cell)) if cell is not None and cell.datatype in NUMBERS else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def day_of(cell: Cell) -> str:
    """The day, month or year, without the time of day and the zone."""
    found = re.match(r"\d{4}(-\d{2}(-\d{2})?)?", cell.value)
    return found[0] if found else ""


def place_of(cell: Cell | None) -> tuple[float, float] | None:
    """Longitude and latitude of a WKT point."""
    match = _POINT.fullmatch(cell.value) if cell is not None and cell.datatype == WKT else None
    try:
        return on_earth(float(match[1]), float(match[2])) if match else None
    except ValueError:
        return None


def on_earth(lon: float, lat: float) -> tuple[float, float] | None:
    """The pair, if there is such a place."""
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def coordinates(found: AnswerRows) -> tuple[str, str] | None:
    """The columns of latitude and longitude: named so and of numbers, or twice the one column of points."""
    numbers = found.of_kind("number")
    lat = next((each for each in numbers if each.lower() in LATITUDES), "")
    lon = next((each for each in numbers if each.lower() in LONGITUDES), "")
    if lat and lon:
        return lat, lon
    points = found.of_kind("place")
    return (points[0], points[0]) if points else None


def located(row: Row, columns: tuple[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude of a row; None where it has none."""
    lat, lon = row[columns[0]], row[columns[1]]
    if columns[0] == columns[1]:
        return place_of(lat)
    y, x = number_of(lat), number_of(lon)
    return on_earth(x, y) if x is not None and y is not None else None
