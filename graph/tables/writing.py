"""A table that is changed row by row: what is not touched keeps its bytes."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from graph.findings import Finding
from graph.tables.files import divider_fault, text_of
from graph.tables.metadata import TableSchema
from graph.text.invisible import visible

Cells = Mapping[str, str]


@dataclass(slots=True)
class _Written:
    """A row as it stands in the file: its cells, and its text with the line end; both empty when it was taken out."""

    cells: tuple[str, ...]
    text: str


class WrittenTable:
    """The rows of one file by their key: the plain values of the key columns, joined by `/`."""

    def __init__(self, table: TableSchema, header: Sequence[str], head: str, rows: list[_Written]) -> None:
        self.table = table
        self._header, self._head, self._rows = tuple(header), head, rows
        self._end = "\r\n" if head.endswith("\r\n") else "\n"
        self._at = {self._key_of(row.cells): place for place, row in enumerate(rows) if any(map(str.strip, row.cells))}

    @classmethod
    def read(cls, table: TableSchema, data: bytes) -> Self | None:
        """The table in `data`; None when `graph.tables.reading` finds the file or its header damaged."""
        text = text_of(table.file, data)
        if isinstance(text, Finding) or divider_fault(table.file, text):
            return None
        lines = list(io.StringIO(text, newline=""))
        reader = csv.reader(lines, strict=True)
        rows: list[_Written] = []
        try:
            header = [visible(name).strip() for name in next(reader, [])]
            start = first = reader.line_num
            for cells in reader:
                rows.append(_Written(tuple(cells), "".join(lines[start : reader.line_num])))
                start = reader.line_num
        except csv.Error:
            return None
        if sorted(filter(None, header)) != sorted(column.name for column in table.written):
            return None
        mark = codecs.BOM_UTF8.decode() if data.startswith(codecs.BOM_UTF8) else ""
        return cls(table, header, mark + "".join(lines[:first]), rows)

    def __contains__(self, key: str) -> bool:
        return key in self._at

    def cells(self, key: str) -> dict[str, str]:
        """The plain cells of a row. Raises KeyError when there is none."""
        return self._named(self._rows[self._at[key]].cells)

    def rows(self) -> dict[str, dict[str, str]]:
        """Every row by its key, in the order of the file."""
        return {key: self.cells(key) for key in self._at}

    def lines(self) -> dict[str, int]:
        """The line on which each row starts, by its key."""
        counts = (len(list(io.StringIO(text, newline=""))) for text in (self._head, *(row.text for row in self._rows)))
        starts = list(accumulate(counts, initial=1))[1:]
        return {key: starts[place] for key, place in self._at.items()}

    def line(self, key: str) -> int:
        """The line on which a row starts. Raises KeyError when there is none."""
        return self.lines()[key]

    def add(self, cells: Cells) -> None:
        """A row at the end."""
        self._end_the_last_line()
        written = tuple(cells.get(name, "") for name in self._header)
        self._at[self._key_of(written)] = len(self._rows)
        self._rows.append(_Written(written, self._text(written)))

    def change(self, key: str, cells: Cells) -> None:
        """Other texts for some cells of a row; its line is written anew. Raises KeyError when there is no such row."""
        row = self._rows[self._at[key]]
        row.cells = tuple(
            cells.get(name, cell) for name, cell in zip(self._header, row.cells[: len(self._header)], strict=False)
        )
        row.text = self._text(row.cells)

    def retire(self, key: str) -> None:
        """Take a row out. Raises KeyError when there is none."""
        row = self._rows[self._at.pop(key)]
        row.cells, row.text = (), ""

    def to_bytes(self) -> bytes:
        """The file as it is now."""
        return "".join([self._head, *(row.text for row in self._rows)]).encode()

    def _end_the_last_line(self) -> None:
        last = next((row for row in reversed(self._rows) if row.text), None)
        if last is None:
            self._head = self._ended(self._head)
        else:
            last.text = self._ended(last.text)

    def _ended(self, text: str) -> str:
        return text if text.endswith(("\n", "\r")) else text + self._end

    def _named(self, cells: Sequence[str]) -> dict[str, str]:
        named = zip(self._header, cells, strict=False)
        return {name: visible(cell).strip() for name, cell in named if name}

    def _key_of(self, cells: Sequence[str]) -> str:
        named = self._named(cells)
        return "/".join(named.get(name, "") for name in self.table.keys)

    def _text(self, cells: Sequence[str]) -> str:
        out = io.StringIO(newline="")
        # With both characters as its line end the writer quotes each of them inside a cell.
        csv.writer(out, lineterminator="\r\n").writerow(cells)
        return out.getvalue().removesuffix("\r\n") + self._end
