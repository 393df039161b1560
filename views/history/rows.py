"""Rows about contributions as values: who, when, why, and each change of a row with its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from flask import url_for

from graph.law.period import long_date
from graph.text.messages import N_, counted, joined
from views.history.differences import KEPT, PUT_IN, TAKEN_OUT, TextPart, text_parts
from views.history.words import change_words, column_words
from views.shown.statements import href
from views.shown.values import Hyperlink, TableRow
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, object]
FIRST_ROWS: Final = 30


@dataclass(frozen=True, slots=True)
class CellTold:
    """A changed cell: its column in words, how its text became another, and the sources for it.

    `values` are the concepts and things that it names; `parts`, its text, are empty then.
    """

    term: str
    values: Sequence[TextPart]
    parts: Sequence[TextPart]
    sources: Sequence[Hyperlink]


@dataclass(frozen=True, slots=True)
class RowTold:
    """A changed row in words: what happened, to which thing, and its cells."""

    words: str
    about: Hyperlink
    cells: Sequence[CellTold]


@dataclass(frozen=True, slots=True)
class ContributionTold:
    """A contribution as a page tells it; `reviewers` is empty when nobody else looked at it."""

    number: str
    address: str
    contributor: str
    reviewers: str
    submitted: str
    accepted: str
    why: str
    rows: Sequence[RowTold]

    @property
    def title(self) -> str:
        return N_("Contribution %(number)s", number=self.number)

    @property
    def first_rows(self) -> Sequence[RowTold]:
        """As many rows as the history of a thing shows."""
        return self.rows[:FIRST_ROWS]

    @property
    def more(self) -> str:
        """How many rows only the page of the contribution shows; empty when there are none."""
        number = len(self.rows) - FIRST_ROWS
        return counted(number, "%(number)s row more", "%(number)s rows more") if number > 0 else ""


@dataclass(frozen=True)
class ContributionRows:
    """Makes contributions of rows. `values` has what each cell names before and after, by cell and `was` or `now`;
    `labels` what columns are called, by file and name."""

    base: str
    values: Mapping[tuple[str, str], Sequence[Row]]
    labels: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, base: str, values: Iterable[Row], labels: Mapping[tuple[str, str], str]) -> Self:
        """From the rows of a question on values."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in values:
            found.setdefault((text_of(row, "cell"), text_of(row, "side")), []).append(row)
        return cls(base, found, labels)

    def contributions(self, rows: Iterable[Row]) -> list[ContributionTold]:
        """Each contribution with its changes, in the order of the rows."""
        return [self._contribution(group) for group in grouped(rows, "number").values()]

    def _contribution(self, rows: Sequence[Row]) -> ContributionTold:
        first = rows[0]
        return ContributionTold(
            number=text_of(first, "number"),
            address=url_for("contributions.show", number=text_of(first, "number")),
            contributor=text_of(first, "contributor"),
            reviewers=reviewers(rows),
            submitted=day(first, "submitted"),
            accepted=day(first, "accepted"),
            why=text_of(first, "why"),
            rows=[self._row(group) for group in grouped(rows, "row").values()],
        )

    def _row(self, rows: Sequence[Row]) -> RowTold:
        first = rows[0]
        return RowTold(
            words=change_words(text_of(first, "kind"), text_of(first, "file")),
            about=self._about(rows),
            cells=[self._cell(group) for cell, group in grouped(rows, "cell").items() if cell and not _is_id(group[0])],
        )

    def _about(self, rows: Sequence[Row]) -> Hyperlink:
        """The thing that the row tells of; where it has no name, the first thing that the row names."""
        about, label = text_of(rows[0], "about"), text_of(rows[0], "about_label")
        if label:
            return Hyperlink(label, href(about, self.base))
        cells = dict.fromkeys(text_of(row, "cell") for row in rows)
        named = [row for cell in cells for side in ("now", "was") for row in self.values.get((cell, side), ())]
        thing = next((row for row in named if text_of(row, "value").startswith(f"{self.base}id/")), None)
        if thing is None:
            return Hyperlink(text_of(rows[0], "key"), href(about, self.base) if about else "")
        return Hyperlink(text_of(thing, "value_label"), href(text_of(thing, "value"), self.base))

    def _cell(self, rows: Sequence[Row]) -> CellTold:
        first = rows[0]
        sources = {text_of(row, "source"): row for row in rows if row["source"]}
        column, is_new = text_of(first, "column"), text_of(first, "kind") == "add"
        values = self._named(first, is_new)
        return CellTold(
            term=self.labels.get((text_of(first, "file"), column), column_words(column)),
            values=values,
            parts=[] if values else _texts(first, is_new),
            sources=[
                Hyperlink(
                    text_of(row, "source_label") or slug_of(iri), text_of(row, "source_address") or href(iri, self.base)
                )
                for iri, row in sources.items()
            ],
        )

    def _named(self, row: Row, is_new: bool) -> list[TextPart]:
        """The concepts and things that stay, that are taken out and that are put in; nothing for a cell of plain text,
        or one that named something which nobody knows any more.

        Nothing stands out in a row that is new, because all of it is.
        """
        was, now = (self._by_iri(text_of(row, "cell"), side) for side in ("was", "now"))
        if bool(was) != bool(text_of(row, "was")) or bool(now) != bool(text_of(row, "now")):
            return []
        put_in = KEPT if is_new else PUT_IN
        parts = [self._part(KEPT if iri in now else TAKEN_OUT, iri, each) for iri, each in was.items()]
        return parts + [self._part(put_in, iri, each) for iri, each in now.items() if iri not in was]

    def _by_iri(self, cell: str, side: str) -> dict[str, Row]:
        return {text_of(row, "value"): row for row in self.values.get((cell, side), ())}

    def _part(self, kind: str, iri: str, row: Row) -> TextPart:
        return TextPart(kind, text_of(row, "value_label") or slug_of(iri), href(iri, self.base))


def _is_id(row: Row) -> bool:
    """An identifier of ours, which says nothing that the name of the thing does not."""
    return text_of(row, "column") == "id"


def _texts(row: Row, is_new: bool) -> list[TextPart]:
    was, now = text_of(row, "was"), text_of(row, "now")
    return [TextPart(KEPT, now)] if is_new else text_parts(was, now)


def nodes(rows: Iterable[Row], base: str) -> list[str]:
    """Every node that tells of these contributions, for the RDF of a page."""
    found: list[str] = []
    for row in rows:
        contribution = f"{base}id/contributions/{text_of(row, 'number')}"
        parties = (f"{contribution}#{name}" for name in ("contributor", "reviewer-1", "reviewer-2"))
        found += [contribution, *parties, *(text_of(row, name) for name in ("row", "cell"))]
    return [iri for iri in dict.fromkeys(found) if iri]


def table(rows: Iterable[Row]) -> list[TableRow]:
    """The list of contributions, one line each."""
    return [_line(group) for group in grouped(rows, "number").values()]


def _line(rows: Sequence[Row]) -> TableRow:
    first = rows[0]
    number = text_of(first, "number")
    return {
        "number": Hyperlink(N_("Contribution %(number)s", number=number), url_for("contributions.show", number=number)),
        "accepted": day(first, "accepted"),
        "contributor": text_of(first, "contributor"),
        "reviewers": reviewers(rows) or N_("nobody"),
        "rows": counted(int(text_of(first, "rows")), "%(number)s row", "%(number)s rows"),
        "why": text_of(first, "why"),
    }


def reviewers(rows: Sequence[Row]) -> str:
    """Who looked at a contribution, by organisation; empty when nobody did."""
    return joined(dict.fromkeys(text_of(row, "reviewer") for row in rows if row["reviewer"]), ", ")


def day(row: Row, name: str) -> str:
    """The day of a time, in words."""
    return long_date(text_of(row, name)[:10])
