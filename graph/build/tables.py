"""Reading the tables strictly: every fault is found, none is guessed away."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.build.metadata import Column, TableSchema
from graph.findings import Finding, nearest

REDUCED_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Row:
    """One row: `number` counts rows from 1, `line` is where it starts in the file, `cells` are as written."""

    number: int
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class TableRows:
    """What a file holds, with every fault found while reading it."""

    table: TableSchema
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_table(folder: Path, table: TableSchema) -> TableRows:
    """Read one table; faults of the file, its header, its cells and its key come back as findings."""
    path = folder / table.file
    if not path.is_file():
        mend = "Put it back, or take it out of csv-metadata.json."
        return _only(table, Finding(table.file, 0, "", "", "The file is missing.", mend))
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _only(table, Finding(table.file, line, "", repr(data[error.start : error.start + 4]),
                                    "The file is not valid UTF-8 here.", "Save it as UTF-8."))  # fmt: skip
    findings: list[Finding] = list(_line_end_faults(table, data))
    rows = tuple(_rows(table, text, findings))
    findings += _key_faults(table, rows)
    findings += [fault for row in rows for fault in _cell_faults(table, row)]
    return TableRows(table, rows, tuple(findings))


def check_references(tables: Sequence[TableRows]) -> list[Finding]:
    """Return a finding for every cell that names an id which its target table does not hold."""
    known = {(rows.table.file, rows.table.key): _ids(rows) for rows in tables}
    return [fault for rows in tables for fault in _broken_references(rows, known)]


def typed_reduced_date(text: str) -> str:
    """Return the XSD type name of a date written as year, year-month or day. Raises ValueError when it is none."""
    if not REDUCED_DATE.fullmatch(text):
        raise ValueError("not a year, a month or a day")
    datetime.date.fromisoformat((text + "-01-01")[:10])
    return {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)]


def _only(table: TableSchema, finding: Finding) -> TableRows:
    return TableRows(table, (), (finding,))


def _line_end_faults(table: TableSchema, data: bytes) -> Iterator[Finding]:
    if b"\r" in data and "\r\n" not in table.line_ends:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        mend = "Save the file with plain line ends (LF)."
        yield Finding(table.file, line, "", "", "The line does not end in a plain line end.", mend)
    if not data.endswith(b"\n"):
        line = data.count(b"\n") + 1
        yield Finding(
            table.file,
            line,
            "",
            "",
            "The last line has no line end.",
            "Add one, so that the next row is added below it.",
        )


def _rows(table: TableSchema, text: str, findings: list[Finding]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [column.name for column in table.written]
    start, number = 1, 0
    try:
        header = next(reader, [])
        if faults := _header_faults(table, header, names):
            findings += faults
            return
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not cells:
                continue
            number += 1
            if len(cells) != len(header):
                message = f"The row has {len(cells)} cells, the header {len(header)}."
                mend = "Quote cells that hold a comma, and give every column a cell."
                findings.append(Finding(table.file, line, "", "", message, mend))
                continue
            yield Row(number, line, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        findings.append(Finding(table.file, start, "", "", f"The row cannot be read: {error}.", "Check its quotes."))


def _header_faults(table: TableSchema, header: list[str], names: list[str]) -> list[Finding]:
    add = "Add it to the header, with an empty cell where nothing is known."
    faults = [Finding(table.file, 1, name, "", "The column is missing.", add) for name in names if name not in header]
    for name in header:
        if header.count(name) > 1:
            message = "The column stands twice in the header."
            faults.append(Finding(table.file, 1, name, "", message, "Keep one of them."))
        elif name not in names:
            mend = f"Use one of: {', '.join(names)}.{nearest(name, names)}"
            faults.append(Finding(table.file, 1, name, "", "No such column is described.", mend))
    return faults


def _key_faults(table: TableSchema, rows: Sequence[Row]) -> Iterator[Finding]:
    if not table.key:
        return
    first: dict[str, int] = {}
    for row in rows:
        value = row.cells[table.key]
        if value != value.strip():
            yield Finding(table.file, row.line, table.key, value, "The id begins or ends with a space.",
                          "Remove the space.")  # fmt: skip
        if value in first:
            yield Finding(table.file, row.line, table.key, value, f"The id is already used in line {first[value]}.",
                          "Give the row an id of its own, or remove it.")  # fmt: skip
        first.setdefault(value, row.line)


def _cell_faults(table: TableSchema, row: Row) -> Iterator[Finding]:
    for column in table.written:
        cell = row.cells[column.name]
        if not cell.strip():
            if column.required:
                mend = f"Write the {column.name}: every row needs one."
                yield Finding(table.file, row.line, column.name, "", "The cell is empty.", mend)
            continue
        for item in column.items(cell):
            if problem := _type_fault(column, item):
                yield Finding(table.file, row.line, column.name, item, *problem)


def _type_fault(column: Column, item: str) -> tuple[str, str] | None:
    if column.is_reduced_date:
        try:
            typed_reduced_date(item)
        except ValueError:
            return "This is not a date.", "Write it as 2019, 2019-10 or 2019-10-09."
        return None
    if column.max_words and len(item.split()) > column.max_words:
        message = f"The {column.name} has {len(item.split())} words, {column.max_words} at most are allowed."
        return message, "Shorten it."
    if column.datatype is None:
        return None
    base = column.datatype.base
    message, mend = f"This is not a valid {column.name}", MENDS.get(base, _form(column))
    # The library accepts digits of any script, underscores and NaN, which no reader of RDF does.
    if base in LEXICAL and not LEXICAL[base].fullmatch(item):
        return f"{message}.", mend
    try:
        column.datatype.read(item)
    except ValueError as error:
        return (f"{message}: {error}." if base in LEXICAL else f"{message}."), mend
    return None


def _form(column: Column) -> str:
    example = f", as {EXAMPLES[column.name]}" if column.name in EXAMPLES else ""
    return f"Use the form {column.datatype.format}{example}."


LEXICAL = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYear": re.compile(r"[0-9]{4}"),
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    "anyURI": re.compile(r"https?://[^\s<>\"{}|\\^`]+"),
}
EXAMPLES = {"celex": "32016R0679"}
MENDS = {
    "date": "Write a calendar day as 2019-10-09.",
    "gYear": "Write a year as 2019.",
    "integer": "Write a whole number without separators.",
    "decimal": "Write a decimal number within the range, as 43.70.",
    "anyURI": "Write a full address that starts with http:// or https://.",
}


def _ids(rows: TableRows) -> set[str]:
    return {row.cells[rows.table.key] for row in rows.rows} if rows.table.key else set()


def _broken_references(rows: TableRows, known: Mapping[tuple[str, str | None], set[str]]) -> Iterator[Finding]:
    for column in rows.table.written:
        target = rows.table.references.get(column.name)
        if target is None or target not in known:
            continue
        ids = known[target]
        for row in rows.rows:
            for item in column.items(row.cells[column.name]):
                if item not in ids:
                    mend = f"Use an id of {target[0]}, or add the row there.{nearest(item, ids)}"
                    message = f"{target[0]} has no such {target[1]}."
                    yield Finding(rows.table.file, row.line, column.name, item, message, mend)
