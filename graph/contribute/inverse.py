"""The inverse of a change set: applied after it, the tables hold what they held before."""

from __future__ import annotations

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange

OPPOSITE = {ChangeKind.ADD: ChangeKind.RETIRE, ChangeKind.CHANGE: ChangeKind.CHANGE, ChangeKind.RETIRE: ChangeKind.ADD}


def inverse(changes: ChangeSet, why: str, against: int) -> ChangeSet:
    """What undoes `changes`, for a reason of its own; the last row is undone first, since it may stand on others.

    A row that was retired comes back as the last one of its table.
    """
    return ChangeSet(tuple(_undone(row) for row in reversed(changes.rows)), why, against)


def _undone(row: RowChange) -> RowChange:
    cells = tuple(CellChange(cell.column, cell.now, cell.was, cell.sources) for cell in row.cells)
    return RowChange(row.table, row.key, OPPOSITE[row.kind], cells)
