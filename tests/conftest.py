"""The real facts, built once a test run, the ways to ask them, and a browser.

Under pytest-xdist the workers of a run share one folder: who comes first builds, the others wait for it.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from graph.ask.catalogue import Catalogue
from graph.build import build
from graph.errors import NoRevision
from graph.links.network import Network, network_of
from graph.revision import Revision, current
from graph.settings import ROOT, Settings, load_settings
from graph.store.embedded import EmbeddedStore
from server import create_app
from tests.budget import load_budget
from tests.contribute.contributed import contribute, settings_in
from tests.memory import give_back
from tests.serving import Server, serving

load_budget()
TESTS = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What tests need, by the folder or file they stand in; `make test-quick` leaves these out.
NEEDS = {
    "browser": "browser",
    "build/test_new_practice.py": "build",
    "build/test_whole_builds.py": "build",
    "contribute/test_built.py": "build",
    "derived": "build",
    "evaluate": "server",
    "operating": "server",
    "people/test_nothing_is_shared.py": "server",
    "people/test_openid.py": "server",
    "protocol": "server",
    "remote": "server",
    "review/test_whole_way.py": "build",
    "search/test_text_index.py": "build",
    "security": "server",
    "test_listed_changes.py": "build",
    "test_notebooks.py": "server",
    "test_revision.py": "build",
    "test_server.py": "server",
    "views/assistants/test_command.py": "server",
    "views/changes/test_feeds_revisions.py": "build",
    "views/history": "build",
    "views/site/test_revisions.py": "build",
    "views/sparql": "server",
    "views/web/test_pinned_pages.py": "build",
}


# Fixtures that cost much: all tests that use one run on one worker.
SHARED = ("server", "practice_page", "contributed", "registered")
# What is handed out first, since it takes longest; single tests in a browser come last and even the workers out.
FIRST = {"server": 0, "build": 1, "": 2, "browser": 3}


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by what they need, and names the group that one worker runs: docs/testing.md says why."""
    needs = {item: _need(item.path.relative_to(TESTS)) for item in items}
    for item, need in needs.items():
        if need:
            item.add_marker(need)
        if group := _group(item, item.path.relative_to(TESTS).parts[0]):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: FIRST[needs[item]])


@pytest.hookimpl(trylast=True)  # after the fixtures of the file have ended
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Gives memory back between two files."""
    if nextitem is not None and nextitem.path != item.path:
        give_back()


def _need(place: Path) -> str:
    """What the tests of a file need, by its name or that of the nearest folder."""
    return next((NEEDS[each.as_posix()] for each in (place, *place.parents) if each.as_posix() in NEEDS), "")


def _group(item: pytest.Item, room: str) -> str:
    """Who shares a server or a store, else who shares a file; tests in a browser are handed out one by one."""
    for name in SHARED:
        if name in getattr(item, "fixturenames", ()):
            return name
    if room == "remote":
        return "virtuoso" if "virtuoso" in item.name or "virtuoso_at" in item.fixturenames else "remote"
    return "" if room == "browser" else str(item.path.relative_to(TESTS))


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def settings(run_folder: Path) -> Settings:
    """The defaults, with the revisions of this test run or, ready made, of TEST_REVISIONS_DIR."""
    folder = os.environ.get("TEST_REVISIONS_DIR") or run_folder / "facts" / "revisions"
    return dataclasses.replace(load_settings({}), revisions_dir=Path(folder))


@pytest.fixture(scope="session")
def revision(settings: Settings, run_folder: Path) -> Revision:
    """One revision of the real facts, to be read: a test that publishes copies it first."""
    with FileLock(run_folder / "facts.lock"):
        try:
            return current(settings.revisions_dir)
        except NoRevision:
            return build(settings)


@pytest.fixture(scope="session")
def contributed(run_folder: Path) -> Settings:
    """An installation of the real facts with four contributions, built; TEST_CONTRIBUTED_DIR names one ready made."""
    home = Path(os.environ.get("TEST_CONTRIBUTED_DIR") or run_folder / "contributed")
    with FileLock(run_folder / "contributed.lock"):
        if not (home / "revisions").is_dir():
            build(contribute(home))
    return settings_in(home)


@pytest.fixture(scope="session")
def store(revision: Revision, settings: Settings) -> EmbeddedStore:
    """That revision, open for questions."""
    return EmbeddedStore.open(revision, settings)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Every question of `queries/`."""
    return Catalogue.load(ROOT / "queries")


@pytest.fixture(scope="session")
def network(revision: Revision, store: EmbeddedStore) -> Network:
    """The links of that revision."""
    return network_of(revision, lambda: store)


@pytest.fixture(scope="session")
def client(settings: Settings, revision: Revision) -> FlaskClient:
    """Asks the application over that revision without a socket."""
    return create_app(settings).test_client()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, revision: Revision) -> Iterator[Server]:
    """The real server over that revision: one web process and two evaluating ones, so that any hold-up shows.

    Its time limit is longer than the 2 seconds that tests set themselves: what ends sooner was ended by what they did.
    """
    limits = {"query_timeout_s": "6", "workers": "1", "query_workers": "2", "max_rows": "1000"}
    temporary = tmp_path_factory.mktemp("server") / "temporary"
    with serving(revision.path.parent, temporary, **limits) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session; CHROMIUM names another executable."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium or not Path(chromium).exists():
        pytest.skip("Chromium is not installed: install the package `chromium`, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
