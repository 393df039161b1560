"""Signing in at a provider: a real one on loopback, which says who somebody is when it is told so in its form."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.people import Role, transaction
from graph.people.accounts import everybody
from graph.people.invitations import invite
from graph.settings import Settings
from tests.patience import HANGS_S, wait_until
from tests.people.signing import browser_of, contributing, somebody
from views.people.openid import COOKIE
from views.people.signed_in import EXTENSION

USERS = {
    "ana": '{"sub": "ana", "email": "ana.reis@example.org", "email_verified": true, "name": "Ana Reis"}',
    "rui": '{"sub": "rui", "email": "rui@example.org", "email_verified": true, "name": "Rui"}',
    "eve": '{"sub": "eve", "email": "ana.reis@example.org", "email_verified": false, "name": "Eve"}',
    "max": '{"sub": "max", "email": "ana.reis@example.org", "name": "Max"}',
}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    program = Path(sys.executable).parent / "oidc-provider-mock"
    users = [part for each in USERS.values() for part in ("--user-claims", each)]
    command = [str(program), "--port", str(port), "--require-nonce", "true", *users]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None, "The provider ended."
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(f"{address}/.well-known/openid-configuration", timeout=HANGS_S).ok
        return False

    try:
        wait_until(answers)
        yield address
    finally:
        process.terminate()
        process.wait(HANGS_S)


@pytest.fixture
def app(settings: Settings, tmp_path: Path, provider: str) -> Flask:
    import dataclasses

    (tmp_path / "revisions").mkdir()
    given = {"contributions": "oidc", "oidc_client_id": "plaza", "oidc_client_secret": "s", "oidc_issuer": provider}
    return contributing(dataclasses.replace(settings, revisions_dir=tmp_path / "revisions"), tmp_path, **given)


def sent_to_provider(browser: FlaskClient, **query: str) -> str:
    """The address at the provider to which the browser is sent."""
    response = browser.get("/sign-in/provider", query_string=query)
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def told_by_provider(address: str, user: str) -> str:
    """The address here to which the provider sends whoever says there that she is `user`."""
    page = requests.get(address, timeout=HANGS_S)
    assert page.ok, page.text
    sent = requests.post(address, data={"sub": user}, allow_redirects=False, timeout=HANGS_S)
    assert sent.status_code in (302, 303), sent.text
    parts = urlsplit(sent.headers["Location"])
    assert parts.netloc == "localhost"
    return f"{parts.path}?{parts.query}"


def entered(browser: FlaskClient, user: str, **query: str) -> TestResponse:
    return browser.get(told_by_provider(sent_to_provider(browser, **query), user))


def people(app: Flask) -> dict[str, Role]:
    with transaction(app.extensions[EXTENSION].engine) as session:
        return {each.name: each.role for each in everybody(session)}


def test_the_provider_is_asked_with_a_proof_a_state_and_a_nonce_of_their_own_each_time(app: Flask) -> None:
    seen = []
    for _ in range(2):
        asked = parse_qs(urlsplit(sent_to_provider(browser_of(app, None))).query)
        assert asked["code_challenge_method"] == ["S256"] and asked["response_type"] == ["code"]
        assert asked["redirect_uri"] == ["http://localhost/sign-in/return"]
        seen += [asked["state"][0], asked["nonce"][0], asked["code_challenge"][0]]
    assert len(set(seen)) == 6 and min(map(len, seen)) >= 20


def test_somebody_new_says_who_she_is_once_and_is_led_back_then_and_later(app: Flask) -> None:
    browser = browser_of(app, None)
    asked = entered(browser, "rui", back="/fr/account")
    assert asked.status_code == 200 and "rui@example.org" in asked.text
    wrong = browser.post("/sign-in/join", data={"name": "Rui", "organisation": ""})
    assert wrong.status_code == 400 and people(app) == {}
    given = {"name": "Rui Costa", "organisation": "Braga", "email": "other@example.org"}
    done = browser.post("/sign-in/join", data=given)
    assert (done.status_code, done.headers["Location"]) == (303, "/fr/account")
    assert people(app) == {"Rui Costa": Role.CONTRIBUTOR}
    assert browser.get("/account/data").get_json()["email"] == "rui@example.org"
    assert "passphrase" not in browser.get("/account").text.lower()
    again = entered(browser_of(app, None), "rui", back="/audit")
    assert (again.status_code, again.headers["Location"]) == (303, "/audit")
    assert browser.post("/sign-in/join", data=given).status_code == 403


def test_an_invitation_gives_its_role_to_whoever_came_with_it_and_once(app: Flask) -> None:
    with transaction(app.extensions[EXTENSION].engine) as session:
        key = invite(session, "Ana", Role.ADMIN, hours=1)
    page = browser_of(app, None).get(f"/invitation?key={key}").text
    assert re.search(r'href="/sign-in/provider\?key=[\w-]+"', page) and "passphrase" not in page.lower()
    for user, name in (("ana", "Ana"), ("rui", "Rui")):
        browser = browser_of(app, None)
        entered(browser, user, key=key)
        browser.post("/sign-in/join", data={"name": name, "organisation": "City"})
    assert people(app) == {"Ana": Role.ADMIN, "Rui": Role.CONTRIBUTOR}


def test_an_account_is_taken_over_only_by_an_address_that_the_provider_vouches_for(app: Flask) -> None:
    somebody(app, Role.REVIEWER, "Ana Reis")
    for stranger in ("eve", "max"):
        browser = browser_of(app, None)
        assert entered(browser, stranger).status_code == 200
        given = {"name": stranger, "organisation": "X", "email": "ana.reis@example.org"}
        refused = browser.post("/sign-in/join", data=given)
        assert refused.status_code == 400 and browser.get("/account").status_code == 303
    assert entered(browser_of(app, None), "ana").status_code == 303
    assert people(app) == {"Ana Reis": Role.REVIEWER}


def test_what_came_back_is_taken_once_and_only_in_the_browser_that_was_sent(app: Flask) -> None:
    somebody(app, Role.REVIEWER, "Ana Reis")
    browser, other = browser_of(app, None), browser_of(app, None)
    back = told_by_provider(sent_to_provider(browser), "ana")
    sent_to_provider(other)
    assert other.get(back).status_code == 403 and browser_of(app, None).get(back).status_code == 403
    kept = browser.get_cookie(COOKIE)
    assert kept is not None and kept.http_only and kept.same_site == "Lax"
    assert browser.get(re.sub(r"code=[^&]+", "code=made-up", back)).status_code == 502
    assert browser.get(back).status_code == 403, "The state was used."
    for query in ("", "?state=", "?code=x", "?error=access_denied&state=x"):
        assert browser.get(f"/sign-in/return{query}").status_code == 403
    assert browser.get("/account").status_code == 303


def test_a_passphrase_is_no_way_in_where_the_provider_decides(app: Flask) -> None:
    somebody(app, Role.ADMIN, "Ana Reis")
    browser = browser_of(app, None)
    assert "passphrase" not in browser.get("/sign-in").text.lower()
    browser.post("/sign-in", data={"email": "ana.reis@example.org", "passphrase": "x"})
    assert browser.get("/account").status_code == 303
    with transaction(app.extensions[EXTENSION].engine) as session:
        key = invite(session, "Ana", Role.ADMIN, hours=1)
    sent = {"key": key, "name": "Eve", "organisation": "X", "email": "eve@x.example", "passphrase": "four plain words"}
    assert browser.post("/invitation", data=sent).status_code == 404
    assert people(app) == {"Ana Reis": Role.ADMIN}


def test_a_provider_that_is_away_is_told_so(settings: Settings, tmp_path: Path) -> None:
    given = {
        "contributions": "oidc",
        "oidc_client_id": "p",
        "oidc_client_secret": "s",
        "oidc_issuer": "http://127.0.0.1:9",
    }
    away = contributing(settings, tmp_path, **given)
    response = browser_of(away, None).get("/sign-in/provider")
    assert response.status_code == 502 and "gave no answer" in response.text
