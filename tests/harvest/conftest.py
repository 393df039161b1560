"""An installation of its own for each test of harvesting, and one with two small registers, built and asked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.build import build
from graph.settings import load_settings
from server import create_app
from tests.harvest.registers_given import CASES, SEEN, Installation, dutch, watch


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """The real tables without contributions."""
    return Installation.in_folder(tmp_path)


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Asks the application over the real facts with two small registers."""
    made = Installation.in_folder(tmp_path_factory.mktemp("registered"))
    made.accept(made.harvest(dutch()).changes)
    made.accept(made.harvest(watch(*CASES), "jrc-pstw", SEEN).changes)
    settings = dataclasses.replace(
        load_settings({}),
        facts_dir=made.home / "data",
        contributions_dir=made.home / "contributions",
        revisions_dir=made.home / "revisions",
    )
    build(settings)
    return create_app(settings).test_client()
