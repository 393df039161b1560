"""A file as text: which encoding, which program wrote it, and what divides its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from graph.findings import Finding

SAVE: Final = "Save it as “CSV UTF-8 (comma delimited)”."
WORKBOOKS: Final = {
    b"PK\x03\x04": "a workbook (xlsx, ods)",
    b"\xd0\xcf\x11\xe0": "a workbook (xls)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (RTF)",
}
WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
MANY_ZEROS: Final = 50
DIVIDERS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def text_of(file: str, data: bytes) -> str | Finding:
    """The text of a table, without a byte order mark, or what keeps it from being read."""
    for start, kind in WORKBOOKS.items():
        if data.startswith(start):
            return Finding(file, 0, "", "", f"The file is {kind}, whatever its name says.", SAVE)
    if data.startswith(WIDE) or data[:200].count(0) > MANY_ZEROS:
        return Finding(file, 0, "", "", "The file is UTF-16, as a spreadsheet's “Unicode text”.", SAVE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(file, data, error.start)


def divider_fault(file: str, text: str) -> Finding | None:
    """The fault of a file whose cells are not divided by commas; None when they are."""
    first = text.partition("\n")[0]
    if first.strip().strip('"').lower().startswith("sep="):
        mend = "Remove the line; cells are divided by commas."
        return Finding(file, 1, "", first.strip(), "The first line is for a spreadsheet alone.", mend)
    divider = max(DIVIDERS, key=first.count)
    if first.count(divider) > first.count(","):
        return Finding(file, 1, "", "", f"The cells are divided by {DIVIDERS[divider]}, not by commas.", SAVE)
    return None


def line_end_faults(file: str, data: bytes, allowed: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the ends of lines."""
    if b"\r" in data and "\r\n" not in allowed:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        mend = "Save the file with plain line ends (LF)."
        yield Finding(file, line, "", "", "The line does not end in a plain line end.", mend)
    if not data.endswith((b"\n", b"\r")):
        line = data.count(b"\n") + 1
        mend = "Add one, so that the next row is added below it."
        yield Finding(file, line, "", "", "The last line has no line end.", mend)


def _not_utf8(file: str, data: bytes, start: int) -> Finding:
    """Where the first byte is that UTF-8 does not have, with the words around it as Windows-1252 has them."""
    line = data[:start].count(b"\n") + 1
    begins = max(data.rfind(b"\n", 0, start) + 1, start - 20)
    around = data[begins : start + 20].split(b"\n")[0].decode("cp1252", errors="replace").strip()
    mend = "It looks like Windows-1252, the encoding of older office programs. Save it as UTF-8."
    return Finding(file, line, "", around, "The file is not valid UTF-8 here.", mend)
