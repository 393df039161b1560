"""What a spreadsheet can tell of a practice: the columns of `practices.csv`, and what further tables hold of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from graph.settings import ROOT
from graph.tables.metadata import Column, TableSchema
from graph.text.languages import ENGLISH, LANGUAGES

FOLDER: Final = ROOT / "data" / "sheets"
TECHNOLOGY: Final = "technology"


class CellKind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    TEXTS = "texts"
    TERM = "term"
    TERMS = "terms"
    CITY = "city"
    COUNTRY = "country"
    YEAR = "year"
    DATE = "date"
    LANGUAGE = "language"
    SOURCE = "source"
    WHO = "who"
    COST = "cost"
    LESSON = "lesson"
    CONTACT = "contact"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field; `headings` has, a language, what its column is called, the usual name first."""

    name: str
    kind: CellKind
    scheme: str
    is_required: bool
    headings: Mapping[str, tuple[str, ...]]

    def title(self, language: str = ENGLISH) -> str:
        """What the field is called in a language."""
        named = self.headings.get(language) or self.headings.get(ENGLISH)
        return named[0] if named else self.name.replace("_", " ").capitalize()


NOT_ASKED: Final = frozenset(
    "id technologies shown_to_partnership_at last_checked looked_up basis source_ids source".split()
)
"""Columns of practices.csv that are made here, or that only we fill."""

ORDER: Final = (
    "title cities country description start_year end_year status themes target_problem target_groups runs partners "
    "technologies_concepts non_technical_means cost funding results evaluation source office email phone law"
).split()
"""The fields of the template in the order in which people think of them; the rest follow."""

NAMED: Final = {
    "cities": CellKind.CITY,
    "country": CellKind.COUNTRY,
    "language_of_text": CellKind.LANGUAGE,
}
BESIDE: Final[Mapping[str, CellKind]] = {
    "results": CellKind.TEXT, "source": CellKind.SOURCE, "runs": CellKind.WHO, "cost": CellKind.COST,
    "office": CellKind.CONTACT, "email": CellKind.CONTACT, "phone": CellKind.CONTACT, "law": CellKind.LAW,
    "staff": CellKind.LESSON, "set_up_time": CellKind.LESSON, "done": CellKind.LESSON, "failed": CellKind.LESSON,
    "advice": CellKind.LESSON,
}  # fmt: skip
"""Fields whose cells become rows of other tables."""

REQUIRED_BESIDE: Final = frozenset(("source", "cities"))
"""What a row needs beyond required cells: a practice of a whole country is the exception that has no city."""


def fields_of(practices: TableSchema) -> tuple[SheetField, ...]:
    """Every field, in the order of the template. A new column of practices.csv is a new field."""
    made = [*_of_practices(practices), *(_field(name, kind) for name, kind in BESIDE.items())]
    place = {name: number for number, name in enumerate(ORDER)}
    return tuple(sorted(made, key=lambda field: place.get(field.name, len(place))))


def _of_practices(practices: TableSchema) -> Iterator[SheetField]:
    for column in practices.written:
        if column.name not in NOT_ASKED:
            scheme = TECHNOLOGY if column.name == "technologies_concepts" else column.scheme or ""
            yield _field(column.name, _kind(column, scheme), scheme, column.required and not column.follows)


def _kind(column: Column, scheme: str) -> CellKind:
    if column.name in NAMED:
        return NAMED[column.name]
    if scheme:
        return CellKind.TERMS if column.separator else CellKind.TERM
    if column.is_reduced_date:
        return CellKind.DATE
    if column.datatype is not None and column.datatype.base == "gYear":
        return CellKind.YEAR
    return CellKind.TEXTS if column.separator else CellKind.TEXT


def _field(name: str, kind: CellKind, scheme: str = "", is_required: bool = False) -> SheetField:
    return SheetField(name, kind, scheme, is_required or name in REQUIRED_BESIDE, _headings().get(name, {}))


@cache
def _headings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return {row["field"]: _by_language(row) for row in rows_of("headings.csv")}


def rows_of(name: str) -> Sequence[Mapping[str, str]]:
    """The rows of a table of words that offices write."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def _by_language(row: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(filter(None, row[language].split(";"))) for language in LANGUAGES}
