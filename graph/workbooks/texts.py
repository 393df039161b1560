"""A text file as rows of cells: which encoding, which divider. See docs/decisions/0032-spreadsheets-of-offices.md."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

DIVIDERS: Final = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "vertical bars"}
SEP: Final = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
CENTRAL: Final = re.compile(r"(?<=[a-z])[¹³¿]|[¹³](?=[a-z])|[¥£](?=[^\W\d_])")
"""Polish letters of Windows-1250 as Windows-1252 shows them, at places where no other language has such marks."""

ENCODINGS: Final = {"cp1252": "Windows-1252", "cp1250": "Windows-1250"}
MANY_ZEROS: Final = 0.2
LONGEST_FIELD: Final = 10 << 20


def rows_of(data: bytes) -> tuple[list[list[str]], str]:
    """The rows of a text file, and how it was read: `Windows-1252, semicolons`.

    Takes any bytes. Raises ValueError when they are no text.
    """
    text, encoding = _decoded(data)
    if text.count("\0"):
        raise ValueError("no text")
    named = SEP.match(text)
    body = text[named.end() :] if named else text
    divider = named[1] if named else _divider(body)
    # The line for the spreadsheet stays a row, so that addresses are those that an editor of text would count.
    rows = [[named[0].strip()], *_parsed(body, divider)] if named else _parsed(body, divider)
    return rows, f"{encoding}, {DIVIDERS.get(divider, divider)}"


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    start = data[:4096]
    if start and start.count(0) > len(start) * MANY_ZEROS:
        order = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        return data.decode(order, errors="replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        western = data.decode("cp1252", errors="replace")
    name = "cp1250" if CENTRAL.search(western) else "cp1252"
    return data.decode(name, errors="replace"), ENCODINGS[name]


def _divider(text: str) -> str:
    """The divider by which most rows get the same number of cells, and more than one."""
    scores = {divider: _evenness(_parsed(text, divider)) for divider in DIVIDERS}
    return max(scores, key=lambda divider: scores[divider])


def _evenness(rows: list[list[str]]) -> float:
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return count / widths.total() * (width - 1) / width


def _parsed(text: str, divider: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
