"""Practices: what cities do, with what evidence, and what the law said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, url_for

from graph.errors import NotFound
from graph.law.marks import BY_SLUG
from graph.text.messages import N_, name_words, within
from views.history.columns import field_words
from views.history.origin import origin, origin_panel
from views.languages.copied import today
from views.languages.told import language_name
from views.practices import no_law
from views.practices import rows as shapes
from views.practices import stated as told
from views.practices.funding import Funding
from views.practices.governed import Governed, governed, why_none
from views.practices.lessons import Lessons
from views.practices.list import FILTERS, TAKEN, list_page, map_page
from views.practices.outstanding import outstanding_effects
from views.practices.short import in_short
from views.shown.contacts import contacts, official_pages
from views.shown.corrections import row_at
from views.shown.deployments import Deployments
from views.trace.standing import practice_standing
from views.web.law_date import law_date
from views.web.pages import page
from views.web.panels import Panel, answers_of, kept_when_whole, nothing, panel, rows_of, worked
from views.web.parameters import takes
from views.web.service import answer, grouped, language_of, slug_of, text_of, thing_iri

blueprint = Blueprint("practices", __name__)

STATED: Final = (
    "participations", "legal_events", "notes", "declared", "links", "sources", "evidence", "copying", "funding",
    "deployments",
)  # fmt: skip
"""What is asked about a practice that sources state, on whichever day."""
NODES: Final = {"participations": "part", "legal_events": "event", "notes": "note", "declared": "declared",
                "links": "link", "governing": "governance", "reach": "reach",
                "copying": "known", "funding": "financing", "deployments": "deployment"}  # fmt: skip
"""The column of each answer that names nodes of their own, for the RDF of the page."""


@blueprint.get("/practices")
@takes(*TAKEN, many=FILTERS)
def list_() -> Response:
    """The list with its filters, those of law as on the day; the whole state is in the address."""
    return list_page(law_date())


@blueprint.get("/practices/map")
@takes(*TAKEN, many=FILTERS)
def map_() -> Response:
    """The same choice of practices on a map, with the same parameters."""
    return map_page(law_date())


@blueprint.get("/practices/<name>")
@takes("on")
def show(name: str) -> Response:
    """One practice: place, actor, means, evidence, legal events, governing provisions on a date, sources."""
    practice = thing_iri("practices", name)
    shown = answer("practices-show", {"practice": practice})
    if not shown.rows:
        raise NotFound(N_("There is no practice named %(name)s. The list of practices has them all.", name=repr(name)))
    on = law_date()
    stated = shapes.PracticeStatements(shown.rows)
    law = governed(practice, on)
    parts = {name: panel(f"practices-{name.replace('_', '-')}", {"practice": practice}) for name in STATED}
    parts |= {
        "outstanding": panel("practices-outstanding", {"practice": practice, "on": on}),
        "consider": (panel if law.is_empty else nothing)("practices-consider", {"practice": practice, "on": on}),
        "origin": origin_panel(practice),
        **law.panels,
    }
    shown_stated, doubted = _stated(parts, on, stated.text("funding")), _doubts(parts["sources"].answer.rows)
    standing = worked(lambda: practice_standing(practice, on))
    response = page(
        "practices/show.html",
        answers=answers_of(("practice", shown), parts),
        parts=parts,
        topic=practice,
        things=_statements(parts),
        name=name,
        row=row_at("practices", name),
        stated=stated,
        origin=origin(parts["origin"].answer.rows, stated.slug("basis")),
        on=on,
        on_earlier_day=on < today().isoformat(),
        outstanding=outstanding_effects(parts["outstanding"].answer.rows, on),
        links=shapes.links(parts["links"].answer.rows),
        standing=standing,
        governed=law,
        your_plan=_same_elsewhere(stated),
        why_none=_why_none(law, stated, parts, on),
        to_consider=no_law.to_consider(parts["consider"].answer.rows),
        outside_life=stated.life.outside(on),
        life_remark=stated.life.remark(on),
        in_short=in_short(
            parts["participations"].answer.rows,
            stated.life,
            shown_stated["finding"],
            law,
            on,
            len(doubted["conflicts"]),
            sum(each["status"] == "doubtful" for each in doubted["marks"]),
        ),
        from_registers=shown_stated["deployments"].only_entries(doubted["source_items"]),
        **shown_stated,
        **doubted,
    )
    return kept_when_whole(response, [*parts.values(), standing])


def _statements(parts: Mapping[str, Panel]) -> list[str]:
    """The nodes of what is stated and inferred about the practice, each once."""
    return list(dict.fromkeys(str(row[column]) for name, column in NODES.items() for row in parts[name].answer.rows))


def _stated(parts: Mapping[str, Panel], on: str, paid: str) -> dict[str, Any]:
    """Who does what, what authorities said, and which law others name, each with its sources; `paid` is who pays, in
    words."""
    rows = {name: parts[name].answer.rows for name in STATED}
    sources, bodies = told.sources_of(rows["evidence"]), grouped(rows["legal_events"], "event_id")
    links, events = told.links_of(sources), [of_bodies[0] for of_bodies in bodies.values()]
    return {
        "who": told.participations(rows["participations"], sources),
        "organisations": told.organisations(rows["participations"]),
        "offices": contacts(rows_of(parts["copying"], "contact"), links),
        "city_pages": official_pages(rows_of(parts["copying"], "official-page")),
        "lessons": Lessons.of(rows_of(parts["copying"], "lesson"), links),
        "funding": Funding.of(rows["funding"], paid, links),
        "regimes": told.regimes(rows["participations"]),
        "finding": told.finding(events, on, sources, bodies),
        "story": told.story(events, on, sources, bodies),
        "later_events": sum(text_of(row, "date") > on for row in events),
        "notes": told.notes(rows["notes"], sources),
        "deployments": Deployments.of(rows["deployments"], frozenset(("practice",))),
        "declared": told.declared(rows["declared"], sources, on),
    }


def _same_elsewhere(stated: shapes.PracticeStatements) -> str:
    """A plan with the technologies of the practice, of which only the country is left to choose; empty without one."""
    used = [str(row["value_id"]) for row in stated.values("technology")]
    return url_for("assess.show", technology=used) if used else ""


def _why_none(law: Governed, stated: shapes.PracticeStatements, parts: Mapping[str, Panel], on: str) -> list[str]:
    if not law.is_empty or parts["governing"].failed:
        return []
    return why_none(stated, parts["participations"].answer.rows, on)


def _claim_status(status: str) -> str:
    """One of the marks by its slug, else what the vocabulary calls it."""
    return status if status in BY_SLUG else name_words(status.capitalize(), kind="claim_status")


def _doubts(rows: tuple[Any, ...]) -> dict[str, Any]:
    """Sources, marks and conflicts, each as its macro takes it."""
    claims = [row for row in rows if str(row["kind"]) == "claim"]
    conflicts: dict[str, dict[str, Any]] = {}
    for row in claims:
        about = {"about": text_of(row, "note"), "resolution": text_of(row, "detail"), "claims": []}
        new = {"row": row_at("conflicts", row["id"]), **about}
        claim = {"text": str(row["label"]), "href": text_of(row, "address"),
                 "status": _claim_status(str(row["status"]))}  # fmt: skip
        conflicts.setdefault(str(row["id"]), new)["claims"].append(claim)
    return {
        "source_items": [
            {
                "id": str(row["id"]),
                "label": str(row["label"]),
                "row": row_at("sources", row["id"]),
                "lang": language_of(row, "label"),
                "href": text_of(row, "address"),
                "says_language": True,
                "publisher": text_of(row, "note"),
                "place": N_(
                    "%(source)s, trust: %(trust)s",
                    source=language_name(text_of(row, "detail")),
                    trust=within(name_words(text_of(row, "status"), kind="trust")),
                ),
            }
            for row in rows
            if str(row["kind"]) == "source"
        ],
        "marks": [
            {
                "field": field_words("practices.csv", str(row["id"])),
                "reason": str(row["label"]),
                "status": slug_of(row["status"]),
            }
            for row in rows
            if str(row["kind"]) == "mark"
        ],
        "conflicts": list(conflicts.values()),
    }
