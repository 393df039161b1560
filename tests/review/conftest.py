"""A database of working state for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.people import engine_of
from graph.people.migrations import upgrade


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the newest version."""
    made = engine_of(f"sqlite:///{tmp_path / 'state.db'}")
    upgrade(made)
    yield made
    made.dispose()
