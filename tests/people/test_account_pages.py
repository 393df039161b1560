"""What somebody sees and does with an account, as a browser without scripts does it."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from flask import Flask

from graph.people import Role, transaction
from graph.people.accounts import everybody
from graph.people.invitations import offer_passphrase
from tests.people.forms import ANA, form, joined, link, read
from tests.people.signing import PASSPHRASE, browser_of, somebody
from views.people.signed_in import EXTENSION


def test_an_invitation_makes_an_account_asks_little_and_shows_no_name_unless_one_agrees(bare: Flask) -> None:
    browser, address = browser_of(bare, None), link(bare, Role.REVIEWER)
    page = read(browser.get(address))
    assert "You are invited as reviewer" in page.text
    given = form(page, "/invitation")
    assert {name for name in given if name != "key"} == {"name", "organisation", "email", "passphrase"}
    assert given["name"] == "Ana Reis" and not page.find(id="agreed", checked=True)
    browser.post("/invitation", data={**given, **ANA})
    with transaction(bare.extensions[EXTENSION].engine) as session:
        [ana] = everybody(session)
    assert (ana.role, ana.organisation, ana.agreed_to_name) == (Role.REVIEWER, "City of Porto", False)
    again = browser_of(bare, None).get(address)
    assert again.status_code == 404 and "not valid any more" in again.text


def test_mistakes_are_told_all_at_once_beside_their_fields_and_nothing_typed_is_lost(bare: Flask) -> None:
    browser = browser_of(bare, None)
    given = form(read(browser.get(link(bare))), "/invitation")
    wrong = {**given, "name": "Ana", "organisation": "", "email": "ana", "passphrase": "short", "agreed": "yes"}
    response = browser.post("/invitation", data=wrong)
    page = read(response)
    assert response.status_code == 400
    for name in ("organisation", "email", "passphrase"):
        field = page.find(id=name)
        assert isinstance(field, Tag) and field["aria-invalid"] == "true"
        described = [page.find(id=each) for each in str(field["aria-describedby"]).split()]
        assert all(isinstance(each, Tag) and each.text.strip() for each in described)
        assert page.select(f'.notice a[href="#{name}"]')
    kept = form(page, "/invitation")
    assert (kept["name"], kept["email"], kept["passphrase"], kept["agreed"]) == ("Ana", "ana", "", "yes")
    assert "short" not in response.text


def test_one_changes_what_is_known_of_oneself_takes_it_away_and_is_erased(bare: Flask) -> None:
    browser = joined(bare)
    given = form(read(browser.get("/account")), "/account")
    assert given == {"name": "Ana Reis", "organisation": "City of Porto"}
    browser.post("/account", data={"name": "Ana M. Reis", "organisation": "Porto", "agreed": "yes", "email": "x@y.zz"})
    told = browser.get("/account/data")
    assert told.get_json() | {"id": ""} == {
        "id": "", "name": "Ana M. Reis", "organisation": "Porto", "email": ANA["email"], "role": "contributor",
        "name_may_be_shown": True, "language": "en", "tokens": [],
    }  # fmt: skip
    unsure = browser.post("/account/erase")
    assert unsure.status_code == 400 and browser.get("/account").status_code == 200
    assert browser.post("/account/erase", data={"sure": "yes"}).headers["Location"] == "/"
    assert browser.get("/account").status_code == 303
    with transaction(bare.extensions[EXTENSION].engine) as session:
        assert everybody(session) == []


def test_another_passphrase_needs_the_one_of_now_and_signs_out_elsewhere(bare: Flask) -> None:
    here, elsewhere = joined(bare), browser_of(bare, None)
    elsewhere.post("/sign-in", data={"email": ANA["email"], "passphrase": PASSPHRASE})
    new = "quite other words here"
    wrong = here.post("/account/passphrase", data={"current": "a wrong one here", "passphrase": new})
    assert wrong.status_code == 400 and "This is not your passphrase" in wrong.text
    assert elsewhere.get("/account").status_code == 200
    assert here.post("/account/passphrase", data={"current": PASSPHRASE, "passphrase": new}).status_code == 303
    assert (here.get("/account").status_code, elsewhere.get("/account").status_code) == (200, 303)
    entered = elsewhere.post("/sign-in", data={"email": ANA["email"], "passphrase": new})
    assert entered.status_code == 303


def test_a_lost_passphrase_is_mended_by_a_link(bare: Flask) -> None:
    browser = joined(bare)
    with transaction(bare.extensions[EXTENSION].engine) as session:
        [ana] = everybody(session)
        key = offer_passphrase(session, ana, hours=1)
    other = browser_of(bare, None)
    page = read(other.get(f"/invitation?key={key}"))
    assert ana.email in page.text
    assert set(form(page, "/invitation")) == {"key", "passphrase"}
    sent = other.post("/invitation", data={"key": key, "passphrase": "quite other words", "email": "eve@x.example"})
    assert sent.status_code == 303 and other.get("/account").status_code == 200
    assert browser.get("/account").status_code == 303


def test_a_token_is_shown_once_acts_for_its_person_and_can_be_ended(bare: Flask) -> None:
    browser = joined(bare)
    for refused in (
        {"label": "x", "days": "30"},
        {"label": "x", "scope": "read", "days": "9999"},
        {"label": "", "scope": "read", "days": "30"},
        {"label": "x", "scope": "review", "days": "30"},
    ):
        assert browser.post("/account/tokens", data=refused).status_code == 400  # fmt: skip
    made = browser.post("/account/tokens", data={"label": "harvester", "scope": "read", "days": "30"})
    code = read(made).select_one("code.one-time")
    assert code is not None
    later = browser.get("/account")
    assert "harvester" in later.text and code.text not in later.text
    program = bare.test_client()
    headers = {"Authorization": f"Bearer {code.text}"}
    assert program.get("/account/data", headers=headers).get_json()["name"] == "Ana Reis"
    wrong = program.get("/account/data", headers={"Authorization": f"Bearer {code.text}x"})
    assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, "Bearer")
    [ending] = re.findall(r'action="(/account/tokens/\w+/end)"', later.text)
    stranger = browser_of(bare, somebody(bare, Role.ADMIN, "Eve"))
    assert stranger.post(ending).status_code == 404
    assert program.get("/account/data", headers=headers).status_code == 200
    assert browser.post(ending).status_code == 303
    assert program.get("/account/data", headers=headers).status_code == 401


def test_a_token_does_nothing_that_is_for_the_person_herself(bare: Flask) -> None:
    browser = joined(bare)
    made = browser.post("/account/tokens", data={"label": "x", "scope": ["read", "submit"], "days": "30"})
    code = read(made).select_one("code.one-time")
    assert code is not None
    headers = {"Authorization": f"Bearer {code.text}"}
    for path in (
        "/account",
        "/account/passphrase",
        "/account/tokens",
        "/account/erase",
        "/account/sign-out-everywhere",
    ):
        answer = bare.test_client().post(path, headers=headers, data={"sure": "yes", "label": "y", "scope": "read"})
        assert answer.status_code == 403, path
    assert browser.get("/account").status_code == 200


def test_a_page_is_told_in_the_language_of_its_address_and_keeps_it(bare: Flask) -> None:
    browser = browser_of(bare, None)
    led = browser.get("/fr/account").headers["Location"]
    assert led == "/fr/sign-in?back=/fr/account"
    page = read(browser.get(led))
    assert page.html is not None and page.html["lang"] == "fr"
    assert str(page.find("form", method="post")["action"]) == "/fr/sign-in"  # type: ignore[index]


def test_a_database_that_cannot_be_used_is_told_in_plain_words(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = joined(bare)
    engine = bare.extensions[EXTENSION].engine
    monkeypatch.setattr("graph.people.database.BUSY_TIMEOUT_S", 0)
    engine.dispose()
    with transaction(engine) as session:
        everybody(session)
        answer = browser.post("/account", data={"name": "Ana", "organisation": "Porto"})
    assert answer.status_code == 503 and "nothing was changed" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert browser.post("/account", data={"name": "Ana", "organisation": "Porto"}).status_code == 303
