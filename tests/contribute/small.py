"""A small installation: two tables, a folder for contributions, and change sets for them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from graph.contribute.changes import Accepted, CellChange, ChangeKind, ChangeSet, Party, RowChange
from graph.contribute.ledger import append
from graph.tables.metadata import TableSchema, load_metadata

BRAGA, REVIEWER = Party("p1", "City of Braga"), Party("p2", "European Forum for Urban Security")
SENT, TAKEN = "2026-11-29T10:00:00Z", "2026-11-29T12:00:00Z"
COLUMNS = {"towns": ("id", "name", "country", "note"), "texts": ("town", "language", "text")}
KEYS = {"towns": ["id"], "texts": ["town", "language"]}
Rows = Sequence[Sequence[str]]


def facts(folder: Path, towns: Rows = (), texts: Rows = ()) -> Path:
    """A folder with both tables and their metadata."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [
        {
            "url": f"{name}.csv",
            "tableSchema": {
                "aboutUrl": f"https://w3id.org/openplaza/id/{name}/" + "/".join(f"{{{key}}}" for key in KEYS[name]),
                "primaryKey": KEYS[name],
                "columns": [{"name": column, "propertyUrl": f"http://e.org/{column}"} for column in columns],
            },
        }
        for name, columns in COLUMNS.items()
    ]
    metadata = {"@context": "http://www.w3.org/ns/csvw", "tables": tables}
    (folder / "csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    for name, rows in {"towns": towns, "texts": texts}.items():
        (folder / f"{name}.csv").write_bytes(written([COLUMNS[name], *rows]))
    return folder


def written(rows: Rows, end: str = "\n") -> bytes:
    """Rows as a file, with the fewest quotes."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(rows)
    return out.getvalue().encode()


def schemas(folder: Path) -> tuple[TableSchema, ...]:
    """The tables of that folder."""
    return load_metadata(folder / "csv-metadata.json")


def row(table: str, key: str, kind: ChangeKind, /, **cells: tuple[str, str]) -> RowChange:
    """A row change from pairs of texts, before and after."""
    return RowChange(table, key, kind, tuple(CellChange(name, was, now) for name, (was, now) in cells.items()))


def change_set(*rows: RowChange, why: str = "The town wrote to us.") -> ChangeSet:
    """A change set against the first revision."""
    return ChangeSet(rows, why, 1)


def accept(folder: Path, changes: ChangeSet) -> Accepted:
    """Add it to the ledger as the reviewer would."""
    return append(folder, changes, BRAGA, (REVIEWER,), SENT, TAKEN)
