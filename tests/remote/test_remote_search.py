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
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_everything_is_found_alike_from_a_store_elsewhere(
    kind: str, request: pytest.FixtureRequest, store: EmbeddedStore, tmp_path: Path
) -> None:
    settings: Settings = request.getfixturevalue(f"{kind}_settings")
    with closing(RemoteStore.open(dataclasses.replace(settings, revisions_dir=tmp_path))) as there:
        assert gather(there) == gather(store)
        made = index_of(Revision(there.revision, tmp_path / f"{there.revision:06d}", there.manifest), lambda: there)
    assert [path.name for path in tmp_path.iterdir()] == [".search"]
    assert find(made, "art. 35 GDPR").hits[0].thing.id == "32016R0679/art_35"
