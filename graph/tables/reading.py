"""Reading the tables strictly: every fault is found, none is guessed away; what no reader sees is made plain."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.findings import Finding, nearest
from graph.tables.cells import cell_faults
from graph.tables.files import divider_fault, line_end_faults, text_of
from graph.tables.metadata import TableSchema
from graph.text.invisible import visible

NOT_IN_IDENTIFIERS: Final = re.compile(
    r"%(?![0-9A-Fa-f]{2})|[\s<>\"{}|\\^`\[\]\ufdd0-\ufdef\ufff0-\uffff\U000dfffe-\U000e0fff\U000efffe-\U0010ffff]|"
    + f"[{''.join(chr(plane << 16 | last) for plane in range(1, 13) for last in (0xFFFE, 0xFFFF))}]"
)


@dataclass(frozen=True)
class Row:
    """One row: `number` counts rows from 1, `line` is where it starts in the file, `cells` are made plain."""

    number: int
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class TableRows:
    """What a file holds, with every fault found while reading it; `notes` are what was ignored or made plain."""

    table: TableSchema
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()


@dataclass
class _Told:
    """What is gathered while a file is read: faults, and the lines of what is told once a file."""

    faults: list[Finding] = field(default_factory=list)
    made_plain: list[tuple[int, str]] = field(default_factory=list)
    empty_rows: list[int] = field(default_factory=list)
    empty_columns: bool = False


def read_table(folder: Path, table: TableSchema) -> TableRows:
    """Read one table; faults of the file, its header, its cells and its key come back as findings."""
    path = folder / table.file
    return read_bytes(path.read_bytes() if path.is_file() else None, table)


def read_bytes(data: bytes | None, table: TableSchema) -> TableRows:
    """Read the bytes of one table as `read_table` does; None is a file that is not there."""
    if data is None:
        mend = "Put it back, or take it out of csv-metadata.json."
        return TableRows(table, (), (Finding(table.file, 0, "", "", "The file is missing.", mend),))
    text = text_of(table.file, data)
    if isinstance(text, Finding):
        return TableRows(table, (), (text,))
    if fault := divider_fault(table.file, text):
        return TableRows(table, (), (fault,))
    told = _Told(list(line_end_faults(table.file, data, table.line_ends)))
    rows = tuple(_rows(table, text, told))
    told.faults += _key_faults(table, rows)
    told.faults += [fault for row in rows for fault in _cell_faults(table, row)]
    return TableRows(table, rows, tuple(told.faults), tuple(_notes(table, told)))


def undescribed(folder: Path, tables: Sequence[TableSchema]) -> Iterator[Finding]:
    """A note for each table in the folder that the metadata does not describe, and which is therefore not read."""
    known = {table.file for table in tables}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in {".csv", ".tsv", ".xlsx", ".xls", ".ods"} and path.name not in known:
            mend = "Describe it in csv-metadata.json, or copy its rows into the tables that are."
            yield Finding(path.name, 0, "", "", "The file is not described, so it is not read.", mend)


def _rows(table: TableSchema, text: str, told: _Told) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start, number = 1, 0
    try:
        header = [visible(name).strip() for name in next(reader, [])]
        if faults := _header_faults(table, header):
            told.faults += faults
            return
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                told.empty_rows += [line] if cells else []
                continue
            number += 1
            if fault := _shape_fault(header, cells):
                told.faults.append(Finding(table.file, line, "", *fault))
                continue
            told.empty_columns = told.empty_columns or len(cells) > len(header) or not all(header)
            named = [(name, cell) for name, cell in zip(header, cells, strict=False) if name]
            yield Row(number, line, {name: _plain(table, name, cell, line, told) for name, cell in named})
    except csv.Error as error:
        told.faults.append(Finding(table.file, start, "", "", f"The row cannot be read: {error}.", "Check its quotes."))


def _shape_fault(header: list[str], cells: list[str]) -> tuple[str, str, str] | None:
    """Value, message and mend when cells and header do not fit together; empty cells beyond the header do no harm."""
    if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        message = f"The row has {len(cells)} cells, the header {len(header)}."
        return "", message, "Quote cells that hold a comma, and give every column a cell."
    unnamed = next((cell for name, cell in zip(header, cells, strict=False) if not name and cell.strip()), "")
    message = "The cell is in a column without a name."
    return (unnamed, message, "Name the column in the header, or empty the cell.") if unnamed else None


def _plain(table: TableSchema, column: str, cell: str, line: int, told: _Told) -> str:
    plain = visible(cell)
    if plain.replace("\n", "") != cell.replace("\r", "").replace("\n", ""):
        told.made_plain.append((line, column))
    return plain if column == table.key else plain.strip()


def _notes(table: TableSchema, told: _Told) -> Iterator[Finding]:
    """One note a kind for the whole file."""
    if told.made_plain:
        line, column = told.made_plain[0]
        count = f"{len(told.made_plain)} cell{'s' if len(told.made_plain) > 1 else ''}"
        message = f"{count} had characters that no reader sees, or letters in another spelling; they were made plain."
        yield Finding(table.file, line, column, "", message, "")
    if told.empty_columns:
        yield Finding(table.file, 1, "", "", "Columns without a name and without cells were ignored.", "")
    if told.empty_rows:
        count = f"{len(told.empty_rows)} empty row{'s were' if len(told.empty_rows) > 1 else ' was'} ignored."
        yield Finding(table.file, told.empty_rows[0], "", "", count, "")


def _header_faults(table: TableSchema, header: list[str]) -> list[Finding]:
    names = [column.name for column in table.written]
    add = "Add it to the header, with an empty cell where nothing is known."
    faults = [Finding(table.file, 1, name, "", "The column is missing.", add) for name in names if name not in header]
    for name in filter(None, header):
        if header.count(name) > 1:
            message = "The column stands twice in the header."
            faults.append(Finding(table.file, 1, name, "", message, "Keep one of them."))
        elif name not in names:
            mend = f"Use one of: {', '.join(names)}.{nearest(name, names)}"
            faults.append(Finding(table.file, 1, name, "", "No such column is described.", mend))
    return faults


def _key_faults(table: TableSchema, rows: Sequence[Row]) -> Iterator[Finding]:
    yield from _repeated(table, rows)
    if not table.key:
        return
    for row in rows:
        value = row.cells[table.key]
        if value != value.strip():
            yield Finding(table.file, row.line, table.key, value, "The id begins or ends with a space.",
                          "Remove the space.")  # fmt: skip
        if (found := NOT_IN_IDENTIFIERS.search(value.strip())) and table.column(table.key).datatype is None:
            message = f"The id holds {found.group()!r}, which no address can hold as it is."
            yield Finding(table.file, row.line, table.key, value, message, "Take it out of the id.")


def _repeated(table: TableSchema, rows: Sequence[Row]) -> Iterator[Finding]:
    """A finding for each row whose key, of one column or of several, is that of a row before it."""
    message, mend = "The id is already used in line {}.", "Give the row an id of its own, or remove it."
    if len(table.keys) > 1:
        message, mend = f"{' and '.join(table.keys)} are those of line {{}} already.", "Keep one of the two rows."
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        values = tuple(row.cells[name] for name in table.keys)
        if values and values in first:
            yield Finding(table.file, row.line, table.keys[-1], values[-1], message.format(first[values]), mend)
        first.setdefault(values, row.line)


def _cell_faults(table: TableSchema, row: Row) -> Iterator[Finding]:
    for column in table.written:
        is_coded = bool(column.scheme) or column.name in table.references or column.name == table.key
        for value, (message, mend) in cell_faults(column, row.cells[column.name], is_coded):
            yield Finding(table.file, row.line, column.name, value, message, mend)
