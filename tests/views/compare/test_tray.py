"""The tray keeps what a reader collects in one cookie: without an account, without a script, without a trace."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.budget import examples
from tests.serving import Server
from tests.views.facts import rows_of
from views.compare.tray import kept

BROWSER = {"Accept": "text/html"}
TRAY = "/compare/tray"
NICE, LECCE = "practices/nice-school-vsa", "practices/lecce-frt"
NAMES = [f"practices/{row['id']}" for row in rows_of("practices.csv")]


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    """A browser with no cookie yet."""
    return client.application.test_client()


def put(reader: FlaskClient, path: str, **headers: str) -> TestResponse:
    return reader.post(TRAY, data={"add": path}, headers={**BROWSER, **headers})


def tray(reader: FlaskClient) -> list[str]:
    found: list[str] = reader.get(TRAY, headers={"Accept": "application/json"}).get_json()["tray"]
    return found


def test_what_is_added_is_listed_and_can_be_compared_taken_out_and_emptied(reader: FlaskClient) -> None:
    assert "Nothing is collected yet" in reader.get(TRAY, headers=BROWSER).text
    for path in (NICE, LECCE, NICE):
        assert put(reader, path).status_code == 303
    assert tray(reader) == [NICE, LECCE]
    html = reader.get(TRAY, headers=BROWSER).text
    link = re.search(r'href="(/compare\?thing=[^"]+)"', html)
    assert link and "side by side" in reader.get(link[1].replace("&amp;", "&"), headers=BROWSER).text
    reader.post(TRAY, data={"remove": NICE}, headers=BROWSER)
    assert tray(reader) == [LECCE]
    assert "Add one more of the practices" in reader.get(TRAY, headers=BROWSER).text
    reader.post(TRAY, data={"clear": "all"}, headers=BROWSER)
    assert tray(reader) == []
    assert reader.get_cookie("tray") is None


def test_the_cookie_holds_addresses_only_stays_on_this_site_and_lasts_a_month(reader: FlaskClient) -> None:
    told = put(reader, NICE)
    [line] = told.headers.getlist("Set-Cookie")
    cookie = SimpleCookie(line)["tray"]
    assert cookie.value == NICE
    assert (cookie["path"], cookie["samesite"], cookie["max-age"], cookie["domain"]) == ("/", "Lax", "2592000", "")
    assert not cookie["httponly"], "the count in the header reads it"
    assert not cookie["secure"]
    over_tls = reader.post(TRAY, data={"add": NICE}, base_url="https://localhost")
    assert "Secure" in over_tls.headers["Set-Cookie"]


def test_only_a_post_from_these_pages_changes_the_tray(reader: FlaskClient) -> None:
    assert "Set-Cookie" not in reader.get(f"{TRAY}?add={NICE}&clear=all", headers=BROWSER).headers
    for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"},
                    {"Sec-Fetch-Site": "same-site"}):  # fmt: skip
        told = reader.post(TRAY, data={"add": NICE}, headers={**foreign, "Accept": "application/json"})
        assert told.status_code == 403 and told.get_json()["type"].endswith("#problem-foreign-site")
        assert "Set-Cookie" not in told.headers
    own = put(reader, NICE, **{"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"})
    assert own.status_code == 303


def test_six_of_a_kind_fit_and_the_seventh_is_told_so(reader: FlaskClient) -> None:
    for path in NAMES[:6]:
        put(reader, path)
    told = reader.post(TRAY, data={"add": NAMES[6]}, headers={"Accept": "application/json"})
    assert told.status_code == 400 and "Take one out first" in told.get_json()["detail"]
    assert tray(reader) == NAMES[:6]
    assert put(reader, "cities/nice").status_code == 303
    assert tray(reader) == [*NAMES[:6], "cities/nice"]


@pytest.mark.parametrize(
    "form", [{}, {"add": "laws/x"}, {"add": "../x"}, {"add": NICE, "clear": "all"}, {"add": "x" * 999}]
)
def test_a_form_that_asks_for_something_else_changes_nothing(reader: FlaskClient, form: dict[str, str]) -> None:
    told = reader.post(TRAY, data=form, headers={"Accept": "application/json"})
    assert told.status_code == 400 and "Set-Cookie" not in told.headers


def test_a_thing_that_is_gone_is_named_and_can_be_taken_out(reader: FlaskClient) -> None:
    reader.set_cookie("tray", f"practices/gone-for-good|{NICE}")
    html = reader.get(TRAY, headers=BROWSER).text
    assert "practices/gone-for-good" in html and "Nothing has this name any more" in html


@pytest.mark.parametrize(
    "page", ["/", f"/{NICE}", "/practices", "/cities/nice", "/compare", f"/compare?thing={NICE}&thing={LECCE}"]
)
def test_no_other_page_reads_or_sets_the_cookie(reader: FlaskClient, page: str) -> None:
    bare = reader.get(page, headers=BROWSER)
    reader.set_cookie("tray", f"{NICE}|{LECCE}")
    full = reader.get(page, headers=BROWSER)
    assert bare.headers["ETag"] == full.headers["ETag"]
    assert "Set-Cookie" not in full.headers
    # The start page reads another cookie, the language that was chosen.
    assert ("Cookie" in full.headers.get("Vary", "")) == (page == "/")


def test_the_tray_is_never_kept_by_the_server_or_on_the_way(server: Server) -> None:
    with_one = server.get(TRAY, Accept="text/html", Cookie=f"tray={NICE}")
    without = server.get(TRAY, Accept="text/html")
    other = server.get(TRAY, Accept="text/html", Cookie=f"tray={LECCE}")
    assert b"vehicles stopping at school" in with_one.body
    assert b"Nothing is collected yet" in without.body
    assert b"vehicles stopping at school" not in other.body and b"Street cameras" in other.body
    assert {each.headers["cache-control"] for each in (with_one, without, other)} == {"no-store"}


@settings(max_examples=examples(60))
@given(st.text(max_size=300))
def test_any_text_in_the_cookie_gives_paths_or_nothing(text: str) -> None:
    paths = kept(text)
    assert len(paths) <= text.count("/")
    for path in paths:
        assert re.fullmatch(r"(practices|cities)/[a-z0-9][a-z0-9_.-]*", path)


@settings(max_examples=examples(25))
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';,\\"'), max_size=80))
def test_no_cookie_breaks_the_tray(client: FlaskClient, text: str) -> None:
    told = client.application.test_client().get(TRAY, headers={**BROWSER, "Cookie": f"tray={text}"})
    assert told.status_code == 200
