"""What the tests of the SPARQL standard share: a handful of quads, the evaluator over them, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from graph.evaluate.evaluator import Evaluator
from graph.revision import Revision, publish
from graph.settings import Settings
from tests.sparql.conformance import LINES, TSV, XSD


@pytest.fixture(scope="session")
def few_quads(tmp_path_factory: pytest.TempPathFactory) -> Revision:
    return publish(LINES, tmp_path_factory.mktemp("revisions"), software="test", sources={})


@pytest.fixture(scope="session")
def running(few_quads: Revision) -> Iterator[Evaluator]:
    with Evaluator(few_quads, Settings()) as evaluator:
        yield evaluator


@pytest.fixture(scope="session")
def rows(running: Evaluator) -> Callable[..., list[list[str]]]:
    def asked(query: str, **options: object) -> list[list[str]]:
        # A test passes the options of `evaluate` on as they are.
        body = running.evaluate(XSD + query, TSV, **options).body.decode()  # type: ignore[arg-type]
        return [line.split("\t") for line in body.split("\n")[1:-1]]

    return asked
