"""What OpenPlaza is and how far to trust it; whether it is well."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from graph.errors import NoRevision, OpenPlazaError, StoreUnreachable
from graph.text.messages import N_
from views.shown.dataset import dataset_of
from views.site.about_rows import coverage, stats, steps
from views.site.counted_rows import counted_tables, only_for_consistency, reading_rows, reread_tables
from views.web.negotiation import HTML
from views.web.pages import page
from views.web.parameters import takes
from views.web.problem_kinds import kinds
from views.web.service import answer, service

blueprint = Blueprint("about", __name__)

STARTED = time.monotonic()


@blueprint.get("/about", endpoint="list_")
@takes()
def about() -> Response:
    """What, for whom, how, and what the marks and the failures mean. Stands before the first build too."""
    try:
        numbers, known = answer("about-numbers"), answer("about-coverage")
        held, again = answer("about-practices"), answer("about-corrections")
        readings = answer("about-readings")
    except NoRevision:
        empty: dict[str, Any] = {key: [] for key in ("stats", "coverage", "steps", "sampled", "reread", "readings")}
        context = {**empty, "problems": kinds(), "answers": {}, "settings": service().settings}
        html = render_template("site/about.html", **context)
        return Response(html, mimetype=HTML)
    return page(
        "site/about.html",
        answers={"numbers": numbers, "coverage": known, "practices": held, "reread": again, "readings": readings},
        things=[f"{request.url_root}sparql#dataset"],
        stats=stats(numbers.rows, request.script_root),
        coverage=coverage(known.rows),
        steps=steps(known.rows),
        sampled=counted_tables(held.rows),
        reread=reread_tables(again.rows, held.rows),
        readings=reading_rows(readings.rows),
        only_for_consistency=only_for_consistency(again.rows),
        problems=kinds(),
        settings=service().settings,
        dataset=dataset_of(service().revision),
    )


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """200 with {status, revision, quads, uptime_s}; 503 when there is nothing to serve."""
    uptime_s = round(time.monotonic() - STARTED)
    try:
        revision = service().revision
    except OpenPlazaError as error:
        return jsonify(status=error.slug, detail=str(error), revision=None, quads=0, uptime_s=uptime_s), 503
    told = {"revision": revision.number, "quads": revision.manifest.quads, "uptime_s": uptime_s}
    if not service().reachable:
        return jsonify(status=StoreUnreachable.slug, detail=N_("The store gives no answer."), **told), 503
    answered = jsonify(status="ok", **told)
    answered.headers["Cache-Control"] = "no-store"
    return answered, 200
