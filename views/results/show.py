"""A kept answer: its bytes for programs, a page about it for people, and what the same query answers today."""

from __future__ import annotations

from base64 import b64encode

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from werkzeug.exceptions import NotAcceptable

from graph.errors import BadParameter, NotFound, Truncated
from graph.results.archive import ResultArchive
from graph.results.comparing import compared, depends_on_order, table_of
from graph.results.making import ResultRequest, engine
from graph.results.result import Result
from graph.revision import digest_of
from graph.sparql.reading import read
from graph.text.messages import N_
from views.results import rows as shapes
from views.results.asking import evaluated
from views.results.rows import Again
from views.sparql.hinting import hints_on
from views.sparql.protocol import content_type
from views.web.negotiation import ENVIRON_KEY, HTML, JSON, best
from views.web.parameters import REVISION, takes
from views.web.revisions_open import revision_name
from views.web.service import service
from views.web.trust_headers import told, watch

blueprint = Blueprint("results", __name__)

FOR_EVER = "public, max-age=31536000, immutable"
# A page says whether the bytes are still here, so nobody keeps it.
NOT_KEPT = "no-store"

watch(blueprint)


@blueprint.get("/results/<digest>")
@takes()
def show(digest: str) -> Response:
    """A page for people, what is told of the answer as JSON for `.json`, and the bytes themselves for all others.

    Raises NotFound, ResultGone, or NotAcceptable when the client takes no form that is here.
    """
    if request.args.get(REVISION, "").strip():
        raise BadParameter(
            REVISION, N_("A kept answer is of its own data. Add /again to its address to ask another revision.")
        )
    result = _archive().find(digest)
    if asked := request.environ.get(ENVIRON_KEY):
        if asked != JSON:
            raise NotAcceptable(N_("Add .json for what is told of this answer, or nothing for the answer."))
        return _kept_by_nobody(jsonify(shapes.as_json(result)))
    wanted = best(request.headers.get("Accept", ""), [result.media_type, HTML])
    if wanted is None:
        raise NotAcceptable(N_("This address answers as %(names)s.", names=f"{result.media_type}, {HTML}"))
    response = _page(result) if wanted == HTML else _bytes(result)
    response.vary.add("Accept")
    return response


@blueprint.get("/results/<digest>/content")
@takes()
def content(digest: str) -> Response:
    """The bytes of the answer, whatever the client takes. Raises NotFound or ResultGone."""
    response = _bytes(_archive().find(digest))
    response.headers["Content-Disposition"] = "attachment"
    return response


@blueprint.get("/results/<digest>/again")
@takes()
def again(digest: str) -> Response:
    """The same query once more, of the current revision or of the one that `revision` names, and what differs.

    Raises NotFound, ResultGone, Truncated, and what the evaluator raises.
    """
    found = _again(_archive().find(digest))
    if best(request.headers.get("Accept", ""), [HTML, JSON]) == JSON or request.environ.get(ENVIRON_KEY) == JSON:
        response = jsonify(shapes.again_json(found))
    else:
        response = Response(_again_page(found), mimetype=HTML)
    response.vary.add("Accept")
    return told(_kept_by_nobody(response), found.revision, True, None, 0.0)


def _again(result: Result) -> Again:
    name = revision_name(request.args.get(REVISION, ""))
    here = service().now() if name is None else service().at(name)
    body, query = _archive().body(result), read(result.query)
    wanted = ResultRequest(query, result.media_type, default_graphs=result.default_graphs,
                           named_graphs=result.named_graphs)  # fmt: skip
    answer = evaluated(wanted, here)
    if not answer.complete:
        raise Truncated(answer.limit_applied)
    revision, difference = here.revision, compared(body, answer.body, result.media_type)
    return Again(
        result,
        revision.number,
        digest_of(revision),
        engine(service().settings),
        difference,
        depends_on_order(query),
        () if difference.same_rows else tuple(each.message for each in hints_on(query, here)),
    )


def _again_page(found: Again) -> str:
    return render_template(
        "results/again.html",
        found=found,
        result=found.result,
        difference=found.difference,
        sections=shapes.sections(found.difference),
        has_data=_number(found.result.dataset) is not None,
    )


def _bytes(result: Result) -> Response:
    response = Response(_archive().body(result), content_type=content_type(result.media_type))
    response.headers["Cache-Control"] = FOR_EVER
    response.set_etag(result.sha256)
    # RFC 9530
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(result.sha256)).decode()}:"
    return told(response, None, True, None, 0.0)


def _page(result: Result) -> Response:
    archive, here = _archive(), service()
    has_bytes = archive.has_bytes(result.digest)
    number, now = _number(result.dataset), here.revision.number
    shown = table_of(archive.body(result), result.media_type) if has_bytes else None
    html = render_template(
        "results/show.html",
        result=result,
        facts=shapes.facts(result, number),
        cited=shapes.citation(result),
        table=shapes.shown(shown.columns, shown.rows) if shown else None,
        count=len(shown.rows) if shown else 0,
        has_data=number is not None,
        is_current=number == now,
        again=url_for("results.again", digest=result.digest),
        downloads=shapes.downloads(result, has_bytes),
    )
    return _kept_by_nobody(Response(html, mimetype=HTML))


def _number(dataset: str) -> int | None:
    try:
        return service().number_of(dataset)
    except NotFound:
        return None


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _archive() -> ResultArchive:
    return ResultArchive.of(service().settings)
