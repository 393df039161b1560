"""Signing in by e-mail address and passphrase, and signing out."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.errors import SignInFailed
from graph.people import transaction
from graph.people.sessions import end_session
from graph.people.signing_in import sign_in
from views.people.forms import fields, shown, way_back
from views.people.limits import limited, visitor_here
from views.people.signed_in import engine, must_have_accounts, person, session_secret, set_session
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
@takes("back")
def show() -> Response | Sent:
    """The form; whoever is signed in already goes on."""
    must_have_accounts()
    back = way_back(request.args.get("back", ""))
    return redirect(back, 303) if person() is not None else _form(back)


@blueprint.post("/sign-in")
@limited("30 per minute")
def enter() -> Response | Sent:
    """Sign in, and go on to where the reader came from."""
    must_have_accounts()
    back, email = way_back(request.form.get("back", "")), request.form.get("email", "")
    settings = service().settings
    if settings.contributions != "invited":
        return _form(back)
    try:
        _, secret = sign_in(
            engine(),
            email,
            request.form.get("passphrase", ""),
            visitor_here(),
            settings.session_hours,
            session_secret(),
        )
    except SignInFailed as error:
        return _form(back, email, error.detail)
    response = redirect(back, 303)
    set_session(response, secret)
    return response


@blueprint.post("/sign-out")
def leave() -> Sent:
    """Sign out of this browser."""
    must_have_accounts()
    found = person()
    if found is not None:
        with transaction(engine()) as session:
            end_session(session, session_secret(), found)
    response = redirect(url_for("home.show"), 303)
    set_session(response, "")
    return response


def _form(back: str, email: str = "", problem: str = "") -> Response:
    return shown(
        "sign_in.html",
        status=403 if problem else 200,
        back=back,
        problem=problem,
        fields=fields("email", "passphrase", values={"email": email}, wrong={}, is_known=True),
        by_provider=service().settings.contributions == "oidc",
    )
