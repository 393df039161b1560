"""The query page and the SPARQL 1.1 endpoint, at one address."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, request
from flask.blueprints import BlueprintSetupState

from graph.errors import BadQuery, OpenPlazaError, Refused, TimedOut
from graph.store.evaluator import Evaluated
from views import sparql_protocol as protocol
from views.descriptions import described
from views.honest import COMPLETE, LIMIT, REVISION, TIMING, told, watch
from views.negotiation import ENVIRON_KEY, HTML, JSON, TURTLE, accepts_html
from views.service import abandoned, service
from views.sources import Opened
from views.sparql_answer import evaluated, hints_for_mistake, opened
from views.sparql_page import query_page
from views.sparql_protocol import ALLOWED, DIRECT, FORM, READS_TRIPLES, RESULTS_JSON, ROWS, TRIPLES, Asked

blueprint = Blueprint("sparql", __name__)

EXPOSED = ", ".join([COMPLETE, LIMIT, REVISION, TIMING, "Retry-After", "ETag", "Accept-Query", "Stale"])
CHECK_TIMEOUT_S = 1.0

watch(blueprint)


@blueprint.record
def _any_method(state: BlueprintSetupState) -> None:
    """Every method reaches the endpoint, so that it can say itself which ones it takes."""
    state.app.url_map.add(state.app.url_rule_class("/sparql", endpoint="sparql.list_", methods=None))
    state.app.view_functions["sparql.list_"] = endpoint


@blueprint.after_request
def share(response: Response) -> Response:
    """Any page of the web may ask, without credentials."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Accept-Query"] = f"{DIRECT}, {FORM}"
    response.vary.add("Accept")
    return response


def endpoint() -> Response:
    """A query's answer in the form asked for; without a query, the query page or the service description."""
    if request.method == "OPTIONS":
        return _options()
    browser = accepts_html(request)
    if not browser:
        # Failures before the form of the answer is known are told as JSON, unless a browser asks.
        request.environ[ENVIRON_KEY] = JSON
    asked = protocol.read(request, service().settings.max_query_kb)
    here = opened(asked)
    g.revision = here.revision.number
    if asked.query is None or (not asked.query.strip() and browser):
        return _bare(here, asked, browser)
    try:
        offered = TRIPLES if protocol.query_form(asked.query) in READS_TRIPLES else ROWS
    except Refused as refused:
        if browser and not asked.format:
            return query_page(here, asked, error=refused)
        raise
    wanted = protocol.media_type(request, asked.format, offered)
    if wanted == HTML:
        return _answer_page(here, asked)
    request.environ[ENVIRON_KEY] = JSON
    found = evaluated(here, asked, offered[wanted])
    return _told(Response(found.body, content_type=_content_type(wanted)), found)


@blueprint.route("/sparql/check", methods=["POST", "OPTIONS"], provide_automatic_options=False)
def check() -> Response:
    """Whether a query parses, as {"problems": [{line, column, message}]}."""
    if request.method == "OPTIONS":
        return _options()
    request.environ[ENVIRON_KEY] = JSON
    asked = protocol.read(request, service().settings.max_query_kb)
    here, query = opened(asked), asked.query or ""
    try:
        wanted = TURTLE if protocol.query_form(query) in READS_TRIPLES else RESULTS_JSON
        # Only the text is of interest, so it is tried on the smallest graph there is.
        graphs = here.revision.manifest.graphs
        smallest = (min(graphs, key=lambda name: graphs[name]),)
        here.evaluator.evaluate(
            query,
            wanted,
            timeout_s=CHECK_TIMEOUT_S,
            default_graphs=smallest,
            named_graphs=smallest,
            abandoned=abandoned(),
        )
    except BadQuery as bad:
        message = " ".join([str(bad), *hints_for_mistake(query, here)])
        return jsonify(problems=[{"line": bad.line, "column": bad.column, "message": message}])
    except Refused as refused:
        return jsonify(problems=[{"line": 1, "column": 1, "message": str(refused)}])
    except TimedOut:
        return jsonify(problems=[])
    return jsonify(problems=[])


def _options() -> Response:
    response = Response(status=204)
    response.headers["Allow"] = ", ".join(ALLOWED)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(ALLOWED)
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _bare(here: Opened, asked: Asked, browser: bool) -> Response:
    """No query: people get the page, programs the service description."""
    wanted = HTML if asked.query is not None else protocol.media_type(request, asked.format, TRIPLES)
    if wanted == HTML or (wanted == TURTLE and browser and not asked.format):
        return told(query_page(here, asked), here.revision.number, True, None, 0.0)
    return described(here, wanted, TRIPLES[wanted])


def _answer_page(here: Opened, asked: Asked) -> Response:
    triples = protocol.query_form(asked.query or "") in READS_TRIPLES
    try:
        found = evaluated(here, asked, TURTLE if triples else RESULTS_JSON)
    except OpenPlazaError as error:
        if error.status >= 500 and error.slug in ("internal", "no-revision"):
            raise
        return query_page(here, asked, error=error)
    return _told(query_page(here, asked, found=found), found)


def _told(response: Response, found: Evaluated) -> Response:
    return told(response, g.revision, found.complete, found.limit_applied, found.elapsed_ms)
