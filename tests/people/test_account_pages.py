"""What somebody sees and does with an account, as a browser without scripts does it."""

from __future__ import annotations

import dataclasses
import re
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from graph.people import Role, transaction
from graph.people.accounts import everybody
from graph.people.invitations import invite, offer_passphrase
from graph.settings import Settings
from tests.people.signing import PASSPHRASE, browser_of, contributing, somebody
from views.people.limits import visitor
from views.people.same_site import COOKIE, HOST_COOKIE
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


def test_signing_in_leads_back_to_where_one_was_and_signing_out_ends_it(bare: Flask) -> None:
    joined(bare)
    browser = browser_of(bare, None)
    led = browser.get("/audit?before=5")
    assert (led.status_code, led.headers["Location"]) == (303, "/sign-in?back=/audit?before%3D5")
    page = read(browser.get(led.headers["Location"]))
    given = form(page, "/sign-in")
    refused = browser.post("/sign-in", data={**given, "email": ANA["email"], "passphrase": "not this one at all"})
    assert refused.status_code == 403 and "Set-Cookie" not in refused.headers
    assert form(read(refused), "/sign-in") == {**given, "email": ANA["email"]}
    entered = browser.post("/sign-in", data={**given, "email": ANA["email"], "passphrase": PASSPHRASE})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/audit?before=5")
    account = browser.get("/account")
    assert "My account" in account.text
    kept = browser.get_cookie(COOKIE)
    assert kept is not None
    browser.post("/sign-out")
    assert browser.get_cookie(COOKIE) is None
    browser.set_cookie(COOKIE, kept.value)
    assert browser.get("/account").status_code == 303, "A cookie that was copied is worth nothing after signing out."


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nSet-Cookie: x",
             "", "\\\\evil.example", "/x y", "account"]
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(bare: Flask, back: str) -> None:
    joined(bare)
    browser = browser_of(bare, None)
    page = form(read(browser.get("/sign-in", query_string={"back": back})), "/sign-in")
    assert page["back"] == "/account"
    entered = browser.post("/sign-in", data={"back": back, "email": ANA["email"], "passphrase": PASSPHRASE})
    assert entered.headers["Location"] == "/account"


def test_the_cookie_is_for_this_site_alone_out_of_reach_of_scripts_and_another_one_each_time(bare: Flask) -> None:
    joined(bare)
    seen = set()
    for base, name in (("http://localhost", COOKIE), ("https://localhost", HOST_COOKIE)):
        browser = browser_of(bare, None)
        browser.set_cookie(name, "chosen-by-another", domain="localhost")
        sent = browser.post(
            "/sign-in",
            base_url=base,
            headers={"Origin": base},
            data={"back": "/account", "email": ANA["email"], "passphrase": PASSPHRASE},
        )
        cookie = SimpleCookie(sent.headers["Set-Cookie"])[name]
        assert (cookie["samesite"], cookie["path"], cookie["domain"], cookie["max-age"]) == ("Lax", "/", "", "")
        assert cookie["httponly"] and bool(cookie["secure"]) is (base == "https://localhost")
        seen.add(cookie.value)
    assert len(seen - {"chosen-by-another"}) == 2


def test_under_a_path_of_another_host_the_cookie_and_every_way_on_stay_there(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "revisions").mkdir()
    bare = dataclasses.replace(settings, revisions_dir=tmp_path / "revisions")
    app = contributing(bare, tmp_path, public_url="https://www.example.org/plaza/")
    browser, address = browser_of(app, None), link(app)
    page = read(browser.get(address))
    [sent] = [str(each["action"]) for each in page.find_all("form", method="post")]
    assert sent == "/plaza/invitation"
    given = {**form(page, "/invitation"), **ANA}
    stranger = browser.post(address, data=given, headers={"Origin": "http://localhost"})
    assert stranger.status_code == 403, "The host of the proxy is no address of ours."
    done = browser.post(sent, data=given, headers={"Origin": "https://www.example.org"})
    assert (done.status_code, done.headers["Location"]) == (303, "/plaza/account")
    cookie = SimpleCookie(done.headers["Set-Cookie"])[COOKIE]
    assert (cookie["path"], bool(cookie["secure"]), bool(cookie["httponly"])) == ("/plaza/", True, True)
    told = browser_of(app, None).get("/plaza/fr/account")
    assert told.headers["Location"] == "/plaza/fr/sign-in?back=/plaza/fr/account"


@pytest.mark.parametrize(
    ("proxies", "public", "forwarded", "known"),
    [(0, "", "192.0.2.7", "127.0.0.1"), (0, "https://plaza.example.org", "192.0.2.7", ""),
     (1, "", "198.51.100.1, 192.0.2.7", "192.0.2.7"), (2, "", "evil, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
     (2, "", "192.0.2.7", ""), (1, "", "no address", ""), (1, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
     (1, "", "::ffff:192.0.2.7", "192.0.2.7")],
)  # fmt: skip
def test_a_visitor_is_known_by_what_our_own_proxies_say_and_by_nothing_else(
    settings: Settings, proxies: int, public: str, forwarded: str, known: str
) -> None:
    given = dataclasses.replace(settings, proxies=proxies, public_url=public)
    sent = {"X-Forwarded-For": forwarded, "Forwarded": "for=203.0.113.9", "X-Real-IP": "203.0.113.9"}
    assert visitor(Request(EnvironBuilder(headers=sent).get_environ() | {"REMOTE_ADDR": "127.0.0.1"}), given) == known


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


def test_what_comes_from_another_site_changes_nothing(bare: Flask) -> None:
    browser = joined(bare)
    for foreign in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": ""},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://localhost.evil.example"},
    ):
        for path in ("/account/erase", "/sign-out", "/account", "/sign-in", "/invitation"):
            answer = browser.post(path, data={"sure": "yes"}, headers=foreign)
            assert answer.status_code == 403, (path, foreign)
    assert browser.get("/account").status_code == 200
    bare_browser = bare.test_client()
    bare_browser.set_cookie(COOKIE, browser.get_cookie(COOKIE).value)  # type: ignore[union-attr]
    assert bare_browser.post("/sign-out").status_code == 403, "A cookie without a word of where it was sent."
    assert bare_browser.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_who_tries_often_is_told_to_wait(bare: Flask) -> None:
    browser = browser_of(bare, None)
    told = [browser.post("/sign-in", data={"email": f"p{n}@x.example", "passphrase": "x"}) for n in range(31)]
    assert {each.status_code for each in told[:30]} == {403} and told[30].status_code == 429
    # The rest of a minute, to the next whole second, and one more.
    assert 0 < int(told[30].headers["Retry-After"]) <= 61
    elsewhere = browser.post("/sign-in", data={"email": "p@x.example"}, environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 403


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
