"""What is wrong with a change set by itself, at its cells: unknown names, and texts that no such cell can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.findings import nearest
from graph.tables.cells import cell_faults
from graph.tables.damage import UNWRITABLE, text_fault
from graph.tables.metadata import TableSchema


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """One fault: where it is in the JSON of the change set (RFC 6901), which cell that is, what is wrong, the mend."""

    pointer: str
    table: str
    key: str
    column: str
    value: str
    message: str
    mend: str


LARGEST: Final = 2**31 - 1


def placed_faults(changes: ChangeSet, schemas: Sequence[TableSchema]) -> Iterator[PlacedFault]:
    """Everything that can be said without looking at other rows; `openplaza check` and the preview say the rest."""
    known = {schema.name: schema for schema in schemas}
    if changes.against > LARGEST:
        mend = "Write the number of the revision that you saw."
        yield PlacedFault("/against", "", "", "", str(changes.against), "There is no such revision.", mend)
    yield from _unkept("/why", "", "", changes.why)
    for place, row in enumerate(changes.rows):
        yield from _row_faults(f"/rows/{place}", row, known)


def _row_faults(pointer: str, row: RowChange, known: Mapping[str, TableSchema]) -> Iterator[PlacedFault]:
    schema = known.get(row.table)
    yield from _unkept(f"{pointer}/key", row.table, row.key, row.key)
    if schema is None:
        mend = f"Use the name of a table without .csv.{nearest(row.table, known)}"
        yield PlacedFault(f"{pointer}/table", row.table, row.key, "", "", "There is no such table.", mend)
        return
    for place, cell in enumerate(row.cells):
        yield from _cell_faults(f"{pointer}/cells/{place}", row, cell, schema)
    if row.kind is ChangeKind.ADD:
        for column in schema.written:
            if column.required and not row.now(column.name):
                message, mend = "The cell is empty.", f"Write the {column.name}: every row needs one."
                yield PlacedFault(f"{pointer}/cells", row.table, row.key, column.name, "", message, mend)


def _cell_faults(pointer: str, row: RowChange, cell: CellChange, schema: TableSchema) -> Iterator[PlacedFault]:
    columns = {column.name: column for column in schema.written}
    column = columns.get(cell.column)
    if column is None:
        mend = f"Use one of: {', '.join(columns)}.{nearest(cell.column, columns)}"
        message = "No such column is described."
        yield PlacedFault(f"{pointer}/column", row.table, row.key, cell.column, "", message, mend)
        return
    for name, text in (("was", cell.was), *((f"sources/{place}", id_) for place, id_ in enumerate(cell.sources))):
        yield from _unkept(f"{pointer}/{name}", row.table, row.key, text)
    is_coded = bool(column.scheme) or column.name in schema.references or column.name in schema.keys
    # What a retired row held is no fault of whoever takes it out.
    for value, (message, mend) in cell_faults(column, cell.now, is_coded) if row.kind is not ChangeKind.RETIRE else ():
        yield PlacedFault(f"{pointer}/now", row.table, row.key, column.name, value, message, mend)


def _unkept(pointer: str, table: str, key: str, text: str) -> Iterator[PlacedFault]:
    """A text that is no cell and holds what no format can keep."""
    if UNWRITABLE.search(text) and (fault := text_fault(text)):
        yield PlacedFault(pointer, table, key, "", text, *fault)
