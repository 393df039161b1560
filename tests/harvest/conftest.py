"""An installation of its own for each test of harvesting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harvest.registers_given import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """The real tables without contributions."""
    return Installation.in_folder(tmp_path)
