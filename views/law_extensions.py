"""Extensions of validity, told beside the last day that a law had before: an end is never told alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from views.filters import long_date
from views.service import grouped, text_of

Row = Mapping[str, Any]


def extended(rows: Iterable[Row]) -> dict[str, str]:
    """The rows of the question law-extensions as sentences, by the identifier of the act or provision extended."""
    return {thing: " ".join(_sentence(row) for row in found) for thing, found in grouped(rows, "thing_id").items()}


def _sentence(row: Row) -> str:
    start, until = long_date(text_of(row, "date")), long_date(text_of(row, "until"))
    period = f"{f' from {start}' if start else ''}{f' until {until}' if until else ''}"
    return f"Its validity was extended by {row['by_label']}{period}."
