"""How the tests of the questions ask."""

from __future__ import annotations

import pytest

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue
from graph.store import Cell
from graph.store.embedded import EmbeddedStore
from tests.queries.expected import Asked, Tuples


def short(cell: Cell | None) -> str:
    """A concept as its last part, anything else as it is, nothing as empty text."""
    if cell is None:
        return ""
    if cell.kind == "iri" and "/concept/" in cell.value:
        return cell.value.rsplit("/", 1)[-1]
    return cell.value


@pytest.fixture(scope="session")
def asked(store: EmbeddedStore, catalogue: Catalogue) -> Asked:
    """asked(name, columns, **values): the rows of a question, cut to the columns, with its example values changed."""

    def rows(name: str, columns: str, **values: str) -> Tuples:
        question = catalogue[name]
        answer = ask(store, question, {**question.examples, **values})
        return [tuple(short(row[column]) for column in columns.split()) for row in answer.rows]

    return rows
