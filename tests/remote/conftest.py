"""The stores of the contract: memory, disk, and two real servers with the same revision."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from realstores import NEEDED, VIRTUOSO, Address, oxigraph, publish, virtuoso

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
def virtuoso_settings(virtuoso_at: Address, settings: Settings, revision: Revision) -> Settings:
    """The settings of an OpenPlaza that reads from Virtuoso."""
    publish(virtuoso_at, settings, revision)
    return virtuoso_at.settings(settings)


@pytest.fixture(scope="session")
def disk_settings(settings: Settings) -> Settings:
    return dataclasses.replace(settings, max_memory_quads=0)
