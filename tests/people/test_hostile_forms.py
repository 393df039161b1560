"""Whatever is typed into a form of people, it is refused or shown as text, on both databases."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.people import Role, transaction
from graph.people.accounts import Details, checked, erase, everybody, join
from graph.people.invitations import invite, offer_passphrase
from graph.settings import Settings
from tests.people.signing import browser_of, contributing, somebody
from tests.security.crawling import HTML
from tests.security.test_hostile_texts import TEXTS, TYPED, harmless
from views.people.signed_in import EXTENSION

MORE = ["=HYPERLINK(1)", "\x00", "\ud800", "'; DROP TABLE people; --", "%00%0d%0aSet-Cookie: a=1", "x" * 70_000]


@pytest.fixture
def app(settings: Settings, tmp_path: Path, database: str) -> Iterator[Flask]:
    (tmp_path / "revisions").mkdir()
    folder = dataclasses.replace(settings, revisions_dir=tmp_path / "revisions")
    made = contributing(folder, tmp_path, database=database)
    for limiter in made.extensions["limiter"]:
        limiter.enabled = False
    yield made
    made.extensions[EXTENSION].engine.dispose()


def is_harmless(response: TestResponse) -> bool:
    assert response.status_code < 500 and response.status_code != 429, response.text[:500]
    assert all("\n" not in value and "\r" not in value for _, value in response.headers)
    location = response.headers.get("Location", "")
    assert not location or (location.startswith("/") and not location.startswith("//"))
    assert response.mimetype != HTML or harmless(response.text) == []
    return True


def sent(browser: FlaskClient, path: str, **form: str) -> TestResponse:
    encoded = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in form.items()}
    return browser.post(path, data=encoded)


def test_every_field_of_every_form_takes_any_text(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.people.signing_in.MOST_OF_ADDRESS", 10**6)
    monkeypatch.setattr("graph.people.signing_in.MOST_OF_ACCOUNT", 10**6)
    ana = browser_of(app, somebody(app, Role.ADMIN))
    nobody = browser_of(app, None)
    with transaction(app.extensions[EXTENSION].engine) as session:
        key = invite(session, TEXTS[0], Role.CONTRIBUTOR, hours=1)
    good = {"name": "Bo", "organisation": "Malmö", "email": "bo@malmo.example", "passphrase": "four plain words"}
    for text in (*TYPED, *MORE):
        for field in good:
            # One field is wrong already, so that no account comes of it.
            other = "name" if field == "passphrase" else "passphrase"
            assert is_harmless(sent(nobody, "/invitation", **{**good, "key": key, field: text, other: ""}))
        assert is_harmless(sent(nobody, "/invitation", key=text, **good))
        assert is_harmless(nobody.get("/invitation", query_string={"key": text.encode("utf-8", "replace")}))
        assert is_harmless(nobody.get("/sign-in", query_string={"back": text.encode("utf-8", "replace")}))
        assert is_harmless(sent(nobody, "/sign-in", email=text, passphrase="x", back=text))
        assert is_harmless(sent(ana, "/account", name=text, organisation=text))
        assert is_harmless(sent(ana, "/account/passphrase", current=text, passphrase=text))
        assert is_harmless(sent(ana, "/account/tokens", label=text, scope="read", days="30"))
        assert is_harmless(sent(ana, "/account/tokens", label="x", scope=text, days=text))
        assert is_harmless(ana.get("/audit", query_string={"before": text.encode("utf-8", "replace")}))
        assert is_harmless(ana.post("/account/tokens/" + "made-up" + "/end"))
    for path in ("/account", "/audit", "/account/data"):
        response = ana.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 200 and is_harmless(response)
    with transaction(app.extensions[EXTENSION].engine) as session:
        assert [each.role for each in everybody(session)] == [Role.ADMIN], "Nothing but what was asked for was done."


def test_a_hostile_name_is_text_wherever_its_person_is_shown(app: Flask) -> None:
    shown = 0
    for number, text in enumerate(TEXTS):
        details, wrong = checked(Details(text, text, f"p{number}@city.example", agreed_to_name=True))
        assert wrong == {}
        with transaction(app.extensions[EXTENSION].engine) as session:
            person = join(session, details, Role.ADMIN)
            key = offer_passphrase(session, person, hours=1)
        browser = browser_of(app, person)
        for path in ("/account", "/audit", f"/invitation?key={key}"):
            response = browser.get(path)
            assert response.status_code == 200 and is_harmless(response)
            shown += response.text.count("xss-mark")
        with transaction(app.extensions[EXTENSION].engine) as session:
            erase(session, person.id, None)
    assert shown > 2 * len(TEXTS)
