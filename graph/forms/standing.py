"""The tables as they stand: rows by their keys, what each row is called, and the same after a change set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from graph.contribute.changes import ChangeKind, ChangeSet, RowChange
from graph.contribute.standing import Standing
from graph.tables.metadata import TableSchema
from graph.terms import DCTERMS, RDFS, SKOS
from graph.text.folding import plain

Cells = Mapping[str, str]
NAMES = (RDFS + "label", DCTERMS + "title")
OTHER_NAMES = SKOS + "altLabel"


@dataclass(frozen=True)
class StandingTable:
    """One table: its schema and its rows by key."""

    schema: TableSchema
    rows: Mapping[str, Cells]

    def name(self, key: str) -> str:
        """What a row is called: its label, else its key."""
        cells = self.rows.get(key, {})
        named = (cells.get(column, "") for column in self._named_by)
        return next(filter(None, named), key)

    @cached_property
    def called(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the rows that a folded name, or another name, belongs to."""
        found: dict[str, dict[str, None]] = {}
        others = [column for column in self.schema.written if column.property_iri == OTHER_NAMES]
        for key, cells in self.rows.items():
            further = (item for column in others for item in column.items(cells[column.name]))
            for name in (key, *(cells[column] for column in self._named_by), *further):
                found.setdefault(plain(name), {})[key] = None
        return {name: tuple(keys) for name, keys in found.items() if name}

    @cached_property
    def _named_by(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.schema.written if column.property_iri in NAMES)

    def changed(self, changes: Iterable[RowChange]) -> StandingTable:
        """The table after some changes of its rows."""
        rows = dict(self.rows)
        for change in changes:
            if change.kind is ChangeKind.RETIRE:
                rows.pop(change.key, None)
                continue
            now = {cell.column: cell.now for cell in change.cells}
            rows[change.key] = {**rows.get(change.key, empty_row(self.schema)), **now}
        return StandingTable(self.schema, rows)


@dataclass(frozen=True)
class StandingTables:
    """Every table by its name."""

    tables: Mapping[str, StandingTable]

    def __getitem__(self, table: str) -> StandingTable:
        return self.tables[table]

    def get(self, table: str) -> StandingTable | None:
        """A table; None when there is no such table."""
        return self.tables.get(table)

    def after(self, changes: ChangeSet) -> StandingTables:
        """The tables as a change set would leave them; rows of tables that are not there are left out."""
        names = {row.table for row in changes.rows if row.table in self.tables}
        return replace(self, tables={**self.tables, **{each: self[each].changed(changes.of(each)) for each in names}})


def standing_tables(now: Standing) -> StandingTables:
    """The tables by name; a table without a key has no rows that a form could name."""
    schemas = {schema.name: schema for schema in now.schemas}
    return StandingTables({name: StandingTable(each, now.rows(name) if each.keys else {})
                           for name, each in schemas.items()})  # fmt: skip


def empty_row(schema: TableSchema) -> dict[str, str]:
    """A row without anything in it."""
    return {column.name: "" for column in schema.written}
