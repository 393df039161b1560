"""The child that reads one file that others wrote: `python -m graph.workbooks.child NAME`, the file on standard input.

It gives up files, sockets and memory without end before it looks at the first byte, and writes one JSON document: the
workbook, or `{"failed": KIND}` of `FAILURES` in graph/workbooks/reading.py.
"""

from __future__ import annotations

import codecs
import json
import resource
import sys
import zipfile
from typing import Any, Final

import python_calamine as calamine

from graph.evaluate.confine import confine, die_with_parent
from graph.workbooks.packed import sheets_of
from graph.workbooks.sheet import MAX_COLUMNS, MAX_FILE_MB, MAX_ROWS, Sheet, Unreadable, Workbook, trimmed
from graph.workbooks.texts import rows_of

MEMORY_MB: Final = 768
PROCESSOR_S: Final = 10
ZIP: Final = b"PK\x03\x04"
OTHERS: Final = {b"\xd0\xcf\x11\xe0": "old", b"%PDF": "pdf", b"{\\rtf": "document", b"\x1f\x8b": "packed"}
LOADED_BEFORE: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250", "cp437", "ascii")


def main(name: str) -> None:
    """Read standard input, write the answer to standard output."""
    for codec in LOADED_BEFORE:
        codecs.lookup(codec)
    # Errors of the reader are made of parts that are loaded when the first one is raised.
    _answer(name, ZIP + b"nothing")
    _answer(name, b"a;b\n")
    die_with_parent()
    confine(MEMORY_MB)
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    data = sys.stdin.buffer.read((MAX_FILE_MB << 20) + 1)
    sys.stdout.buffer.write(json.dumps(_answer(name, data)).encode("ascii"))
    sys.stdout.buffer.flush()


def _answer(name: str, data: bytes) -> dict[str, Any]:
    try:
        return _read(name, data).plain()
    except Unreadable as error:
        return {"failed": str(error)}
    except calamine.PasswordError:
        return {"failed": "protected"}
    except MemoryError:
        return {"failed": "memory"}
    # What the readers raise for bytes that are no workbook.
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return {"failed": "damaged" if data.startswith(ZIP) else "no-table"}


def _read(name: str, data: bytes) -> Workbook:
    if len(data) > MAX_FILE_MB << 20:
        raise Unreadable("bytes")
    if kind := next((kind for start, kind in OTHERS.items() if data.startswith(start)), ""):
        raise Unreadable(kind)
    if data.startswith(ZIP):
        sheets, valueless = sheets_of(data)
        read_as = "ODS" if b"opendocument" in data[:200] else "XLSX"
        return _limited(Workbook(name, read_as, tuple(sheets), tuple(valueless)))
    rows, read_as = rows_of(data)
    return _limited(Workbook(name, read_as, (Sheet("", trimmed(rows)),)))


def _limited(book: Workbook) -> Workbook:
    for sheet in book.sheets:
        if sum(map(bool, sheet.rows)) > MAX_ROWS:
            raise Unreadable("rows")
        if max(map(len, sheet.rows), default=0) > MAX_COLUMNS:
            raise Unreadable("columns")
    if not any(sheet.rows for sheet in book.sheets):
        raise Unreadable("little")
    return book


if __name__ == "__main__":
    main(sys.argv[1])
