"""What a cell of a table says, in words: coded values, rows and countries by their names, any other text as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from graph.contribute.changes import ChangeSet
from graph.errors import OpenPlazaError
from graph.forms.standing import StandingTables
from graph.forms.vocabularies import CodedValues
from graph.tables.metadata import METADATA, Column
from graph.text.messages import N_, name_words
from graph.things import KINDS
from views.shown.tables import coded, tables
from views.web.service import service, thing_iri

ABOUT: Final = {"practice": "practices", "practice_id": "practices", "city": "cities", "act_id": "acts"}
"""Columns that name what a row without a name of its own tells of, and the table of that."""
COLLECTIONS: Final = {**{kind.plural: kind.collection for kind in KINDS}, "concepts": "technologies"}
YES_OR_NO: Final = {"true": N_("yes"), "false": N_("no")}


@dataclass(frozen=True)
class CellWords:
    """Tells cells and rows of tables in words; `tables` is None where the server cannot read them."""

    tables: StandingTables | None

    @classmethod
    def now(cls) -> CellWords:
        """With the tables as they stand. Where they are missing or damaged, cells are told as they are written."""
        try:
            return cls(tables() if (Path(service().settings.facts_dir) / METADATA).is_file() else None)
        except OpenPlazaError:
            return cls(None)

    def after(self, changes: ChangeSet) -> CellWords:
        """With the rows that a change set adds and changes."""
        return CellWords(self.tables and self.tables.after(changes))

    def cell(self, table: str, column: str, text: str) -> Sequence[str]:
        """The names of what a cell holds; a text is itself, nothing is nothing."""
        found = self._column(table, column)
        if found is None or not text:
            return [text] if text else []
        target = self._target(table, column)
        if not (found.scheme or target or text in YES_OR_NO):
            return [text]
        return [self._name(found, target, each) for each in found.items(text)]

    def row(self, table: str, key: str) -> str:
        """What a row is called: by its own name, else by that of what it tells of, else by its key."""
        return key if self.tables is None else row_name(table, key, self.tables)

    def _name(self, column: Column, target: str, value: str) -> str:
        if column.scheme:
            known = next((each for each in self._coded.of(column.scheme) if each.value == value), None)
            return name_words(known.label, known.iri) if known else value
        if target:
            return name_words(self.row(target, value), thing_iri(COLLECTIONS.get(target, target), value))
        return YES_OR_NO.get(value, value)

    def _column(self, table: str, column: str) -> Column | None:
        held = self.tables.get(table) if self.tables else None
        return next((each for each in held.schema.written if each.name == column), None) if held else None

    def _target(self, table: str, column: str) -> str:
        """The table that a column names rows of by their keys; empty when it names none."""
        assert self.tables is not None
        return self.tables[table].schema.references.get(column, ("", ""))[0].removesuffix(".csv")

    @cached_property
    def _coded(self) -> CodedValues:
        return coded()


def row_name(table: str, key: str, tables: StandingTables) -> str:
    """The name of a row or, where it has none, of the practice, city or act that it tells of."""
    held = tables.get(table)
    if held is None:
        return key
    name, cells = held.name(key), held.rows.get(key, {})
    about = next(((of, cells[column]) for column, of in ABOUT.items() if cells.get(column)), None)
    return tables[about[0]].name(about[1]) if name == key and about else name
