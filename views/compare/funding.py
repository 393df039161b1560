"""Who pays for each practice, as values that stand side by side: the payments, and what is told in words alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from views.compare.features import Row
from views.practices.funding import Funding
from views.web.service import grouped, text_of

FEATURE: Final = "funding"


def with_payments(values: Iterable[Row], payments: Iterable[Row]) -> list[Row]:
    """The rows of compare-values; where compare-funding has rows of a thing, its payments stand for the text on it."""
    paid, kept = grouped(payments, "thing"), []
    written: dict[str, str] = {}
    for row in values:
        thing = text_of(row, "thing")
        if thing in paid and text_of(row, "feature") == FEATURE:
            written[thing] = text_of(row, "value")
        else:
            kept.append(row)
    return [*kept, *(each for thing, rows in paid.items() for each in _values(thing, rows, written.get(thing, "")))]


def _values(thing: str, rows: Iterable[Row], written: str) -> list[dict[str, Any]]:
    funding = Funding.of(rows, written, {})
    told = [(each.row, each.told) for each in funding.payments]
    told += [("in words", funding.text)] if funding.text else []
    shared = {"thing": thing, "practice_id": thing, "feature": FEATURE, "value_id": None}
    return [{**shared, "value": f"{thing} {key}", "value_label": words} for key, words in told]
