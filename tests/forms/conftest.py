"""The tables of the real facts, as forms see them."""

from __future__ import annotations

import pytest

from graph.contribute.standing import standing
from graph.forms.standing import StandingTables, standing_tables
from graph.settings import ROOT


@pytest.fixture(scope="session")
def tables() -> StandingTables:
    """Every table by its name, with every row by its key."""
    return standing_tables(standing(ROOT / "data", ROOT / "none"))
