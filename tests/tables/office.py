"""Tables as offices export them: the real cities, saved again in the manner of some program."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

from graph.settings import ROOT
from graph.tables.metadata import TableSchema, load_metadata
from graph.tables.reading import TableRows, read_table

DATA = ROOT / "data"


@cache
def schemas() -> dict[str, TableSchema]:
    """The description of each table by its file."""
    return {table.file: table for table in load_metadata(DATA / "csv-metadata.json")}


def cities(**cells: str) -> list[list[str]]:
    """The header of the cities and the row of Nice, with some cells written otherwise."""
    with (DATA / "cities.csv").open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    nice = next(row for row in rows if row[0] == "nice")
    return [header, [cells.get(name, cell) for name, cell in zip(header, nice, strict=True)]]


def saved(rows: list[list[str]], divider: str = ",", encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    """Rows as a file."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=divider, lineterminator=line_end).writerows(rows)
    return written.getvalue().encode(encoding)


def read(folder: Path, data: bytes, file: str = "cities.csv") -> TableRows:
    """The file as the build reads it."""
    (folder / file).write_bytes(data)
    return read_table(folder, schemas()[file])
