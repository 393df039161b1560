"""Judgments and guidance on a day: which did not exist yet, and which are older than the text they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

KINDS = ("interprets", "comments-on")


def day_of(row: Row) -> str:
    """The day of a relation: its own, or that of the act that it comes from."""
    return text_of(row, "date", "other_date")


def is_later(row: Row, on: str) -> bool:
    """Whether a reader of the act is dated after the day; one without a date stays."""
    return text_of(row, "other_date", "date") > on


def later(rows: Iterable[Row], on: str) -> int:
    """How many judgments and guidance documents on the act are dated after the day."""
    return len({str(row["other_id"]) for row in rows if _reads(row) and is_later(row, on)})


def _reads(row: Row) -> bool:
    return str(row["direction"]) == "to" and slug_of(row["kind"]) in KINDS


def amendments(rows: Iterable[Row], on: str) -> list[Row]:
    """The amendments of the act or provision up to the day."""
    return [
        row
        for row in rows
        if str(row["direction"]) == "to" and slug_of(row["kind"]) == "amends" and "" < day_of(row) <= on
    ]


def older(row: Row, amended: Sequence[Row]) -> str:
    """`older than the amendment of 27 July 2026` when the same part was amended after the reader's day; else empty.

    An amendment whose part is not recorded may touch any part, so it counts for all of them.
    """
    day, part = text_of(row, "other_date", "date"), text_of(row, "own_id")
    touching = [day_of(each) for each in amended if _meet(part, text_of(each, "own_id")) and day_of(each) > day]
    return f"Older than the amendment of {long_date(max(touching))}" if day and touching else ""


def _meet(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
