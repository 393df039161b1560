"""Everybody with an account, for administrators: invite, give another role, block, let in again, erase."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.errors import BadParameter, NotAllowed, NotFound
from graph.people import Person, Role, reading, transaction
from graph.people.accounts import block, change_role, erase, everybody, find, unblock
from graph.people.invitations import invite, offer_passphrase
from graph.sheets.uploads import forget_all
from graph.text.messages import N_
from views.languages.address import home
from views.people.forms import fields, shown
from views.people.signed_in import BY_HAND, engine, needs, person
from views.people.words import ROLES
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("everybody", __name__, url_prefix="/account/people")

LONGEST_INVITED = 100


@blueprint.get("")
@takes()
@needs(Role.ADMIN, BY_HAND)
def show() -> Response:
    """The list, and a form that invites."""
    return _page()


@blueprint.post("/invite")
@needs(Role.ADMIN, BY_HAND)
def offer() -> Response:
    """Make a one-time link to an account, which this answer alone tells."""
    name, role = " ".join(request.form.get("name", "").split()), _role()
    if not 1 <= len(name) <= LONGEST_INVITED or not name.isprintable():
        return _page(wrong={"name": N_("Write a name, in at most %(most)s characters.", most=LONGEST_INVITED)})
    with transaction(engine()) as session:
        secret = invite(session, name, role, service().settings.invitation_hours, _me().id)
    return _page(link=_link(secret), whom=name)


@blueprint.post("/<person_id>/passphrase")
@needs(Role.ADMIN, BY_HAND)
def reset(person_id: str) -> Response:
    """Make a one-time link with which a person chooses another passphrase."""
    with transaction(engine()) as session:
        found = find(session, person_id)
        if found is None:
            raise NotFound(N_("There is no such account."))
        secret = offer_passphrase(session, found, service().settings.invitation_hours, _me().id)
    return _page(link=_link(secret), whom=found.name)


@blueprint.post("/<person_id>/role")
@needs(Role.ADMIN, BY_HAND)
def promote(person_id: str) -> Sent:
    """Give a person another role; she is signed out everywhere."""
    role = _role()
    with transaction(engine()) as session:
        change_role(session, _other(person_id), role, _me().id)
    return _back(person_id)


@blueprint.post("/<person_id>/block")
@needs(Role.ADMIN, BY_HAND)
def shut_out(person_id: str) -> Sent:
    """Let a person in no more."""
    with transaction(engine()) as session:
        block(session, _other(person_id), _me().id)
    return _back(person_id)


@blueprint.post("/<person_id>/unblock")
@needs(Role.ADMIN, BY_HAND)
def let_in(person_id: str) -> Sent:
    """Let a person in again."""
    with transaction(engine()) as session:
        unblock(session, _other(person_id), _me().id)
    return _back(person_id)


@blueprint.post("/<person_id>/erase")
@needs(Role.ADMIN, BY_HAND)
def forget(person_id: str) -> Response | Sent:
    """Erase an account, after the word that the form asks for."""
    found = _other(person_id)
    if request.form.get("sure") != "yes":
        return _page(wrong={found: N_("Tick the box if you are sure.")})
    with transaction(engine()) as session:
        erase(session, found, _me().id)
        forget_all(session, found)
    return redirect(url_for("everybody.show"), 303)


def _me() -> Person:
    found = person()
    assert found is not None, "`needs` lets nobody else in"
    return found


def _other(person_id: str) -> str:
    """Somebody else: who administers stays able to, and there is always one who can."""
    if person_id == _me().id:
        raise NotAllowed(N_("This is your own account: another administrator does that."))
    return person_id


def _role() -> Role:
    given = request.form.get("role", "")
    if given not in set(Role):
        raise BadParameter("role", N_("Write one of %(values)s.", values=", ".join(Role)))
    return Role(given)


def _link(secret: str) -> str:
    """The link, in English as its language is not known yet; the page behind it offers the others."""
    return f"{home()}invitation?key={secret}"


def _back(person_id: str) -> Sent:
    return redirect(url_for("everybody.show", _anchor=f"person-{person_id}"), 303)


def _page(link: str = "", whom: str = "", wrong: dict[str, str] | None = None) -> Response:
    with reading(engine()) as session:
        found = everybody(session)
    return shown(
        "everybody.html",
        status=400 if wrong else 200,
        people=found,
        me=_me(),
        roles=ROLES,
        invited=fields("name", values=request.form if wrong else {}, wrong=wrong or {}, is_known=True),
        by_passphrase=service().settings.contributions == "invited",
        link=link,
        whom=whom,
        hours=service().settings.invitation_hours,
        wrong=wrong or {},
    )
