"""One's own account: what is kept of a person, her passphrase, her tokens, and how to have all of it erased."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.people import Person, TokenScope, reading, transaction
from graph.people.accounts import (
    Details,
    change_details,
    change_passphrase,
    checked,
    erase,
    has_passphrase,
    wrong_passphrase,
)
from graph.people.roles import scopes_of
from graph.people.sessions import begin_session, end_sessions
from graph.people.signing_in import confirm
from graph.people.tokens import MOST_DAYS, end_token, make_token, tokens_of
from graph.sheets.uploads import forget_all
from graph.text.languages import LANGUAGES
from graph.text.messages import N_
from views.people.forms import fields, given_details, shown, values_of
from views.people.limits import limited, visitor_here
from views.people.signed_in import BY_HAND, engine, needs, person, set_session
from views.people.words import MAY, ROLES, SCOPES
from views.web.service import service

blueprint = Blueprint("account", __name__)

DAYS = (30, 90, MOST_DAYS - 1)
Wrong = dict[str, str]


@blueprint.get("/account")
@needs(scope=BY_HAND)
def show() -> Response:
    """The account."""
    return _page({})


@blueprint.get("/account/data")
@needs()
def data() -> Response:
    """All that is kept of the person, for a program or a drawer."""
    found = _me()
    with reading(engine()) as session:
        tokens = tokens_of(session, found)
    response = jsonify(
        id=found.id,
        name=found.name,
        organisation=found.organisation,
        email=found.email,
        role=found.role,
        name_may_be_shown=found.agreed_to_name,
        language=found.language,
        tokens=[{"label": each.label, "scopes": sorted(each.scopes), "expires": each.expires_at} for each in tokens],
    )
    response.headers["Content-Disposition"] = 'attachment; filename="openplaza-account.json"'
    return response


@blueprint.post("/account")
@needs(scope=BY_HAND)
def change() -> Response | Sent:
    """Keep what the person says of herself."""
    details, wrong = checked(given_details(_me().email))
    if wrong:
        return _page(wrong, details)
    with transaction(engine()) as session:
        change_details(session, _me(), details)
    return _back("details")


@blueprint.post("/account/passphrase")
@needs(scope=BY_HAND)
@limited("10 per minute")
def new_passphrase() -> Response | Sent:
    """Another passphrase; the person is signed out everywhere but here."""
    found, passphrase = _me(), request.form.get("passphrase", "")
    details = Details(found.name, found.organisation, found.email)
    wrong: Wrong = {}
    if problem := wrong_passphrase(passphrase, details):
        wrong["passphrase"] = problem
    if not confirm(engine(), found, request.form.get("current", ""), visitor_here()):
        wrong["current"] = N_("This is not your passphrase.")
    if wrong:
        return _page(wrong)
    with transaction(engine()) as session:
        change_passphrase(session, found, passphrase)
        secret = begin_session(session, found, service().settings.session_hours)
    response = _back("passphrase")
    set_session(response, secret)
    return response


@blueprint.post("/account/tokens")
@needs(scope=BY_HAND)
@limited("10 per minute")
def new_token() -> Response:
    """A new token, which this answer alone tells."""
    label, days = " ".join(request.form.get("label", "").split()), request.form.get("days", "")
    offered = {each.value for each in scopes_of(_me().role)}
    scopes = [TokenScope(each) for each in request.form.getlist("scope") if each in offered]
    if not 1 <= len(label) <= 100 or not label.isprintable():
        return _page({"label": N_("Say it in at most 100 characters.")})
    if not scopes or days not in map(str, DAYS):
        return _page({"scope": N_("Choose what the token is for, and for how long.")})
    with transaction(engine()) as session:
        secret = make_token(session, _me(), label, scopes, int(days))
    return _page({}, token=secret)


@blueprint.post("/account/tokens/<token>/end")
@needs(scope=BY_HAND)
def old_token(token: str) -> Sent:
    """End a token."""
    with transaction(engine()) as session:
        end_token(session, _me(), token)
    return _back("tokens")


@blueprint.post("/account/sign-out-everywhere")
@needs(scope=BY_HAND)
def leave_everywhere() -> Sent:
    """End every session of the person."""
    with transaction(engine()) as session:
        end_sessions(session, _me())
    response = redirect(url_for("sign_in.show"), 303)
    set_session(response, "")
    return response


@blueprint.post("/account/erase")
@needs(scope=BY_HAND)
def forget() -> Response | Sent:
    """Erase the account, after the word that the form asks for."""
    if request.form.get("sure") != "yes":
        return _page({"sure": N_("Tick the box if you are sure.")})
    with transaction(engine()) as session:
        erase(session, _me().id, _me().id)
        forget_all(session, _me().id)
    response = redirect(url_for("home.show"), 303)
    set_session(response, "")
    return response


def _me() -> Person:
    """The person whom `needs` has let in."""
    found = person()
    assert found is not None
    return found


def _back(anchor: str) -> Sent:
    return redirect(url_for("account.show", _anchor=anchor), 303)


def _page(wrong: Wrong, given: Details | None = None, token: str = "") -> Response:
    found = _me()
    with reading(engine()) as session:
        tokens, by_passphrase = tokens_of(session, found), has_passphrase(session, found)
    details = given or Details(found.name, found.organisation, found.email, found.agreed_to_name, found.language)
    return shown(
        "account.html",
        status=400 if wrong else 200,
        person=found,
        role=ROLES[found.role],
        may=MAY[found.role],
        about_me=fields("name", "organisation", values=values_of(details), wrong=wrong),
        agreed=details.agreed_to_name,
        mail_language=details.language,
        mail_languages=LANGUAGES,
        passphrase=fields("current", "passphrase", values={}, wrong=wrong) if by_passphrase else [],
        label=fields("label", values={} if token else request.form, wrong=wrong),
        tokens=tokens,
        new_token=token,
        scopes=[(each, SCOPES[each]) for each in scopes_of(found.role)],
        scope_words=SCOPES,
        days=DAYS,
        wrong=wrong,
    )
