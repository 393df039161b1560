"""The link network from a store elsewhere is the one from the store in this process."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph.links.network import Network, network_from, network_of
from graph.revision import Revision
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from graph.trace import trace


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_traces_are_the_same_from_a_store_elsewhere(
    kind: str, request: pytest.FixtureRequest, revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    settings: Settings = request.getfixturevalue(f"{kind}_settings")
    here = network_of(revision, lambda: store)
    there: Network = network_from(dataclasses.replace(settings, revisions_dir=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [".links"]
    assert there.about == here.about
    for name in ("iris", "nodes", "links", "rows"):
        ours, theirs = getattr(here, name), getattr(there, name)
        assert [theirs[number] for number in range(len(theirs))] == [ours[number] for number in range(len(ours))]
    asked = "practices/nice-school-vsa", "acts", "2026-11-22"
    assert trace(there, *asked) == trace(here, *asked)
