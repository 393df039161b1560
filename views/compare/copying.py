"""Whom to call about each practice, what it cost and who works for it, as values that stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from graph.text.messages import N_, joined
from views.compare.features import Row
from views.practices.lessons import amount
from views.web.service import grouped, text_of

CONTACT = "contact"
MOST: Final = 2
"""Of what is told in words, so many fit into a cell; the page of the practice has the rest."""


def values(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows of compare-copying in the columns of compare-values, and how many more there are where not all fit."""
    by_cell = grouped(({**row, "cell": f"{row['thing']} {row['feature']}"} for row in rows), "cell")
    return [value for cell in by_cell.values() for value in _cell(cell)]


def _cell(rows: Sequence[Row]) -> list[dict[str, Any]]:
    found = _values(rows[:MOST])
    if len(rows) > MOST:
        more = {
            "value": f"more {rows[0]['value_id']}",
            "value_label": N_("and %(number)s more on its page", number=len(rows) - MOST),
        }
        found.append({**found[0], **more})
    return found


def _values(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {
            "thing": row["thing"],
            "practice_id": row["thing"],
            "feature": row["feature"],
            "value": row["value_id"],
            "value_id": None,
            "value_label": _contact(row) if text_of(row, "feature") == CONTACT else _lesson(row),
        }
        for row in rows
    ]


def _contact(row: Row) -> str:
    ways = [text_of(row, name) for name in ("phone", "email")]
    told = ", ".join(filter(None, ways)) or text_of(row, "page").partition("//")[2]
    return joined((text_of(row, "text"), told), ": ")


def _lesson(row: Row) -> str:
    return joined((amount(row), text_of(row, "text")), ": ")
