"""The real facts, built once a test run, and the ways to ask them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph.ask.catalogue import Catalogue
from graph.build import build
from graph.revision import Revision
from graph.settings import ROOT, Settings, load_settings
from graph.store.embedded import EmbeddedStore


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
