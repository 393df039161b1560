"""A change set as it is read: each row with its cells, their sources, what is wrong, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from flask import request

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.preview.values import CellFinding
from graph.review.records import Comment
from graph.text.messages import N_
from views.history.columns import column_label
from views.history.words import table_words
from views.review.words import KINDS
from views.shown.cells import CellWords
from views.shown.values import Badge, Hyperlink
from views.web.paging import paged
from views.web.words import safe_href

COLOURS = {
    ChangeKind.ADD: "status-operational",
    ChangeKind.CHANGE: "status-pilot-running",
    ChangeKind.RETIRE: "status-repealed",
}


@dataclass(frozen=True, slots=True)
class SaidOfCell:
    """A comment, with who wrote it as this reader may see."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as it was and as it will be, as the names of what it holds."""

    anchor: str
    column: str
    label: str
    was: Sequence[str]
    now: Sequence[str]
    sources: Sequence[Hyperlink]
    findings: Sequence[CellFinding]
    comments: Sequence[SaidOfCell]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row; `kind` is what rows of its table are called; `findings` belong to no cell of it that changes."""

    anchor: str
    table: str
    kind: str
    key: str
    title: str
    href: str
    badge: Badge
    cells: Sequence[CellView]
    findings: Sequence[CellFinding]
    comments: Sequence[SaidOfCell]


@dataclass(frozen=True)
class SubmissionRows:
    """Makes the rows of one submission: `names` has what its people are called, `before` tells cells in words."""

    changes: ChangeSet
    findings: Sequence[CellFinding]
    comments: Sequence[Comment]
    names: Mapping[str, str]
    before: CellWords

    @cached_property
    def after(self) -> CellWords:
        """Tells cells that name rows which the submission adds."""
        return self.before.after(self.changes)

    def rows(self, page_rows: int) -> tuple[list[RowView], dict[str, object]]:
        """The rows of the page that is asked for, and its neighbours: first those that are wrong or spoken of, then the
        others, each in the order in which they were written."""
        marked = {(each.table, each.key) for each in self.findings}
        marked |= {(each.table, each.key) for each in self.comments}
        numbered = sorted(enumerate(self.changes.rows, 1), key=lambda each: (each[1].table, each[1].key) not in marked)
        shown, pagination = paged(numbered, page_rows)
        return [self._row(f"row-{number}", row) for number, row in shown], pagination

    def elsewhere(self) -> list[CellFinding]:
        """What is wrong at no row of the change set."""
        known = {(row.table, row.key) for row in self.changes.rows}
        return [each for each in self.findings if (each.table, each.key) not in known]

    def of_the_whole(self) -> list[SaidOfCell]:
        """What was said of the whole submission, or of a row that it does not have any more."""
        known = {(row.table, row.key) for row in self.changes.rows}
        return self._said(each for each in self.comments if (each.table, each.key) not in known)

    def _row(self, anchor: str, row: RowChange) -> RowView:
        findings = [each for each in self.findings if (each.table, each.key) == (row.table, row.key)]
        columns = {cell.column for cell in row.cells}
        words = self.before if row.kind is ChangeKind.RETIRE else self.after
        return RowView(
            anchor=anchor,
            table=row.table,
            kind=table_words(f"{row.table}.csv"),
            key=row.key,
            title=words.row(row.table, row.key),
            href="" if row.kind is ChangeKind.ADD else _row_href(row),
            badge=Badge(COLOURS[row.kind], KINDS[row.kind]),
            cells=[self._cell(anchor, row, cell, findings) for cell in row.cells],
            findings=[each for each in findings if each.column not in columns],
            comments=self._said_of(row, columns, None),
        )

    def _cell(self, anchor: str, row: RowChange, cell: CellChange, findings: Iterable[CellFinding]) -> CellView:
        return CellView(
            anchor=f"{anchor}-{quote(cell.column)}",
            column=cell.column,
            label=column_label(row.table, cell.column),
            was=self.before.cell(row.table, cell.column, cell.was),
            now=self.after.cell(row.table, cell.column, cell.now),
            sources=[self._source(each) for each in cell.sources],
            findings=[each for each in findings if each.column == cell.column],
            comments=self._said_of(row, set(), cell.column),
        )

    def _said_of(self, row: RowChange, columns: set[str], column: str | None) -> list[SaidOfCell]:
        """What was said of one column, or of what is none of `columns`."""
        here = [each for each in self.comments if (each.table, each.key) == (row.table, row.key)]
        return self._said(each for each in here if (each.column == column if column else each.column not in columns))

    def _said(self, comments: Iterable[Comment]) -> list[SaidOfCell]:
        return [
            SaidOfCell(self.names.get(each.author_id, ""), each.written_at.strftime("%Y-%m-%d %H:%M"), each.text)
            for each in comments
        ]

    def _source(self, source_id: str) -> Hyperlink:
        """A source; one that the change set adds is told from it, as there is no page of it yet."""
        added = next((row for row in self.changes.of("sources") if row.key == source_id), None)
        if added is None:
            name = self.before.row("sources", source_id)
            return Hyperlink(name, f"{request.script_root}/data/sources/{quote(source_id)}")
        return Hyperlink(added.now("title") or source_id, safe_href(added.now("url") or ""), note=N_("new here"))


def _row_href(row: RowChange) -> str:
    return f"{request.script_root}/row/{quote(row.table)}.csv/{quote(row.key, safe='/:')}"
