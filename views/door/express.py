"""The express lane: an ordinary SPARQL request is answered on the loop's own thread, without Flask and without a thread
of its own, as long as its answer is there at once.

It reads requests with the rules of `views.sparql.protocol` and makes the same answer as `views.sparql.endpoint`, which
a test holds it to. It refuses nothing: whatever is not ordinary, or takes longer, goes on to the application.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from functools import lru_cache
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import host_is_trusted

from graph.errors import OpenPlazaError
from graph.evaluate.admission import Waiting
from graph.evaluate.begun import Begun
from graph.evaluate.evaluator import Evaluated, Evaluator
from graph.sparql.conform import is_repeatable
from views.door.page_cache import Reply
from views.sparql import protocol
from views.sparql.answer import Leading, Question, needs_hints
from views.sparql.protocol import Asked, Said
from views.web.headers import ALWAYS, ASK_AGAIN, NO_NONCE, TAGGED, tag
from views.web.negotiation import HTML, names_html
from views.web.service import Service
from views.web.trust_headers import telling

PATH = "/sparql"
METHODS = ("GET", "POST", "QUERY")
# How long the loop looks after one query; from then on a thread does, which is told when the client leaves.
PATIENCE_S = 0.15
# Nothing that is read here holds up the loop for long.
LONGEST_REQUEST, LONGEST_QUERY, LONGEST_HOST = 32_768, 8_192, 255
# More than this is better hashed elsewhere.
LARGEST_BODY = 1 << 17

_LATER = [
    *((name.lower(), value) for name, value in protocol.SHARED.items()),
    ("vary", "Accept, Accept-Encoding"),
    ("content-security-policy", NO_NONCE),
    *((name.lower(), value) for name, value in ALWAYS.items()),
]


class Express:
    """The lane of one process. Every method is called on the loop's thread."""

    def __init__(self, app: Flask, service: Service) -> None:
        self._service = service
        self._packed = frozenset(app.config["COMPRESS_MIMETYPES"])
        trusted = app.config["TRUSTED_HOSTS"]
        self._is_trusted = lru_cache(maxsize=256)(lambda host: host_is_trusted(host, trusted))

    async def answer(self, scope: Any, body: bytes, version: object) -> Reply | Leading | None:
        """The reply to an ordinary request whose answer is there at once; None when the application shall answer.

        A `Leading` is such an answer that takes longer: the application goes on with it, and it must be dropped when
        that has ended. `version` is what the service says now.
        """
        found = self._understood(scope, body, version)
        if found is None:
            return None
        question, evaluator, wanted = found
        leading = Leading(question)
        led = self._service.answers.lead(question.key(), leading.left)
        if led is None:
            return None
        if isinstance(led, Evaluated):
            return _reply(led, question, wanted, scope.method) if len(led.body) <= LARGEST_BODY else None
        leading.flight = led
        try:
            await _Attempt(evaluator, leading).ended
        except BaseException:
            leading.drop()
            raise
        if leading.found is None or needs_hints(leading.found):
            return leading
        return _reply(leading.finish(leading.left), question, wanted, scope.method)

    def _understood(self, scope: Any, body: bytes, version: object) -> tuple[Question, Evaluator, str] | None:
        """The question, whom to ask, and the media type of the answer; None for whatever is not ordinary."""
        if len(body) + len(scope.query_string) > LONGEST_REQUEST:
            return None
        here = self._service.open_already(version)
        evaluator = here.quick_evaluator if here is not None else None
        said = self._said(scope, body) if evaluator is not None else None
        if here is None or evaluator is None or said is None:
            return None
        try:
            asked = protocol.read(said, self._service.settings.max_query_kb)
            query = asked.query or ""
            if not _is_ordinary(asked, query):
                return None
            offered = protocol.offered_for(query)
            wanted = protocol.media_type(said.accept, asked.format, offered)
        except (OpenPlazaError, HTTPException):
            # The application finds the same, and knows how to say it.
            return None
        packed = wanted in self._packed and "accept-encoding" in scope.headers
        if wanted == HTML or packed or not is_repeatable(query):
            return None
        return Question(self._service, here, asked, offered[wanted]), evaluator, wanted

    def _said(self, scope: Any, body: bytes) -> Said | None:
        """What the request says; None when its headers hold anything that the lane leaves to the application."""
        headers = dict(items := scope.headers.items())
        host = headers.get("host", "")
        # A header given twice, or one that WSGI would take for another.
        if len(headers) != len(items) or "_" in "".join(headers) or "if-none-match" in headers:
            return None
        if len(host) > LONGEST_HOST or not self._is_trusted(host) or names_html(accept := headers.get("accept", "")):
            return None
        length = headers.get("content-length")
        if length is not None and (not length.isdecimal() or int(length) != len(body)):
            return None
        try:
            query_string = scope.query_string.encode("latin-1")
        except UnicodeEncodeError:
            return None
        return Said(
            scope.method,
            query_string,
            accept,
            headers.get("content-type", ""),
            headers.get("content-encoding", ""),
            None if length is None else len(body),
            lambda most: body[:most],
        )


def is_candidate(scope: Any) -> bool:
    """Whether a request may be one for the express lane, by its first line."""
    return scope.path == PATH and scope.method in METHODS


def _is_ordinary(asked: Asked, query: str) -> bool:
    """A query for the current revision that is not blank and calls no other service, with the usual time limit."""
    return (
        asked.revision is None
        and asked.timeout_s is None
        and len(query) <= LONGEST_QUERY
        and bool(query.strip())
        and "service" not in query.lower()
    )


def _reply(found: Evaluated, question: Question, wanted: str, method: str) -> Reply:
    content_type, body = protocol.content_type(wanted), found.body
    told = telling(question.here.revision.number, found.complete, found.limit_applied, found.elapsed_ms)
    headers = [("content-type", content_type), ("content-length", str(len(body)))]
    headers += [(name.lower(), value) for name, value in told]
    headers += _LATER
    if method in TAGGED:
        by_name = dict(told)
        etag = tag(by_name["Dataset-Revision"], by_name["Complete"], content_type, [body])
        headers += [("cache-control", ASK_AGAIN), ("etag", f'W/"{etag}"')]
    return Reply(200, headers, body)


class _Attempt:
    """One try at an answer: a turn is taken, an idle worker asked, its answer read as it comes, up to PATIENCE_S.

    When `ended` is set, the `Leading` has the answer as `found`, or the query as `begun`, or neither.
    """

    def __init__(self, evaluator: Evaluator, leading: Leading) -> None:
        self._evaluator, self._leading = evaluator, leading
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._watched: int | None = None
        self._late = False
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self._timer = self._loop.call_later(PATIENCE_S, self._give_up)
        self._waiting: Waiting | None = None
        try:
            self._waiting = evaluator.turns.take(self._granted)
        except OpenPlazaError:
            self._end()
            return
        if self._waiting is None:
            self._begin()

    def _granted(self) -> None:
        if threading.get_ident() == self._thread:
            self._loop.call_soon(self._begin)
            return
        # After the end of the loop nobody waits any more.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        self._waiting = None
        asked = self._leading.question.asked
        begun: Begun | None = None
        try:
            begun = self._evaluator.begin(
                asked.query or "", self._leading.question.media_type, asked.default_graphs, asked.named_graphs
            )
        except OpenPlazaError:
            pass
        finally:
            if begun is None:
                self._evaluator.turns.give_back()
        self._leading.begun = begun
        if begun is None or self._late:
            self._end()
            return
        self._watched = begun.fileno()
        self._loop.add_reader(self._watched, self._look, begun)

    def _look(self, begun: Begun) -> None:
        if begun.look():
            self._leading.found = begun.taken()
            self._end()

    def _give_up(self) -> None:
        if self._waiting is not None and not self._evaluator.turns.leave(self._waiting):
            # The turn has come and `_begin` with it.
            self._late = True
            return
        self._end()

    def _end(self) -> None:
        self._timer.cancel()
        if self._watched is not None:
            self._loop.remove_reader(self._watched)
            self._watched = None
        if not self.ended.done():
            self.ended.set_result(None)
