"""Rows about contributions as values: who, when, why, and each change of a row with its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from graph.law.marks import OWN_WORD, Mark, marks
from graph.law.period import long_date
from graph.text.messages import N_, counted, joined
from views.history.differences import KEPT, TextPart, text_parts
from views.history.words import change_words, column_words
from views.shown.statements import href
from views.shown.values import Hyperlink, TableRow
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CellTold:
    """A changed cell: its column in words, how its text became another, and the sources for it."""

    term: str
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

    number: int
    address: str
    contributor: str
    reviewers: str
    submitted: str
    accepted: str
    why: str
    rows: Sequence[RowTold]

    @property
    def title(self) -> str:
        return N_("Contribution %(number)s", number=str(self.number))


def contributions(rows: Iterable[Row], base: str) -> list[ContributionTold]:
    """Each contribution with its changes, in the order of the rows."""
    return [_contribution(group, base) for group in grouped(rows, "number").values()]


def nodes(rows: Iterable[Row], base: str) -> list[str]:
    """Every node that tells of these contributions, for the RDF of a page."""
    found: list[str] = []
    for row in rows:
        contribution = f"{base}id/contributions/{text_of(row, 'number')}"
        parties = (f"{contribution}#{name}" for name in ("contributor", "reviewer-1", "reviewer-2"))
        found += [contribution, *parties, *(text_of(row, name) for name in ("row", "cell"))]
    return [iri for iri in dict.fromkeys(found) if iri]


def _contribution(rows: Sequence[Row], base: str) -> ContributionTold:
    first = rows[0]
    return ContributionTold(
        number=int(text_of(first, "number")),
        address=url_for("contributions.show", number=text_of(first, "number")),
        contributor=text_of(first, "contributor"),
        reviewers=_reviewers(rows),
        submitted=_day(first, "submitted"),
        accepted=_day(first, "accepted"),
        why=text_of(first, "why"),
        rows=[_row(group, base) for group in grouped(rows, "row").values()],
    )


def _row(rows: Sequence[Row], base: str) -> RowTold:
    first = rows[0]
    about, label = text_of(first, "about"), text_of(first, "about_label") or text_of(first, "key")
    return RowTold(
        words=change_words(text_of(first, "kind"), text_of(first, "file")),
        about=Hyperlink(label, href(about, base) if about else ""),
        cells=[_cell(group, base, text_of(first, "kind")) for cell, group in grouped(rows, "cell").items() if cell],
    )


def _cell(rows: Sequence[Row], base: str, kind: str) -> CellTold:
    first = rows[0]
    was, now = text_of(first, "was"), text_of(first, "now")
    sources = {text_of(row, "source"): row for row in rows if row["source"]}
    return CellTold(
        term=column_words(text_of(first, "column")),
        # All of a new row is new, so nothing stands out in it.
        parts=[TextPart(KEPT, now)] if kind == "add" else text_parts(was, now),
        sources=[
            Hyperlink(text_of(row, "source_label") or slug_of(iri), text_of(row, "source_address") or href(iri, base))
            for iri, row in sources.items()
        ],
    )


def table(rows: Iterable[Row]) -> list[TableRow]:
    """The list of contributions, one line each."""
    return [_line(group) for group in grouped(rows, "number").values()]


def _line(rows: Sequence[Row]) -> TableRow:
    first = rows[0]
    number = text_of(first, "number")
    return {
        "number": Hyperlink(N_("Contribution %(number)s", number=number), url_for("contributions.show", number=number)),
        "accepted": _day(first, "accepted"),
        "contributor": text_of(first, "contributor"),
        "reviewers": _reviewers(rows) or N_("nobody"),
        "rows": counted(int(text_of(first, "rows")), "%(number)s row", "%(number)s rows"),
        "why": text_of(first, "why"),
    }


@dataclass(frozen=True, slots=True)
class Origin:
    """Who added a thing and who changed it last, as sentences; both are empty for what came with the first tables.

    `marks` says when the row of the thing rests on somebody's own word alone.
    """

    added: str = ""
    changed: str = ""
    marks: Sequence[Mark] = ()


def origin(rows: Iterable[Row]) -> Origin:
    """What the page of a thing says of where it comes from."""
    kinds = grouped(rows, "kind")
    own = [mark for row in kinds.get("basis", []) for mark in marks(text_of(row, "basis")) if mark.slug in OWN_WORD]
    return Origin(
        added=_by(kinds["add"], N_("Added")) if "add" in kinds else "",
        changed=_by(kinds["change"], N_("Last changed")) if "change" in kinds else "",
        marks=own,
    )


def _by(rows: Sequence[Row], words: str) -> str:
    """Of the last contribution among the rows, for whom it was and when it was looked at."""
    last = list(grouped(rows, "number").values())[-1]
    named = {"done": words, "organisation": text_of(last[0], "contributor"), "day": _day(last[0], "accepted")}
    if _reviewers(last):
        return N_("%(done)s by %(organisation)s, reviewed on %(day)s.", **named)
    return N_("%(done)s by %(organisation)s on %(day)s.", **named)


def _reviewers(rows: Sequence[Row]) -> str:
    return joined(dict.fromkeys(text_of(row, "reviewer") for row in rows if row["reviewer"]), ", ")


def _day(row: Row, name: str) -> str:
    return long_date(text_of(row, name)[:10])
