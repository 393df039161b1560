"""Practices: what cities do, with what evidence, and what the law said."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from graph.errors import NotFound
from views.practices import rows as shapes
from views.practices.list import list_page, map_page
from views.practices.outstanding import outstanding_effects
from views.trace.standing import practice_standing
from views.web.law_date import law_date
from views.web.pages import page
from views.web.panels import answers_of, kept_when_whole, panel, worked
from views.web.service import answer, slug_of, text_of, thing_iri

blueprint = Blueprint("practices", __name__)


@blueprint.get("/practices")
def list_() -> Response:
    """The list with its filters; the whole state is in the address. It hands the law date to the pages it leads to."""
    law_date()
    return list_page()


@blueprint.get("/practices/map")
def map_() -> Response:
    """The same choice of practices on a map, with the same parameters."""
    law_date()
    return map_page()


@blueprint.get("/practices/<name>")
def show(name: str) -> Response:
    """One practice: place, actor, means, evidence, legal events, governing provisions on a date, sources."""
    practice = thing_iri("practices", name)
    shown = answer("practices-show", {"practice": practice})
    if not shown.rows:
        raise NotFound(f"There is no practice named {name!r}. The list of practices has them all.")
    on = law_date()
    parts = {
        "legal_events": panel("practices-legal-events", {"practice": practice}),
        "outstanding": panel("practices-outstanding", {"practice": practice, "on": on}),
        "links": panel("practices-links", {"practice": practice}),
        "governing": panel("practices-governing", {"practice": practice, "on": on}),
        "sources": panel("practices-sources", {"practice": practice}),
    }
    events, governing = parts["legal_events"].answer.rows, parts["governing"].answer.rows
    standing = worked(lambda: practice_standing(practice, on))
    response = page(
        "practices/show.html",
        answers=answers_of(("practice", shown), parts),
        parts=parts,
        things=[practice],
        name=name,
        stated=shapes.PracticeStatements(shown.rows),
        on=on,
        outstanding=outstanding_effects(parts["outstanding"].answer.rows, on),
        story=shapes.story(row for row in events if text_of(row, "date") <= on),
        later_events=sum(text_of(row, "date") > on for row in events),
        links=shapes.links(parts["links"].answer.rows),
        governing=shapes.governing(governing),
        standing=standing,
        governing_count=len({str(row["provision"]) for row in governing}),
        **_doubts(parts["sources"].answer.rows),
    )
    return kept_when_whole(response, [*parts.values(), standing])


def _doubts(rows: tuple[Any, ...]) -> dict[str, Any]:
    """Sources, marks and conflicts, each as its macro takes it."""
    claims = [row for row in rows if str(row["kind"]) == "claim"]
    conflicts: dict[str, dict[str, Any]] = {}
    for row in claims:
        new = {"about": text_of(row, "note"), "resolution": text_of(row, "detail"), "claims": []}
        claim = {"text": str(row["label"]), "href": text_of(row, "address"), "status": str(row["status"])}
        conflicts.setdefault(str(row["id"]), new)["claims"].append(claim)
    return {
        "source_items": [
            {
                "id": str(row["id"]),
                "label": str(row["label"]),
                "href": text_of(row, "address"),
                "publisher": text_of(row, "note"),
                "place": f"{text_of(row, 'detail')}, trust: {text_of(row, 'status').lower()}",
            }
            for row in rows
            if str(row["kind"]) == "source"
        ],
        "marks": [
            {"field": str(row["id"]).replace("_", " "), "reason": str(row["label"]), "status": slug_of(row["status"])}
            for row in rows
            if str(row["kind"]) == "mark"
        ],
        "conflicts": list(conflicts.values()),
    }
