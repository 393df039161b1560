"""The query page and the SPARQL 1.1 endpoint, at one address."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Request, Response, g, jsonify, request
from flask.blueprints import BlueprintSetupState

from graph.errors import BadQuery, OpenPlazaError, Refused, TimedOut, Truncated
from graph.evaluate.evaluated import Evaluated
from graph.hints import Hint
from graph.sparql.reading import Reading, read
from views.answers import networks
from views.answers.asked import passed_over
from views.answers.reading import answer_rows
from views.answers.show import labels_of
from views.sparql import protocol
from views.sparql.answer import PENDING, EndpointQuestion, evaluated, opened
from views.sparql.completing import units
from views.sparql.descriptions import described
from views.sparql.hinting import header_of, hints_for_mistake, hints_on
from views.sparql.page import query_page
from views.sparql.protocol import (
    ACCEPT_QUERY,
    ALLOWED,
    QUERY_FORMS,
    RESULTS_JSON,
    TRIPLES,
    WITH_BODY,
    IncomingRequest,
    QueryRequest,
)
from views.web.negotiation import ENVIRON_KEY, HTML, JSON, TURTLE, accepts_html
from views.web.parameters import checks_itself
from views.web.revisions_open import Opened
from views.web.service import abandoned, service
from views.web.trust_headers import HINTS, PASSED_OVER, told, watch

blueprint = Blueprint("sparql", __name__)

CHECK_TIMEOUT_S = 1.0

watch(blueprint)


@blueprint.record
def _any_method(state: BlueprintSetupState) -> None:
    """Every method reaches the endpoint, so that it can say itself which ones it takes."""
    state.app.url_map.add(state.app.url_rule_class("/sparql", endpoint="sparql.list_", methods=None))
    state.app.view_functions["sparql.list_"] = endpoint


@blueprint.after_request
def tell(response: Response) -> Response:
    """Which forms of a query are taken, on what the form of the answer depends, and what was passed over."""
    response.headers[ACCEPT_QUERY] = QUERY_FORMS
    if passed_over := g.get("passed_over"):
        response.headers[PASSED_OVER] = ", ".join(quote(name) for name in passed_over)
    response.vary.add("Accept")
    return response


@checks_itself
def endpoint() -> Response:
    """A query's answer in the form asked for; without a query, the query page or the service description."""
    if request.method == "OPTIONS":
        return _options()
    browser = accepts_html(request)
    if not browser:
        # Failures before the form of the answer is known are told as JSON, unless a browser asks.
        request.environ[ENVIRON_KEY] = JSON
    sent = incoming(request)
    asked = protocol.read(sent, service().settings.max_query_kb)
    g.passed_over = asked.passed_over
    begun: EndpointQuestion | None = request.environ.pop(PENDING, None)
    here = opened(asked) if begun is None else begun.here
    g.revision = here.revision.number
    if asked.query is None or (not asked.query.strip() and browser):
        return _bare(here, asked, sent.accept, browser)
    query = read(asked.query)
    try:
        offered = protocol.offered_for(query)
    except Refused as refused:
        if browser and not asked.format:
            return query_page(here, asked, error=refused)
        raise
    if asked.format.lower() in networks.FORMS and query.form == "select":
        return _network(here, asked, query)
    wanted = protocol.media_type(sent.accept, asked.format, offered)
    if wanted == HTML:
        g.passed_over = passed_over(asked.passed_over)
        return _answer_page(here, asked, query)
    request.environ[ENVIRON_KEY] = JSON
    found = evaluated(begun or EndpointQuestion(service(), here, asked, query, offered[wanted]), abandoned())
    _check_cut(found, asked)
    response = Response(found.body, content_type=protocol.content_type(wanted))
    if hints := hints_on(query, here, found):
        response.headers[HINTS] = header_of(hints)
    return _told(response, found)


@blueprint.route("/sparql/check", methods=["POST", "OPTIONS"], provide_automatic_options=False)
@checks_itself
def check() -> Response:
    """Whether a query parses, as {"problems": [{line, column, message}]}; one that does may have `hints`."""
    if request.method == "OPTIONS":
        return _options()
    request.environ[ENVIRON_KEY] = JSON
    asked = protocol.read(incoming(request), service().settings.max_query_kb)
    here, query = opened(asked), read(asked.query or "")
    try:
        wanted = TURTLE if protocol.gives_triples(query) else RESULTS_JSON
        # Only the text is of interest, so it is tried on the smallest graph there is.
        graphs = here.revision.manifest.graphs
        smallest = (min(graphs, key=lambda name: graphs[name]),)
        here.evaluator.evaluate(
            query.text,
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
        pass
    return jsonify(problems=[], hints=[_placed(each, query.text) for each in hints_on(query, here)])


def _placed(hint: Hint, text: str) -> dict[str, object]:
    """A hint with its place as editors count: lines and columns from 1, in UTF-16 units; 0 for the whole query."""
    told: dict[str, object] = {"code": hint.code, "message": hint.message}
    if hint.start < 0:
        return {**told, "line": 0, "column": 0, "length": 0}
    before = text[: hint.start]
    line, start = before.count("\n") + 1, before.rfind("\n") + 1
    return {**told, "line": line, "column": units(before[start:]) + 1, "length": units(text[hint.start : hint.end])}


def incoming(request: Request) -> IncomingRequest:
    """What a request of Flask says of a query."""
    return IncomingRequest(
        request.method,
        request.query_string,
        request.headers.get("Accept", ""),
        request.headers.get("Content-Type", ""),
        request.headers.get("Content-Encoding", ""),
        request.content_length,
        request.stream.read if request.method in WITH_BODY else lambda _: b"",
    )


def _options() -> Response:
    response = Response(status=204)
    response.headers["Allow"] = ", ".join(ALLOWED)
    return response


def _bare(here: Opened, asked: QueryRequest, accept: str, browser: bool) -> Response:
    """No query: people get the page, programs the service description."""
    wanted = HTML if asked.query is not None else protocol.media_type(accept, asked.format, TRIPLES)
    if wanted == HTML or (wanted == TURTLE and browser and not asked.format):
        return told(query_page(here, asked), here.revision.number, True, None, 0.0)
    return described(here, wanted, TRIPLES[wanted])


def _answer_page(here: Opened, asked: QueryRequest, query: Reading) -> Response:
    try:
        wanted = TURTLE if protocol.gives_triples(query) else RESULTS_JSON
        question = EndpointQuestion(service(), here, asked, query, wanted)
        found = evaluated(question, abandoned())
        _check_cut(found, asked)
    except OpenPlazaError as error:
        if error.status >= 500 and error.slug in ("internal", "no-revision"):
            raise
        return query_page(here, asked, error=error)
    return _told(query_page(here, asked, found=found), found)


def _network(here: Opened, asked: QueryRequest, query: Reading) -> Response:
    """Rows that are edges, as GraphML or GEXF."""
    request.environ[ENVIRON_KEY] = JSON
    media_type, write = networks.FORMS[asked.format.lower()]
    found = evaluated(EndpointQuestion(service(), here, asked, query, RESULTS_JSON), abandoned())
    _check_cut(found, asked)
    rows = answer_rows(found.body.decode(), service().settings.max_rows, query)
    assert rows is not None
    about = {"revision": str(here.revision.number), "complete": str(found.complete).lower(), "rows": str(found.rows)}
    made = networks.network(rows, labels_of(rows, here), about)
    return _told(Response(write(made), content_type=media_type), found)


def _check_cut(found: Evaluated, asked: QueryRequest) -> None:
    """Raises Truncated for an answer that a limit cut, when the client takes none."""
    if not (found.complete or asked.takes_cut):
        g.limit_applied = found.limit_applied
        raise Truncated(found.limit_applied)


def _told(response: Response, found: Evaluated) -> Response:
    return told(response, g.revision, found.complete, found.limit_applied, found.elapsed_ms)
