"""A process that is killed at any moment of drafting, submitting, accepting and publishing loses nothing it said."""

from __future__ import annotations

from pathlib import Path

from tests.people.conftest import fresh_database
from tests.review.killing import trial


def test_what_was_acknowledged_on_postgresql_outlives_a_kill_too(tmp_path: Path, postgresql: str) -> None:
    with fresh_database(postgresql) as database:
        assert trial(tmp_path, points=5, seed=11, database=database) == []


def test_what_was_acknowledged_outlives_a_kill_at_any_moment_and_nothing_half_is_published(tmp_path: Path) -> None:
    assert trial(tmp_path, points=20, seed=7) == []
