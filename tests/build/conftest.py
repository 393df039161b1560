"""The graph of the real facts as plain tuples, read once a test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.revision import Revision
from tests.build.facts_copy import Facts
from tests.build.plain_facts import Statements, graphs_of


@pytest.fixture(scope="session")
def graphs(revision: Revision) -> dict[str, Statements]:
    """Every graph of the revision by name: subject -> property -> values."""
    return graphs_of(revision)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """The real facts, for this test to break."""
    return Facts(tmp_path)
