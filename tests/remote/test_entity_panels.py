"""A page of one thing whose store leaves one question unanswered shows all the rest, and says what is missing."""

from __future__ import annotations

import http.client
import itertools
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import Browser

from graph.settings import Settings
from tests.browser.accessibility import violations
from tests.remote.realstores import Address
from tests.serving import START_LIMIT_S, Reply, Server, serving, wait_until

LIMIT_S = 1.5
ACT, PROVISION = "/laws/32024R1689", "/laws/32024R1689/art_5/par_1/pnt_h"
PRACTICE, CITY = "/practices/nice-school-vsa", "/cities/nice"
# A page, words that only the query of one section has, what is said to be missing, and what is shown all the same.
SECTIONS = [
    (ACT, "a op:Milestone", "Its status and its dates", "provisions that matter for public spaces"),
    (ACT, "op:ruleType ?rule_type", "The practices that it governs", "linked to this act by a source"),
    (PROVISION, "op:actorMatch ?actor_match", "The practices that it governs", "Rules at this provision"),
    (PROVISION, "op:interval ?interval", "Whether it applies", "Rules at this provision"),
    (CITY, "op:LegalEvent", "The legal events", "The law of its practices on"),
    (CITY, "op:markedRow", "What a check doubts here, and where sources disagree,", "Practices in Nice"),
    (PRACTICE, "op:openQuestion", "What governs it", "CNIL"),
    (PRACTICE, "a op:PracticeLink", "The law that sources connect with it", "Who does what"),
]  # fmt: skip
IDENTITIES = [
    (ACT, "eli:first_date_entry_in_force"),
    (CITY, "op:nuts3"),
    (PRACTICE, "a op:Practice ; rdfs:label ?own ; ?property"),
]


class Between(ThreadingHTTPServer):
    """Stands before a real store and hands everything on, but gives no answer to queries that hold certain words."""

    daemon_threads = True

    def __init__(self, store: Address) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = urlsplit(store.query)
        self.words = ""
        self.hangs = True
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{self.store.path}"


class Handler(BaseHTTPRequestHandler):
    server: Between
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.words and self.server.words in unquote_plus(body.decode()):
            if self.server.hangs:
                self.server.ended.wait(LIMIT_S * 2)
            self.close_connection = True
            return
        store = http.client.HTTPConnection(self.server.store.netloc, timeout=30)
        store.request("POST", self.path, body, {name: self.headers[name] for name in ("Content-Type", "Accept")})
        reply = store.getresponse()
        content = reply.read()
        store.close()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.getheader("Content-Type", ""))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def between(oxigraph_at: Address, oxigraph_settings: Settings) -> Iterator[Between]:
    assert oxigraph_settings.store == oxigraph_at.query, "the revision is there"
    with Between(oxigraph_at) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.ended.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def site(between: Between, no_revisions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("site")
    settings = {"store": between.url, "workers": "1", "store_timeout_s": str(LIMIT_S)}
    with serving(no_revisions, folder / "tmp", **settings) as server:
        # The links are gathered before anything goes wrong.
        for path in (PRACTICE, PROVISION):
            wait_until(lambda path=path: get(server, path).headers.get("complete") == "?1", START_LIMIT_S)  # type: ignore[misc]
        yield server


FRESH = itertools.count()


def unseen(path: str) -> str:
    """The same page at an address that nobody asked for, so that it is not shown from memory."""
    return f"{path}{'&' if '?' in path else '?'}utm_try={next(FRESH)}"


def get(site: Server, path: str, accept: str = "text/html") -> Reply:
    return site.get(unseen(path), accept=accept)


def get_until(site: Server, path: str, *told: str) -> Reply:
    """The page, asked anew until it tells all this: on a busy machine other questions are late at times, too."""
    found: list[Reply] = []

    def tells_all() -> bool:
        found.append(get(site, path))
        return all(words_told in words(found[-1]) for words_told in told)

    wait_until(tells_all)
    return found[-1]


def is_whole(reply: Reply) -> bool:
    return reply.headers["complete"] == "?1" and "could not be answered" not in words(reply)


@pytest.fixture
def failing(between: Between) -> Iterator[Between]:
    yield between
    between.words, between.hangs = "", True


def words(reply: Reply) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.body.decode()))


@pytest.mark.parametrize(("path", "query", "what", "all_the_same"), SECTIONS)
def test_a_section_whose_question_takes_too_long_says_so_and_the_rest_is_shown(
    site: Server, failing: Between, path: str, query: str, what: str, all_the_same: str
) -> None:
    failing.words = query
    answer = get_until(site, path, f"{what} could not be answered in time", all_the_same)
    shown = words(answer)
    assert answer.status == 200
    assert (answer.headers["complete"], answer.headers["cache-control"]) == ("?0", "no-store")
    assert "Try again" in shown and "open its query in the query form" in shown


@pytest.mark.parametrize(("path", "query"), [(path, query) for path, query, *_ in SECTIONS[:6:3]])
def test_a_program_gets_the_failure_and_no_part_of_an_answer(
    site: Server, failing: Between, path: str, query: str
) -> None:
    failing.words = query
    answer = get(site, path, "application/json")
    assert answer.status == 504 and answer.slug == "timed-out"


@pytest.mark.parametrize(("path", "query", "what", "all_the_same"), SECTIONS[1::2])
def test_a_store_that_goes_away_is_told_in_each_section_that_is_missing(
    site: Server, failing: Between, path: str, query: str, what: str, all_the_same: str
) -> None:
    failing.words, failing.hangs = query, False
    answer = get(site, path)
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
    assert f"{what} cannot be shown now" in words(answer)
    assert get(site, path, "application/json").status == 503


@pytest.mark.parametrize(("path", "query"), IDENTITIES)
@pytest.mark.parametrize(("hangs", "status"), [(True, 504), (False, 503)])
def test_without_knowing_what_the_thing_is_there_is_no_page(
    site: Server, failing: Between, path: str, query: str, hangs: bool, status: int
) -> None:
    failing.words, failing.hangs = query, hangs
    answer = get(site, path)
    assert answer.status == status and b"<h1" in answer.body


def test_what_is_not_known_is_not_told_as_nothing(site: Server, failing: Between) -> None:
    failing.words = "op:interval ?interval"
    shown = words(get(site, PROVISION))
    assert "No date of application is recorded" not in shown and "Not known whether" not in shown
    failing.words = "op:LegalEvent"
    assert "No decision of a court" not in words(get(site, CITY))


def test_the_list_of_cities_says_why_it_is_empty_and_with_which_failure(site: Server, failing: Between) -> None:
    for hangs, status, told in ((True, 504, "could not be answered in time"), (False, 503, "cannot be shown now")):
        failing.words, failing.hangs = "AS ?practices", hangs
        answer = get(site, "/cities?country=FR")
        shown = words(answer)
        assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")
        assert f"The list of cities {told}" in shown and "No city here" not in shown and "0 cities" not in shown
        assert b'name="country" value="FR"' in answer.body
        assert get(site, "/cities?country=FR", "application/json").status == status
    failing.words = ""
    whole = words(get_until(site, "/cities?country=FR", "Nice"))
    assert "could not be" not in whole
    get_until(site, "/cities?country=AD", "No city here is in the countries chosen")


def test_once_the_store_answers_again_the_page_is_whole(site: Server, failing: Between) -> None:
    failing.words = "op:LegalEvent"
    assert "could not be answered" in words(get(site, CITY))
    failing.words = ""
    wait_until(lambda: is_whole(get(site, CITY)))


def test_a_missing_section_is_readable_for_everyone_on_any_screen(
    browser: Browser, site: Server, failing: Between
) -> None:
    assert SECTIONS[1:5:3]
    for (path, query, what, _), width in zip(SECTIONS[1:5:3], (390, 1440), strict=True):
        failing.words = query
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{site.address}{unseen(path)}")
        assert page.locator(".panel-state", has_text=what).first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        failing.words = ""
        page.locator(".panel-state a", has_text="Try again").first.click()
        page.wait_for_load_state()
        assert page.locator(".panel-state", has_text=what).count() == 0
        page.close()
