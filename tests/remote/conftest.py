"""The stores of the contract: memory, disk, and two real servers with the same revision."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from graph.evaluate.evaluator import Evaluator
from graph.remote.store import RemoteEvaluator, RemoteStore
from graph.revision import Revision
from graph.settings import Settings
from graph.store import EmbeddedStore, Store
from tests.remote.any_store import Evaluators, Stores, evaluator
from tests.remote.realstores import NEEDED, VIRTUOSO, Address, free_port, oxigraph, publish, stoppable, virtuoso
from tests.remote.same_answers import Expected


@pytest.fixture(scope="session")
def published_once(run_folder: Path, settings: Settings, revision: Revision) -> Path:
    """The folder of an Oxigraph server that holds the revision and has ended: filled once, to be copied."""
    folder = run_folder / "published"
    with FileLock(run_folder / "published.lock"):
        if not folder.exists():
            filled = run_folder / "published.part"
            with stoppable(filled, free_port()) as (address, _):
                publish(address, settings, revision)
            filled.rename(folder)
    return folder


@pytest.fixture(scope="session")
def oxigraph_at(published_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with oxigraph(Path(shutil.copytree(published_once, tmp_path_factory.mktemp("oxigraph") / "store"))) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    if VIRTUOSO is None:
        pytest.fail(NEEDED)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(scope="session")
def oxigraph_settings(oxigraph_at: Address, settings: Settings) -> Settings:
    """The settings of an OpenPlaza that reads from Oxigraph's server."""
    return oxigraph_at.settings(settings)


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


@pytest.fixture(scope="session")
def settings_of(request: pytest.FixtureRequest, settings: Settings) -> Callable[[str], Settings]:
    def found(kind: str) -> Settings:
        return settings if kind == "memory" else request.getfixturevalue(f"{kind}_settings")  # type: ignore[no-any-return]

    return found


@pytest.fixture(scope="session")
def stores(settings_of: Callable[[str], Settings], revision: Revision, store: EmbeddedStore) -> Iterator[Stores]:
    opened: dict[str, Store] = {"memory": store}

    def open_once(kind: str) -> Store:
        if kind not in opened:
            settings = settings_of(kind)
            opened[kind] = RemoteStore.open(settings) if settings.store else EmbeddedStore.open(revision, settings)
        return opened[kind]

    yield open_once
    for one in opened.values():
        if isinstance(one, RemoteStore):
            one.close()


@pytest.fixture(scope="session")
def evaluators(settings_of: Callable[[str], Settings], stores: Stores, revision: Revision) -> Iterator[Evaluators]:
    opened: dict[str, Evaluator | RemoteEvaluator] = {}

    def open_once(kind: str) -> Evaluator | RemoteEvaluator:
        if kind not in opened:
            opened[kind] = evaluator(settings_of(kind), stores(kind), revision)
        return opened[kind]

    yield open_once
    for one in opened.values():
        one.close()


@pytest.fixture(scope="session")
def expected(store: EmbeddedStore) -> Expected:
    return Expected(store)
