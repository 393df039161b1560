"""What a reader of another language can rely on when something is refused: she is told why, and when to try again."""

from __future__ import annotations

import asyncio
import json
import re
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from graph.errors import Busy
from graph.errors.people import TooManyTries
from graph.revision import Revision
from graph.settings import Settings
from graph.text.carried import carried, received
from graph.text.catalogues import found, found_counted, told_in
from graph.text.messages import N_, counted, joined, listed
from server import create_app
from tests.reading import words
from views.door.page_cache import NOTICE_PLACE, STALE, KeptReply
from views.door.server import Door

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
JSON = {"Accept": "application/json"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The language of the address, what the browser says, and the language that the reader is told in.
READERS = [
    ("/fr", {}, "fr"),
    ("/pl", {"Accept-Language": "fr"}, "pl"),
    ("", {"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"}, "pl"),
    ("", {"Accept-Language": "pl", "Cookie": "language=fr"}, "fr"),
    ("", {"Accept-Language": "sv"}, "en"),
    ("", {"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"}, "en"),
    ("", {}, "en"),
]
NOTHING_HERE, BUSY = "Nothing here", "Every place for queries is taken"


@pytest.fixture(scope="module")
def failing(settings: Settings, revision: Revision) -> FlaskClient:
    """The application with addresses that fail as a server does under load."""
    app = create_app(settings)

    def fail(name: str) -> str:
        raise {"busy": Busy(7), "tries": TooManyTries(90)}[name]

    app.add_url_rule("/fail/<name>", "fail", fail)
    return app.test_client(use_cookies=False)


def told(english: str, language: str) -> str:
    """The text as the catalogue of the language has it."""
    known = english if language == "en" else found(english, language)
    assert known
    return known


@pytest.mark.parametrize(("root", "headers", "language"), READERS)
@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/no/such/page", 404, NOTHING_HERE),
        ("/practices?page=x", 400, "A value cannot be used"),
        ("/fail/tries", 429, "Too many tries"),
        ("/fail/busy", 503, BUSY),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_address_else_of_the_reader(
    failing: FlaskClient, root: str, headers: dict[str, str], language: str, path: str, status: int, title: str
) -> None:
    reply = failing.get(f"{root}{path}", headers={**BROWSER, **headers})
    page = BeautifulSoup(reply.text, "html.parser")
    assert (reply.status_code, reply.mimetype) == (status, "text/html")
    assert page.html is not None and page.html["lang"] == language
    assert words(page.select("h1")[0]) == told(title, language)
    # What leads on stays in that language.
    leading = [str(each["href"]) for each in page.select("main a, .site-nav a")]
    assert leading and all(each.startswith("/" if language == "en" else f"/{language}/") for each in leading)
    assert {"Accept-Language", "Cookie", "Sec-Fetch-Site"} <= {*reply.vary}
    problem = failing.get(f"{root}{path}", headers={**JSON, **headers})
    assert problem.get_json()["title"] == told(title, language)
    assert problem.headers["Content-Language"] == language
    assert problem.get_json()["type"].startswith("http://localhost/about#problem-")


@pytest.mark.parametrize("language", ["fr", "pl"])
def test_when_to_try_again_is_a_header_and_a_sentence(failing: FlaskClient, language: str) -> None:
    for name, seconds in (("busy", "7"), ("tries", "90")):
        reply = failing.get(f"/{language}/fail/{name}", headers=BROWSER)
        page = BeautifulSoup(reply.text, "html.parser")
        assert reply.headers["Retry-After"] == seconds
        assert page.select(".lede")[0].get("lang") is None and page.select('.lede [lang="en"]') == []
    many = found_counted(
        "This was tried too often. Try again in %(number)s minute.",
        "This was tried too often. Try again in %(number)s minutes.",
        2,
        language,
    )
    assert many is not None and words(page.select(".lede")[0]) == many % {"number": 2}
    assert "Retry after" not in reply.text


def test_a_sentence_that_the_catalogue_lacks_is_marked_as_english(failing: FlaskClient, monkeypatch: Any) -> None:
    monkeypatch.setattr("views.languages.told.found", lambda *_: None)
    page = BeautifulSoup(failing.get("/fr/no/such/page", headers=BROWSER).text, "html.parser")
    assert [words(each) for each in page.select('.lede [lang="en"]')] == ["There is no page at /fr/no/such/page."]


def test_a_mistake_in_a_query_found_in_another_process_is_told_in_parts(failing: FlaskClient, monkeypatch: Any) -> None:
    french = {"Line %(line)s, column %(column)s: %(message)s": "%(line)s/%(column)s %(message)s",
              "The query does not parse here.": "Pas ici."}  # fmt: skip
    monkeypatch.setattr("views.languages.told.found", lambda pattern, _: french.get(pattern))
    assert failing.get("/fr/sparql?query=SELEC", headers=JSON).get_json()["detail"] == "1/1 Pas ici."


async def _asked(door: Door, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """What the door answers to a GET."""
    answered: list[tuple[int, dict[str, str], str]] = []

    def send(status: int, given: list[tuple[str, str]], body: bytes) -> None:
        answered.append((status, dict(given), body.decode()))

    scope = SimpleNamespace(
        method="GET", path=path, query_string="", scheme="http", headers={"host": "localhost", **headers},
        server="localhost:80", client="127.0.0.1:1", http_version="1.1",
    )  # fmt: skip
    protocol: Any = SimpleNamespace(response_bytes=send)
    await door.__rsgi__(scope, protocol)
    return answered[0]


@pytest.mark.parametrize(("root", "given", "language"), READERS)
def test_a_server_that_is_full_says_so_in_the_language_of_the_reader(
    settings: Settings, revision: Revision, root: str, given: dict[str, str], language: str, monkeypatch: Any
) -> None:
    door = Door(create_app(settings), settings)
    monkeypatch.setattr("views.door.thread_lanes.ThreadLane.put", lambda *_: False)
    headers = {name.lower(): value for name, value in given.items()}
    status, sent, page = asyncio.run(_asked(door, f"{root}/practices", {"accept": BROWSER["Accept"], **headers}))
    read = BeautifulSoup(page, "html.parser")
    assert (status, sent["retry-after"], sent["content-language"]) == (503, "2", language)
    assert sent["content-type"].startswith("text/html") and "content-security-policy" in sent
    assert read.html is not None and read.html["lang"] == language
    assert words(read.select("h1")[0]) == told(BUSY, language)
    prefix = "/" if language == "en" else f"/{language}/"
    assert all(str(each["href"]).startswith(prefix) for each in read.select("a"))
    status, sent, body = asyncio.run(_asked(door, f"{root}/practices.json", {"accept": "*/*", **headers}))
    assert (status, sent["content-type"]) == (503, "application/problem+json")
    assert f'"title": "{told(BUSY, language)}"' in body


@pytest.mark.parametrize("language", ["fr", "pl"])
def test_a_page_from_memory_says_so_in_its_own_language(language: str) -> None:
    page = f'<html lang="{language}"><main>'.encode() + NOTICE_PLACE
    stale = KeptReply(200, [("content-type", "text/html"), ("etag", 'W/"a"')], page).stale()
    assert told_in(STALE, language).encode() in stale.body
    assert told_in(N_(BUSY), language) != BUSY


@pytest.mark.parametrize("language", ["fr", "pl"])
def test_a_feed_is_titled_and_says_what_happened_in_its_language(client: FlaskClient, language: str) -> None:
    title = "%(site)s: what changed for %(thing)s"
    for written, label in (("cities/nice", "Nice"), ("all", told("All law", language)[:1].lower())):
        feed = ElementTree.fromstring(client.get(f"/{language}/feeds/{written}.atom").data)
        start = told(title, language) % {"site": "OpenPlaza", "thing": label}
        assert str(feed.findtext("{*}title")).startswith(start)
    texts = [each for each in feed.iterfind("{*}entry/{*}content") if each.get(LANG) is None]
    amended = re.escape(told("Amended by %(by)s.", language)).replace(re.escape("%(by)s"), ".+")
    assert any(re.search(amended, str(each.text)) for each in texts)
    contributed = told("Contribution %(number)s", language).partition("%")[0]
    named = [each for each in feed.iterfind("{*}entry") if str(each.findtext("{*}title")).startswith(contributed)]
    # In whichever language a contributor wrote, it is not said to be that of the feed.
    assert named and {content.get(LANG) for each in named for content in each.iterfind("{*}content")} == {""}


@pytest.mark.parametrize("language", ["fr", "pl"])
def test_what_data_say_in_english_is_marked_as_english_in_a_feed(client: FlaskClient, language: str) -> None:
    feed = ElementTree.fromstring(client.get(f"/{language}/feeds/practices/paca-lycee-frt.atom").data)
    said = [each for each in feed.iterfind(".//{*}content") if "no competence" in str(each.text)]
    assert said and {each.get(LANG) for each in said} == {"en"}


def test_a_message_from_another_process_is_told_in_a_language_as_before() -> None:
    here = (
        N_("Nothing here"),
        N_("There is no page at %(address)s.", address="/x"),
        counted(2, "%(number)s fault was found.", "%(number)s faults were found."),
        joined((N_("Too many tries"), "of one"), ": "),
        listed(["a", N_("b %(number)s", number=2), "c"]),
        "plain 5 % of text",
    )
    for each in here:
        there = received(json.loads(json.dumps(carried(each))))
        assert (there, type(there), vars(there) if hasattr(there, "__dict__") else {}) == (
            each,
            type(each),
            vars(each) if hasattr(each, "__dict__") else {},
        )
