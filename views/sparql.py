"""The query page and the SPARQL 1.1 endpoint, at one address."""

from __future__ import annotations

import functools

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from graph.ask.binding import bind
from graph.errors import BadQuery, Busy, OpenPlazaError, Refused, TimedOut
from graph.store.evaluator import Evaluated
from views import sparql_protocol as protocol
from views import sparql_shapes as shapes
from views.headers import csp_nonce
from views.identifiers_shapes import table
from views.negotiation import ENVIRON_KEY, HTML, JSON, TURTLE
from views.service import service
from views.sparql_protocol import ALLOWED, READS_TRIPLES, RESULTS_JSON, ROWS, TRIPLES, Asked

blueprint = Blueprint("sparql", __name__)

EXPOSED = "Complete, Limit-Applied, Dataset-Revision, Server-Timing, Retry-After"
CHECK_TIMEOUT_S = 1.0


@blueprint.after_request
def share(response: Response) -> Response:
    """Any page of the web may ask, without credentials."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.vary.add("Accept")
    return response


@blueprint.route(
    "/sparql", methods=[*ALLOWED, "PUT", "PATCH", "DELETE"], endpoint="list_", provide_automatic_options=False
)
def endpoint() -> Response:
    """A query's answer in the form asked for; without a query, the query page or the service description."""
    if request.method == "OPTIONS":
        return _options()
    if not _browser():
        # Failures before the form of the answer is known are told as JSON, unless a browser asks.
        request.environ[ENVIRON_KEY] = JSON
    asked = protocol.read(request, service().settings.max_query_kb)
    if asked.query is None or (not asked.query.strip() and _browser()):
        return _bare(asked)
    try:
        offered = TRIPLES if protocol.query_form(asked.query) in READS_TRIPLES else ROWS
    except Refused as refused:
        if _browser() and not asked.format:
            return _query_page(asked.query, error=refused)
        raise
    wanted = protocol.media_type(request, asked.format, offered)
    if wanted == HTML:
        return _answer_page(asked)
    request.environ[ENVIRON_KEY] = JSON
    found = _evaluate(asked, offered[wanted])
    return _headed(Response(found.body, content_type=_content_type(wanted)), found)


@blueprint.route("/sparql/check", methods=["POST", "OPTIONS"], provide_automatic_options=False)
def check() -> Response:
    """Whether a query parses, as {"problems": [{line, column, message}]}."""
    if request.method == "OPTIONS":
        return _options()
    request.environ[ENVIRON_KEY] = JSON
    asked = protocol.read(request, service().settings.max_query_kb)
    query = asked.query or ""
    try:
        wanted = TURTLE if protocol.query_form(query) in READS_TRIPLES else RESULTS_JSON
        # Only the text is of interest, so it is tried on the smallest graph there is.
        graphs = service().revision.manifest.graphs
        smallest = (min(graphs, key=lambda name: graphs[name]),)
        service().evaluator.evaluate(
            query, wanted, timeout_s=CHECK_TIMEOUT_S, default_graphs=smallest, named_graphs=smallest
        )
    except BadQuery as bad:
        return jsonify(problems=[{"line": bad.line, "column": bad.column, "message": str(bad)}])
    except Refused as refused:
        return jsonify(problems=[{"line": 1, "column": 1, "message": str(refused)}])
    except TimedOut:
        return jsonify(problems=[])
    return jsonify(problems=[])


def _options() -> Response:
    response = Response(status=204)
    response.headers["Allow"] = ", ".join(ALLOWED)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(ALLOWED)
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _browser() -> bool:
    return "text/html" in request.headers.get("Accept", "")


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _evaluate(asked: Asked, media_type: str) -> Evaluated:
    here = service()
    return here.evaluator.evaluate(
        asked.query or "",
        media_type,
        timeout_s=here.settings.query_timeout_s,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )


def _headed(response: Response, found: Evaluated) -> Response:
    response.headers["Complete"] = "?1" if found.complete else "?0"
    if found.limit_applied:
        response.headers["Limit-Applied"] = found.limit_applied
    response.headers["Dataset-Revision"] = str(service().revision.number)
    response.headers["Server-Timing"] = f"eval;dur={found.elapsed_ms:.1f}"
    return response


def _bare(asked: Asked) -> Response:
    """No query: people get the page, programs the service description."""
    if asked.query is not None:
        return _query_page("")
    wanted = protocol.media_type(request, asked.format, TRIPLES)
    if wanted == HTML or (wanted == TURTLE and _browser() and not asked.format):
        return _query_page(None)
    return _description(TRIPLES[wanted])


def _description(media_type: str) -> Response:
    body = _described(service().revision.number, f"{request.url_root}sparql", media_type)
    response = Response(body, content_type=_content_type(media_type))
    response.headers["Dataset-Revision"] = str(service().revision.number)
    return response


@functools.lru_cache(maxsize=32)
def _described(revision: int, address: str, media_type: str) -> bytes:
    """One description a revision and form: counting every graph is work that need not be repeated."""
    here = service()
    values = {"endpoint": address, "revision": str(revision)}
    return here.store.construct(bind(here.catalogue["void-description"], values), media_type)


def _answer_page(asked: Asked) -> Response:
    query = asked.query or ""
    triples = protocol.query_form(query) in READS_TRIPLES
    try:
        found = _evaluate(asked, TURTLE if triples else RESULTS_JSON)
    except OpenPlazaError as error:
        if error.status >= 500 and error.slug in ("internal", "no-revision"):
            raise
        return _query_page(query, error=error)
    shown = shapes.shown(found, triples, service().settings.page_rows)
    return _headed(_query_page(query, asked=asked, shown=shown), found)


def _query_page(
    query: str | None,
    *,
    asked: Asked | None = None,
    shown: shapes.Shown | None = None,
    error: OpenPlazaError | None = None,
) -> Response:
    catalogue = service().catalogue
    names = protocol.TRIPLE_NAMES if shown and shown.turtle is not None else protocol.ROW_NAMES
    html = render_template(
        "sparql/list.html",
        query=shapes.first_query(catalogue) if query is None else query,
        shown=shown,
        table=table(shown.columns, shown.rows, service().settings.base_iri) if shown else None,
        problem=shapes.problem(error),
        downloads=shapes.downloads(asked, names, url_for("sparql.list_")) if asked else [],
        examples=shapes.examples(catalogue, url_for("sparql.list_")),
        graphs=sorted(service().revision.manifest.graphs.items()),
        csp_nonce=csp_nonce(),
        settings=service().settings,
    )
    response = Response(html, error.status if error else 200, mimetype=HTML)
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response
