"""An answer as a map, on a line of time, as bars or as a line; what is left out of a drawing is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.store import Cell
from graph.text.messages import N_, counted
from views.answers.asked import AskedView
from views.answers.reading import AnswerRows, Row, coordinates, day_of, located, number_of
from views.answers.table import name_of, shown
from views.drawing import cities_map
from views.drawing.chart_drawing import Amount, bar_drawing, line_drawing
from views.drawing.time_axis import is_day, middle_of
from views.drawing.time_drawing import Lane, Point
from views.drawing.time_drawing import drawing as time_drawing

MOST_BARS, MOST_LANES, MOST_POINTS = 40, 60, 1000
TALL = 1000.0
TITLES: Final = {"table": N_("Table"), "map": N_("Map"), "time": N_("Timeline"), "bar": N_("Bars"), "line": N_("Line")}
COUNT: Final = N_("Number of rows")
Numbered = Sequence[tuple[int, Row]]


@dataclass(frozen=True, slots=True)
class AnswerDrawing:
    """What the template draws. `counted` are the bars as a table when they count rows; `notes` say what is not drawn.

    `x` and `y` are the columns that are drawn, and may be changed to one of `xs` and `ys`.
    """

    kind: str
    model: Mapping[str, Any] | None
    label: str
    notes: Sequence[str] = ()
    x: str = ""
    y: str = ""
    xs: Sequence[str] = ()
    ys: Sequence[str] = ()
    counted: Sequence[Amount] = ()

    @property
    def is_tall(self) -> bool:
        """Whether it is longer than a screen of a phone, where its beginning is shown first."""
        return self.model is not None and float(self.model["height"]) > TALL


@dataclass(frozen=True, slots=True)
class Naming:
    """How cells are named: labels by identifier, and where identifiers begin."""

    labels: Mapping[str, str]
    base: str

    def name(self, cell: Cell) -> str:
        """What people call it."""
        return self.labels.get(cell.value) or cell.value

    def href(self, cell: Cell | None) -> str:
        """Where it leads; empty for what is no identifier."""
        return str(shown(cell, self.labels, self.base).href or "") if cell is not None else ""


def offered(found: AnswerRows) -> list[str]:
    """The views in which the answer can be seen."""
    if not found.rows:
        return []
    numbers, days = found.of_kind("number"), found.of_kind("day")
    could = {
        "map": coordinates(found) is not None,
        "time": bool(days),
        "bar": bool(_names(found)),
        "line": len(found.rows) > 1 and bool(numbers) and len(numbers) + len(days) > 1,
    }
    return ["table", *(view for view, can in could.items() if can)]


def _names(found: AnswerRows) -> list[str]:
    """The columns that name a row: words and identifiers first, then days."""
    return [*found.of_kind("other"), *found.of_kind("day")]


def drawn(found: AnswerRows, rows: Numbered, asked: AskedView, naming: Naming) -> AnswerDrawing | None:
    """The drawing of the rows that is asked for; None for the table, or for what the answer cannot be drawn as."""
    make = MAKERS.get(asked.view)
    return make(found, rows, asked, naming) if make and asked.view in offered(found) else None


def _map(found: AnswerRows, rows: Numbered, asked: AskedView, naming: Naming) -> AnswerDrawing:
    columns = coordinates(found)
    assert columns is not None
    places: dict[tuple[float, float], list[Row]] = {}
    for _, row in rows:
        if place := located(row, columns):
            places.setdefault(place, []).append(row)
    names = _names(found)
    points = [
        {"lon": lon, "lat": lat, "name": name_of(here[0], names, naming.labels) or f"{lat:.3f}, {lon:.3f}",
         "country": f"{lat:.2f}, {lon:.2f}", "count": len(here), "href": _first_href(here[0], names, naming),
         "counted": counted(len(here), "%(number)s row", "%(number)s rows")}
        for (lon, lat), here in places.items()
    ]  # fmt: skip
    without = len(rows) - sum(map(len, places.values()))
    notes = _without(without, N_("a place"))
    return AnswerDrawing("map", cities_map.draw(points), N_("Map of the answer"), notes)


def _first_href(row: Row, columns: Sequence[str], naming: Naming) -> str:
    return next((address for column in columns if (address := naming.href(row[column]))), "") or "#answer-rows"


def _time(found: AnswerRows, rows: Numbered, asked: AskedView, naming: Naming) -> AnswerDrawing:
    days = found.of_kind("day")
    x = asked.x if asked.x in days else days[0]
    names = [column for column in _names(found) if column != x]
    y = asked.y if asked.y in names else (names or [""])[0]
    lanes: dict[str, list[tuple[int, Row]]] = {}
    dated = [(number, row) for number, row in rows if (cell := row[x]) is not None and is_day(day_of(cell))]
    for number, row in dated:
        cell = row.get(y) if y else None
        lanes.setdefault(naming.name(cell) if cell is not None else "", []).append((number, row))
    kept = dict(list(lanes.items())[:MOST_LANES])
    model = time_drawing([("", [_lane(label, here, x, y, naming) for label, here in kept.items()])], [])
    notes = [*_without(len(rows) - len(dated), N_("a date")), *_cut(len(lanes), MOST_LANES)]
    return AnswerDrawing("time", model, N_("Timeline of %(column)s", column=x), notes, x, y, days, names)


def _lane(label: str, rows: Numbered, x: str, y: str, naming: Naming) -> Lane:
    points = []
    for number, row in rows[:MOST_POINTS]:
        cell = row[x]
        assert cell is not None
        told = f"{day_of(cell)}: {label}" if label else day_of(cell)
        points.append(Point(middle_of(day_of(cell)), str(number), "still", told, f"#row-{number}"))
    return Lane(label or "–", naming.href(rows[0][1].get(y)) if y else "", points=points)


def _bars(found: AnswerRows, rows: Numbered, asked: AskedView, naming: Naming) -> AnswerDrawing:
    names, numbers = _names(found), _amounts(found)
    x = asked.x if asked.x in names else names[0]
    y = asked.y if asked.y in numbers else "" if asked.x and not asked.y else (numbers or [""])[0]
    if not y:
        return _counts(rows, x, names, numbers, naming)
    amounts = []
    for _, row in rows:
        value, cell = number_of(row[y]), row[x]
        if value is not None and cell is not None:
            amounts.append(Amount(naming.name(cell), value, str(row[y]), naming.href(cell)))
    notes = [*_without(len(rows) - len(amounts), N_("both values")), *_cut(len(amounts), MOST_BARS)]
    label = N_("Bars of %(y)s by %(x)s", y=y, x=x)
    return AnswerDrawing("bar", bar_drawing(amounts[:MOST_BARS]), label, notes, x, y, names, numbers)


def _amounts(found: AnswerRows) -> list[str]:
    """The columns that measure something: numbers that are no place on earth."""
    places = coordinates(found) or ()
    return [column for column in found.of_kind("number") if column not in places]


def _counts(rows: Numbered, x: str, names: Sequence[str], numbers: Sequence[str], naming: Naming) -> AnswerDrawing:
    cells = {cell.value: cell for _, row in rows if (cell := row[x]) is not None}
    times = Counter(cell.value for _, row in rows if (cell := row[x]) is not None)
    amounts = [Amount(naming.name(cells[value]), number, str(number), naming.href(cells[value]))
               for value, number in times.most_common()]  # fmt: skip
    notes = [*_without(len(rows) - times.total(), N_("a value")), *_cut(len(amounts), MOST_BARS)]
    label = N_("Number of rows by %(x)s", x=x)
    return AnswerDrawing("bar", bar_drawing(amounts[:MOST_BARS]), label, notes, x, "", names, numbers, amounts)


def _line(found: AnswerRows, rows: Numbered, asked: AskedView, naming: Naming) -> AnswerDrawing:
    days, numbers = found.of_kind("day"), found.of_kind("number")
    xs = [*days, *numbers]
    x = asked.x if asked.x in xs else xs[0]
    ys = [column for column in numbers if column != x]
    y = asked.y if asked.y in ys else (ys or [""])[0]
    points = []
    for _, row in rows:
        at, value, cell = _moment(row[x], x in days), number_of(row[y]) if y else None, row[x]
        if at is not None and value is not None and cell is not None:
            points.append(Amount(cell.value, value, str(row[y]), at=at))
    notes = [*_without(len(rows) - len(points), N_("both values")), *_cut(len(points), MOST_POINTS)]
    if len({each.at for each in points}) < len(points):
        notes.append(N_("Several rows stand at one place, so the points are not joined."))
    else:
        notes.append(N_("The line joins the points that the answer has; it says nothing of what lies between them."))
    label = N_("Line of %(y)s by %(x)s", y=y, x=x)
    return AnswerDrawing("line", line_drawing(points[:MOST_POINTS], x in days), label, notes, x, y, xs, ys)


def _moment(cell: Cell | None, is_date: bool) -> float | None:
    if not is_date:
        return number_of(cell)
    return middle_of(day_of(cell)) if cell is not None and is_day(day_of(cell)) else None


def _without(number: int, what: str) -> list[str]:
    """That some rows are not drawn."""
    if not number:
        return []
    return [
        counted(
            number,
            "%(number)s row without %(what)s is not drawn.",
            "%(number)s rows without %(what)s are not drawn.",
            what=what,
        )
    ]


def _cut(number: int, most: int) -> list[str]:
    return (
        [N_("The first %(most)s of %(number)s are drawn; the table has all.", most=most, number=number)]
        if number > most
        else []
    )


MAKERS: Final[Mapping[str, Callable[[AnswerRows, Numbered, AskedView, Naming], AnswerDrawing]]] = {
    "map": _map,
    "time": _time,
    "bar": _bars,
    "line": _line,
}
