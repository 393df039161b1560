"""POST /results: keep an answer. It is an act of a person or a program, and never follows from looking at a page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, jsonify, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as Redirect

from graph.people import Role, TokenScope
from graph.results.archive import ResultArchive
from graph.results.making import made
from views.people.limits import limited
from views.people.signed_in import refusal
from views.results import rows as shapes
from views.results.asking import asked, to_keep
from views.web.negotiation import accepts_html
from views.web.parameters import takes
from views.web.service import EXTENSION, service
from views.web.trust_headers import told, watch

blueprint = Blueprint("results_keep", __name__)

OFF, ACCOUNTS = "off", "accounts"

watch(blueprint)


@blueprint.record
def _offer(state: BlueprintSetupState) -> None:
    """Pages of answers offer to keep them, where that is possible."""
    app, settings = state.app, state.app.extensions[EXTENSION].settings
    app.jinja_env.globals.update(keeps_results=settings.results != OFF, to_keep=to_keep)


@blueprint.post("/results")
@takes()
@limited("30 per hour")
def keep() -> Response | Redirect:
    """Evaluate a question or a query once more, keep its answer, and lead to it; 201, or 200 when it was kept before.

    Raises what the evaluation raises, Refused for a query that answers differently each time, Truncated, TooLarge and
    ResultsFull.
    """
    settings = service().settings
    if settings.results == OFF:
        abort(404)
    if settings.results == ACCOUNTS and (refused := refusal(Role.CONTRIBUTOR, TokenScope.SUBMIT)):
        return refused
    wanted = asked()
    found = wanted.evaluated()
    g.limit_applied = found.limit_applied
    result = made(wanted.wanted, found, wanted.here.revision, settings)
    is_new = ResultArchive.of(settings).keep(result, found.body)
    address = url_for("results.show", digest=result.digest)
    if accepts_html(request):
        return redirect(address, 303)
    response = jsonify(shapes.as_json(result))
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = address
    return told(response, wanted.here.revision.number, True, None, found.elapsed_ms)
