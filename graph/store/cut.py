"""Counting the rows of a written SELECT answer, and cutting it after a row so that it stays a valid document."""

from __future__ import annotations

import re
from dataclasses import dataclass

_JSON = "application/sparql-results+json"
_XML = "application/sparql-results+xml"
_CSV = "text/csv"
_TSV = "text/tab-separated-values"

_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one format writes rows: where the first begins, what one row is, what stands between and after them."""

    start: re.Pattern[bytes]
    row: re.Pattern[bytes]
    close: bytes


# Outside strings, `},{` stands only between two rows of JSON, and `}]` only after the last one.
_LAYOUTS = {
    _JSON: _Layout(
        re.compile(rb'\{"head":\{"vars":\[(?:' + _TEXT + rb'|,)*+\]\},"results":\{"bindings":\['),
        re.compile(rb',?(\{(?:[^"}]++|' + _TEXT + rb"|\}(?!,\{|\]))*+\})", re.DOTALL),
        b"]}}",
    ),
    _XML: _Layout(
        re.compile(rb".*?<results>", re.DOTALL), re.compile(rb"<result>.*?</result>", re.DOTALL), b"</results></sparql>"
    ),
    _CSV: _Layout(re.compile(rb"[^\n]*\n"), re.compile(rb'(?:[^"\n]++|"[^"]*+")*+\n'), b""),
    _TSV: _Layout(re.compile(rb"[^\n]*\n"), re.compile(rb"[^\n]*\n"), b""),
}


def cut(body: bytes | bytearray, media_type: str, max_rows: int, whole: bool) -> tuple[bytes | bytearray, int, bool]:
    """At most `max_rows` rows of `body`, how many there are, and whether that is all of them.

    `whole` is False when writing was stopped midway: then every row that was written to its end is kept.
    """
    layout = _LAYOUTS[media_type]
    start = layout.start.match(body)
    if not start:
        return body[:0], 0, False
    end, rows = start.end(), 0
    while found := layout.row.match(body, end):
        if rows == max_rows:
            return body[:end] + layout.close, rows, False
        end, rows = found.end(), rows + 1
    if whole:
        return body, rows, True
    return body[:end] + layout.close, rows, False
