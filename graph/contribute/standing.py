"""The tables as they stand: files as they lie, with the accepted change sets that they do not hold yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.contribute import ledger
from graph.contribute.applying import Applied, applied
from graph.contribute.changes import ChangeSet
from graph.contribute.ledger import Ledger
from graph.errors import BadFacts
from graph.findings import Finding
from graph.tables.metadata import METADATA, TableSchema, load_metadata
from graph.tables.writing import WrittenTable

FOLDING: Final = ".folding"
OF_TABLES: Final = "contributions"
"""The folder beside the tables with the ledger of those rows that came to them as contributions."""


@dataclass(frozen=True)
class Standing:
    """What the tables are (`schemas`), every accepted change set, and the bytes of the files with all of them.

    `of_tables` are the change sets that came with the tables and that they hold already.
    """

    schemas: tuple[TableSchema, ...]
    ledger: Ledger
    applied: Applied
    of_tables: Ledger = field(default_factory=Ledger)

    def schema(self, table: str) -> TableSchema:
        """A table by its name. Raises KeyError when there is none."""
        return {schema.name: schema for schema in self.schemas}[table]

    def rows(self, table: str) -> dict[str, dict[str, str]]:
        """The plain cells of every row by its key; nothing for a file that is missing or damaged. Raises KeyError."""
        schema = self.schema(table)
        data = self.applied.tables.get(schema.file)
        written = None if data is None else WrittenTable.read(schema, data)
        return written.rows() if written else {}

    def rows_of(self, changes: ChangeSet) -> Mapping[str, dict[str, dict[str, str]]]:
        """The rows of each known table that a change set names."""
        known = {schema.name for schema in self.schemas}
        return {name: self.rows(name) for name in sorted({row.table for row in changes.rows} & known)}


def standing(facts_dir: Path, contributions_dir: Path, extra: Sequence[ChangeSet] = ()) -> Standing:
    """Read the tables and the ledger, and apply what waits; `extra` are change sets that are tried on top.

    Raises BadFacts when the metadata or a ledger is damaged, or a fold was interrupted. What does not fit is in
    `applied.findings`.
    """
    if (contributions_dir / FOLDING).is_dir():
        mend = "Run `openplaza contributions fold` again: it finishes what was begun."
        place = f"{contributions_dir.name}/{FOLDING}"
        raise BadFacts.of([Finding(place, 0, "", "", "A fold was interrupted.", mend)])
    schemas = load_metadata(facts_dir / METADATA)
    paths = {schema.file: facts_dir / schema.file for schema in schemas}
    data = {file: path.read_bytes() for file, path in paths.items() if path.is_file()}
    held, came = ledger.read(contributions_dir), facts_dir / OF_TABLES
    of_tables = Ledger() if came.resolve() == contributions_dir.resolve() else ledger.read(came)
    return Standing(schemas, held, applied(data, schemas, [*held.waiting, *extra]), of_tables)
