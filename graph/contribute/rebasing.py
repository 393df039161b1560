"""A change set that was written against an older state, brought to the present one cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph.contribute.applying import plain
from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange

Rows = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By table and key, the plain cells of every row as it stands."""


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell that both sides changed: as it was, as the change set wants it, and as it is; `is_now` is None when the
    whole row is gone."""

    table: str
    key: str
    kind: ChangeKind
    column: str
    was: str
    now: str
    is_now: str | None


@dataclass(frozen=True, slots=True)
class Rebased:
    """What is left to do and fits, and what must be decided by a person; a change that is made already is in
    neither."""

    changes: ChangeSet
    conflicts: tuple[CellConflict, ...]


def rebased(changes: ChangeSet, rows: Rows, against: int) -> Rebased:
    """Bring a change set to the rows as they stand; `against` is the revision that has them.

    A cell that nobody else touched stays in the change set, one that has its new text already is dropped, any other is
    a conflict. A row with a conflict keeps its other cells when it changes; it is left out when it is added or retired.
    """
    kept: list[RowChange] = []
    conflicts: list[CellConflict] = []
    for row in changes.rows:
        left, found = _row(row, rows.get(row.table, {}).get(row.key))
        kept += [left] if left else []
        conflicts += found
    return Rebased(ChangeSet(tuple(kept), changes.why, against), tuple(conflicts))


def _row(row: RowChange, held: Mapping[str, str] | None) -> tuple[RowChange | None, list[CellConflict]]:
    if row.kind is ChangeKind.ADD:
        return _added(row, held)
    if held is None:
        gone = [_conflict(row, cell, None) for cell in row.cells]
        return None, [] if row.kind is ChangeKind.RETIRE else gone
    if row.kind is ChangeKind.CHANGE:
        return _changed(row, held)
    conflicts = list(_differing(row, held))
    return (None if conflicts else row), conflicts


def _added(row: RowChange, held: Mapping[str, str] | None) -> tuple[RowChange | None, list[CellConflict]]:
    if held is None:
        return row, []
    now = {cell.column: cell for cell in row.cells}
    cells = [now.get(column, CellChange(column, "", "")) for column in held]
    return None, [_conflict(row, cell, held[cell.column]) for cell in cells if plain(cell.now) != held[cell.column]]


def _changed(row: RowChange, held: Mapping[str, str]) -> tuple[RowChange | None, list[CellConflict]]:
    left: list[CellChange] = []
    conflicts: list[CellConflict] = []
    for cell in row.cells:
        current = held.get(cell.column)
        if current == plain(cell.now) and current != plain(cell.was):
            continue
        if current is None or current == plain(cell.was):
            left.append(cell)
        else:
            conflicts.append(_conflict(row, cell, current))
    return (replace(row, cells=tuple(left)) if left else None), conflicts


def _differing(row: RowChange, held: Mapping[str, str]) -> Iterator[CellConflict]:
    was = {cell.column: cell for cell in row.cells}
    for column, current in held.items():
        cell = was.get(column, CellChange(column, "", ""))
        if plain(cell.was) != current:
            yield _conflict(row, cell, current)


def _conflict(row: RowChange, cell: CellChange, current: str | None) -> CellConflict:
    return CellConflict(row.table, row.key, row.kind, cell.column, cell.was, cell.now, current)
