"""The gallery of questions, and each question with its form, its answer and its text."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotAcceptable
from werkzeug.wrappers import Response as Redirect

from graph.ask import documents
from graph.ask.answer import ask
from graph.ask.binding import bind
from graph.ask.catalogue import Question
from graph.errors import BadParameter
from graph.sparql.reading import read
from graph.text.messages import N_
from views.shown.examples import examples
from views.shown.statements import table
from views.site import query_rows as shapes
from views.sparql.protocol import gives_triples
from views.web.here import address, path
from views.web.negotiation import CSV, HTML, JSON, N_TRIPLES, RDF_FORMS, TURTLE, alternates, wanted
from views.web.pages import context_address, page
from views.web.parameters import REVISION, checks_itself, takes
from views.web.revisions_open import Opened, revision_name
from views.web.service import service
from views.web.trust_headers import told, watch

blueprint = Blueprint("queries", __name__)

watch(blueprint)


@blueprint.get("/queries", endpoint="list_")
@takes("q")
def list_() -> Response:
    """Every question by group; `q` narrows them."""
    sought = request.args.get("q", "").strip()[:200]
    found = shapes.matching(service().catalogue, sought)
    media_type = wanted(request)
    if media_type == JSON:
        return shapes.as_json(found)
    if media_type != HTML:
        home = url_for("queries.list_", _external=True)
        return page(
            "", answers={"questions": shapes.as_answer(found)}, computed=lambda _: shapes.as_triples(found, home)
        )
    groups = shapes.groups(found, url_for("queries.list_"))
    shown = {"groups": groups, "q": sought, "count": len(found), "alternates": alternates(request)}
    html = render_template("site/queries.html", **shown)
    response = Response(html, mimetype=HTML)
    response.vary.add("Accept")
    return response


@blueprint.get("/queries/<name>")
@checks_itself
def show(name: str) -> Response | Redirect:
    """One question: NAME is the page, NAME.rq its file, NAME.json and NAME.csv its answer.

    `revision` asks an older revision; every other name is a parameter of the question. A page that is asked without
    what the question needs leads to its example, whose values then stand in the address; where nothing can be an
    example yet, it says so.
    """
    catalogue = service().catalogue
    if name.endswith(".rq"):
        return _file(catalogue[name.removesuffix(".rq")])
    question = catalogue[name]
    here, media_type = _asked_revision(), wanted(request)
    given = shapes.given(question, request.args)
    if media_type == HTML and not given and any(not param.optional for param in question.params):
        values = examples([question]).get(question.name)
        if values is None:
            return Response(_page(here, question, given, none_yet=True), mimetype=HTML)
        return redirect(address(path(), {**request.args, **values}), 303)
    try:
        return _answered(here, question, given)
    except BadParameter as bad:
        if media_type != HTML:
            raise
        return Response(_page(here, question, given, error=bad), bad.status, mimetype=HTML)


def _asked_revision() -> Opened:
    asked = revision_name(request.args.get(REVISION, ""))
    here = service().now() if asked is None else service().at(asked)
    g.revision = here.revision.number
    return here


def _answered(here: Opened, question: Question, given: dict[str, list[str]]) -> Response:
    query = bind(question, given)
    if gives_triples(read(query)):
        return _triples(here, question, given, query)
    found = ask(here.store, question, given)
    most = service().settings.page_rows
    return page(
        "site/query.html",
        answers={question.name: found},
        things=shapes.things(found),
        store=here.store,
        found=found,
        table=table(found.columns, found.rows[:most], service().settings.base_iri, brief=True),
        **_context(here, question, given, query),
    )


def _triples(here: Opened, question: Question, given: dict[str, list[str]], query: str) -> Response:
    media_type = wanted(request)
    if media_type in (JSON, CSV):
        raise NotAcceptable(N_("This question answers as %(names)s.", names=", ".join((HTML, *RDF_FORMS))))
    started = time.perf_counter()
    made = documents.triples(here.store.construct(query, N_TRIPLES))
    found = documents.written(made, TURTLE if media_type == HTML else media_type, context_address())
    elapsed_ms = (time.perf_counter() - started) * 1000
    if media_type == HTML:
        response = Response(_page(here, question, given, query=query, turtle=found.decode()), mimetype=HTML)
    else:
        response = Response(found, mimetype=media_type)
    response.vary.add("Accept")
    return told(response, here.revision.number, True, None, elapsed_ms)


def _page(
    here: Opened,
    question: Question,
    given: dict[str, list[str]],
    *,
    query: str = "",
    turtle: str | None = None,
    error: BadParameter | None = None,
    none_yet: bool = False,
) -> str:
    context = _context(here, question, given, query or question.text)
    return render_template("site/query.html", turtle=turtle, error=error, none_yet=none_yet, **context)


def _context(here: Opened, question: Question, given: dict[str, list[str]], query: str) -> dict[str, Any]:
    address = url_for("queries.show", name=question.name)
    number, now = here.revision.number, service().revision.number
    return {**shapes.context(question, given, query, address), "number": number, "older": number != now}


def _file(question: Question) -> Response:
    response = Response(question.text, content_type="application/sparql-query; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{question.name}.rq"'
    return response
