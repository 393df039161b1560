"""Signing in at the provider of one's own organisation, and the first time saying who one is."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.errors import BadParameter, SignInFailed
from graph.openid.provider import Identity, Provider
from graph.openid.visits import Visit, begin_visit, end_visit, join_by, keep_identity, known
from graph.people import transaction
from graph.people.accounts import Details, checked
from graph.people.sessions import begin_session
from graph.settings import Settings
from graph.text.messages import N_
from views.languages.address import site_root
from views.people.forms import fields, given_details, shown, values_of, way_back
from views.people.limits import limited
from views.people.signed_in import engine, must_have_accounts, session_secret, set_session
from views.web.parameters import checks_itself, takes
from views.web.service import service

blueprint = Blueprint("openid", __name__)

EXTENSION = "openplaza.openid"
COOKIE = "plaza-visit"


def register(app: Flask, settings: Settings) -> None:
    """Give the application its provider."""
    app.extensions[EXTENSION] = Provider(settings)


@blueprint.get("/sign-in/provider")
@takes("back", "key")
@limited("30 per minute")
def leave() -> Sent:
    """Send the reader to the provider."""
    _must_be_offered()
    leaving = _provider().departure(_return_url())
    with transaction(engine()) as session:
        begin_visit(session, leaving, way_back(request.args.get("back", "")), request.args.get("key", ""))
    return _with_visit(redirect(leaving.url, 303), leaving.state)


@blueprint.get("/sign-in/return")
@checks_itself
@limited("30 per minute")
def come_back() -> Response | Sent:
    """Sign in whoever the provider says it is; ask somebody new who she is."""
    _must_be_offered()
    state = request.args.get("state", "")
    # Who was sent there from another browser could be made to sign in as somebody else.
    if not state or state != request.cookies.get(COOKIE) or "code" not in request.args:
        raise SignInFailed()
    with transaction(engine()) as session:
        visit = end_visit(session, state)
    identity = _provider().identity(request.args["code"], visit.verifier, visit.nonce, _return_url())
    with transaction(engine()) as session:
        person = known(session, identity)
        secret = begin_session(session, person, _hours(), session_secret()) if person is not None else ""
        newcomer = "" if person is not None else keep_identity(session, visit, identity)
    if secret:
        return _entered(visit, secret)
    answer = _form(identity, Details(identity.name, "", identity.email), {})
    return _with_visit(answer, newcomer)


@blueprint.post("/sign-in/join")
@limited("30 per minute")
def join() -> Response | Sent:
    """Make the account of somebody new, and sign in."""
    _must_be_offered()
    with transaction(engine()) as session:
        visit = end_visit(session, request.cookies.get(COOKIE, ""))
        identity = visit.identity
        if identity is None:
            raise SignInFailed()
        # The secret is for one use, and a mistake in the form needs another one.
        newcomer = keep_identity(session, visit, identity)
    details, wrong = checked(given_details(identity.email))
    if not wrong:
        try:
            with transaction(engine()) as session:
                end_visit(session, newcomer)
                person = join_by(session, visit, identity, details)
                secret = begin_session(session, person, _hours(), session_secret())
            return _entered(visit, secret)
        except BadParameter as error:
            wrong = {error.field: N_("There is an account with this e-mail address already.")}
    return _with_visit(_form(identity, details, wrong), newcomer)


def _must_be_offered() -> None:
    must_have_accounts()
    if service().settings.contributions != "oidc":
        abort(404)


def _provider() -> Provider:
    found: Provider = current_app.extensions[EXTENSION]
    return found


def _hours() -> float:
    return service().settings.session_hours


def _return_url() -> str:
    return url_for("openid.come_back", _external=True)


def _entered(visit: Visit, secret: str) -> Sent:
    response = redirect(visit.back, 303)
    set_session(response, secret)
    response.delete_cookie(COOKIE, path=f"{site_root()}/")
    return response


def _with_visit(response: Sent, state: str) -> Sent:
    """The response, whose browser is known by a secret when it comes back from the provider."""
    response.set_cookie(
        COOKIE, state, path=f"{site_root()}/", secure=request.is_secure, httponly=True, samesite="Lax", max_age=1800
    )
    return response


def _form(identity: Identity, given: Details, wrong: dict[str, str]) -> Response:
    names = ("name", "organisation") if identity.email else ("name", "organisation", "email")
    return shown(
        "join.html",
        status=400 if wrong else 200,
        email=identity.email,
        fields=fields(*names, values=values_of(given), wrong=wrong),
        agreed=given.agreed_to_name,
    )
