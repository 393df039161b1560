"""The stores of the contract: memory, disk, and two real servers with the same revision."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from realstores import NEEDED, VIRTUOSO, Address, free_port, oxigraph, publish, stoppable, virtuoso

from graph.revision import Revision
from graph.settings import Settings


@pytest.fixture(scope="session")
def oxigraph_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    if VIRTUOSO is None:
        pytest.fail(NEEDED)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(scope="session")
def oxigraph_settings(oxigraph_at: Address, settings: Settings, revision: Revision) -> Settings:
    """The settings of an OpenPlaza that reads from Oxigraph's server."""
    publish(oxigraph_at, settings, revision)
    return oxigraph_at.settings(settings)


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory, settings: Settings, revision: Revision) -> Path:
    """The folder of an Oxigraph server that holds the revision and has ended."""
    folder = tmp_path_factory.mktemp("published") / "store"
    with stoppable(folder, free_port()) as (address, _):
        publish(address, settings, revision)
    return folder


@pytest.fixture
def store_folder(published_once: Path, tmp_path: Path) -> Path:
    """A folder of Oxigraph's server with the revision, for one test to start servers on and to kill them."""
    return Path(shutil.copytree(published_once, tmp_path / "store"))


@pytest.fixture(scope="session")
def no_revisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of servers that read from a store elsewhere: it holds what the first of them derived from it."""
    return tmp_path_factory.mktemp("elsewhere") / "no-revisions"


@pytest.fixture(scope="session")
def virtuoso_settings(virtuoso_at: Address, settings: Settings, revision: Revision) -> Settings:
    """The settings of an OpenPlaza that reads from Virtuoso."""
    publish(virtuoso_at, settings, revision)
    return virtuoso_at.settings(settings)


@pytest.fixture(scope="session")
def disk_settings(settings: Settings) -> Settings:
    return dataclasses.replace(settings, max_memory_quads=0)
