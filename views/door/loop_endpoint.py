"""The endpoint on the loop's own thread: an ordinary query is answered here as long as its answer is there at once.

It asks `views.sparql.protocol` what a request says and begins the evaluation, as the Flask endpoint does. It refuses
nothing: whatever is not ordinary, fails or takes longer goes on to the application, with the evaluation it has begun.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import host_is_trusted

from graph.errors import OpenPlazaError
from graph.evaluate.evaluated import Evaluated
from graph.evaluate.evaluator import Evaluator
from graph.evaluate.pending import PendingEvaluation
from graph.sparql.conform import is_repeatable
from graph.sparql.reading import read
from views.door.page_cache import KeptReply
from views.door.public_address import PublicAddress
from views.replies.headers import ALWAYS, ASK_AGAIN, NO_NONCE, TAGGED, tag
from views.sparql import protocol
from views.sparql.answer import EndpointQuestion, with_meta
from views.sparql.hinting import may_have_hints
from views.sparql.protocol import IncomingRequest, QueryRequest
from views.web.negotiation import HTML, names_html
from views.web.service import Service
from views.web.sharing import SHARED
from views.web.trust_headers import trust_headers

PATH = "/sparql"
METHODS = ("GET", "POST", "QUERY")
# How long the loop looks after one query; from then on a thread does, which is told when the client leaves.
PATIENCE_S = 0.15
# Nothing that is read here holds up the loop for long.
LONGEST_REQUEST, LONGEST_QUERY, LONGEST_HOST = 32_768, 8_192, 255

_SAME = [
    (protocol.ACCEPT_QUERY.lower(), protocol.QUERY_FORMS),
    ("vary", "Accept, Accept-Encoding"),
    *((name.lower(), value) for name, value in SHARED.items()),
    ("content-security-policy", NO_NONCE),
    *((name.lower(), value) for name, value in ALWAYS.items()),
]


class LoopEndpoint:
    """The endpoint of one process. Every method is called on the loop's thread."""

    def __init__(self, app: Flask, service: Service, public: PublicAddress) -> None:
        self._service, self._public = service, public
        self._packed = frozenset(app.config["COMPRESS_MIMETYPES"])
        trusted = app.config["TRUSTED_HOSTS"]
        self._is_trusted = lru_cache(maxsize=256)(lambda host: host_is_trusted(host, trusted))

    async def answer(self, scope: Any, body: bytes, version: object) -> KeptReply | EndpointQuestion | None:
        """The reply to an ordinary query whose answer is there at once; None when the application shall answer.

        A `Question` is one whose evaluation goes on, and must be cancelled when the application has answered.
        `version` is what the service says now.
        """
        understood = self._understood(scope, body, version)
        if understood is None:
            return None
        question, evaluator, wanted = understood
        key = question.key()
        found = self._service.answers.kept(key)
        if found is None:
            question = await _begun(question, evaluator)
            found = question.pending.answer if question.pending is not None else None
            if found is None:
                return question
            found = with_meta(found, question)
            self._service.answers.keep(key, found)
        return _reply(found, question, wanted, scope.method)

    def _understood(self, scope: Any, body: bytes, version: object) -> tuple[EndpointQuestion, Evaluator, str] | None:
        """The question, whom to ask, and the media type of the answer; None for whatever is not ordinary."""
        if self._public.inside(scope.path) != PATH or scope.method not in METHODS:
            return None
        if len(body) + len(scope.query_string) > LONGEST_REQUEST:
            return None
        here = self._service.open_already(version)
        evaluator = here.quick_evaluator if here is not None else None
        incoming = self._incoming(scope, body) if evaluator is not None else None
        if here is None or evaluator is None or incoming is None:
            return None
        try:
            asked = protocol.read(incoming, self._service.settings.max_query_kb)
            if not _is_ordinary(asked):
                return None
            query = read(asked.query or "")
            offered = protocol.offered_for(query)
            wanted = protocol.media_type(incoming.accept, asked.format, offered)
        except (OpenPlazaError, HTTPException):
            # The application finds the same, and knows how to say it.
            return None
        packed = wanted in self._packed and "accept-encoding" in scope.headers
        if wanted == HTML or packed or not is_repeatable(query) or may_have_hints(query, here):
            return None
        return EndpointQuestion(self._service, here, asked, query, offered[wanted]), evaluator, wanted

    def _incoming(self, scope: Any, body: bytes) -> IncomingRequest | None:
        """What the request says; None when its headers hold anything that is left to the application."""
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
        return IncomingRequest(
            scope.method,
            query_string,
            accept,
            headers.get("content-type", ""),
            headers.get("content-encoding", ""),
            None if length is None else len(body),
            lambda most: body[:most],
        )


def _is_ordinary(asked: QueryRequest) -> bool:
    """A query for the current revision that is not blank or long, with the usual limits and nothing to tell beside."""
    query = asked.query or ""
    usual = asked.revision is None and asked.timeout_s is None and asked.takes_cut and not asked.passed_over
    return usual and len(query) <= LONGEST_QUERY and bool(query.strip())


async def _begun(question: EndpointQuestion, evaluator: Evaluator) -> EndpointQuestion:
    """The question with its evaluation, which has its answer if that came in time; without one if it was refused."""
    loop, asked = asyncio.get_running_loop(), question.asked
    come: asyncio.Future[None] = loop.create_future()

    def admitted() -> None:
        # After the end of the loop nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, come)

    try:
        pending = evaluator.begin(
            question.query.text, question.media_type, asked.default_graphs, asked.named_graphs, admitted
        )
    except OpenPlazaError:
        return question
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await _followed(pending, come, loop)
    except BaseException:
        pending.cancel()
        raise
    return replace(question, pending=pending)


async def _followed(pending: PendingEvaluation, come: asyncio.Future[None], loop: asyncio.AbstractEventLoop) -> None:
    if not pending.admitted:
        await come
    if not pending.start():
        return
    number, more = pending.fileno(), True
    while more:
        readable: asyncio.Future[None] = loop.create_future()
        loop.add_reader(number, _settle, readable)
        try:
            await readable
        finally:
            loop.remove_reader(number)
        more = not pending.poll()


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _reply(found: Evaluated, question: EndpointQuestion, wanted: str, method: str) -> KeptReply:
    content_type, body = protocol.content_type(wanted), found.body
    trust = trust_headers(question.here.revision.number, found.complete, found.limit_applied, found.elapsed_ms)
    headers = [("content-type", content_type), ("content-length", str(len(body)))]
    headers += [(name.lower(), value) for name, value in trust]
    headers += _SAME
    if method in TAGGED:
        by_name = dict(trust)
        etag = tag(by_name["Dataset-Revision"], by_name["Complete"], content_type, [body])
        headers += [("cache-control", ASK_AGAIN), ("etag", f'W/"{etag}"')]
    return KeptReply(200, headers, body)
