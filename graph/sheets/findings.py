"""What is wrong in a spreadsheet, at the cell that its author sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.contribute.changes import RowChange
from graph.findings import MAX_SHOWN_VALUE
from graph.reconcile.guess import Guess
from graph.reconcile.known import KnownFacts
from graph.tables.cells import cell_faults
from graph.text.messages import N_, listed


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """One fault: the cell (`B7`, or several), its column as it is headed, what was written, what is wrong, the mend."""

    cell: str
    column: str
    written: str
    message: str
    mend: str

    def __str__(self) -> str:
        shown = self.written if len(self.written) <= MAX_SHOWN_VALUE else self.written[: MAX_SHOWN_VALUE - 1] + "…"
        found = f" Found: {shown!r}." if self.written else ""
        return f"{self.cell} ({self.column}): {self.message}{found} {self.mend}"


def unanswered(guesses: Iterable[Guess]) -> Iterator[SheetFinding]:
    """A finding for each guess that has no value yet."""
    for guess in guesses:
        if guess.is_open:
            mend = N_("Choose what is meant, or write it.")
            yield SheetFinding(str(listed(guess.cells)), guess.field, guess.written, guess.why, mend)


def faults_of(known: KnownFacts, row: RowChange, cell: str) -> Iterator[SheetFinding]:
    """What `openplaza check` would say of the cells of a row that a row of the sheet gave."""
    schema = known.schemas[row.table]
    for column in schema.written:
        is_coded = bool(column.scheme) or column.name in schema.references or column.name in schema.keys
        text = row.now(column.name)
        if text is not None:
            for value, (message, mend) in cell_faults(column, text, is_coded):
                yield SheetFinding(cell, f"{row.table}.{column.name}", value, message, mend)
            for value in column.items(text) if column.scheme else ():
                if not known.names.is_term(column.scheme or "", value):
                    message, mend = N_("No such word is in the vocabulary."), N_("Choose one from the list.")
                    yield SheetFinding(cell, f"{row.table}.{column.name}", value, message, mend)


def missing_in(known: KnownFacts, row: RowChange, cell: str) -> Iterator[SheetFinding]:
    """What a new row must hold and does not."""
    for column in known.schemas[row.table].written:
        if column.required and not row.now(column.name):
            mend = N_("Write it: every row needs one.")
            yield SheetFinding(cell, f"{row.table}.{column.name}", "", N_("The cell is empty."), mend)
