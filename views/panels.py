"""A panel is one question on a page. When it gets no answer, the panel says so and the rest of the page is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, request

from graph.ask.answer import Answer
from graph.ask.binding import bind
from graph.errors import BadStoreAnswer, Busy, StoreUnreachable, TimedOut
from views.negotiation import HTML, wanted
from views.service import UNREACHABLE, answer, asked, service

OK, EMPTY, TRUNCATED, TIMED_OUT, UNREACHED = "ok", "empty", "truncated", "timed-out", "unreachable"
FAILED = (TIMED_OUT, UNREACHED)


@dataclass(frozen=True, slots=True)
class Panel:
    """`state` is ok, empty, truncated, timed-out or unreachable; `answer` has no rows in the last two."""

    state: str
    answer: Answer
    detail: str = ""

    @property
    def failed(self) -> bool:
        return self.state in FAILED


def panel(name: str, values: Mapping[str, str | Sequence[str]] | None = None) -> Panel:
    """Put one question of the catalogue; raises what it raises when the answer is for a program, not for a page."""
    try:
        found = answer(name, values)
    except (TimedOut, StoreUnreachable, BadStoreAnswer, Busy) as error:
        if wanted(request) != HTML:
            raise
        return _failed(name, values or {}, error)
    return Panel(OK if found.rows else EMPTY, found)


def nothing(name: str, values: Mapping[str, str | Sequence[str]]) -> Panel:
    """The panel of a question that need not be put, because nothing was found to ask about."""
    question = service().catalogue[name]
    empty = Answer(question, bind(question, values), question.columns, (), True, asked().revision.number, 0.0)
    return Panel(EMPTY, empty)


def _failed(name: str, values: Mapping[str, str | Sequence[str]], error: Exception) -> Panel:
    question = service().catalogue[name]
    missing = Answer(question, bind(question, values), question.columns, (), False, asked().revision.number, 0.0)
    if isinstance(error, TimedOut):
        return Panel(TIMED_OUT, missing, str(error))
    if not isinstance(error, Busy):
        # The front door may have this page from before.
        request.environ[UNREACHABLE] = True
    return Panel(UNREACHED, missing, str(error))


def kept_when_whole(response: Response, panels: Sequence[Panel]) -> Response:
    """The response; nobody keeps it when a panel of it failed, as the next try may do better."""
    if any(each.failed for each in panels):
        response.cache_control.no_store = True
    return response
