"""One box over everything: practices, cities, organisations, law, technologies, actions, events and questions."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from graph.errors import BadParameter
from views import search_shapes as shapes
from views.fold import fold
from views.negotiation import HTML, wanted
from views.pages import page
from views.queries_shapes import matching
from views.service import answer, service

blueprint = Blueprint("search", __name__)

MAX_TEXT = 200


@blueprint.get("/search", endpoint="list_")
def list_() -> Response:
    """What has the words of `q`, best first, grouped by kind; `kind` keeps some kinds."""
    sought = request.args.get("q", "").strip()
    if len(sought) > MAX_TEXT:
        raise BadParameter("q", f"Search for at most {MAX_TEXT} characters.")
    kinds = [each for each in request.args.getlist("kind") if each]
    if unknown := [each for each in kinds if each not in shapes.KINDS]:
        raise BadParameter("kind", f"There is no kind '{unknown[0]}'. Use {', '.join(shapes.KINDS)}.")
    words = fold(sought).split()
    if not words:
        return _nothing_asked()
    values = shapes.values(words)
    asked = [shapes.KINDS[each].iri for each in kinds if shapes.KINDS[each].iri]
    found = answer("search-everything", values | {"kinds": asked})
    answers = {"results": found}
    if kinds or len(found.rows) > shapes.MOST:
        answers["counts"] = answer("search-kinds", values)
    counts = shapes.counts(found.rows, answers["counts"].rows if "counts" in answers else None)
    rows = found.rows if not kinds or asked else ()
    questions = matching([each for each in service().catalogue if each.group != "view"], sought)
    shown_questions = questions if not kinds or "questions" in kinds else []
    return page(
        "search/list.html",
        answers=answers,
        things=[str(row["x"]) for row in rows],
        q=sought,
        groups=shapes.groups(rows, shown_questions),
        facet=shapes.facet(counts, len(questions), kinds),
        total=shapes.total(counts, len(questions), kinds),
        more=len(rows) > shapes.MOST,
        most=shapes.MOST,
        hints=shapes.HINTS,
    )


def _nothing_asked() -> Response:
    if wanted(request) != HTML:
        raise BadParameter("q", "Say what to search for, for instance ?q=lighting.")
    address = url_for("search.list_")
    tries = [{"kind": "plain", "label": each, "href": f"{address}?q={each}"} for each in shapes.TRIES]
    return Response(render_template("search/list.html", q="", tries=tries, answers={}), mimetype=HTML)
