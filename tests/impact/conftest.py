"""The link network of the real facts."""

from __future__ import annotations

import pytest

from graph.links import Network, network_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore


@pytest.fixture(scope="session")
def network(revision: Revision, store: EmbeddedStore) -> Network:
    """The arrays of the revision that the tests share."""
    return network_of(revision, lambda: store)
