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
from playwright.sync_api import Browser, sync_playwright
from serving import Server, serving

from graph.ask.catalogue import Catalogue
from graph.build import build
from graph.errors import NoRevision
from graph.revision import Revision, current
from graph.settings import ROOT, Settings, load_settings
from graph.store.embedded import EmbeddedStore

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Folders whose tests start real servers or a browser; `make test-quick` leaves them out.
SLOW = {"browser": "browser", "remote": "server", "protocol": "server", "security": "server", "evaluate": "server"}
# Tests that share a server which takes long to start, so that one worker starts it once.
SHARED_FOLDERS = ("remote", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs servers or a browser, keeps files and shared servers together, and puts the longest first."""
    for item in items:
        folder = _folder(item)
        if folder in SLOW:
            item.add_marker(SLOW[folder])
        group = folder if folder in SHARED_FOLDERS else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
    order = list(SLOW)
    items.sort(key=lambda item: order.index(folder) if (folder := _folder(item)) in order else len(order))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def settings(run_folder: Path) -> Settings:
    """The defaults, with the revisions of this test run, or of the folder that OPENPLAZA_TEST_REVISIONS names."""
    folder = os.environ.get("OPENPLAZA_TEST_REVISIONS") or run_folder / "facts" / "revisions"
    return dataclasses.replace(load_settings({}), revisions_dir=Path(folder))


@pytest.fixture(scope="session")
def revision(settings: Settings, run_folder: Path) -> Revision:
    """One revision of the real facts."""
    with FileLock(run_folder / "facts.lock"):
        try:
            return current(settings.revisions_dir)
        except NoRevision:
            return build(settings)


@pytest.fixture(scope="session")
def store(revision: Revision, settings: Settings) -> EmbeddedStore:
    """That revision, open for questions."""
    return EmbeddedStore.open(revision, settings)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Every question of `queries/`."""
    return Catalogue.load(ROOT / "queries")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, revision: Revision) -> Iterator[Server]:
    """The real server over that revision: one web process and two evaluating ones, so that any hold-up shows.

    Its time limit is longer than the 2 seconds that tests set themselves: what ends sooner was ended by what they did.
    """
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(revision.path.parent, folder / "revisions")
    limits = {"query_timeout_s": "6", "workers": "1", "query_workers": "2", "max_rows": "1000"}
    with serving(folder / "revisions", folder / "temporary", **limits) as running:
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
