"""How a browser signs in and out, what it keeps, and what other sites and visitors cannot do."""

from __future__ import annotations

import dataclasses
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from graph.settings import Settings
from tests.people.forms import ANA, form, joined, link, read
from tests.people.signing import PASSPHRASE, browser_of, contributing
from views.people.limits import visitor
from views.people.same_site import COOKIE, HOST_COOKIE


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
