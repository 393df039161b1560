"""The Partnership's Actions: what each is about, what became of it, and what is not known."""

from __future__ import annotations

from flask import Blueprint, Response

from graph.errors import NotFound
from graph.text.messages import N_
from views.partnership import action_rows as shapes
from views.partnership.rows import doubtful, need_partnership
from views.shown import governing as law_of
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, grouped, narrowed, thing_iri

blueprint = Blueprint("actions", __name__)


@blueprint.get("/actions")
@takes("on")
def list_() -> Response:
    """The Actions in order of their number."""
    need_partnership()
    answers = {"actions": answer("actions-list"), "practices": answer("actions-practice-counts")}
    found = shapes.actions(answers["actions"].rows, shapes.practice_counts(answers["practices"].rows))
    return page(
        "partnership/actions.html",
        answers=answers,
        things=[each["iri"] for each in found],
        actions=found,
        on=law_date(),
    )


@blueprint.get("/actions/<id>")
@takes("on")
def show(id: str) -> Response:
    """One Action."""
    iri, on = thing_iri("actions", id), law_date()
    answers = {
        "action": narrowed("actions-list", {"action": iri}, lambda row: str(row["x"]) == iri),
        "practices": answer("actions-practice-counts"),
        "doubts": answer("partnership-doubts", {"thing": iri}),
        "law": law_of.law_around(iri, on),
    }
    counts = shapes.practice_counts(answers["practices"].rows)
    found = shapes.actions(answers["action"].rows, counts)
    if not found:
        raise NotFound(N_("No Action has the id '%(id)s'. They run from action-1 to action-6.", id=id))
    return page(
        "partnership/action.html",
        answers=answers,
        topic=iri,
        action=found[0],
        areas=list(counts.values()),
        doubts=doubtful(grouped(answers["doubts"].rows, "kind").get("check", [])),
        on=on,
        law=law_of.shown(answers["law"], on),
    )
