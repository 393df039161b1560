"""A spreadsheet as it was read: texts in cells, each with the address that a spreadsheet program shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MAX_FILE_MB: Final = 10
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 200
MAX_TEXT_MB: Final = 40
LETTERS: Final = 26


class Unreadable(Exception):
    """The file cannot be read; the argument is a key of FAILURES in graph/workbooks/reading.py."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` are all of its rows from the first on, empty ones too, so that row 1 is `rows[0]`."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, both counted from 0; empty where the row is shorter."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds. `read_as` says how, for the reader: `Windows-1252, semicolons`, or `XLSX`; `valueless` are
    cells with a formula whose value the file does not keep."""

    name: str
    read_as: str
    sheets: tuple[Sheet, ...]
    valueless: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The workbook as JSON can hold it."""
        sheets = [{"name": sheet.name, "rows": sheet.rows} for sheet in self.sheets]
        return {"name": self.name, "read_as": self.read_as, "sheets": sheets, "valueless": self.valueless}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Workbook:
        """The workbook that `plain` gave."""
        sheets = tuple(Sheet(each["name"], tuple(map(tuple, each["rows"]))) for each in plain["sheets"])
        return cls(plain["name"], plain["read_as"], sheets, tuple(plain["valueless"]))


def address(row: int, column: int) -> str:
    """`B7` for row 6 and column 1, both counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def trimmed(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows without the empty cells at their ends and the empty rows at the end."""
    kept: list[tuple[str, ...]] = []
    last = 0
    for number, row in enumerate(rows, 1):
        cells = list(row)
        while cells and not cells[-1].strip():
            cells.pop()
        kept.append(tuple(cells))
        last = number if cells else last
    return tuple(kept[:last])
