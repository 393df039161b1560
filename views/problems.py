"""Every failure in one shape: RFC 9457 for programs, a page in plain words for people."""

from __future__ import annotations

import json
import logging
import uuid

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, NotAcceptable

from graph.errors import Busy, OpenPlazaError
from views.negotiation import HTML, wanted

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "The request cannot be understood",
    404: "Nothing here",
    405: "This method is not offered here",
    406: "Not offered in this form",
    413: "The request is too large",
    415: "This form of request is not read here",
    500: "Something went wrong on our side",
    503: "Not available right now",
    504: "The query took too long",
    507: "The query needs too much memory",
}
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Handle expected failures, HTTP errors and bugs; a bug shows an id and no detail."""
    app.register_error_handler(OpenPlazaError, _expected)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _expected(error: OpenPlazaError) -> Response:
    response = _problem(error.status, error.slug, str(error), error.members())
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    detail = error.description or ""
    if status == 404:
        detail = f"There is no page at {request.path}."
    response = _problem(status, (error.name or "error").lower().replace(" ", "-"), detail, {})
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _bug(error: Exception) -> Response:
    incident = uuid.uuid4().hex[:12]
    log.exception("incident %s at %s", incident, request.path)
    return _problem(500, "internal", f"It is logged as {incident}.", {})


def _problem(status: int, slug: str, detail: str, members: dict[str, object]) -> Response:
    title = TITLES.get(status, "The request cannot be answered")
    if _wants_html():
        shown = [
            {"term": name.replace("_", " ").capitalize(), "value": str(each)} for name, each in members.items() if each
        ]
        problem = {"title": title, "status": status, "detail": detail, "members": shown, "hints": []}
        return Response(render_template("problem.html", problem=problem), status, mimetype=HTML)
    kind = f"{request.url_root}about#problem-{slug}"
    body = {"type": kind, "title": title, "status": status, "detail": detail, **members}
    return Response(json.dumps(body, ensure_ascii=False), status, content_type=PROBLEM_JSON)


def _wants_html() -> bool:
    if "text/html" not in request.headers.get("Accept", ""):
        return False
    try:
        return wanted(request) == HTML
    except NotAcceptable:
        return False
