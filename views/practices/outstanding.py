"""The line of outstanding effects: how often the law that a practice was judged under has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.law.citation import citation
from graph.text.messages import N_, counted, joined
from views.changes.rows import WORDS, Row
from views.web.addresses import law_href
from views.web.service import text_of
from views.web.words import long_date


def outstanding_effects(rows: Sequence[Row], on: str) -> dict[str, Any]:
    """A headline, what cannot be known, and the changes up to the day `on` (each once), oldest first."""
    dated = {str(row["event_id"]) for row in rows if row["judged"] is not None}
    undated = {str(row["event_id"]) for row in rows} - dated
    countable = [row for row in rows if row["judged"] is not None and row["act_id"] is not None]
    changes = {
        tuple(text_of(row, name) for name in ("date", "act_id", "change", "by_id", "part_id")): row
        for row in rows
        if row["change"] is not None
    }
    effects = {key[:4] for key in changes if key[0]}
    unplaced = {key[:4] for key in changes if not key[0]}
    return {
        "headline": _headline(len(effects), bool(rows), bool(countable), on),
        "unknown": joined((_unknown(len(undated), bool(dated)), _unplaced(len(unplaced))), " "),
        "changes": [_change(row) for _, row in sorted(changes.items(), key=lambda pair: pair[0])],
    }


def _headline(effects: int, judged: bool, countable: bool, on: str) -> str:
    if not judged:
        return N_("No judgement by a court or an authority is recorded, so there is no law it was judged under.")
    if not countable:
        return N_("How often the law has changed since it was judged cannot be said.")
    if not effects:
        return N_("No change of the law it was judged under is recorded from then to %(day)s.", day=long_date(on))
    return counted(
        effects,
        "The law it was judged under has changed once since, up to %(day)s. It was not re-checked.",
        "The law it was judged under has changed %(number)s times since, up to %(day)s. It was not re-checked.",
        day=long_date(on),
    )


def _unknown(undated: int, some_dated: bool) -> str:
    if not undated:
        return ""
    if some_dated:
        return counted(
            undated,
            "The day of one other judgement is not known, so nothing is counted for it.",
            "The days of %(number)s other judgements are not known, so nothing is counted for them.",
        )
    return counted(
        undated,
        "The day of one judgement is not known, so nothing is counted for it.",
        "The days of %(number)s judgements are not known, so nothing is counted for them.",
    )


def _unplaced(changes: int) -> str:
    if not changes:
        return ""
    return counted(
        changes,
        "The day of one change of that law is not recorded, so it is not counted: it may be older than the judgement.",
        "The day of %(number)s changes of that law is not recorded, so it is not counted: it may be older than the "
        "judgement.",
    )


def _change(row: Row) -> dict[str, Any]:
    part = text_of(row, "part_id")
    note = N_("named in the judgement") if str(row["named"]) == "true" else ""
    shown = {"label": citation(part, str(row["act_id"])), "href": law_href(part), "note": note}
    words = N_(WORDS[str(row["change"])][1], by=row["by_label"])
    return {
        "date": long_date(row["date"]) if row["date"] else N_("Day not recorded"),
        "law": {"label": str(row["act_label"]), "href": law_href(str(row["act_id"]))},
        "change": {"label": words, "href": law_href(str(row["by_id"]))},
        "part": shown if part else N_("Whole act, or not recorded"),
    }
