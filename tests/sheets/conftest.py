"""What is known before a file comes: the tables of the real facts, read once."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from graph.contribute.standing import Standing, standing
from graph.reconcile.known import KnownFacts, known_of
from graph.settings import ROOT


@pytest.fixture(scope="session")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The tables as they lie, without contributions."""
    return standing(ROOT / "data", tmp_path_factory.mktemp("none"))


@pytest.fixture(scope="session")
def known(stands: Standing) -> KnownFacts:
    """What the engine looks at, on a day of its own."""
    return known_of(stands, datetime.date(2026, 11, 29))


@pytest.fixture
def examples_folder() -> Path:
    """Two files as a network of cities sent them."""
    return Path(__file__).with_name("examples")
