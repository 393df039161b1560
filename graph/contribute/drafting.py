"""Change sets from rows as a form, a sheet or a program gives them, beside the rows that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.contribute.applying import plain
from graph.contribute.changes import CellChange, ChangeKind, RowChange
from graph.tables.metadata import TableSchema

Cells = Mapping[str, str]
Sources = Mapping[str, Sequence[str]]
"""By column, the ids of `sources.csv` that a cell rests on."""


def key_of(table: TableSchema, cells: Cells) -> str:
    """The key that the cells of a row make."""
    return "/".join(plain(cells.get(name, "")) for name in table.keys)


def added(table: TableSchema, cells: Cells, sources: Sources | None = None) -> RowChange:
    """A new row; cells that are empty are left out."""
    filled = _in_order(table, {name: plain(cell) for name, cell in cells.items() if plain(cell)})
    made = tuple(CellChange(name, "", now, _of(sources, name)) for name, now in filled.items())
    return RowChange(table.name, key_of(table, cells), ChangeKind.ADD, made)


def changed(
    table: TableSchema, key: str, before: Cells, after: Cells, sources: Sources | None = None
) -> RowChange | None:
    """A row whose cells in `after` differ from `before`; a cell that `after` does not name stays. None when all are
    the same."""
    was = {name: plain(before.get(name, "")) for name in after}
    differing = _in_order(table, {name: plain(now) for name, now in after.items() if plain(now) != was[name]})
    made = tuple(CellChange(name, was[name], now, _of(sources, name)) for name, now in differing.items())
    return RowChange(table.name, key, ChangeKind.CHANGE, made) if made else None


def retired(table: TableSchema, key: str, before: Cells, sources: Sources | None = None) -> RowChange:
    """A row that is taken out; it names every cell that it had."""
    held = _in_order(table, {name: plain(cell) for name, cell in before.items() if plain(cell)})
    made = tuple(CellChange(name, was, "", _of(sources, name)) for name, was in held.items())
    return RowChange(table.name, key, ChangeKind.RETIRE, made)


def _in_order(table: TableSchema, cells: Cells) -> dict[str, str]:
    """The cells in the order of the columns; names that are no column come last, and are refused when applied."""
    places = {column.name: place for place, column in enumerate(table.written)}
    return dict(sorted(cells.items(), key=lambda item: (places.get(item[0], len(places)), item[0])))


def _of(sources: Sources | None, column: str) -> tuple[str, ...]:
    return tuple((sources or {}).get(column, ()))
