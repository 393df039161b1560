"""What the publisher asks the reviewers: a cell that somebody else has changed, with both texts and the choices."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.review.records import Publishing, Work
from graph.review.resolving import Settlement
from views.review.words import CHOICES


@dataclass(frozen=True, slots=True)
class AskedConflict:
    """One question; `field` is the name of its choices in the form, `is_now` None when the row is gone."""

    field: str
    table: str
    key: str
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
    told = {name: conflict[name] for name in ("table", "key", "column", "was", "now", "is_now")}
    field = "/".join((told["table"], told["key"], told["column"]))
    return AskedConflict(field, **told, choices=[(each, CHOICES[Settlement(each)]) for each in choices])
