"""The text index from a store elsewhere is the one from the store in this process."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from pathlib import Path

import pytest

from graph.remote.store import RemoteStore
from graph.revision import Revision
from graph.search import find, index_of
from graph.search.gather import gather
from graph.search.things import IndexedThing
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def gathered(store: EmbeddedStore) -> list[IndexedThing]:
    """What the index of the store in this process is made of."""
    return gather(store)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_an_index_is_made_of_the_same_from_a_store_elsewhere(
    kind: str, request: pytest.FixtureRequest, gathered: list[IndexedThing]
) -> None:
    settings: Settings = request.getfixturevalue(f"{kind}_settings")
    with closing(RemoteStore.open(settings)) as there:
        assert gather(there) == gathered


def test_the_index_of_a_store_elsewhere_stands_beside_the_revisions_and_finds(
    oxigraph_settings: Settings, tmp_path: Path
) -> None:
    with closing(RemoteStore.open(dataclasses.replace(oxigraph_settings, revisions_dir=tmp_path))) as there:
        made = index_of(Revision(there.revision, tmp_path / f"{there.revision:06d}", there.manifest), lambda: there)
    assert [path.name for path in tmp_path.iterdir()] == [".search"]
    assert find(made, "art. 35 GDPR").hits[0].thing.id == "32016R0679/art_35"
