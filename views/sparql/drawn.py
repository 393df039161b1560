"""The drawing of an answer as a file to save."""

from __future__ import annotations

from flask import Blueprint, Response, g, get_template_attribute, request

from graph.errors import BadParameter
from graph.evaluate.evaluated import Evaluated
from graph.sparql.reading import read
from graph.text.messages import N_
from views.answers.drawings import AnswerDrawing
from views.answers.show import answer_view
from views.answers.svg import standalone
from views.languages.told import told as in_language
from views.shown.site import site
from views.sparql import protocol, rows
from views.sparql.answer import EndpointQuestion, evaluated, opened
from views.sparql.endpoint import incoming
from views.sparql.page import asked_here
from views.sparql.protocol import RESULTS_JSON, QueryRequest
from views.web.parameters import checks_itself
from views.web.revisions_open import Opened
from views.web.service import abandoned, service
from views.web.trust_headers import told

blueprint = Blueprint("drawn", __name__)

SVG = "image/svg+xml"


@blueprint.get("/sparql/drawing.svg")
@checks_itself
def svg() -> Response:
    """The answer to `query`, drawn as `view` says: map, time, bar or line, with the other parameters of the page."""
    asked = protocol.read(incoming(request), service().settings.max_query_kb)
    here = opened(asked)
    g.revision = here.revision.number
    query = read(asked.query or "")
    if asked.query is None or query.form != "select":
        raise BadParameter("query", N_("Only the rows of a SELECT can be drawn."))
    found = evaluated(EndpointQuestion(service(), here, asked, query, RESULTS_JSON), abandoned())
    drawing = _drawing(here, asked, found)
    markup = str(get_template_attribute("sparql/answer.html", "drawing")(drawing))
    title = str(in_language(drawing.label))
    body = standalone(markup, title, _source(here, found), request.url_root.rstrip("/"))
    response = Response(body, content_type=f"{SVG}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="openplaza-{drawing.kind}.svg"'
    return told(response, g.revision, found.complete, found.limit_applied, found.elapsed_ms)


def _drawing(here: Opened, asked: QueryRequest, found: Evaluated) -> AnswerDrawing:
    shown = rows.shown(found, service().settings, read(asked.query or ""))
    assert shown.rows is not None
    view = answer_view(shown.rows, asked_here(asked, shown.rows.columns), here, service().settings.page_rows)
    if view.drawing is None or view.drawing.model is None:
        raise BadParameter("view", N_("This answer cannot be drawn so. The query page offers the views that it has."))
    return view.drawing


def _source(here: Opened, found: Evaluated) -> str:
    """Who drew what: a drawing leaves its page, and must still say whether it is of the whole answer."""
    parts = [f"{site().name}, {in_language(N_('data revision %(number)s', number=str(here.revision.number)))}"]
    parts += [] if found.complete else [str(in_language(N_("of an answer that is not complete")))]
    return ", ".join([*parts, "CC BY 4.0"])
