"""What was worked out beside the store, as an answer among others, so that it has all their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import request

from graph.ask.answer import Answer
from graph.ask.catalogue import Question
from graph.store import Cell
from graph.terms import XSD
from views.web.here import as_asked
from views.web.negotiation import HTML, wanted
from views.web.service import asked

Value = Cell | str | int | None


def computed_answer(
    name: str, title: str, columns: Sequence[str], rows: Iterable[Mapping[str, Value]], elapsed_ms: float = 0.0,
    complete: bool = True,
) -> Answer:  # fmt: skip
    """The rows under their columns, in the shape of an answer of the store; its query is the address of the page.

    A text stands as a literal, an empty or missing one as nothing; a number as an integer.
    """
    cells = tuple({column: _cell(row.get(column)) for column in columns} for row in rows)
    question = Question(name=name, title=title, summary=title, group="view", text="")
    return Answer(question, as_asked(), tuple(columns), cells, complete, asked().store.revision, elapsed_ms)


def in_other_forms(rows: Callable[[], Iterable[Mapping[str, Value]]]) -> Iterable[Mapping[str, Value]]:
    """Those rows; none for HTML, where the page shows them in its own way."""
    return () if wanted(request) == HTML else rows()


def _cell(value: Value) -> Cell | None:
    if isinstance(value, int):
        return Cell(str(value), "literal", datatype=XSD + "integer")
    return (Cell(value, "literal") if value else None) if isinstance(value, str) else value
