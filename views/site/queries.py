"""The gallery of questions, and each question with its form, its answer and its text."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for
from werkzeug.exceptions import NotAcceptable

from graph.ask import ask, bind, documents, resolved
from graph.ask.answer import Answer
from graph.ask.catalogue import Question
from graph.ask.resolving import values_of
from graph.errors import BadParameter
from graph.sparql.reading import read
from graph.text.messages import N_
from views.answers import networks
from views.answers.reading import AnswerRows
from views.languages.copied import copied
from views.shown.examples import examples
from views.shown.statements import table
from views.site import query_rows as shapes
from views.sparql.protocol import gives_triples
from views.web.here import address, first_values, path
from views.web.negotiation import CSV, HTML, JSON, N_TRIPLES, RDF_FORMS, TURTLE, accepts_html, alternates, wanted
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
def show(name: str) -> Response:
    """One question: NAME is the page, NAME.rq its file, NAME.json and NAME.csv its answer.

    `revision` asks an older revision; every other name is a parameter of the question. Without what the question needs
    there is no answer, and the values that can be given are listed: as an error to programs, as a form to people.
    """
    catalogue = service().catalogue
    if name.endswith(".rq"):
        return _file(catalogue[name.removesuffix(".rq")])
    question = catalogue[name]
    here, media_type = _asked_revision(), wanted(request)
    given = shapes.given(question, request.args)
    needs = any(not param.optional for param in question.params)
    if media_type == HTML and accepts_html(request) and needs and not given:
        return Response(_page(here, question, given), mimetype=HTML)
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
    named = resolved(here.store, service().catalogue, question, given)
    query = here.store.worded(bind(question, named))
    if gives_triples(read(query)):
        return _triples(here, question, given, query)
    found = ask(here.store, question, named)
    most = service().settings.page_rows
    return page(
        "site/query.html",
        answers={question.name: found},
        things=shapes.things(found),
        store=here.store,
        parameters=named,
        found=found,
        networks=_networks(here, found, query),
        table=table(found.columns, found.rows[:most], service().settings.base_iri, brief=True),
        **_context(here, question, given, query),
    )


def _networks(here: Opened, found: Answer, query: str) -> list[dict[str, str]]:
    """Where rows are edges, the network that the endpoint makes of the same query; a copy has no endpoint."""
    if copied() or networks.ends_of(AnswerRows(tuple(found.columns), tuple(found.rows))) is None:
        return []
    older: dict[str, Any] = {} if here.revision == service().revision else {REVISION: here.revision.number}
    return [
        {
            "label": networks.LABELS[form],
            "media_type": media_type,
            "href": url_for("sparql.list_", query=query, format=form, **older),
        }
        for form, (media_type, _) in networks.FORMS.items()
    ]


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
) -> str:
    context = _context(here, question, given, query or question.text)
    values = examples([question]).get(question.name) if query == "" else None
    example = address(path(), {**dict(first_values(REVISION)), **values}) if values else ""
    none_yet = query == "" and values is None
    return render_template("site/query.html", turtle=turtle, error=error, none_yet=none_yet, example=example, **context)


def _context(here: Opened, question: Question, given: dict[str, list[str]], query: str) -> dict[str, Any]:
    address = url_for("queries.show", name=question.name)
    number, now = here.revision.number, service().revision.number
    choices = {each.name: values_of(here.store, service().catalogue, each) for each in question.params if each.of}
    told = shapes.context(question, given, query, address, choices)
    return {**told, "number": number, "older": number != now}


def _file(question: Question) -> Response:
    response = Response(question.text, content_type="application/sparql-query; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{question.name}.rq"'
    return response
