"""The dates of a provision as rows of a question give them, for the decision whether it applies on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.law.application import Extension, Move, ProvisionDates
from graph.law.citation import citation
from graph.law.period import Period
from views.law.rows import BY_NATIONAL_LAW, LawStatements
from views.web.service import text_of

Row = Mapping[str, Any]


def provision_dates(stated: LawStatements, spans: Sequence[Row], moves: Sequence[Row], extended: Sequence[Row],
                    ) -> ProvisionDates:  # fmt: skip
    """What is recorded of a provision and of its act; `spans`, `moves` and `extended` are rows of laws-dates."""
    applies = next((row for row in spans if str(row["state"]).endswith("/applicable")), None)
    start = text_of(applies, "from") if applies else ""
    end = text_of(applies, "to") if applies else stated.text("applicableTo")
    return ProvisionDates(
        period=Period(start, end),
        ends_itself=end == stated.text("applicableTo"),
        move=next((_move(row) for row in moves), None),
        extensions=tuple(sorted((extension_of(row) for row in extended if text_of(row, "from")), key=_first)),
        act_in_force=stated.text("first_date_entry_in_force"),
        act_applies=stated.text("date_applicability"),
        directive=stated.slug("actType") in BY_NATIONAL_LAW,
    )


def extension_of(row: Row) -> Extension:
    """One extension of validity."""
    return Extension(
        str(row["cause_label"]), text_of(row, "from"), text_of(row, "to"), text_of(row, "doubt").rstrip(".")
    )


def _first(each: Extension) -> str:
    return each.first


def _move(row: Row) -> Move:
    part = citation(text_of(row, "cause_id"))
    by = ", ".join(filter(None, (str(row["cause_label"]), part)))
    return Move(text_of(row, "original"), by, text_of(row, "known"))
