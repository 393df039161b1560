"""A table of ours that an office program saved again: what it did to cells is undone, what people changed stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from graph.contribute.changes import RowChange
from graph.contribute.drafting import added, changed, key_of
from graph.reconcile.amounts import year_guess
from graph.reconcile.known import KnownFacts
from graph.sheets.findings import SheetFinding, missing_in
from graph.tables.cells import cell_faults
from graph.tables.metadata import Column, TableSchema
from graph.text.invisible import visible
from graph.workbooks.sheet import Sheet, Workbook, address

MOST_NAMES: Final = 0.8
"""The share of headings that must be names of columns, the keys among them, for a sheet to be a table of ours."""

NUMBERS: Final = ("decimal", "integer")
DAYS: Final = ("date", "gYear")
LOCAL: Final = "fr"
"""How days are read that were written day first."""


@dataclass(frozen=True)
class OwnTable:
    """The rows that a table saved again changes or adds, what cannot be kept, and the columns that hold something and
    are none of the table's. Rows that are gone stay."""

    rows: tuple[RowChange, ...]
    findings: tuple[SheetFinding, ...]
    strange: tuple[str, ...] = ()


def own_table(book: Workbook, known: KnownFacts) -> OwnTable | None:
    """The changes of a table of ours; None when the file is none."""
    for sheet in book.sheets:
        if schema := _schema(sheet, known):
            findings: list[SheetFinding] = []
            rows = tuple(_rows(sheet, schema, known, findings))
            return OwnTable(rows, tuple(findings), tuple(_strange(sheet, schema)))
    return None


def _schema(sheet: Sheet, known: KnownFacts) -> TableSchema | None:
    names = [cell.strip() for cell in sheet.rows[0] if cell.strip()]
    best: tuple[int, TableSchema] | None = None
    for schema in known.schemas.values():
        written = {column.name for column in schema.written}
        shared = len(written & set(names))
        if schema.keys and set(schema.keys) <= set(names) and shared >= MOST_NAMES * max(len(names), len(written)):
            best = max(best or (0, schema), (shared, schema), key=lambda each: each[0])
    return best[1] if best else None


def _strange(sheet: Sheet, schema: TableSchema) -> Iterator[str]:
    known = {column.name for column in schema.written}
    for place, name in enumerate(cell.strip() for cell in sheet.rows[0]):
        if name and name not in known and any(sheet.cell(row, place).strip() for row in range(1, len(sheet.rows))):
            yield name


def _rows(sheet: Sheet, schema: TableSchema, known: KnownFacts, findings: list[SheetFinding]) -> Iterator[RowChange]:
    held = {"/".join(row.cells[key] for key in schema.keys): row.cells for row in known.rows(schema.name)}
    names = [cell.strip() for cell in sheet.rows[0]]
    for number in range(1, len(sheet.rows)):
        if not any(cell.strip() for cell in sheet.rows[number]):
            continue
        written = {name: visible(sheet.cell(number, place)).strip() for place, name in enumerate(names) if name}
        key = key_of(schema, written)
        before = held.get(key, {})
        told = {
            column.name: _mended(column, written[column.name], before.get(column.name, ""))
            for column in schema.written if column.name in written
        }  # fmt: skip
        row = changed(schema, key, before, told) if before else added(schema, told)
        if row:
            findings += _faults(schema, row, number, names)
            findings += [] if before else missing_in(known, row, address(number, names.index(schema.keys[0])))
            yield row


def _faults(schema: TableSchema, row: RowChange, number: int, names: Sequence[str]) -> Iterator[SheetFinding]:
    for column in schema.written:
        text = row.now(column.name)
        is_coded = bool(column.scheme) or column.name in schema.references or column.name in schema.keys
        for value, (message, mend) in cell_faults(column, text, is_coded) if text is not None else ():
            yield SheetFinding(address(number, names.index(column.name)), column.name, value, message, mend)


def _mended(column: Column, text: str, before: str) -> str:
    """The text of a cell; as it was before where only the program that saved the file made it another."""
    if text == before or _is_lossy(text, before):
        return before
    if column.separator and column.items(text) == column.items(before):
        return before
    base = column.datatype.base if column.datatype is not None else ""
    if base in NUMBERS:
        plain = text.replace(",", ".")
        return before if _number(plain) == _number(before) is not None else plain
    if column.is_reduced_date or base in DAYS:
        value = year_guess(column.name, text, LOCAL).value if text else ""
        return value if len(value) >= len("2019") else text
    return text


def _is_lossy(text: str, before: str) -> bool:
    """Whether a program wrote what was before in an encoding that has not all of its letters, or in other line ends."""
    one, other = (" ".join(each.split()) for each in (text, before))
    if one == other:
        return True
    return any(before.encode(name, "replace").decode(name) == text for name in ("cp1252", "cp1250", "latin-1"))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
