"""Sheets made of rows, imported at once, for the tests of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.contribute.changes import RowChange
from graph.reconcile.guess import Guess, Sureness
from graph.reconcile.known import KnownFacts
from graph.sheets.importing import Imported, imported
from graph.workbooks.sheet import Sheet, Workbook

NO_ANSWERS: Mapping[str, str] = {}
NEW = ["Nom de la pratique", "Ville", "Pays", "Description", "Thème", "Problème", "Statut", "Site web"]
ROW = ["Patrouille du soir", "Angers", "France", "Deux agents marchent.", "Médiation", "Bruit", "En cours",
       "https://exemple.fr/a"]  # fmt: skip


def book(rows: Iterable[Sequence[str]], name: str = "file.csv") -> Workbook:
    """A workbook with one sheet."""
    return Workbook(name, "UTF-8, semicolons", (Sheet("", tuple(map(tuple, rows))),))


def found(known: KnownFacts, rows: Iterable[Sequence[str]], answers: Mapping[str, str] = NO_ANSWERS,
          before: Mapping[str, str] = NO_ANSWERS) -> Imported:  # fmt: skip
    """What rows are taken for."""
    return imported(book(rows), known, answers, before, 1)


def with_cell(heading: str, text: str) -> list[list[str]]:
    """A sheet of one sound practice with another column, or another text in one of its columns."""
    if heading in NEW:
        return [NEW, [text if name == heading else cell for name, cell in zip(NEW, ROW, strict=True)]]
    return [[*NEW, heading], [*ROW, text]]


def guess(result: Imported, field: str, written: str | None = None) -> Guess:
    """The one guess of a field, or of some words in it."""
    every = [*result.columns, *result.guesses]
    [one] = [each for each in every if each.field == field and written in (None, each.written)]
    return one


def rows(result: Imported, table: str) -> list[RowChange]:
    """The rows of a table that would change."""
    return [row for row in result.changes.rows if row.table == table]


def cells(row: RowChange) -> dict[str, str]:
    """The cells of a row as they would be."""
    return {cell.column: cell.now for cell in row.cells}


def open_guesses(result: Imported) -> list[Guess]:
    """The questions that are left."""
    return [each for each in (*result.columns, *result.guesses) if each.certainty is Sureness.OPEN]
