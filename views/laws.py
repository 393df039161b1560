"""Legislation: acts and their provisions, what they were on a day, and everything that is linked to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request

from graph.errors import NotFound
from views import laws_provision
from views import laws_readers as readers
from views import laws_shapes as shapes
from views import laws_states as states
from views.facets import Choices, Facet
from views.filters import long_date
from views.law_date import law_date
from views.pages import page
from views.paging import paged
from views.service import answer, grouped, service, slug_of, text_of

blueprint = Blueprint("laws", __name__)

FACETS = (
    Facet("type", "Type of act"),
    Facet("area", "Policy area"),
    Facet("state", "Status on the day"),
    Facet("jurisdiction", "Jurisdiction"),
)
REPORTED_ON = "2026-11-22"
MAX_IDENTIFIER = 200


@blueprint.get("/laws")
def list_() -> Response:
    """Every act with its status on the law date; the whole state of the filters is in the address."""
    on, words = law_date(), request.args.get("q", "").strip()[:200]
    chosen = {facet.name: request.args.getlist(facet.name) for facet in FACETS}
    intervals = answer("laws-intervals")
    known = {act: states.spans(rows) for act, rows in grouped(intervals.rows, "act").items()}
    everything = answer("laws-list", {"q": words})
    valued: list[Mapping[str, Any]] = [*answer("laws-facets").rows]
    valued += _state_rows([str(row["act"]) for row in everything.rows], known, on)
    choices = Choices(valued, chosen, key="act")
    found = everything
    if any(chosen.values()):
        values: dict[str, Any] = {"q": words, "type": choices.iris("type"), "area": choices.iris("area")}
        found = answer("laws-list", {**values, "act": _narrowed(valued, chosen)})
    rows, pagination = paged(found.rows, service().settings.page_rows)
    within = [str(row["act"]) for row in everything.rows]
    return page(
        "laws/list.html",
        answers={"acts": found, "states": intervals},
        things=[str(row["act"]) for row in found.rows],
        q=words,
        on=on,
        facets=[{"name": f.name, "legend": f.legend, "options": choices.options(f.name, within)} for f in FACETS],
        cards=[shapes.card(row, known.get(str(row["act"]), []), on) for row in rows],
        total=len(found.rows),
        filtered=bool(words or any(chosen.values())),
        pagination=pagination,
    )


def _state_rows(acts: Sequence[str], known: Mapping[str, list[states.Span]], on: str) -> list[dict[str, str]]:
    """The computed states as rows of one more filter."""
    return [
        {"act": act, "facet": "state", "value": span.state, "value_label": span.label}
        for act in acts
        for span in states.states_on(known.get(act, []), on)
    ]


def _narrowed(valued: Sequence[Mapping[str, Any]], chosen: Mapping[str, Sequence[str]]) -> list[str]:
    """The acts left by the filters that are computed or are not concepts; none of them: an act that does not exist."""
    sets = [
        {str(row["act"]) for row in valued if str(row["facet"]) == name and slug_of(row["value"]) in chosen[name]}
        for name in ("state", "jurisdiction")
        if chosen[name]
    ]
    return (sorted(set.intersection(*sets)) or ["urn:unknown:act"]) if sets else []


@blueprint.get("/laws/<path:name>")
def show(name: str) -> Response:
    """An act or a provision: its identifier in the tables is its address."""
    resolved = answer("laws-resolve", {"id": name}).rows if len(name) <= MAX_IDENTIFIER else ()
    if not resolved:
        raise NotFound(f"There is no act or provision with the identifier {name!r}. The list of laws can be searched.")
    thing = str(resolved[0]["thing"])
    return _act(thing, name) if str(resolved[0]["kind"]) == "act" else laws_provision.show(thing, name)


def _act(act: str, identifier: str) -> Response:
    on = law_date()
    answers = {
        "act": answer("laws-statements", {"thing": act}),
        "states": answer("laws-intervals", {"act": [act]}),
        "provisions": answer("laws-provisions", {"act": act}),
        "relations": answer("laws-relations", {"thing": act}),
        "milestones": answer("laws-milestones", {"act": act}),
        "practices": answer("laws-practices", {"thing": act}),
        "governed": answer("laws-governed", {"act": act, "on": on}),
        "sources": answer("laws-sources", {"thing": act}),
    }
    stated = shapes.Statements(answers["act"].rows)
    known = states.spans(answers["states"].rows)
    provisions = sorted(answers["provisions"].rows, key=lambda row: shapes.natural(str(row["provision_id"])))
    found = states.states_on(known, on)
    bars = [*states.lanes(known), *_staged(provisions, known)]
    sources, doubts = shapes.sources(answers["sources"].rows)
    governed = answers["governed"].rows
    return page(
        "laws/act.html",
        answers=answers,
        things=[act],
        identifier=identifier,
        stated=stated,
        on=on,
        badges=states.badges(found),
        reasons=[
            {"label": each.label, "text": states.reason(each, on), "cause": each.cause_label}
            | {"href": shapes.href(each.cause_id, on) if each.cause_id else ""}
            for each in found
        ],
        coming=[states.expected(each) for each in states.upcoming(known, on)],
        reported=_reported(stated, known),
        facts=shapes.act_facts(stated, act, identifier),
        timeline=states.timeline(bars, on),
        provisions=[shapes.provision_row(row, identifier, on) for row in provisions],
        milestones=_milestones(answers["milestones"].rows, on),
        relations=shapes.relations(answers["relations"].rows, on),
        later_readers=readers.later(answers["relations"].rows, on),
        relation_count=len({str(row["relation_id"]) for row in answers["relations"].rows}),
        practices=shapes.practice_groups(answers["practices"].rows, on),
        practice_count=len({str(row["practice"]) for row in answers["practices"].rows}),
        governed=[
            {
                "provision": {
                    "label": f"{shapes.reference(str(row['provision_id']), identifier)} {row['provision_label']}",
                    "href": shapes.href(str(row["provision_id"]), on) + "#governed",
                },
                "practices": str(row["practices"]),
            }
            for row in governed
        ],
        governed_total=text_of(governed[0], "all_practices") if governed else "0",
        sources=sources,
        doubts=doubts,
        doubtful=any(doubt["status"] == "doubtful" for doubt in doubts),
    )


def _reported(stated: shapes.Statements, known: list[states.Span]) -> dict[str, str] | None:
    """The status that a source reports, when the dates say otherwise on the day of the report."""
    found = states.states_on(known, REPORTED_ON)
    if not stated.slug("reportedStatus") or states.agrees(stated.slug("reportedStatus"), found):
        return None
    computed = ", ".join(span.label.lower() for span in found)
    return {"status": stated.text("reportedStatus"), "day": long_date(REPORTED_ON), "computed": computed}


def _staged(provisions: Sequence[Mapping[str, Any]], known: list[states.Span]) -> list[states.Lane]:
    """Bars for provisions whose dates are not those of their act."""
    own = {(span.start, span.end) for span in known if span.state == "applicable"}
    periods: dict[tuple[str, str], int] = {}
    for row in provisions:
        period = text_of(row, "from"), text_of(row, "to")
        if period[0] and period not in own:
            periods[period] = periods.get(period, 0) + 1
    return [
        states.Lane(f"{count} provision{'s' if count > 1 else ''} applicable", "dark", start, end)
        for (start, end), count in sorted(periods.items())
    ]


def _milestones(rows: Sequence[Mapping[str, Any]], on: str) -> list[dict[str, Any]]:
    items = []
    for row in rows:
        original = text_of(row, "original")
        moved = ""
        if original and original != str(row["date"]):
            by = text_of(row, "moved_by_label")
            moved = f"Originally {long_date(original)}{f', moved by {by}' if by else ''}."
        about, who = text_of(row, "about_id"), text_of(row, "addressees")
        label = (
            f"{shapes.reference(about)} {text_of(row, 'about_label')}" if "/" in about else text_of(row, "about_label")
        )
        items.append(
            {
                "date": long_date(row["date"]),
                "title": str(row["text"]),
                "text": " ".join(part for part in (f"For: {who}." if who else "", moved) if part),
                "badges": [{"kind": "plain", "label": label, "href": shapes.href(about, on)}] if about else [],
                "marks": shapes.marks(row),
                "future": str(row["date"]) > on,
            }
        )
    return items
