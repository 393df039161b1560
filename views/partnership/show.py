"""The Partnership: what it is, who is in it, what happened, how the Actions were chosen, and on which evidence."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response

from graph.errors import NotFound
from graph.text.messages import N_
from views.partnership import rows as shapes
from views.partnership.path import path
from views.partnership.rows import need_partnership
from views.shown import governing as law_of
from views.shown.corrections import row_at
from views.shown.values import Hyperlink
from views.web.law_date import law_date
from views.web.marks import marks_of
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, grouped, slug_of, text_of, thing_iri

blueprint = Blueprint("partnership", __name__)

ABOUT = (
    "name",
    "purpose",
    "framework",
    "also_known_with",
    "approved",
    "launch",
    "planned_duration",
    "status_now",
    "focus_origin",
    "definition_breadth",
    "core_areas_decided",
    "core_area_1",
    "core_area_2",
    "core_area_3",
)
SESSION = (
    "public_session_led_by",
    "public_session_time",
    "public_session_purpose",
    "public_session_audience",
    "coordinators_overview",
    "panel_topics",
    "eu_speakers_on_coordination",
    "eu_speakers_on_past_partnerships",
    "eu_speakers_on_actions",
    "partners_view",
)
MEETING = ("fourth_meeting_time", "fourth_meeting_place", "meeting_host", "fourth_meeting_objective")
ADVICE = ("edpb_topic", "procurement_input")
DATES = ("date_inconsistency", "date_resolution", "date_resolution_reasons", "year_resolution")
DOCUMENTS = (
    "orientation_paper_completed",
    "orientation_paper_content",
    "orientation_paper_presented",
    "draft_actions_public_feedback",
    "action_plan_final",
    "action_plan_legal_status",
    "pledge",
)
ROLES = (
    ("coordinator", N_("Coordinators")),
    ("member", N_("Members")),
    ("other-partner", N_("Other partners")),
    ("secretariat", N_("Secretariat")),
    ("none", N_("No role: took part or is named")),
)
BASES = {
    "seed": N_("The seed"),
    "stored-page": N_("A page read"),
    "general-knowledge": "",
    "reported-by-city": "",
    "declared-by-operator": "",
}
FOLDERS = {
    "partnership.csv": N_("Statement"),
    "people.csv": N_("Person"),
    "testimonials.csv": N_("Testimonial"),
    "action_criteria.csv": N_("Criterion"),
}


@blueprint.get("/partnership")
@takes("on")
def show() -> Response:
    """The Partnership on one page; what lies after the law date is told as still to come."""
    need_partnership()
    on = law_date()
    answers = {
        "facts": answer("partnership-facts"),
        "events": answer("partnership-events"),
        "organisations": answer("organisations-list"),
        "criteria": answer("partnership-criteria"),
        "voices": answer("partnership-voices"),
        "conflicts": answer("partnership-conflicts"),
    }
    all_facts = [shapes.fact(rows[0]) for rows in grouped(answers["facts"].rows, "x").values()]
    facts = {each["key"]: each for each in all_facts}
    events = {text_of(rows[0], "x_id"): shapes.event(rows) for rows in grouped(answers["events"].rows, "x").values()}
    criteria = _criteria(answers["criteria"].rows)
    members = [shapes.organisation(row) for row in answers["organisations"].rows]
    disagreements = shapes.conflicts(answers["conflicts"].rows)
    pick = {
        name: [facts[key] for key in keys if key in facts]
        for name, keys in (
            ("about", ABOUT),
            ("session", SESSION),
            ("meeting", MEETING),
            ("advice", ADVICE),
            ("dates", DATES),
            ("documents", DOCUMENTS),
        )
    }
    return page(
        "partnership/show.html",
        answers=answers,
        topic=thing_iri("partnership", "").rstrip("/"),
        things=[str(row["x"]) for each in answers.values() for row in each.rows],
        facts=all_facts,
        fact_rows=[_fact_row(each) for each in all_facts],
        pick=pick,
        roles=[{"title": title, "items": [each for each in members if each["role"] == role]} for role, title in ROLES],
        timeline=shapes.timeline(answers["events"].rows, on),
        on=on,
        events=events,
        path=path(facts, criteria, events),
        expectations=criteria.get("eu-institution-expectation", []),
        voices=shapes.voices(answers["voices"].rows),
        date_conflicts=[each for each in disagreements if each["about"] == "ev-public-session"],
        other_conflicts=[
            each for each in disagreements if _of_partnership(each) and each["about"] != "ev-public-session"
        ],
    )


@blueprint.get("/partnership/events/<id>")
@takes("on")
def show_event(id: str) -> Response:
    """One event, its parts, who took part and what was shown."""
    iri, on = thing_iri("events", id), law_date()
    shown_here = answer("partnership-shown", {"event": iri})
    answers = {
        "event": answer("partnership-events", {"event": iri}),
        "voices": answer("partnership-voices"),
        "doubts": answer("partnership-doubts", {"thing": iri}),
        "shown": shown_here,
        "law": law_of.law_around(iri, on),
    }
    events = [shapes.event(rows) for rows in grouped(answers["event"].rows, "x").values()]
    found = next((each for each in events if each["id"] == id), None)
    if found is None:
        raise NotFound(N_("No event of the Partnership has the id '%(id)s'.", id=id))
    doubts = grouped(answers["doubts"].rows, "kind")
    return page(
        "partnership/event.html",
        answers=answers,
        topic=iri,
        things=[each["iri"] for each in events],
        event=found,
        parts_of_event=[each for each in events if each["id"] != id],
        testimonials=[
            each for each in shapes.voices(answers["voices"].rows)["testimonial"] if each["event"]["id"] == id
        ],
        conflicts=shapes.conflicts(doubts.get("claim", [])),
        practices=[
            Hyperlink(text_of(row, "x_label"), shapes.href("practices", text_of(row, "x_id")))
            for row in shown_here.rows
        ],
        on=on,
        law=law_of.shown(answers["law"], on),
        doubts=shapes.doubtful(doubts.get("check", [])),
    )


@blueprint.get("/partnership/seed")
@takes()
def show_seed() -> Response:
    """Where the seed document can be read, and which statements rest on which of its characters."""
    need_partnership()
    answers = {"seed": answer("partnership-seed"), "source": answer("partnership-seed-source")}
    places = [
        {
            "anchor": f"c{start}",
            "statements": [
                {
                    "place": f"{text_of(row, 'seed_start')}–{text_of(row, 'seed_end')}",
                    "kind": FOLDERS.get(text_of(row, "file"), "Statement"),
                    "text": text_of(row, "x_label"),
                    "row": row_at(text_of(row, "file").removesuffix(".csv"), text_of(row, "x_id")),
                }
                for row in rows
            ],
        }
        for start, rows in grouped(answers["seed"].rows, "seed_start").items()
    ]
    live = next(iter(answers["source"].rows), None)
    return page(
        "partnership/seed.html",
        answers=answers,
        things=[str(row["x"]) for each in answers.values() for row in each.rows],
        passages=places,
        live=Hyperlink(text_of(live, "x_label"), text_of(live, "address")) if live else None,
    )


def _criteria(rows: Iterable[shapes.Row]) -> dict[str, list[shapes.Shaped]]:
    found: dict[str, list[shapes.Shaped]] = {}
    for group in grouped(rows, "x").values():
        first = group[0]
        found.setdefault(slug_of(first["kind"]), []).append(
            {
                "row": row_at("action_criteria", text_of(first, "x_id")),
                "label": text_of(first, "x_label"),
                "kind": text_of(first, "kind_label"),
                "meaning": text_of(first, "meaning"),
                "marks": marks_of(first),
                "source": shapes.source(first),
            }
        )
    return found


def _of_partnership(conflict: shapes.Shaped) -> bool:
    subject = str(conflict["subject"])
    return subject == "partnership" or subject.startswith("ev-")


def _fact_row(fact: shapes.Shaped) -> shapes.Shaped:
    basis = BASES.get(fact["basis"], str(fact["basis"]))
    return {
        "term": Hyperlink(fact["term"], row=fact["row"], column="value"),
        "value": fact["value"],
        "basis": Hyperlink(basis, marks=fact["marks"]),
        "source": fact["source"] or "",
    }
