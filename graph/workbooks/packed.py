"""A workbook (XLSX, ODS) as rows of cells. Runs in the confined child alone: what others wrote is unpacked here."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

import python_calamine as calamine

from graph.workbooks.sheet import MAX_COLUMNS, MAX_ROWS, MAX_TEXT_MB, Sheet, Unreadable, trimmed

MAX_UNPACKED_MB: Final = 200
MAX_SHEETS: Final = 20
MB: Final = 1 << 20
FORMULA_ALONE: Final = re.compile(
    rb'<c\b[^>]*\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>\s*|<v></v>\s*)?</c>'
)
MIDNIGHT: Final = datetime.time()


def sheets_of(data: bytes) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a workbook with cells, and the addresses of formulas without a value.

    Raises Unreadable, and calamine.CalamineError or zipfile.BadZipFile when the file cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED_MB * MB:
            raise Unreadable("unpacked")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [each.name for each in book.sheets_metadata if each.visible == calamine.SheetVisibleEnum.Visible]
    if len(names) > MAX_SHEETS:
        raise Unreadable("sheets")
    room = [MAX_TEXT_MB * MB]
    sheets = [Sheet(name, trimmed(_rows(book.get_sheet_by_name(name), room))) for name in names]
    return [sheet for sheet in sheets if sheet.rows], sorted(_formulas_alone(data))


def _rows(sheet: calamine.CalamineSheet, room: list[int]) -> Iterator[list[str]]:
    """Texts of a sheet; `room` is what is left of the text that a file may hold."""
    if sheet.end is None:
        return
    last_row, last_column = sheet.end
    if last_row - sheet.start[0] > MAX_ROWS * 4 if sheet.start else False:
        raise Unreadable("rows")
    if last_column >= MAX_COLUMNS:
        raise Unreadable("columns")
    before = sheet.start[1] if sheet.start else 0
    yield from ([] for _ in range(sheet.start[0] if sheet.start else 0))
    for row in sheet.iter_rows():
        cells = [""] * before + [_text(value) for value in row]
        room[0] -= sum(map(len, cells))
        if room[0] < 0:
            raise Unreadable("text")
        yield cells


def _text(value: object) -> str:
    """A cell as a person reads it: days as 2019-10-09, whole numbers without a point."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "minutes")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _formulas_alone(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                yield from (match[1].decode("ascii") for match in FORMULA_ALONE.finditer(packed.read(part)))
