"""A database of working state for each test, of each kind in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from graph.people import engine_of
from graph.people.migrations import upgrade
from tests.people.conftest import database, postgresql

__all__ = ["database", "postgresql"]


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An empty database of the newest version."""
    made = engine_of(database)
    upgrade(made)
    yield made
    made.dispose()
