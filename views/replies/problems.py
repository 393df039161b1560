"""Every failure in one shape: RFC 9457 for programs, a page in plain words for people; in the reader's language."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Mapping

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, NotAcceptable, SecurityError

from graph.errors import BadStoreAnswer, OpenPlazaError, StoreUnreachable
from graph.text.languages import ENGLISH
from graph.text.messages import N_
from views.languages.address import WRITTEN, go_on_in, home, language, told_for
from views.languages.offer import DEPENDS_ON, of_reader
from views.languages.told import told
from views.replies.member_words import member_facts
from views.web.negotiation import HTML, accepts_html, wanted
from views.web.problem_kinds import INTERNAL, KIND_KEY, kind_of_status, kinds, title_of
from views.web.service import REQUEST_ID, UNREACHABLE

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = "retry_after_s"
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
    # What the web framework says itself is in English alone.
    own = error.description if error.description != type(error).description else ""
    detail = own or _advice(kind_of_status(status))
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
    wanted_in = _language_of_reader()
    if _wants_html():
        if wanted_in != language():
            go_on_in(wanted_in)
        response = _page(status, slug, detail, members)
    else:
        with told_for(wanted_in):
            response = _json(status, slug, detail, members, _home())
    if RETRY_AFTER in members:
        response.headers["Retry-After"] = str(members[RETRY_AFTER])
    response.vary.update(("Accept", *DEPENDS_ON))
    return response


def _language_of_reader() -> str:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return of_reader(str(request.environ.get(WRITTEN, ENGLISH)), headers)


def _json(status: int, slug: str, detail: str, members: Mapping[str, object], home: str) -> Response:
    request.environ[KIND_KEY] = slug
    body = {
        "type": f"{home}about#problem-{slug}",
        "title": told(title_of(slug)),
        "status": status,
        "detail": told(detail),
        **members,
    }
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type=PROBLEM_JSON)
    response.content_language.add(language())
    return response


def _page(status: int, slug: str, detail: str, members: Mapping[str, object]) -> Response:
    request.environ[KIND_KEY] = slug
    problem = {
        "title": title_of(slug),
        "status": status,
        "detail": detail,
        "slug": slug,
        "members": member_facts(members, detail),
        "hints": members.get("hints", []),
    }
    return Response(render_template("web/problem.html", problem=problem), status, mimetype=HTML)


def _advice(slug: str) -> str:
    return next((kind.advice for kind in kinds() if kind.slug == slug), OpenPlazaError.advice)


def _home() -> str:
    """Where this site begins. A host name that is not ours is not repeated."""
    try:
        return home()
    except SecurityError:
        return str(current_app.config[HOME])


def _wants_html() -> bool:
    if not accepts_html(request):
        return False
    try:
        return wanted(request) == HTML
    except NotAcceptable:
        return False
