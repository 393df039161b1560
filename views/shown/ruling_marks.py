"""How sure a statement about law is: the marks of its row, of the scope rule that decided, and low confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.law.marks import LOW_CONFIDENCE, Mark, in_order, marks
from views.web.service import slug_of, text_of

Row = Mapping[str, Any]


def statement_marks(row: Row, prefix: str = "") -> tuple[Mark, ...]:
    """The marks of a row by its columns `basis`, `confidence` and `doubt`, or those with a prefix, as `scope_basis`."""
    found = marks(text_of(row, f"{prefix}basis"), text_of(row, f"{prefix}doubt"))
    low = slug_of(row.get(f"{prefix}confidence")) == "low"
    return in_order([*found, LOW_CONFIDENCE]) if low else found


def doubts(found: Iterable[Mark]) -> tuple[str, ...]:
    """The reasons of the marks that have one, each once."""
    return tuple(dict.fromkeys(mark.reason for mark in found if mark.reason))
