"""A panel is one question on a page. When it gets no answer, the panel says so and the rest of the page is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Response, request

from graph.ask.answer import Answer
from graph.ask.binding import bind
from graph.errors import BadStoreAnswer, Busy, StoreUnreachable, TimedOut
from graph.store import Cell
from views.web.negotiation import HTML, wanted
from views.web.service import UNREACHABLE, answer, asked, service

OK, EMPTY, TIMED_OUT, UNREACHED = "ok", "empty", "timed-out", "unreachable"
FAILED = (TIMED_OUT, UNREACHED)
UNANSWERED = (TimedOut, StoreUnreachable, BadStoreAnswer, Busy)
GONE_FOR_NOW = "The store gave no answer to an earlier question of this page."
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Panel:
    """`state` is ok, empty, timed-out or unreachable; `answer` has no rows in the last two."""

    state: str
    answer: Answer
    detail: str = ""

    @property
    def failed(self) -> bool:
        return self.state in FAILED

    @property
    def status(self) -> int:
        """The HTTP status of a page that has nothing else to show (RFC 9110, section 15.6)."""
        return {TIMED_OUT: 504, UNREACHED: 503}.get(self.state, 200)


@dataclass(frozen=True, slots=True)
class Worked(Generic[Found]):
    """What was worked out beside the questions of a page: `found`, which is None when `state` is one of FAILED."""

    state: str
    found: Found | None

    @property
    def failed(self) -> bool:
        return self.state in FAILED


def panel(name: str, values: Mapping[str, str | Sequence[str]] | None = None) -> Panel:
    """Put one question of the catalogue; raises what it raises when the answer is for a program, not for a page.

    A page whose store is gone does not wait for it again: its further questions are not put.
    """
    if UNREACHABLE in request.environ:
        return _failed(name, values or {}, StoreUnreachable(GONE_FOR_NOW))
    try:
        found = answer(name, values)
    except UNANSWERED as error:
        if wanted(request) != HTML:
            raise
        return _failed(name, values or {}, error)
    return Panel(OK if found.rows else EMPTY, found)


def worked(work: Callable[[], Found | None]) -> Worked[Found]:
    """What `work` gives, which may read the whole graph when it is the first to ask; only pages show it."""
    if wanted(request) != HTML:
        return Worked(EMPTY, None)
    try:
        found = work()
    except UNANSWERED as error:
        return Worked(_state(error), None)
    return Worked(EMPTY if found is None else OK, found)


NO_THING = "urn:openplaza:nothing"
"""Stands in the text of a question that need not be put."""


def nothing(name: str, values: Mapping[str, str | Sequence[str]]) -> Panel:
    """The panel of a question that need not be put, because nothing was found to ask about."""
    question = service().catalogue[name]
    empty = Answer(question, bind(question, values), question.columns, (), True, asked().revision.number, 0.0)
    return Panel(EMPTY, empty)


def _failed(name: str, values: Mapping[str, str | Sequence[str]], error: Exception) -> Panel:
    question = service().catalogue[name]
    missing = Answer(question, bind(question, values), question.columns, (), False, asked().revision.number, 0.0)
    return Panel(_state(error), missing, str(error))


def _state(error: Exception) -> str:
    if isinstance(error, TimedOut):
        return TIMED_OUT
    if not isinstance(error, Busy):
        # The front door may have this page from before.
        request.environ[UNREACHABLE] = True
    return UNREACHED


def kept_when_whole(response: Response, panels: Iterable[Panel | Worked[Any]]) -> Response:
    """The response; nobody keeps it when a panel of it failed, as the next try may do better."""
    if any(each.failed for each in panels):
        response.cache_control.no_store = True
    return response


def answers_of(main: tuple[str, Answer], panels: Mapping[str, Panel]) -> dict[str, Answer]:
    """Every answer of a page by name, the one that says what the page is about first."""
    return {main[0]: main[1], **{name: each.answer for name, each in panels.items()}}


def rows_of(found: Panel, kind: str) -> list[dict[str, Cell | None]]:
    """The rows of one kind, for a question that answers with several kinds of rows."""
    return [row for row in found.answer.rows if str(row["kind"]) == kind]
