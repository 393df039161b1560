"""A question put to a store, and the answer with the query behind it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from graph.ask.binding import Given, bind
from graph.ask.catalogue import Question
from graph.store import Cell, Store


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one question; `query` is the exact text that was evaluated."""

    question: Question
    query: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell | None], ...]
    complete: bool
    revision: int
    elapsed_ms: float


def ask(store: Store, question: Question, values: Mapping[str, Given] | None = None) -> Answer:
    """The answer of `store` to `question`; raises BadParameter before anything is evaluated."""
    query = store.worded(bind(question, values or {}))
    started = time.perf_counter()
    found = store.select(query)
    elapsed_ms = (time.perf_counter() - started) * 1000
    return Answer(question, query, found.columns, found.rows, True, store.revision, elapsed_ms)
