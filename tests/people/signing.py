"""People with accounts and their browsers, for the tests of whatever needs somebody to be signed in."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from graph.people import Person, Role, transaction
from graph.people.accounts import Details, checked, join
from graph.people.sessions import begin_session
from graph.settings import Settings
from server import create_app
from views.people.same_site import COOKIE
from views.people.signed_in import EXTENSION

PASSPHRASE = "four plain words here"
# What a browser sends with a form of the page that it shows.
OWN_PAGE = {"Origin": "http://localhost", "Accept": "text/html"}


def contributing(settings: Settings, folder: Path, **others: object) -> Flask:
    """The application with people, whose database lies in `folder`; `others` are further settings."""
    given = {"contributions": "invited", "database": f"sqlite:///{folder / 'people.db'}", **others}
    return create_app(dataclasses.replace(settings, **given))  # type: ignore[arg-type]


def somebody(
    app: Flask, role: Role = Role.CONTRIBUTOR, name: str = "Ana Reis", organisation: str = "City of Porto"
) -> Person:
    """A new person with this role; her address is made from her name."""
    details, wrong = checked(Details(name, organisation, f"{name.replace(' ', '.').lower()}@example.org"))
    assert wrong == {}
    with transaction(app.extensions[EXTENSION].engine) as session:
        return join(session, details, role)


def browser_of(app: Flask, person: Person | None) -> FlaskClient:
    """A browser that this person is signed in with; nobody's browser for None. It sends what a browser sends."""
    browser = app.test_client()
    browser.environ_base.update({f"HTTP_{name.upper()}": value for name, value in OWN_PAGE.items()})
    if person is not None:
        with transaction(app.extensions[EXTENSION].engine) as session:
            browser.set_cookie(COOKIE, begin_session(session, person, hours=1))
    return browser
