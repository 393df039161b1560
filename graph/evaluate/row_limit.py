"""Counting the rows of a SELECT answer while it is written, and cutting it after a row: it stays a valid document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CHUNK = 1 << 16

_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one format writes rows: where the first begins, what one row is, what ends a document after any row.

    `ended` looks at bytes that begin with a row: how many rows surely end in them, and where the last of those ends.
    """

    start: re.Pattern[bytes]
    row: re.Pattern[bytes]
    close: bytes
    ended: Callable[[bytearray], tuple[int, int]]


class RowLimiter:
    """Takes an answer in pieces and gives it back in whole rows, at most `max_rows` rows and `max_bytes` bytes.

    `rows` counts what was given back. `limit` names the limit that was passed: then the answer is closed, and over.
    """

    def __init__(self, media_type: str, max_rows: int, max_bytes: int) -> None:
        self._layout = _LAYOUTS[media_type]
        self._max_rows = max_rows
        self._room = max_bytes
        self._held = bytearray()
        self._enough = CHUNK
        self._begun = False
        self.rows = 0
        self.limit: str | None = None

    def take(self, piece: bytes) -> bytes:
        """What can be sent now: often nothing, because rows are counted a chunk at a time."""
        self._held += piece
        if len(self._held) < min(self._enough, self._room + 1):
            return b""
        if len(self._held) > self._room:
            del self._held[self._room :]
            self.limit = "max_result_mb"
        ready = self._head() + self._whole(self._layout.ended(self._held) if self._begun else (0, 0))
        # A row longer than a chunk is looked at again when it has doubled, so that it costs no more than twice.
        self._enough = max(CHUNK, 2 * len(self._held))
        return ready + self._layout.close if self.limit else ready

    def end(self) -> bytes:
        """The rest, once everything was written."""
        ready = self._head() + self._whole(self._layout.ended(self._held))
        if not self.limit:
            # The last row of JSON has no row after it that would tell where it ends.
            ready += self._whole(_stepped(self._layout.row, self._held))
        return ready + (self._layout.close if self.limit else bytes(self._held))

    def _head(self) -> bytes:
        found = None if self._begun else self._layout.start.match(self._held)
        if not found:
            return b""
        self._begun = True
        return self._taken(found.end())

    def _whole(self, ended: tuple[int, int]) -> bytes:
        rows, size = ended
        if self.rows + rows > self._max_rows:
            self.limit = "max_rows"
            rows, size = _stepped(self._layout.row, self._held, self._max_rows - self.rows)
        self.rows += rows
        return self._taken(size)

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
        self._room -= size
        return taken


def _stepped(row: re.Pattern[bytes], data: bytearray, most: float = float("inf")) -> tuple[int, int]:
    rows, end = 0, 0
    while rows < most and (found := row.match(data, end)):
        rows, end = rows + 1, found.end()
    return rows, end


def _lines(data: bytearray) -> tuple[int, int]:
    return data.count(b"\n"), data.rfind(b"\n") + 1


def _lines_outside_quotes(data: bytearray) -> tuple[int, int]:
    parts = data.split(b'"')
    rows, end, place = 0, 0, 0
    for index, part in enumerate(parts):
        if index % 2 == 0 and b"\n" in part:
            rows += part.count(b"\n")
            end = place + part.rfind(b"\n") + 1
        place += len(part) + 1
    return rows, end


def _results(data: bytearray) -> tuple[int, int]:
    rows = data.count(b"</result>")
    return rows, data.rfind(b"</result>") + len(b"</result>") if rows else 0


def _bindings(data: bytearray) -> tuple[int, int]:
    """Counts `},{"`: it stands between two rows, or it is the end of a text, and then `}` or `,` follows."""
    if b"{}" in data:
        return _stepped(_LAYOUTS["application/sparql-results+json"].row, data)
    end = data.rfind(b'},{"', 0, -1)
    while end >= 0 and data[end + 4] in b"},":
        end = data.rfind(b'},{"', 0, end + 3)
    texts = data.count(b'},{"}', 0, end + 4) + data.count(b'},{",', 0, end + 4)
    return data.count(b'},{"', 0, end + 4) - texts, end + 1


# Outside texts, `},{` stands only between two rows of JSON, and `}]` only after the last one.
_LAYOUTS = {
    "application/sparql-results+json": _Layout(
        re.compile(rb'\{"head":\{"vars":\[(?:' + _TEXT + rb'|,)*+\]\},"results":\{"bindings":\['),
        re.compile(rb',?(\{(?:[^"}]++|' + _TEXT + rb"|\}(?!,\{|\]))*+\})", re.DOTALL),
        b"]}}",
        _bindings,
    ),
    "application/sparql-results+xml": _Layout(
        re.compile(rb".*?<results>", re.DOTALL),
        re.compile(rb"<result>.*?</result>", re.DOTALL),
        b"</results></sparql>",
        _results,
    ),
    "text/csv": _Layout(
        re.compile(rb"[^\n]*\n"), re.compile(rb'(?:[^"\n]++|"[^"]*+")*+\n'), b"", _lines_outside_quotes
    ),
    "text/tab-separated-values": _Layout(re.compile(rb"[^\n]*\n"), re.compile(rb"[^\n]*\n"), b"", _lines),
}
