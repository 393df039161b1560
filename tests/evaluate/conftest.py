"""A small revision that any query may be sent to, and evaluators over it; a file may make its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest

from graph.evaluate.evaluator import Evaluator
from graph.revision import Revision, publish
from graph.settings import Settings
from tests.evaluate.small import THINGS
from tests.patience import HANGS_S


@pytest.fixture(scope="module")
def revision(tmp_path_factory: pytest.TempPathFactory) -> Revision:
    hard = ox.Literal('a "}},{" \n<result> ,\t\\ ]}}')
    lines = [b"<urn:hard> <urn:says> %s <urn:g:two> .\n" % str(hard).encode()]
    for number in range(THINGS):
        lines.append(b'<urn:t:%d> <urn:name> "thing %d" <urn:g:one> .\n' % (number, number))
        lines.append(b'<urn:t:%d> <urn:name> "thing %d" <urn:g:two> .\n' % (number, number))
        lines.append(b"<urn:t:%d> <urn:next> <urn:t:%d> <urn:g:one> .\n" % (number, (number + 1) % THINGS))
    folder = tmp_path_factory.mktemp("revisions")
    return publish(lines, folder, software="test", sources={})


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(query_timeout_s=HANGS_S, query_memory_mb=256, max_rows=1000, max_result_mb=8)


@pytest.fixture(scope="module")
def evaluator(revision: Revision, settings: Settings) -> Iterator[Evaluator]:
    with Evaluator(revision, settings) as running:
        yield running


@pytest.fixture(scope="module")
def hurried(revision: Revision, settings: Settings) -> Iterator[Evaluator]:
    """Stops after a second: for queries that would never end by themselves."""
    with Evaluator(revision, replace(settings, query_timeout_s=1.0)) as running:
        yield running
