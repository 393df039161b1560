"""What the publisher asks the reviewers: a cell that somebody else has changed, with both texts and the choices."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.contribute.changes import ChangeKind
from graph.contribute.rebasing import CellConflict
from graph.review.records import Publishing, Work
from graph.review.resolving import Settlement, name_of
from graph.text.messages import joined
from views.history.columns import column_label
from views.history.words import table_words
from views.review.words import CHOICES
from views.shown.cells import CellWords


@dataclass(frozen=True, slots=True)
class AskedConflict:
    """One question, in words; `field` is the name of its choices in the form, `is_now` None when the row is gone."""

    field: str
    table: str
    row: str
    column: str
    was: str
    now: str
    is_now: str | None
    choices: Sequence[tuple[str, str]]


def questions(publishing: Publishing | None) -> list[AskedConflict]:
    """The questions that wait for an answer."""
    if publishing is None or publishing.state != Work.CONFLICT:
        return []
    return [_question(each) for each in json.loads(publishing.conflicts)]


def answers(publishing: Publishing | None, form: Mapping[str, str]) -> dict[str, Settlement]:
    """The choices that a form makes, for the questions that were asked."""
    given = {each.field: form.get(each.field, "") for each in questions(publishing)}
    return {field: Settlement(choice) for field, choice in given.items() if choice in set(Settlement)}


def _question(held: Mapping[str, object]) -> AskedConflict:
    conflict, choices = held["conflict"], held["choices"]
    assert isinstance(conflict, dict) and isinstance(choices, list)
    return told_conflict(
        CellConflict(**{**conflict, "kind": ChangeKind(conflict["kind"])}),
        CellWords.now(),
        [(each, CHOICES[Settlement(each)]) for each in choices],
    )


def told_conflict(each: CellConflict, words: CellWords, choices: Sequence[tuple[str, str]] = ()) -> AskedConflict:
    """A conflict in words: names instead of codes."""
    was, now, is_now = (
        text if text is None else joined(words.cell(each.table, each.column, text), "; ")
        for text in (each.was, each.now, each.is_now)
    )
    return AskedConflict(
        field=name_of(each),
        table=table_words(f"{each.table}.csv"),
        row=words.row(each.table, each.key),
        column=column_label(each.table, each.column),
        was=was or "",
        now=now or "",
        is_now=is_now,
        choices=choices,
    )
