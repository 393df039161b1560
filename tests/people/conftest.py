"""A private PostgreSQL on loopback beside SQLite, so that each promise about people is held on both."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from graph.people import engine_of, secret_words
from graph.people.migrations import upgrade
from graph.settings import Settings
from tests.people.cluster import cluster, fresh_database, program
from tests.people.signing import contributing

__all__ = ["fresh_database"]


@pytest.fixture(autouse=True)
def cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that are hashed quickly, but where a test asks for what is used."""
    if "costly" not in request.fixturenames:
        monkeypatch.setattr(secret_words, "COST", 2)
        monkeypatch.setattr(secret_words, "NOBODYS", secret_words.hashed("nobody's"))


@pytest.fixture
def costly() -> None:
    """Passphrases are hashed as slowly as on a server."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of an empty cluster of its own, without the name of a database at its end."""
    if not program():
        what = "PostgreSQL is not installed: `make stores` installs it."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'people.db'}"
        return
    cluster: str = request.getfixturevalue("postgresql")
    with fresh_database(cluster) as address:
        yield address


@pytest.fixture
def bare(settings: Settings, tmp_path: Path) -> Flask:
    """The application with people and without any facts: quick to start, and enough for their pages."""
    (tmp_path / "revisions").mkdir()
    return contributing(dataclasses.replace(settings, revisions_dir=tmp_path / "revisions"), tmp_path)


@pytest.fixture
def people(database: str) -> Iterator[Engine]:
    """That database with its tables."""
    engine = engine_of(database)
    upgrade(engine)
    yield engine
    engine.dispose()
