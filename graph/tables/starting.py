"""The tables that another network starts with: law, vocabulary and places whole, and headers for its own facts.

`op:atStart` of each table in `csv-metadata.json` says which is which.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.errors import BadFacts
from graph.findings import report
from graph.tables.metadata import METADATA, AtStart, load_metadata
from graph.tables.reading import Row, TableRows, read_table


def starting_tables(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file of the tables of `folder` as a new installation has it: its name and its bytes, the metadata first.

    Raises BadFacts when a table of `folder` cannot be read.
    """
    tables = {table.file: read_table(folder, table) for table in load_metadata(folder / METADATA)}
    if faults := report(fault for read in tables.values() for fault in read.findings):
        raise BadFacts(faults)
    yield METADATA, (folder / METADATA).read_bytes()
    kept = _kept(tables)
    for file, read in tables.items():
        is_whole = read.table.at_start is AtStart.WHOLE
        yield file, (folder / file).read_bytes() if is_whole else _written(_header(folder / file), kept[file])


def _kept(tables: Mapping[str, TableRows]) -> Mapping[str, Sequence[Row]]:
    """The rows of each table that are kept; what is named or marked depends on what is kept before."""
    kept: dict[str, Sequence[Row]] = {
        file: read.rows if read.table.at_start is AtStart.WHOLE else () for file, read in tables.items()
    }
    for file, read in _that_are(AtStart.NAMED, tables):
        names = set(_names(file, tables, kept))
        kept[file] = [row for row in read.rows if row.cells[read.table.key or ""] in names]
    ids = {(file, row.cells[key]) for file, rows in kept.items() if (key := tables[file].table.key) for row in rows}
    for file, read in _that_are(AtStart.MARKED, tables):
        kept[file] = [row for row in read.rows if (row.cells["file"], row.cells["row_id"]) in ids]
    return kept


def _that_are(start: AtStart, tables: Mapping[str, TableRows]) -> Iterable[tuple[str, TableRows]]:
    return [(file, read) for file, read in tables.items() if read.table.at_start is start]


def _names(target: str, tables: Mapping[str, TableRows], kept: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """The ids of rows of `target` that kept rows name."""
    for file, rows in kept.items():
        table = tables[file].table
        for name in (name for name, (resource, _) in table.references.items() if resource == target):
            column = table.column(name)
            yield from (item for row in rows for item in column.items(row.cells[name]))


def _header(path: Path) -> list[str]:
    """The names of the columns, in the order in which people keep them."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [name for name in next(csv.reader(handle)) if name.strip()]


def _written(names: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.cells for row in rows)
    return text.getvalue().encode("utf-8")
