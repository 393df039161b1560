"""The page of one act: what it was on a day, its provisions, what it is linked to, and whom it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from graph.ask.answer import Answer
from graph.law.citation import eur_lex_address, provision_title, sort_key
from graph.law.moved import moved_by, moved_later
from graph.law.official_text import number_of, official_address
from graph.law.period import Period
from graph.law.state import Span, agrees, expectation, known_on, reason, states_on, upcoming
from graph.text.messages import N_, counted, ended, joined, within
from views.drawing.state_drawing import StateBar, state_drawing
from views.law import readers, rows, scope, states
from views.law.known import known_day, telling
from views.law.relations import relations
from views.shown.corrections import row_at
from views.shown.extensions import extensions
from views.web.addresses import law_href
from views.web.jurisdictions import place_name
from views.web.law_date import law_date
from views.web.marks import marks_of
from views.web.negotiation import HTML, wanted
from views.web.pages import page
from views.web.panels import answers_of, kept_when_whole, panel, rows_of
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]

REPORTED_ON = "2026-11-22"


def show(shown: Answer, identifier: str) -> Response:
    """The act that `shown` (an answer of laws-show) is about; a question without answer leaves its part out."""
    on, known, act = law_date(), known_day(), str(shown.rows[0]["thing"])
    only = {"kind": "linked"} if wanted(request) == HTML else {}  # the other forms have what is governed, too
    parts = {
        "dates": panel("laws-dates", {"thing": act}),
        "provisions": panel("laws-provisions", {"act": act, "on": on}),
        "relations": panel("laws-relations", {"thing": act}),
        "practices": panel("laws-practices", {"thing": act, "on": on, **only}),
        "sources": panel("laws-sources", {"thing": act}),
        "scope": panel("laws-scope", {"thing": act}),
    }
    stated = rows.LawStatements(shown.rows)
    related = parts["relations"].answer.rows
    linked = rows_of(parts["practices"], "linked")
    amended = readers.amendments(rows_of(parts["dates"], "amendment"))
    sources = rows.sources(parts["sources"].answer.rows, _official(stated, act, identifier))
    response = page(
        "law/act.html",
        answers=answers_of(("act", shown), parts),
        parts=parts,
        topic=act,
        identifier=identifier,
        stated=stated,
        place=place_name(stated.text("jurisdiction")),
        on=on,
        known=telling(on, known),
        through_national_law=stated.slug("actType") in rows.BY_NATIONAL_LAW,
        scope=scope.shown(parts["scope"].answer.rows, on),
        open_points=scope.open_at_home(parts["scope"].answer.rows, stated.text("jurisdiction"), on),
        facts=rows.act_facts(stated, act, identifier),
        milestones=_milestones(rows_of(parts["dates"], "milestone"), identifier, on, known),
        extended=" ".join(extensions(rows_of(parts["dates"], "extension"), known)),
        relations=relations(related, identifier, on, amended),
        later_count=readers.later(related, on),
        relation_count=len({str(row["relation_id"]) for row in related}),
        practices=rows.practice_groups(linked, on),
        practice_count=len({str(row["practice"]) for row in linked}),
        sources=sources,
        doubtful=any(doubt["status"] == "doubtful" for doubt in sources["doubts"]),
        **_provisions(parts["provisions"].answer.rows, identifier, on, known),
        **_status(stated, states.spans(rows_of(parts["dates"], "state")), parts["provisions"].answer.rows, on, known),
    )
    return kept_when_whole(response, parts.values())


def _official(stated: rows.LawStatements, act: str, identifier: str) -> list[tuple[str, str]]:
    """Where the official text stands, in words and as addresses."""
    name = number_of(stated.text("title")) or stated.text("label")
    eli = official_address(act, stated.text("officialIri"))
    lex = eur_lex_address(identifier)
    return [(N_("%(law)s, official address (ELI)", law=name), eli), (N_("%(law)s on EUR-Lex", law=name), lex)]


def _status(
    stated: rows.LawStatements, recorded: list[Span], provisions: Sequence[Row], on: str, known: str
) -> dict[str, Any]:
    """What the act was on the day as it was known then, why, what came or comes later, and the drawing of its dates."""
    found = states_on(known_on(recorded, min(on, known or on)), on)
    told = known_on(recorded, known) if known else recorded
    return {
        "badges": states.badges(found),
        "reasons": [
            {"label": each.label, "text": reason(each), "cause": each.cause_label}
            | {"href": law_href(each.cause_id, on) if each.cause_id else ""}
            for each in found
        ],
        "coming": [_coming(each, on) for each in upcoming(told, on)],
        "reported": _reported(stated, recorded),
        "timeline": state_drawing([*states.bars(told), *_staged(provisions, told, known)], on),
    }


def _coming(span: Span, on: str) -> dict[str, str]:
    return {"when": N_("Later") if "" < on < span.known else N_("Still to come"), "text": expectation(span, on),
            "cause": span.cause_label, "href": law_href(span.cause_id, on) if span.cause_id else ""}  # fmt: skip


def _reported(stated: rows.LawStatements, known: list[Span]) -> dict[str, str] | None:
    """The status that a source reports, when the dates say otherwise on the day of the report."""
    found = states_on(known, REPORTED_ON)
    if not stated.slug("reportedStatus") or agrees(stated.slug("reportedStatus"), found):
        return None
    computed = joined((within(span.label) for span in found), ", ")
    return {"status": stated.text("reportedStatus"), "day": long_date(REPORTED_ON), "computed": computed}


def _staged(provisions: Sequence[Row], spans: list[Span], known: str) -> list[StateBar]:
    """Bars for provisions whose dates are not those of their act."""
    own = {(span.start, span.end) for span in spans if span.state == "applicable"}
    periods: dict[tuple[str, str], int] = {}
    for row in provisions:
        first = rows.day_then(row, known, known)[0] if known else text_of(row, "from")
        last = text_of(row, "to")
        period = first, "" if known and last > known else last
        if period[0] and period not in own:
            periods[period] = periods.get(period, 0) + 1
    return [
        StateBar(
            counted(count, "%(number)s provision applicable", "%(number)s provisions applicable"),
            "dark",
            Period(start, end),
        )
        for (start, end), count in sorted(periods.items())
    ]


def _provisions(found: Sequence[Row], identifier: str, on: str, known: str) -> dict[str, Any]:
    """The provisions in the order of the act, and those that govern practices on the day, with most of them first."""
    ordered = sorted(found, key=lambda row: sort_key(str(row["provision_id"])))
    governing = [row for row in found if row["practices"] is not None]
    governing.sort(key=lambda row: (-int(str(row["practices"])), str(row["provision_id"])))
    return {
        "provisions": [rows.provision_row(row, identifier, on, known) for row in ordered],
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
        "governed_total": int(text_of(governing[0], "all_practices")) if governing else 0,
    }


def _milestones(found: Sequence[Row], identifier: str, on: str, known: str) -> list[dict[str, Any]]:
    """The dated steps as they were known on the day; what was moved later says so, unless `known` is before that."""
    items = [_milestone(row, on, known) for row in found if _was_known(row, identifier, known)]
    return sorted(items, key=lambda item: str(item["day"]))


def _was_known(row: Row, identifier: str, known: str) -> bool:
    """A step of another act is known from its own day on; a step of this act with the act."""
    about = text_of(row, "about_id")
    own = not about or about == identifier or about.startswith(f"{identifier}/")
    return not known or own or str(row["from"]) <= known


def _milestone(row: Row, on: str, known: str) -> dict[str, Any]:
    day, moved = _day_then(row, on, known)
    about, who = text_of(row, "about_id"), text_of(row, "addressees")
    label = provision_title(about, text_of(row, "about_label"))
    return {
        "day": day,
        "date": long_date(day),
        "title": str(row["text"]),
        "row": row_at("timeline_ai_act", row["row_id"]),
        "text": joined((N_("For: %(whom)s.", whom=who) if who else "", moved), " "),
        "badges": [{"kind": "plain", "label": label, "href": law_href(about, on)}] if about else [],
        "marks": marks_of(row),
        "future": day > on,
    }


def _day_then(row: Row, on: str, known: str) -> tuple[str, str]:
    """The day of a step as it was known, and what is said of its being moved."""
    day, original, since = str(row["from"]), text_of(row, "original"), text_of(row, "known")
    if not original or original == day:
        return day, ""
    by = text_of(row, "cause_label")
    if since <= min(on, known or on):
        return day, ended(joined((N_("Originally %(day)s", day=long_date(original)), moved_by(by)), ", "))
    if known and known < since:
        return original, ""
    return original, ended(moved_later(day, by, since))
