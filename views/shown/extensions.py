"""Extensions of validity, told beside the last day that a law had before: an end is never told alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.law.period import Period, extension
from graph.text.messages import N_, joined
from views.web.service import grouped, text_of

Row = Mapping[str, Any]


def by_thing(rows: Iterable[Row]) -> dict[str, str]:
    """The rows of the question law-extensions as sentences, by the identifier of the act or provision extended."""
    return {
        thing: joined(
            [_sentence(str(each["by_label"]), text_of(each, "date"), text_of(each, "until")) for each in found], " "
        )
        for thing, found in grouped(rows, "thing_id").items()
    }


def extensions(rows: Iterable[Row], known: str = "") -> list[str]:
    """The extensions among the rows of the question laws-dates as sentences; those after the day `known` left out."""
    return [
        _sentence(str(row["cause_label"]), text_of(row, "from"), text_of(row, "to"))
        for row in rows
        if not known or text_of(row, "from") <= known
    ]


def _sentence(by: str, start: str, until: str) -> str:
    return N_("Its validity was %(extended)s.", extended=extension(by, Period(start, until)))
