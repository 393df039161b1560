"""How marks look on a page: the words that stand beside a statement, and the kind of their badge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from graph.law.marks import BY_SLUG, FROM_MEMORY, Mark, in_order, marks
from graph.law.period import long_dates
from graph.text.messages import N_, NameWords, capital
from views.web.service import text_of

SAYS: Final = {FROM_MEMORY.slug: N_("From memory, unverified")}
STYLED: Final = frozenset(("from-memory", "unverified", "doubtful", "rejected"))
BY_LABEL: Final = {mark.label: mark for mark in BY_SLUG.values()}


class MarkBadge(NamedTuple):
    """A mark as a page shows it; `kind` is a slug that the styles know, or `other`."""

    kind: str
    label: str


def marks_of(row: Mapping[str, object]) -> tuple[Mark, ...]:
    """The marks of a row of any question, by its columns `basis`, `doubt`, `verdict` and `dates_basis`."""
    return marks(*(text_of(row, name) for name in ("basis", "doubt", "verdict", "dates_basis")))


def marks_of_any(rows: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    """The marks of a statement that several rows make: it is as weak as the weakest of them."""
    return in_order(mark for row in rows for mark in marks_of(row))


def marks_of_all(rows: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    """The marks that every one of several statements carries."""
    found = [marks_of(row) for row in rows]
    return tuple(mark for mark in found[0] if all(mark in each for each in found)) if found else ()


def mark_badges(items: Iterable[Mark | str] | None) -> list[MarkBadge]:
    """Marks as badges, in their order; a text is the slug or the words of a mark, or stands as it is, days in words.

    The reason of a doubt is not part of the badge: pages tell it beside the statement.
    """
    return [_badge(item) for item in items or ()]


def _badge(item: Mark | str) -> MarkBadge:
    mark = item if isinstance(item, Mark) else BY_SLUG.get(item) or BY_LABEL.get(item)
    if mark is None:
        return MarkBadge("other", capital(_dated(item if isinstance(item, str) else item.label)))
    label = SAYS.get(mark.slug) or capital(mark.label)
    return MarkBadge(mark.slug if mark.slug in STYLED else "other", label)


def _dated(words: str) -> str:
    """Words that stand as they are, with their days in words; a name stays one."""
    return words if isinstance(words, NameWords) else long_dates(words)
