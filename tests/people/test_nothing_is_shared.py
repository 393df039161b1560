"""On the real server: what one person is told is never kept for another, and forms come through whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graph.people import Role, engine_of, transaction
from graph.people.accounts import Details, join
from graph.people.invitations import invite
from graph.people.migrations import upgrade
from graph.people.sessions import begin_session
from graph.revision import Revision
from tests.serving import FORM, Reply, Server, serving
from views.door.body_limits import FORM_BYTES
from views.people.same_site import COOKIE

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def accounts(home: Path, revision: Revision) -> Iterator[Server]:
    given = {"contributions": "invited", "database": f"sqlite:///{home / 'people.db'}", "workers": "1"}
    with serving(revision.path.parent, home / "temporary", **given) as running:
        yield running


@pytest.fixture(scope="module")
def cookies(home: Path, accounts: Server) -> dict[str, str]:
    """Cookies of two people who are signed in."""
    engine = engine_of(f"sqlite:///{home / 'people.db'}")
    upgrade(engine)
    made = {}
    with transaction(engine) as session:
        for name in ("Ana", "Rui"):
            person = join(session, Details(name, "City", f"{name.lower()}@city.example"), Role.ADMIN)
            made[name] = f"{COOKIE}={begin_session(session, person, hours=1)}"
    engine.dispose()
    return made


def get(server: Server, path: str, cookie: str = "", **headers: str) -> Reply:
    return server.request("GET", path, headers={**BROWSER, **({"Cookie": cookie} if cookie else {}), **headers})


def test_a_page_for_one_person_is_kept_by_nobody_and_told_to_nobody_else(
    accounts: Server, cookies: dict[str, str]
) -> None:
    for path in ("/account", "/account/data", "/audit", "/sign-in"):
        for name in ("Ana", "Rui", "Ana"):
            reply = get(accounts, path, cookies[name])
            other = ({"Ana", "Rui"} - {name}).pop()
            assert path == "/audit" or f"{other.lower()}@".encode() not in reply.body, (path, name)
            assert reply.headers["cache-control"] == "private, no-store" and "etag" not in reply.headers
            assert "access-control-allow-origin" not in reply.headers
            assert reply.headers["x-robots-tag"] == "noindex"
        for _ in range(2):
            stranger = get(accounts, path)
            assert b"@city.example" not in stranger.body
            assert (stranger.status, path) == (200, "/sign-in") or stranger.status == 303
    assert b"ana@city.example" in get(accounts, "/account", cookies["Ana"]).body


def test_pages_for_all_are_the_same_bytes_for_whoever_is_signed_in(accounts: Server, cookies: dict[str, str]) -> None:
    for path in ("/", "/about", "/practices", "/fr/gaps"):
        replies = [get(accounts, path, each) for each in ("", cookies["Ana"], cookies["Rui"], "")]
        assert len({each.body for each in replies}) == 1 and len({each.headers["etag"] for each in replies}) == 1
        assert all("set-cookie" not in each.headers for each in replies)
    assert b'href="/account"' in get(accounts, "/about").body, "The footer leads to signing in."


def test_a_reply_that_sets_a_cookie_is_never_given_again(accounts: Server, home: Path) -> None:
    engine = engine_of(f"sqlite:///{home / 'people.db'}")
    seen = set()
    for number in range(2):
        with transaction(engine) as session:
            key = invite(session, "X", Role.CONTRIBUTOR, hours=1)
        form = {"key": key, "name": f"P{number}", "organisation": "C", "email": f"p{number}@c.example",
                "passphrase": "four plain words"}  # fmt: skip
        page = get(accounts, f"/invitation?key={key}")
        assert page.status == 200 and page.headers["cache-control"] == "private, no-store"
        made = accounts.request(
            "POST", "/invitation", urlencode(form), {"Content-Type": FORM, "Origin": accounts.address}
        )
        assert (made.status, made.headers["location"]) == (303, "/account")
        assert made.headers["cache-control"] == "private, no-store"
        seen.add(re.findall(f"{COOKIE}=([^;]+)", made.headers["set-cookie"])[0])
        assert key not in accounts.log(), "A link is in no log."
    assert len(seen) == 2
    engine.dispose()


def test_a_form_comes_through_whole_and_one_that_is_too_long_is_refused_and_never_cut(
    accounts: Server, cookies: dict[str, str]
) -> None:
    def sent(name: str, *, chunked: bool = False) -> Reply:
        body = urlencode({"name": name, "organisation": "City", "agreed": "yes"}).encode()
        headers = {"Content-Type": FORM, "Origin": accounts.address, "Cookie": cookies["Rui"], **BROWSER}
        if chunked:
            head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
            start = f"POST /account HTTP/1.1\r\nHost: 127.0.0.1:{accounts.port}\r\n{head}Transfer-Encoding: chunked\r\n"
            pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:]))
            with accounts.raw(f"{start}Connection: close\r\n\r\n".encode() + pieces + b"0\r\n\r\n") as connection:
                return Reply(int(connection.recv(65_536).split()[1]), {}, b"")
        return accounts.request("POST", "/account", body, headers)

    assert sent("Rui Ç. São").status == 303
    assert "Rui Ç. São" in get(accounts, "/account/data", cookies["Rui"]).body.decode("unicode_escape")
    assert sent("Rui in pieces", chunked=True).status == 303
    assert b"Rui in pieces" in get(accounts, "/account/data", cookies["Rui"]).body
    assert sent("x" * 60_000).status == 400, "Longer than a name, and told so."
    assert sent("x" * (FORM_BYTES + 1)).status == 413
    assert b"Rui in pieces" in get(accounts, "/account/data", cookies["Rui"]).body


def test_where_nobody_is_an_address_of_its_own_another_site_reads_and_changes_nothing(
    accounts: Server, cookies: dict[str, str]
) -> None:
    evil = {"Origin": "https://evil.example", "Cookie": cookies["Ana"]}
    asked = accounts.request("OPTIONS", "/account", None, {**evil, "Access-Control-Request-Headers": "authorization"})
    assert "authorization" not in asked.headers.get("access-control-allow-headers", "").lower()
    assert "access-control-allow-credentials" not in asked.headers
    refused = accounts.request("POST", "/account/erase", "sure=yes", {**evil, "Content-Type": FORM})
    assert refused.status == 403
    assert get(accounts, "/account", cookies["Ana"]).status == 200
    query = accounts.request("POST", "/sparql", "query=ASK%7B%7D", {**evil, "Content-Type": FORM})
    assert query.status == 200, "A query changes nothing, and any page may ask one."
