"""A real browser before the real application over the revision that all tests share.

Every page opened here fails its test when it asks another host for anything or reports an error in the console.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect
from werkzeug.serving import make_server

from graph.derived.names import names_of
from graph.revision import Revision
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from server import create_app
from tests.english_left import Data, bracketed, data_of
from tests.patience import HANGS_S

expect.set_options(timeout=HANGS_S * 1000)
OWN_SCHEMES = ("data:", "blob:", "about:")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(settings: Settings, revision: Revision) -> Iterator[str]:
    """The address of the running application."""
    yield from _served(create_app(settings))


def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def translated(
    settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The application with every message in brackets, in the languages of a file's READ_IN."""
    with bracketed(tmp_path_factory.mktemp("translations"), *request.module.READ_IN):
        yield create_app(settings)


@pytest.fixture(scope="module")
def bracketed_site(translated: Flask) -> Iterator[str]:
    """The address of that application."""
    yield from _served(translated)


@pytest.fixture(scope="session")
def data_in(revision: Revision, store: EmbeddedStore) -> Callable[[str], Data]:
    """What the graph says, for readers of a language."""
    names = names_of(revision, lambda: store)
    return cache(lambda code: data_of(store, names.in_language(code), code))


def watch(page: Page, site: str, complaints: list[str]) -> Page:
    """Write down what a page must not do, and be patient with it."""

    def on_request(request: Request) -> None:
        if not request.url.startswith((site, *OWN_SCHEMES)):
            complaints.append(f"asked another host: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    page.set_default_timeout(HANGS_S * 1000)
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    return page


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Opens pages of any width, scheme, with or without JavaScript; paths are relative to the site."""
    complaints: list[str] = []
    contexts = []

    def open_page(width: int = 1440, *, scheme: str = "light", javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        return watch(context.new_page(), site, complaints)

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A wide page with JavaScript, for one test alone: it has read nothing and keeps nothing."""
    return open_page()


@pytest.fixture(scope="session")
def kept_pages(browser: Browser, site: str) -> Iterator[Callable[[bool], tuple[Page, list[str]]]]:
    """One page with JavaScript and one without, each opened once, with its complaints."""
    kept: dict[bool, tuple[Page, list[str]]] = {}

    def page_of(javascript: bool) -> tuple[Page, list[str]]:
        if javascript not in kept:
            complaints: list[str] = []
            context = browser.new_context(base_url=site, java_script_enabled=javascript, reduced_motion="reduce")
            kept[javascript] = watch(context.new_page(), site, complaints), complaints
        return kept[javascript]

    yield page_of
    for page, _ in kept.values():
        page.context.close()


@pytest.fixture
def read_page(kept_pages: Callable[[bool], tuple[Page, list[str]]]) -> Iterator[OpenPage]:
    """As `open_page`, for tests that only read: the page was used before, so styles and scripts are there already."""
    used: list[list[str]] = []

    def read_page(width: int = 1440, *, scheme: str = "light", javascript: bool = True) -> Page:
        page, complaints = kept_pages(javascript)
        complaints.clear()
        used.append(complaints)
        # "null": paper that an earlier test looked at is put away, and a PDF still gets the styles of paper.
        page.emulate_media(media="null", color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        return page

    yield read_page
    assert not any(used), used
