"""The gallery of questions, and each question with its form, its answer and its text."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import NotAcceptable

from graph.ask.binding import bind
from graph.ask.catalogue import Question
from graph.errors import BadParameter
from views import queries_shapes as shapes
from views.identifiers_shapes import table
from views.negotiation import CSV, ENVIRON_KEY, HTML, JSON, JSON_LD, SUFFIXES, TURTLE, wanted
from views.pages import page
from views.service import answer, service
from views.sparql_protocol import READS_TRIPLES, query_form

blueprint = Blueprint("queries", __name__)


@blueprint.get("/queries", endpoint="list_")
@blueprint.get("/queries.<any(json):suffix>", endpoint="list_json")
def list_(suffix: str = "") -> Response:
    """Every question by group; `q` narrows them."""
    sought = request.args.get("q", "").strip()[:200]
    found = shapes.matching(service().catalogue, sought)
    if suffix or wanted(request) == JSON:
        return shapes.as_json(found)
    if wanted(request) != HTML:
        raise NotAcceptable("The list of questions answers as text/html or application/json.")
    groups = shapes.groups(found, url_for("queries.list_"))
    html = render_template("queries/list.html", groups=groups, q=sought, count=len(found))
    response = Response(html, mimetype=HTML)
    response.vary.add("Accept")
    return response


@blueprint.get("/queries/<name>")
def show(name: str) -> Response:
    """One question: NAME is the page, NAME.rq its file, NAME.json and NAME.csv its answer."""
    catalogue = service().catalogue
    if name.endswith(".rq"):
        return _file(catalogue[name.removesuffix(".rq")])
    for suffix, media_type in SUFFIXES.items():
        if name.endswith(suffix):
            name = name.removesuffix(suffix)
            request.environ[ENVIRON_KEY] = media_type
            break
    question = catalogue[name]
    given = shapes.given(question, request.args)
    try:
        return _answered(question, given)
    except BadParameter as bad:
        if wanted(request) != HTML:
            raise
        return Response(_page(question, given, error=bad), bad.status, mimetype=HTML)


def _answered(question: Question, given: dict[str, list[str]]) -> Response:
    query = bind(question, given)
    if query_form(query) in READS_TRIPLES:
        return _triples(question, given, query)
    found = answer(question.name, given)
    most = service().settings.page_rows
    return page(
        "queries/show.html",
        answers={question.name: found},
        things=shapes.things(found),
        found=found,
        table=table(found.columns, found.rows[:most], service().settings.base_iri, brief=True),
        **shapes.context(question, given, query, url_for("queries.show", name=question.name)),
    )


def _triples(question: Question, given: dict[str, list[str]], query: str) -> Response:
    media_type = wanted(request)
    if media_type in (JSON, CSV):
        raise NotAcceptable("This question answers as text/html, text/turtle or application/ld+json.")
    if media_type in (TURTLE, JSON_LD):
        return Response(service().store.construct(query, media_type), mimetype=media_type)
    turtle = service().store.construct(query, TURTLE).decode()
    return Response(_page(question, given, query=query, turtle=turtle), mimetype=HTML)


def _page(
    question: Question,
    given: dict[str, list[str]],
    *,
    query: str = "",
    turtle: str | None = None,
    error: BadParameter | None = None,
) -> str:
    address = url_for("queries.show", name=question.name)
    context = shapes.context(question, given, query or question.text, address)
    return render_template("queries/show.html", turtle=turtle, error=error, **context)


def _file(question: Question) -> Response:
    response = Response(question.text, content_type="application/sparql-query; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{question.name}.rq"'
    return response
