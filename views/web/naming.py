"""The names in an answer, which a page tells in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from graph.ask.answer import Answer
from graph.store import Cell
from graph.terms import DCTERMS, RDFS, SKOS
from graph.text.languages import ENGLISH
from graph.text.messages import joined, name_words
from views.languages.address import language

Row = Mapping[str, Cell | None]

LABEL: Final = "_label"
# Whose `label` and `description` stand in a row that is about one thing.
SUBJECTS: Final = ("thing", "concept", "practice", "technology", "key")
# What the kinds of rows that have no more than a `label` name, beside kinds that name no concept, such as sources.
CHOICES: Final = {
    "actor": "actor", "country": "country", "purpose": "scope_purpose", "technology": "technology",
    "technologies": "technology", "practices": "practice",
}  # fmt: skip
# Columns that hold several names in one text, and of what.
LISTS: Final = {"addressees": "addressee", "actors": "actor", "purposes": "scope_purpose"}
# What a statement with such a property says of its subject.
SAYS: Final = {
    RDFS + "label": "name", SKOS + "prefLabel": "name", DCTERMS + "title": "name",
    DCTERMS + "description": "description", SKOS + "definition": "description",
    "label": "name", "definition": "description",
}  # fmt: skip


class NameColumn(NamedTuple):
    """A column of names, and the column of the things that they name; empty when the answer has none."""

    column: str
    thing: str
    part: str
    kind: str


def with_names(answer: Answer, subject: str = "") -> Answer:
    """The answer; for a page in another language than English, its names remember what they name.

    The columns NAME and NAME_label hold a thing and its name; statements in the columns `property` and `value` are
    about the `subject`. All that is not for a page stays as it is.
    """
    if language() == ENGLISH:
        return answer
    columns = list(_name_columns(answer.columns))
    return replace(answer, rows=tuple({**row, **dict(_named(row, columns, subject))} for row in answer.rows))


def _name_columns(columns: Sequence[str]) -> Iterator[NameColumn]:
    subject = next((each for each in SUBJECTS if each in columns), "")
    for column in columns:
        kind = column.removesuffix(LABEL)
        if kind != column:
            yield NameColumn(column, kind if kind in columns else "", "name", kind)
        elif column == "label" and subject:
            yield NameColumn(column, subject, "name", subject)
        elif column in ("description", "definition") and subject:
            yield NameColumn(column, subject, "description", subject)


def _named(row: Row, columns: Sequence[NameColumn], subject: str) -> Iterator[tuple[str, Cell]]:
    for column, thing, part, kind in columns:
        cell = row[column]
        if cell is not None and _is_english(cell):
            yield column, replace(cell, value=name_words(cell.value, _iri(row.get(thing)), part, kind))
    label, kind = row.get("label"), CHOICES.get(str(row.get("kind") or row.get("collection") or ""), "")
    if kind and label is not None and not any(each.column == "label" for each in columns):
        yield "label", replace(label, value=name_words(label.value, kind=kind))
    for column, kind in LISTS.items():
        if cell := row.get(column):
            names = (name_words(each, kind=kind) for each in cell.value.split(", "))
            yield column, replace(cell, value=joined(names, ", "))
    if cell := row.get("cities"):
        yield "cities", replace(cell, value=joined(map(_place, cell.value.split("; ")), "; "))
    said, value = SAYS.get(str(row.get("property") or "")), row.get("value")
    if said and value is not None and _is_english(value):
        yield "value", replace(value, value=name_words(value.value, subject, said))


def _is_english(cell: Cell) -> bool:
    return cell.kind == "literal" and cell.language in (None, ENGLISH)


def _iri(cell: Cell | None) -> str:
    return cell.value if cell is not None and cell.kind == "iri" else ""


def _place(written: str) -> str:
    """`Nice, France`: the country by its name in the reader's language."""
    city, comma, country = written.rpartition(", ")
    return joined((city, name_words(country, kind="country")), ", ") if comma else written
