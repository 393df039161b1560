"""The law that governs several practices on a day, for the pages that stand around them: an Action, a city."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.ask.answer import Answer
from graph.text.messages import N_
from views.web.addresses import law_href
from views.web.service import answer, text_of


def law_of(practices: Sequence[str], on: str) -> Answer | None:
    """The acts that govern any of the practices (IRIs) on the day; None when there are no practices to ask about."""
    return answer("law-of-practices", {"practices": practices, "on": on}) if practices else None


def shown(found: Answer | None, on: str) -> list[dict[str, Any]]:
    """One table row an act: its name, how many of its provisions govern, and how many of the practices."""
    return [
        {
            "act": {"label": str(row["act_label"]), "href": law_href(str(row["act_id"]), on), "note": _whose(row)},
            "provisions": text_of(row, "provisions"),
            "practices": text_of(row, "practices"),
        }
        for row in (found.rows if found else ())
    ]


def _whose(row: Any) -> str:
    place = text_of(row, "country", "jurisdiction")
    return "" if str(row["jurisdiction"]) == "EU" else N_("law of %(place)s", place=place)
