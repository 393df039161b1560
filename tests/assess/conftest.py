"""What a decision is made from, over the revision of the test run."""

from __future__ import annotations

import pytest

from graph.governing import Library
from graph.governing.index import library_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore


@pytest.fixture(scope="session")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    """The library of the revision."""
    return library_of(revision, lambda: store)
