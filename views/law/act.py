"""The page of one act: what it was on a day, its provisions, what it is linked to, and whom it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from graph.ask.answer import Answer
from graph.law.citation import provision_title, sort_key
from graph.law.period import Period
from graph.law.state import Span, agrees, expectation, reason, states_on, upcoming
from views.drawing.state_drawing import StateBar, state_drawing
from views.law import readers, rows, states
from views.law.extensions import extensions
from views.web.addresses import law_href
from views.web.law_date import law_date
from views.web.marks import marks_of
from views.web.pages import page
from views.web.panels import answers_of, kept_when_whole, panel, rows_of
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]

REPORTED_ON = "2026-11-22"


def show(shown: Answer, identifier: str) -> Response:
    """The act that `shown` (an answer of laws-show) is about; a question without answer leaves its part out."""
    on, act = law_date(), str(shown.rows[0]["thing"])
    parts = {
        "dates": panel("laws-dates", {"thing": act}),
        "provisions": panel("laws-provisions", {"act": act, "on": on}),
        "relations": panel("laws-relations", {"thing": act}),
        "practices": panel("laws-practices", {"thing": act, "on": on}),
        "sources": panel("laws-sources", {"thing": act}),
    }
    stated = rows.LawStatements(shown.rows)
    relations = parts["relations"].answer.rows
    linked = rows_of(parts["practices"], "linked")
    sources, doubts = rows.sources(parts["sources"].answer.rows)
    response = page(
        "law/act.html",
        answers=answers_of(("act", shown), parts),
        parts=parts,
        things=[act],
        identifier=identifier,
        stated=stated,
        on=on,
        facts=rows.act_facts(stated, act, identifier),
        milestones=_milestones(rows_of(parts["dates"], "milestone"), on),
        extended=" ".join(extensions(rows_of(parts["dates"], "extension"))),
        relations=rows.relations(relations, on),
        later_readers=readers.later(relations, on),
        relation_count=len({str(row["relation_id"]) for row in relations}),
        practices=rows.practice_groups(linked, on),
        practice_count=len({str(row["practice"]) for row in linked}),
        sources=sources,
        doubts=doubts,
        doubtful=any(doubt["status"] == "doubtful" for doubt in doubts),
        **_provisions(parts["provisions"].answer.rows, identifier, on),
        **_status(stated, states.spans(rows_of(parts["dates"], "state")), parts["provisions"].answer.rows, on),
    )
    return kept_when_whole(response, parts.values())


def _status(stated: rows.LawStatements, known: list[Span], provisions: Sequence[Row], on: str) -> dict[str, Any]:
    """What the act was on the day, why, what comes later, and the drawing of its dates."""
    found = states_on(known, on)
    return {
        "badges": states.badges(found),
        "reasons": [
            {"label": each.label, "text": reason(each), "cause": each.cause_label}
            | {"href": law_href(each.cause_id, on) if each.cause_id else ""}
            for each in found
        ],
        "coming": [expectation(each) for each in upcoming(known, on)],
        "reported": _reported(stated, known),
        "timeline": state_drawing([*states.bars(known), *_staged(provisions, known)], on),
    }


def _reported(stated: rows.LawStatements, known: list[Span]) -> dict[str, str] | None:
    """The status that a source reports, when the dates say otherwise on the day of the report."""
    found = states_on(known, REPORTED_ON)
    if not stated.slug("reportedStatus") or agrees(stated.slug("reportedStatus"), found):
        return None
    computed = ", ".join(span.label.lower() for span in found)
    return {"status": stated.text("reportedStatus"), "day": long_date(REPORTED_ON), "computed": computed}


def _staged(provisions: Sequence[Row], known: list[Span]) -> list[StateBar]:
    """Bars for provisions whose dates are not those of their act."""
    own = {(span.start, span.end) for span in known if span.state == "applicable"}
    periods: dict[tuple[str, str], int] = {}
    for row in provisions:
        period = text_of(row, "from"), text_of(row, "to")
        if period[0] and period not in own:
            periods[period] = periods.get(period, 0) + 1
    return [
        StateBar(f"{count} provision{'s' if count > 1 else ''} applicable", "dark", Period(start, end))
        for (start, end), count in sorted(periods.items())
    ]


def _provisions(found: Sequence[Row], identifier: str, on: str) -> dict[str, Any]:
    """The provisions in the order of the act, and those that govern practices on the day, with most of them first."""
    ordered = sorted(found, key=lambda row: sort_key(str(row["provision_id"])))
    governing = [row for row in found if row["practices"] is not None]
    governing.sort(key=lambda row: (-int(str(row["practices"])), str(row["provision_id"])))
    return {
        "provisions": [rows.provision_row(row, identifier, on) for row in ordered],
        "governed": [
            {
                "provision": {
                    "label": provision_title(str(row["provision_id"]), str(row["provision_label"]), identifier),
                    "href": law_href(str(row["provision_id"]), on) + "#governed",
                },
                "practices": str(row["practices"]),
            }
            for row in governing
        ],
        "governed_total": text_of(governing[0], "all_practices") if governing else "0",
    }


def _milestones(found: Sequence[Row], on: str) -> list[dict[str, Any]]:
    items = []
    for row in found:
        original = text_of(row, "original")
        moved = ""
        if original and original != str(row["from"]):
            by = text_of(row, "cause_label")
            moved = f"Originally {long_date(original)}{f', moved by {by}' if by else ''}."
        about, who = text_of(row, "about_id"), text_of(row, "addressees")
        label = provision_title(about, text_of(row, "about_label"))
        items.append(
            {
                "date": long_date(row["from"]),
                "title": str(row["text"]),
                "text": " ".join(part for part in (f"For: {who}." if who else "", moved) if part),
                "badges": [{"kind": "plain", "label": label, "href": law_href(about, on)}] if about else [],
                "marks": marks_of(row),
                "future": str(row["from"]) > on,
            }
        )
    return items
