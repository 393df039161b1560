"""The names in an answer, which a page tells in the language of its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final, NamedTuple

from graph.ask.answer import Answer
from graph.store import Cell
from graph.terms import DCTERMS, RDFS, SKOS
from graph.text.languages import ENGLISH
from graph.text.messages import JoinedWords, NameWords, joined, name_words
from views.languages.address import language
from views.languages.originals import original

Row = Mapping[str, Cell | None]
Told = tuple[str, str]
"""A column, and the text in it that remembers what it names."""
Reader = Callable[[Row, str], Told | None]

LABEL: Final = "_label"
# Whose `label` and `description` stand in a row that is about one thing.
SUBJECTS: Final = ("thing", "concept", "known", "practice", "technology", "key")
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
    about the `subject`. Other texts remember their language. All that is not for a page stays as it is.
    """
    if language() == ENGLISH:
        return answer
    readers = _readers(answer.columns)
    return replace(answer, rows=tuple(_with_names(row, readers, subject) for row in answer.rows))


@lru_cache(maxsize=512)
def _readers(columns: tuple[str, ...]) -> tuple[Reader, ...]:
    """What is to be read of a row with these columns, which are the same for all rows of a question."""
    named = [partial(_named, column=each) for each in _name_columns(columns)]
    lists = [partial(_listed, column=column, kind=kind) for column, kind in LISTS.items() if column in columns]
    choices = [_chosen] if "label" in columns and not set(SUBJECTS) & set(columns) else []
    places = [_placed] if "cities" in columns else []
    stated = [_stated] if {"property", "value"} <= set(columns) else []
    return (*named, *lists, *choices, *places, *stated)


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


def _with_names(row: Row, readers: Sequence[Reader], subject: str) -> dict[str, Cell | None]:
    found = dict(row)
    for reader in readers:
        if told := reader(row, subject):
            column, text = told
            cell = row[column]
            found[column] = cell and replace(cell, value=text)
    return {column: _original(cell) for column, cell in found.items()}


def _original(cell: Cell | None) -> Cell | None:
    """The cell; a text in another language than the page remembers in which."""
    if cell is None or cell.language in (None, language()) or isinstance(cell.value, NameWords | JoinedWords):
        return cell
    return replace(cell, value=original(cell.value, str(cell.language)))


def _named(row: Row, subject: str, column: NameColumn) -> Told | None:
    cell, thing = row[column.column], row.get(column.thing)
    if not _is_english(cell):
        return None
    iri = thing.value if thing is not None and thing.kind == "iri" else ""
    return column.column, name_words(str(cell), iri, column.part, column.kind)


def _listed(row: Row, subject: str, column: str, kind: str) -> Told:
    return column, joined((name_words(each, kind=kind) for each in str(row[column] or "").split(", ")), ", ")


def _chosen(row: Row, subject: str) -> Told | None:
    kind = CHOICES.get(str(row.get("kind") or row.get("collection") or ""))
    return ("label", name_words(str(row["label"] or ""), kind=kind)) if kind else None


def _placed(row: Row, subject: str) -> Told:
    return "cities", joined(map(_place, str(row["cities"] or "").split("; ")), "; ")


def _stated(row: Row, subject: str) -> Told | None:
    part = SAYS.get(str(row["property"]))
    return ("value", name_words(str(row["value"]), subject, part)) if part and _is_english(row["value"]) else None


def _place(written: str) -> str:
    """`Nice, France`, or `France` alone: the country by its name in the reader's language."""
    city, comma, country = written.rpartition(", ")
    name = name_words(country, kind="country")
    return joined((city, name), ", ") if comma else name


def _is_english(cell: Cell | None) -> bool:
    return cell is not None and cell.kind == "literal" and cell.language in (None, ENGLISH)
