"""The law that governs several practices on a day, for the pages that stand around them: an Action, a city."""

from __future__ import annotations

from typing import Any

from graph.ask.answer import Answer
from graph.text.messages import N_
from views.web.addresses import law_href
from views.web.service import answer, text_of


def law_around(thing: str, on: str) -> Answer:
    """The acts that govern practices of a city, an event, an Action or an organisation's city (an IRI) on the day."""
    return answer("law-of-practices", {"thing": thing, "on": on})


def shown(found: Answer, on: str) -> list[dict[str, Any]]:
    """One table row an act: its name, how many of its provisions govern, and how many of the practices."""
    return [
        {
            "act": {"label": str(row["act_label"]), "href": law_href(str(row["act_id"]), on), "note": _whose(row)},
            "provisions": text_of(row, "provisions"),
            "practices": text_of(row, "practices"),
        }
        for row in found.rows
    ]


def _whose(row: Any) -> str:
    place = text_of(row, "country", "jurisdiction")
    return "" if str(row["jurisdiction"]) == "EU" else N_("law of %(place)s", place=place)
