"""From a workbook to a change set: a pure function of what was read, what is known and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.contribute.changes import ChangeKind, ChangeSet, RowChange
from graph.contribute.drafting import added, changed
from graph.reconcile.guess import Guess, Guesses
from graph.reconcile.ids import unique
from graph.reconcile.known import KnownFacts
from graph.reconcile.places import NewCities
from graph.sheets.beside import BesideRows, SourceRows, sources_of
from graph.sheets.cells import RowReader
from graph.sheets.columns import Layout, layout_of
from graph.sheets.duplicates import PRACTICE, ROW, Duplicates
from graph.sheets.findings import SheetFinding, faults_of, missing_in, unanswered
from graph.sheets.own_table import own_table
from graph.sheets.practice_draft import BASIS, PracticeDraft, begun, read_rest
from graph.text.messages import N_, counted
from graph.workbooks.sheet import Workbook, address

ABOUT_THE_FILE = frozenset(("column", "language"))


@dataclass(frozen=True)
class Imported:
    """What a file would change: the change set, the guesses it rests on, everything that is wrong, and remarks.

    `columns` are the guesses about the file, `guesses` those about its cells, `practices` counts new ones. `findings`
    are the questions that are left, then the `faults`.
    """

    columns: tuple[Guess, ...]
    guesses: tuple[Guess, ...]
    findings: tuple[SheetFinding, ...]
    notes: tuple[str, ...]
    changes: ChangeSet
    practices: int
    faults: tuple[SheetFinding, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to answer and nothing is wrong."""
        return not self.findings


def imported(
    book: Workbook, known: KnownFacts, answers: Mapping[str, str], remembered: Mapping[str, str], against: int
) -> Imported:
    """Read a workbook as a table of ours, or as one that an office made. All that is wrong is found at once."""
    if own := own_table(book, known):
        changes = ChangeSet(own.rows, _why(book, own.rows), against)
        strange = [
            N_("The column “%(name)s” is none of this table, so it was not read.", name=name) for name in own.strange
        ]
        return Imported((), (), own.findings, (*_notes(book), *strange), changes, 0, own.findings)
    asked = Guesses(answers, remembered, known.names.is_term)
    layout = layout_of(book, known.fields, asked)
    work = _Work(book.name, known, layout, asked)
    rows = tuple(work.rows())
    made = tuple(asked)
    left = tuple(unanswered(made))
    faults = [*work.findings, *(() if left else work.missing)]
    if not any(layout.of("title")):
        cell, mend = address(layout.heading_row, 0), N_("Say which column has the names of the practices.")
        faults.insert(0, SheetFinding(cell, "title", "", N_("No column holds the names of practices."), mend))
    return Imported(
        tuple(guess for guess in made if guess.field in ABOUT_THE_FILE),
        tuple(guess for guess in made if guess.field not in ABOUT_THE_FILE),
        (*left, *faults),
        _notes(book, layout),
        ChangeSet(rows, _why(book, rows), against),
        sum(row.table == "practices" for row in rows),
        tuple(faults),
    )


class _Work:
    """The rows of one file on their way."""

    def __init__(self, file: str, known: KnownFacts, layout: Layout, asked: Guesses) -> None:
        self._file, self._known, self._layout, self._asked = file, known, layout, asked
        self._cities, self._sources = NewCities(known), SourceRows(known)
        self._taken = {table: known.ids(table) for table in ("practices",)}
        self._beside: set[str] = set()
        self.findings: list[SheetFinding] = []
        self.missing: list[SheetFinding] = []

    def rows(self) -> Iterator[RowChange]:
        """Every row that the file adds or changes, in an order in which each names only rows before it."""
        every = filter(None, (begun(self._reader(row)) for row in self._layout.data_rows()))
        drafts = {draft.row: draft for draft in every}
        made = [row for draft in self._kept(drafts) for row in self._of_practice(draft, drafts)]
        yield from self._cities.rows.values()
        yield from self._sources.rows
        yield from sorted(made, key=lambda row: row.table != "practices")

    def _reader(self, row: int) -> RowReader:
        return RowReader(self._known, self._layout, self._asked, self._cities, row, self.findings)

    def _kept(self, drafts: dict[int, PracticeDraft]) -> list[PracticeDraft]:
        """The rows that are not left out; where a row goes into another, it is marked in `_into`."""
        self._into: dict[int, str] = {}
        known = Duplicates(self._known, self._file)
        kept = []
        for row, draft in drafts.items():
            guess = known.guess(draft)
            value = self._asked.take(guess, address(row, self._title_place())) if guess else "keep"
            if value.startswith((PRACTICE, ROW)):
                self._into[row] = value
            if value or (guess and self._asked.is_open(guess)):
                kept.append(draft)
        for draft in kept:
            read_rest(self._reader(draft.row), draft, draft.row not in self._into)
        return kept

    def _of_practice(self, draft: PracticeDraft, drafts: dict[int, PracticeDraft]) -> Iterator[RowChange]:
        reader = self._reader(draft.row)
        into = self._into.get(draft.row, "")
        if into.startswith(ROW):
            return
        for other in (drafts[row] for row, value in self._into.items() if value == f"{ROW}{draft.row}"):
            _fill(draft.cells, other.cells)
        sources = sources_of(reader, draft, self._sources, self._file)
        draft.cells |= {"basis": BASIS, "source_ids": ";".join(sources)}
        if into.startswith(PRACTICE):
            yield from self._changed(into.removeprefix(PRACTICE), draft)
            return
        id_ = unique(f"{draft.cities[0] if draft.cities else ''} {draft.title}", self._taken["practices"])
        row = added(self._known.schemas["practices"], {"id": id_, **draft.cells})
        every = [row, *BesideRows(reader, draft, id_, sources, self._beside).rows()]
        self.findings += [fault for each in every for fault in faults_of(self._known, each, reader.place("title"))]
        self.missing += missing_in(self._known, row, reader.place("title"))
        yield from every

    def _changed(self, id_: str, draft: PracticeDraft) -> Iterator[RowChange]:
        """The cells that a known practice leaves empty, filled from the row."""
        held = next((row.cells for row in self._known.rows("practices") if row.cells["id"] == id_), None)
        if held is not None:
            empty = {name: text for name, text in draft.cells.items() if text and not held.get(name)}
            sources = draft.cells["source_ids"].split(";")
            change = changed(self._known.schemas["practices"], id_, held, empty, dict.fromkeys(empty, sources))
            yield from [change] if change else []

    def _title_place(self) -> int:
        return next((column.place for column in self._layout.of("title")), 0)


def _fill(cells: dict[str, str], others: Mapping[str, str]) -> None:
    for name, text in others.items():
        if not cells.get(name):
            cells[name] = text


def _notes(book: Workbook, layout: Layout | None = None) -> tuple[str, ...]:
    notes: list[str] = [N_("Read as %(form)s.", form=book.read_as)]
    if layout is not None:
        others = [sheet.name for sheet in book.sheets if sheet is not layout.sheet]
        notes += [N_("The sheet “%(name)s” was not read.", name=name) for name in others]
    if book.valueless:
        cells = ", ".join(book.valueless[:20])
        notes.append(
            N_("The file does not keep the values of formulas in %(cells)s: they were read as empty.", cells=cells)
        )
    return tuple(notes)


def _why(book: Workbook, rows: tuple[RowChange, ...]) -> str:
    practices = sum(row.table == "practices" and row.kind is ChangeKind.ADD for row in rows)
    if practices:
        return str(counted(practices, "%(number)s practice from %(file)s.", "%(number)s practices from %(file)s.",
                           file=book.name))  # fmt: skip
    return str(counted(len(rows), "%(number)s row from %(file)s.", "%(number)s rows from %(file)s.", file=book.name))
