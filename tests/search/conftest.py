"""The text index of the real facts."""

from __future__ import annotations

import pytest

from graph.revision import Revision
from graph.search import TextIndex, index_of
from graph.store.embedded import EmbeddedStore


@pytest.fixture(scope="session")
def index(revision: Revision, store: EmbeddedStore) -> TextIndex:
    """The index of the revision that the tests share."""
    return index_of(revision, lambda: store)
