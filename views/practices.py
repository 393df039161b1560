"""Practices: what cities do, with what evidence, and what the law said."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from graph.errors import NotFound
from views import practices_shapes as shapes
from views.law_date import law_date
from views.pages import page
from views.practices_list import list_page, map_page
from views.practices_outstanding import outstanding_effects
from views.service import answer, slug_of, text_of, thing_iri
from views.trace_standing import practice_standing

blueprint = Blueprint("practices", __name__)


@blueprint.get("/practices")
def list_() -> Response:
    """The list with its filters; the whole state is in the address."""
    return list_page()


@blueprint.get("/practices/map")
def map_() -> Response:
    """The same choice of practices on a map, with the same parameters."""
    return map_page()


@blueprint.get("/practices/<name>")
def show(name: str) -> Response:
    """One practice: place, actor, means, evidence, legal events, governing provisions on a date, sources."""
    practice = thing_iri("practices", name)
    shown = answer("practices-show", {"practice": practice})
    if not shown.rows:
        raise NotFound(f"There is no practice named {name!r}. The list of practices has them all.")
    on = law_date()
    events = answer("practices-legal-events", {"practice": practice})
    links = answer("practices-links", {"practice": practice})
    governing = answer("practices-governing", {"practice": practice, "on": on})
    sources = answer("practices-sources", {"practice": practice})
    outstanding = answer("practices-outstanding", {"practice": practice, "on": on})
    stated = shapes.Statements(shown.rows)
    return page(
        "practices/show.html",
        answers={
            "practice": shown,
            "legal_events": events,
            "outstanding": outstanding,
            "links": links,
            "governing": governing,
            "sources": sources,
        },
        things=[practice],
        name=name,
        stated=stated,
        on=on,
        outstanding=outstanding_effects(outstanding.rows, on),
        story=shapes.story(row for row in events.rows if text_of(row, "date") <= on),
        later_events=sum(text_of(row, "date") > on for row in events.rows),
        links=shapes.links(links.rows),
        governing=shapes.governing(governing.rows),
        standing=practice_standing(practice, on),
        governing_count=len({str(row["provision"]) for row in governing.rows}),
        **_doubts(sources.rows),
    )


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
