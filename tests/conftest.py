"""The real facts, built once a test run, the ways to ask them, and a browser."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from serving import Server, serving

from graph.ask.catalogue import Catalogue
from graph.build import build
from graph.revision import Revision
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


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The defaults, with the revisions in a folder of this test run."""
    folder = tmp_path_factory.mktemp("facts") / "revisions"
    return dataclasses.replace(load_settings({}), revisions_dir=Path(folder))


@pytest.fixture(scope="session")
def revision(settings: Settings) -> Revision:
    """One revision of the real facts."""
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
