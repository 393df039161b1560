"""Change sets applied to the tables: the bytes of every file as it stands after folding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.contribute.changes import Accepted, CellChange, ChangeKind, ChangeSet, RowChange
from graph.findings import Finding, nearest
from graph.tables.damage import text_fault
from graph.tables.metadata import TableSchema
from graph.tables.writing import WrittenTable
from graph.text.invisible import visible

CANDIDATE = 0
"""The number of a change set that is tried and not accepted yet."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Which row stands at a place of a table, the number of the change set that touched it last, and of the one that
    wrote each of its columns."""

    table: str
    key: str
    number: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class Applied:
    """The bytes of each file, what did not fit, and by file and line the rows that change sets added or changed.

    A row that does not fit is left out; all else is applied.
    """

    tables: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()
    places: Mapping[tuple[str, int], RowPlace] = field(default_factory=dict)

    def attributed(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, where they fall on a row of an accepted change set with its number."""
        return [_attributed(finding, self.places.get((finding.file, finding.line))) for finding in findings]


def applied(
    tables: Mapping[str, bytes], schemas: Sequence[TableSchema], changes: Iterable[Accepted | ChangeSet]
) -> Applied:
    """Apply change sets in order to files by their name; a file that no change touches keeps its bytes.

    What does not fit becomes a finding: an unknown table or column, a row that is not there or there already, a cell
    that is not as the change set says it was.
    """
    work = _Applying(tables, {schema.name: schema for schema in schemas})
    for each in changes:
        number = each.number if isinstance(each, Accepted) else CANDIDATE
        rows = (each.changes if isinstance(each, Accepted) else each).rows
        work.apply(rows, number)
    made = {table.table.file: table.to_bytes() for table in work.open.values() if table}
    return Applied({**tables, **made}, tuple(work.findings), work.places())


class _Applying:
    def __init__(self, tables: Mapping[str, bytes], schemas: Mapping[str, TableSchema]) -> None:
        self.tables, self.schemas = tables, schemas
        self.open: dict[str, WrittenTable | None] = {}
        self.touched: dict[tuple[str, str], dict[str, int]] = {}
        self.last: dict[tuple[str, str], int] = {}
        self.findings: list[Finding] = []

    def apply(self, rows: Iterable[RowChange], number: int) -> None:
        for row in rows:
            faults = [_unfit(fault, number) for fault in self._row(row)]
            self.findings += faults
            if not faults:
                self._note(row, number)

    def _note(self, row: RowChange, number: int) -> None:
        columns = self.touched.setdefault((row.table, row.key), {})
        columns |= {cell.column: number for cell in row.cells}
        self.last[row.table, row.key] = number

    def places(self) -> dict[tuple[str, int], RowPlace]:
        lines = {name: table.lines() for name, table in self.open.items() if table}
        return {
            (f"{name}.csv", lines[name][key]): RowPlace(name, key, number, self.touched[name, key])
            for (name, key), number in self.last.items()
            if key in lines.get(name, {})
        }

    def _row(self, row: RowChange) -> Iterator[Finding]:
        """Apply one row, or yield what keeps it from fitting."""
        schema = self.schemas.get(row.table)
        if schema is None:
            mend = f"Use the name of a table without .csv.{nearest(row.table, self.schemas)}"
            yield Finding(f"{row.table}.csv", 0, "", row.key, "There is no such table.", mend)
            return
        table = self._table(schema)
        # A file that cannot be read is told by who reads the tables.
        if table is None:
            return
        faults = [*_shape_faults(schema, row)] or [*_fit_faults(table, row)]
        if not faults:
            _write(table, row)
        yield from faults

    def _table(self, schema: TableSchema) -> WrittenTable | None:
        if schema.name not in self.open:
            data = self.tables.get(schema.file)
            self.open[schema.name] = None if data is None else WrittenTable.read(schema, data)
        return self.open[schema.name]


def _write(table: WrittenTable, row: RowChange) -> None:
    cells = {cell.column: cell.now for cell in row.cells}
    if row.kind is ChangeKind.ADD:
        table.add(cells)
    elif row.kind is ChangeKind.CHANGE:
        table.change(row.key, cells)
    else:
        table.retire(row.key)


def _shape_faults(schema: TableSchema, row: RowChange) -> Iterator[Finding]:
    """What is wrong with a row change whatever the table holds."""
    names = [column.name for column in schema.written]
    seen: set[str] = set()
    for cell in row.cells:
        if cell.column not in names:
            mend = f"Use one of: {', '.join(names)}.{nearest(cell.column, names)}"
            yield _at(schema, cell.column, cell.now, f"Row {row.key}: no such column is described.", mend)
        if cell.column in seen:
            yield _at(schema, cell.column, cell.now, f"Row {row.key}: the column stands twice.", "Keep one of them.")
        seen.add(cell.column)
        yield from _cell_faults(schema, row, cell)
    if not schema.keys:
        yield _at(schema, "", row.key, "The rows of this table have no id.", "Change the file itself.")
    elif row.kind is ChangeKind.ADD and row.key != _key(schema, {cell.column: cell.now for cell in row.cells}):
        mend = f"Give the row the key that its {' and '.join(schema.keys)} make."
        yield _at(schema, schema.keys[0], row.key, "The key of the row is not that of its cells.", mend)
    if row.kind is ChangeKind.CHANGE and not row.cells:
        yield _at(schema, "", row.key, "The row names no cell that changes.", "Name one, or take the row out.")


def _cell_faults(schema: TableSchema, row: RowChange, cell: CellChange) -> Iterator[Finding]:
    if not _is_text(cell.now) and (fault := text_fault(cell.now)):
        yield _at(schema, cell.column, row.key, *fault)
    if row.kind is ChangeKind.ADD and cell.was:
        message = f"Row {row.key} is added, so its cell was empty."
        yield _at(schema, cell.column, cell.was, message, "Leave `was` empty.")
    if row.kind is ChangeKind.RETIRE and cell.now:
        mend = "Leave `now` empty."
        yield _at(schema, cell.column, cell.now, f"Row {row.key} is retired, so its cell will be empty.", mend)
    if row.kind is ChangeKind.CHANGE and cell.column in schema.keys and plain(cell.was) != plain(cell.now):
        mend = "Retire the row and add one with the other id."
        yield _at(schema, cell.column, cell.now, f"The id of row {row.key} cannot change.", mend)


def _fit_faults(table: WrittenTable, row: RowChange) -> Iterator[Finding]:
    """What keeps a row change from fitting the table as it stands."""
    schema = table.table
    if row.kind is ChangeKind.ADD:
        if row.key in table:
            message = f"The id is already used in line {table.line(row.key)}."
            mend = "Give the row an id of its own, or change the row that is there."
            yield _at(schema, schema.keys[-1], row.key, message, mend)
        return
    if row.key not in table:
        mend = f"It has another id, or was taken out. Look at the table as it stands.{nearest(row.key, table.rows())}"
        yield _at(schema, schema.keys[-1], row.key, "The row is not there.", mend)
        return
    held = table.cells(row.key)
    named = {cell.column: cell.was for cell in row.cells}
    told = named if row.kind is ChangeKind.CHANGE else {name: named.get(name, "") for name in held}
    for column, was in told.items():
        if held[column] != plain(was):
            message = f"The cell of row {row.key} is not {_shown(was)} any more, which the change was written for."
            mend = "Look at the row as it stands, and write the change again."
            yield Finding(schema.file, table.line(row.key), column, held[column], message, mend)


def plain(text: str) -> str:
    """A cell as the tables are read: without what no reader sees, and without spaces around it."""
    return visible(text).strip()


def _key(schema: TableSchema, cells: Mapping[str, str]) -> str:
    return "/".join(plain(cells.get(name, "")) for name in schema.keys)


def _shown(was: str) -> str:
    return repr(was if len(was) <= 60 else was[:59] + "…") if was else "empty"


def _is_text(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _at(schema: TableSchema, column: str, value: str, message: str, mend: str) -> Finding:
    return Finding(schema.file, 0, column, value, message, mend)


def _unfit(finding: Finding, number: int) -> Finding:
    """An accepted change set is not written again: the tables are at fault."""
    mend = f"Contribution {number} was accepted for tables that it fits: put the tables back as they were then."
    return replace(finding, mend=mend) if number else finding


def _attributed(finding: Finding, place: RowPlace | None) -> Finding:
    number = place.columns.get(finding.column, place.number) if place else CANDIDATE
    return replace(finding, mend=f"{finding.mend} It comes from contribution {number}.") if number else finding
