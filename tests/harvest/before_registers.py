"""The tables as they were before any register was read: without the rows that harvests added."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from graph.contribute import ledger
from graph.contribute.changes import ChangeKind
from graph.harvest.harvesting import READERS
from graph.harvest.mapping import mapping_of
from graph.settings import ROOT
from graph.tables.metadata import METADATA, TableSchema, load_metadata
from graph.tables.writing import WrittenTable


def take_out_registers(data: Path) -> None:
    """Take out of a copy of the tables in `data` what harvests added to ours, and what is told of their practices.

    A city in which another practice takes place stays.
    """
    gone = _added_by_harvests()
    schemas = {schema.name: schema for schema in load_metadata(data / METADATA)}
    practices = _rows(data, schemas["practices"])
    held = {city for key, row in practices.items() if key not in gone["practices"] for city in row["cities"].split(";")}
    gone["cities"] -= held
    for schema in schemas.values():
        about = {key for key, row in _rows(data, schema).items() if row.get("practice") in gone["practices"]}
        _take_out(data / schema.file, schema, about | gone.get(schema.name, set()))


def _added_by_harvests() -> dict[str, set[str]]:
    reasons = tuple(f"{mapping_of(register).about['label']}, copy of " for register in READERS)
    found: dict[str, set[str]] = {}
    for entry in ledger.read(ROOT / "data" / ledger.WITH_THE_FACTS).entries:
        if entry.changes.why.startswith(reasons):
            for row in entry.changes.rows:
                if row.kind is ChangeKind.ADD:
                    found.setdefault(row.table, set()).add(row.key)
    return found


def _rows(data: Path, schema: TableSchema) -> dict[str, dict[str, str]]:
    path = data / schema.file
    written = WrittenTable.read(schema, path.read_bytes()) if path.is_file() else None
    return written.rows() if written else {}


def _take_out(path: Path, schema: TableSchema, keys: Set[str]) -> None:
    if not keys:
        return
    written = WrittenTable.read(schema, path.read_bytes())
    assert written is not None
    for key in keys & written.rows().keys():
        written.retire(key)
    path.write_bytes(written.to_bytes())
