"""What a page works out by itself, as an answer among others, so that it has all their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flask import request

from graph.ask.answer import Answer
from graph.ask.catalogue import Question
from graph.store import Cell
from views.web.negotiation import HTML, wanted
from views.web.service import asked


def computed(
    name: str,
    title: str,
    columns: tuple[str, ...],
    rows: Callable[[], Iterable[Mapping[str, str]]],
    *,
    complete: bool = True,
    elapsed_ms: float = 0.0,
) -> Answer:
    """An answer of these rows; an empty text is nothing. HTML shows them in its own way and does not need them made."""
    found = () if wanted(request) == HTML else rows()
    table = tuple({key: Cell(row[key], "literal") if row[key] else None for key in columns} for row in found)
    question = Question(name=name, title=title, summary=title, group="view", text="")
    return Answer(question, request.full_path.rstrip("?"), columns, table, complete, asked().store.revision, elapsed_ms)
