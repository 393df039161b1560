"""Whom to call about each practice, what it cost and who works for it, as values that stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from views.compare.features import Row
from views.practices.lessons import amount
from views.web.service import text_of

CONTACT = "contact"


def values(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows of compare-copying in the columns of compare-values."""
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
    return f"{row['text']}: {told}"


def _lesson(row: Row) -> str:
    counted = amount(row)
    return f"{counted}: {row['text']}" if counted else str(row["text"])
