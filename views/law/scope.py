"""Whom a law reaches, whom it leaves out, and what of it is an open question, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.law.citation import citation
from graph.law.period import Period
from graph.text.messages import N_, joined
from views.shown.corrections import row_at
from views.web.addresses import law_href
from views.web.jurisdictions import place_names
from views.web.marks import marks_of
from views.web.service import text_of

Row = Mapping[str, Any]

GROUPS = {"question": N_("Open questions"), "veto": N_("Does not reach"), "only": N_("Reaches")}
"""What scope rules do, what is open first."""


ANY_ACTOR, ANY_PURPOSE = "any", N_("Any purpose")


def open_at_home(rows: Sequence[Row], jurisdiction: str, on: str) -> list[str]:
    """What is open on the day about a national law as such in its own country: which law prevails, for instance."""
    return [
        str(row["condition"])
        for row in rows
        if str(row["effect"]) == "question"
        and str(row["places"]) == jurisdiction
        and str(row["purposes"]) == ANY_PURPOSE
        and Period(text_of(row, "from"), text_of(row, "to")).may_cover(on)
    ]


def shown(rows: Sequence[Row], on: str) -> list[dict[str, Any]]:
    """The scope rules that hold on the day, in groups, none of them empty; each with its reason and its provision."""
    held = [row for row in rows if Period(text_of(row, "from"), text_of(row, "to")).may_cover(on)]
    groups = [
        {"label": label, "rules": [_rule(row, on) for row in held if str(row["effect"]) == effect]}
        for effect, label in GROUPS.items()
    ]
    return [group for group in groups if group["rules"]]


def _rule(row: Row, on: str) -> dict[str, Any]:
    provision = text_of(row, "provision_id")
    purpose = str(row["purposes"])
    purposes = "" if purpose == ANY_PURPOSE else N_("for %(purpose)s", purpose=purpose.lower())
    period = Period(text_of(row, "from"), text_of(row, "to")).words(on)
    return {
        "who": N_("anyone") if str(row["actors"]) == ANY_ACTOR else str(row["actors"]),
        "why": str(row["condition"]),
        "note": joined((purposes, N_("in %(place)s", place=place_names(str(row["places"]))), period), "; "),
        "provision": citation(provision) or text_of(row, "provision_label"),
        "href": law_href(provision, on) if provision else "",
        "marks": marks_of(row),
        "row": row_at("act_scope", row["scope_id"]),
    }
