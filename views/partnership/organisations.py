"""Organisations: who they are, which role they had, and what they took part in."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import NotFound
from graph.text.messages import N_
from views.history.origin import origin, origin_panel
from views.partnership import organisation_rows as shapes
from views.partnership.rows import conflicts, doubtful, voices
from views.shown import governing as law_of
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, concept_iri, grouped, thing_iri

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/organisations")
@takes("on", many=[each.name for each in shapes.FILTERS])
def list_() -> Response:
    """Every organisation by role, filtered by kind, role and country."""
    chosen = {each.name: request.args.getlist(each.name) for each in shapes.FILTERS}
    found = answer(
        "organisations-list",
        {
            "kinds": [concept_iri("organisation-kind", each) for each in chosen["kind"]],
            "roles": [concept_iri("partner-role", each) for each in chosen["role"]],
            "countries": [thing_iri("countries", each) for each in chosen["country"]],
        },
    )
    return page(
        "partnership/organisations.html",
        answers={"organisations": found},
        things=[str(row["x"]) for row in found.rows],
        groups=shapes.by_role(found.rows),
        count=len(found.rows),
        on=law_date(),
        facets=shapes.facets(answer("organisations-list").rows, chosen),
    )


@blueprint.get("/organisations/<id>")
@takes("on")
def show(id: str) -> Response:
    """One organisation."""
    iri, on = thing_iri("organisations", id), law_date()
    practices = answer("organisations-practices", {"organisation": iri})
    answers = {
        "organisation": answer("organisations-show", {"organisation": iri}),
        "events": answer("organisations-events", {"organisation": iri}),
        "voices": answer("partnership-voices"),
        "decisions": answer("decisions-of-an-authority", {"authority": iri}),
        "doubts": answer("partnership-doubts", {"thing": iri}),
        "origin": origin_panel(iri).answer,
        "practices": practices,
        "law": law_of.law_around(iri, on),
    }
    if not answers["organisation"].rows:
        raise NotFound(N_("No organisation has the id '%(id)s'.", id=id))
    found = shapes.show(answers["organisation"].rows)
    spoke = voices(answers["voices"].rows)
    doubts = grouped(answers["doubts"].rows, "kind")
    return page(
        "partnership/organisation.html",
        answers=answers,
        topic=iri,
        things=[*filter(None, [found["membership"]]), *(str(row["event"]) for row in answers["decisions"].rows)],
        organisation=found,
        organisation_id=id,
        origin=origin(answers["origin"].rows),
        events=shapes.events(answers["events"].rows),
        decisions=shapes.decisions(answers["decisions"].rows, on),
        later=sum(str(row["date"] or "") > on for row in answers["decisions"].rows),
        testimonials=[each for each in spoke["testimonial"] if each["organisation"]["id"] == id],
        people=[each for each in spoke["person"] if each["organisation"]["id"] == id],
        conflicts=conflicts(doubts.get("claim", [])),
        city=shapes.city(practices.rows),
        on=on,
        law=law_of.shown(answers["law"], on),
        doubts=doubtful(doubts.get("check", [])),
    )
