"""The page behind a one-time link: it makes an account, or gives one a new passphrase, and signs in.

The link holds its secret in the query, which neither our log nor the address that other pages are told has.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.errors import BadParameter
from graph.people import Person, reading, transaction
from graph.people.accounts import Details, checked, wrong_passphrase
from graph.people.invitations import Invitation, accept, accept_passphrase, find_invitation
from graph.people.sessions import begin_session
from graph.text.messages import N_
from views.people.forms import fields, given_details, shown, values_of
from views.people.limits import limited
from views.people.signed_in import engine, must_have_accounts, session_secret, set_session
from views.people.words import ROLES
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("invitation", __name__)

NOT_GIVEN = N_("This link is not whole. Copy all of it, to its end.")


@blueprint.get("/invitation")
@takes("key")
@limited("30 per minute")
def show() -> Response:
    """What the link offers, and the form that takes it."""
    must_have_accounts()
    key = request.args.get("key", "")
    return _form(_offered(key), key, Details("", "", ""), {})


@blueprint.post("/invitation")
@limited("30 per minute")
def take() -> Response | Sent:
    """Make the account, and sign in."""
    must_have_accounts()
    key, passphrase = request.form.get("key", ""), request.form.get("passphrase", "")
    offered = _offered(key)
    if service().settings.contributions != "invited":
        abort(404)
    given = offered.person and Details(offered.person.name, offered.person.organisation, offered.person.email)
    details, wrong = checked(given or given_details())
    if problem := wrong_passphrase(passphrase, details):
        wrong["passphrase"] = problem
    if wrong:
        return _form(offered, key, details, wrong)
    try:
        secret = _entered(key, details, passphrase, is_new=offered.person is None)
    except BadParameter as error:
        return _form(offered, key, details, {error.field: N_("There is an account with this e-mail address already.")})
    response = redirect(url_for("account.show"), 303)
    set_session(response, secret)
    return response


def _offered(key: str) -> Invitation:
    if not key:
        raise BadParameter("key", NOT_GIVEN)
    with reading(engine()) as session:
        return find_invitation(session, key)


def _entered(key: str, details: Details, passphrase: str, is_new: bool) -> str:
    with transaction(engine()) as session:
        found: Person = (
            accept(session, key, details, passphrase) if is_new else accept_passphrase(session, key, passphrase)
        )
        return begin_session(session, found, service().settings.session_hours, session_secret())


def _form(offered: Invitation, key: str, given: Details, wrong: dict[str, str]) -> Response:
    names = ("name", "organisation", "email", "passphrase") if offered.person is None else ("passphrase",)
    values = {**values_of(given), "name": given.name or ("" if wrong else offered.name)}
    return shown(
        "invitation.html",
        status=400 if wrong else 200,
        invitation=offered,
        role=ROLES[offered.role],
        key=key,
        fields=fields(*names, values=values, wrong=wrong),
        agreed=given.agreed_to_name,
        by_provider=service().settings.contributions == "oidc",
    )
