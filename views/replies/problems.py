"""Every failure in one shape: RFC 9457 for programs, a page in plain words for people."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Mapping

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, NotAcceptable, SecurityError

from graph.errors import BadStoreAnswer, OpenPlazaError, StoreUnreachable
from graph.text.messages import N_
from views.web.negotiation import HTML, accepts_html, wanted
from views.web.problem_kinds import INTERNAL, KIND_KEY, kind_of_status, title_of
from views.web.service import REQUEST_ID, UNREACHABLE

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = "retry_after_s"
# Members with many entries, which a page tells in a way of its own, or not.
LISTS = ("hints", "values")
# The public address of the start page, among what the application is configured with.
HOME = "PUBLIC_HOME"
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Handle expected failures, HTTP errors and bugs; a bug shows an id and no detail."""
    app.register_error_handler(OpenPlazaError, _expected)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _expected(error: OpenPlazaError) -> Response:
    if type(error) is OpenPlazaError:
        return _bug(error)
    if isinstance(error, StoreUnreachable | BadStoreAnswer):
        # The front door may have this answer from before.
        request.environ[UNREACHABLE] = True
    return _problem(error.status, error.slug, error.detail, error.members())


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, SecurityError):
        return _json(status, kind_of_status(status), N_("This server does not answer to this host name."), {}, _home())
    detail = error.description or ""
    if status == 404:
        detail = N_("There is no page at %(address)s.", address=f"{request.script_root}{request.path}")
    response = _problem(status, kind_of_status(status), detail, {})
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _bug(error: Exception) -> Response:
    incident = str(request.environ.get(REQUEST_ID) or uuid.uuid4().hex)
    fields = {"request_id": incident}
    log.exception("incident %s at %s", incident, request.path, exc_info=error, extra={"fields": fields})
    return _problem(500, INTERNAL, N_("It is logged as %(incident)s.", incident=incident), {})


def _problem(status: int, slug: str, detail: str, members: Mapping[str, object]) -> Response:
    response = _page(status, slug, detail, members) if _wants_html() else _json(status, slug, detail, members, _home())
    if RETRY_AFTER in members:
        response.headers["Retry-After"] = str(members[RETRY_AFTER])
    response.vary.add("Accept")
    return response


def _json(status: int, slug: str, detail: str, members: Mapping[str, object], home: str) -> Response:
    request.environ[KIND_KEY] = slug
    body = {
        "type": f"{home}about#problem-{slug}",
        "title": title_of(slug),
        "status": status,
        "detail": detail,
        **members,
    }
    return Response(json.dumps(body, ensure_ascii=False), status, content_type=PROBLEM_JSON)


def _page(status: int, slug: str, detail: str, members: Mapping[str, object]) -> Response:
    request.environ[KIND_KEY] = slug
    shown = [
        {"term": name.removesuffix("_s").replace("_", " ").capitalize(), "value": str(each)}
        for name, each in members.items()
        if each and name not in LISTS and not detail.startswith(f"{each}: ")
    ]
    problem = {
        "title": title_of(slug),
        "status": status,
        "detail": detail,
        "slug": slug,
        "members": shown,
        "hints": members.get("hints", []),
    }
    return Response(render_template("web/problem.html", problem=problem), status, mimetype=HTML)


def _home() -> str:
    """Where this site begins. A host name that is not ours is not repeated."""
    try:
        return request.url_root
    except SecurityError:
        return str(current_app.config[HOME])


def _wants_html() -> bool:
    if not accepts_html(request):
        return False
    try:
        return wanted(request) == HTML
    except NotAcceptable:
        return False
