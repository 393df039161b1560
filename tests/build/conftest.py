"""The graph of the real facts as plain tuples, read once a test run."""

from __future__ import annotations

import pytest
from plain_facts import Statements, graphs_of

from graph.revision import Revision


@pytest.fixture(scope="session")
def graphs(revision: Revision) -> dict[str, Statements]:
    """Every graph of the revision by name: subject -> property -> values."""
    return graphs_of(revision)
