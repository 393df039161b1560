"""The pages and forms of accounts, as a browser without scripts reads and sends them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.people import Role, transaction
from graph.people.invitations import invite
from tests.people.signing import PASSPHRASE, browser_of
from views.people.signed_in import EXTENSION

ANA = {"name": "Ana Reis", "organisation": "City of Porto", "email": "ana@porto.example", "passphrase": PASSPHRASE}


def read(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def form(page: BeautifulSoup, action: str) -> dict[str, str]:
    """What a form holds as it came, and what a browser would send."""
    [found] = [each for each in page.find_all("form") if str(each["action"]).endswith(action)]
    assert isinstance(found, Tag) and found["method"] == "post"
    fields = [each for each in found.find_all("input") if each.get("type") != "checkbox" or each.has_attr("checked")]
    return {str(each["name"]): str(each.get("value", "")) for each in fields}


def link(app: Flask, role: Role = Role.CONTRIBUTOR, name: str = "Ana Reis") -> str:
    with transaction(app.extensions[EXTENSION].engine) as session:
        return f"/invitation?key={invite(session, name, role, hours=1)}"


def joined(app: Flask, role: Role = Role.CONTRIBUTOR) -> FlaskClient:
    """The browser of somebody who came in by an invitation."""
    browser, address = browser_of(app, None), link(app, role)
    given = form(read(browser.get(address)), "/invitation")
    response = browser.post("/invitation", data={**given, **ANA})
    assert (response.status_code, response.headers["Location"]) == (303, "/account")
    return browser
