"""The names in an answer, which a page tells in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.ask.answer import Answer
from graph.store import Cell
from graph.text.languages import ENGLISH
from graph.text.messages import name_words
from views.languages.address import language

LABEL = "_label"
# Whose `label` and `description` stand in a row that is about one thing.
SUBJECTS = ("thing", "concept", "practice", "key")


class NameColumn(NamedTuple):
    """A column of names, and the column of the things that they name; empty when the answer has none."""

    column: str
    thing: str
    part: str
    kind: str


def with_names(answer: Answer) -> Answer:
    """The answer; for a page in another language than English, its names remember what they name.

    The columns NAME and NAME_label hold a thing and its name. All that is not for a page stays as it is.
    """
    columns = list(_name_columns(answer.columns)) if language() != ENGLISH else []
    if not columns:
        return answer
    return replace(answer, rows=tuple({**row, **dict(_named(row, columns))} for row in answer.rows))


def _name_columns(columns: Sequence[str]) -> Iterator[NameColumn]:
    subject = next((each for each in SUBJECTS if each in columns), "")
    for column in columns:
        kind = column.removesuffix(LABEL)
        if kind != column:
            yield NameColumn(column, kind if kind in columns else "", "name", kind)
        elif column == "label":
            yield NameColumn(column, subject, "name", subject)
        elif column == "description" and subject:
            yield NameColumn(column, subject, "description", subject)


def _named(row: dict[str, Cell | None], columns: Sequence[NameColumn]) -> Iterator[tuple[str, Cell]]:
    for column, thing, part, kind in columns:
        cell = row[column]
        if cell is not None and cell.kind == "literal" and cell.language in (None, ENGLISH):
            named = row.get(thing) if thing else None
            iri = named.value if named is not None and named.kind == "iri" else ""
            yield column, replace(cell, value=name_words(cell.value, iri, part, kind))
