"""The front door: hands each request to the application, on a thread of its lane, and tells it when the client leaves.

It speaks RSGI (https://github.com/emmett-framework/granian), because WSGI has no word for a client that went away.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import io
import sys
import threading
from collections.abc import Hashable, Iterable
from functools import partial
from typing import Any

from flask import Flask

from graph.errors import Busy, TooLarge
from graph.people.outbox import MailServer
from graph.settings import Settings
from graph.text.messages import N_, Message
from views.door.body_limits import most_bytes
from views.door.loop_endpoint import LoopEndpoint
from views.door.page_cache import KeptReply, PageCache
from views.door.postman import Postman
from views.door.public_address import PublicAddress
from views.door.refusals import Refusals
from views.door.request_log import HEADER, RequestLog
from views.door.thread_lanes import ThreadLane
from views.languages.address import split
from views.languages.offer import offered
from views.people.signed_in import EXTENSION as PEOPLE
from views.people.signed_in import PeopleDatabase
from views.site.metrics import EXTENSION as METRICS
from views.sparql.answer import PENDING
from views.web.service import EXTENSION, GONE, REQUEST_ID, UNREACHABLE, Service

QUERIES = ("/sparql", "/results")
# What those who watch the server ask for.
WATCHED = ("/health", "/metrics")
PAGE_THREADS = 2
# A page over a remote store mostly waits for it.
REMOTE_PAGE_THREADS = 16
MAX_WAITING_PAGES = 512
SPARE_QUERY_THREADS = 4
WATCH_AFTER_S = 0.2
BODY_LIMIT_S = 20.0
LONGEST_KEY = 4_096
PIECE_BYTES = 1 << 18
MB = 1 << 20


class Door:
    """An RSGI application around the Flask application `app`, one a process."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._service: Service = app.extensions[EXTENSION]
        self._settings = settings
        self._public = PublicAddress.of(settings.public_url)
        self._refusals = Refusals(self._public.home, self._public.path)
        self._log = RequestLog(settings, app.extensions.get(METRICS))
        self._endpoint = LoopEndpoint(app, self._service, self._public)
        self._cache = PageCache(settings.cache_mb * MB // 2)
        self._pages = ThreadLane("page", REMOTE_PAGE_THREADS if settings.store else PAGE_THREADS, MAX_WAITING_PAGES)
        # Whoever watches the server must not take a crowd at its pages for its end.
        self._health = ThreadLane("health", 1, MAX_WAITING_PAGES)
        at_once = settings.query_workers + settings.query_queue + SPARE_QUERY_THREADS
        self._queries = ThreadLane("query", at_once, MAX_WAITING_PAGES)
        people: PeopleDatabase = app.extensions[PEOPLE]
        self._postman = Postman(people.engine_if_used, MailServer.of(settings))

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server when the process starts: the first query should not wait for the children."""
        threading.Thread(target=self._service.warm, name="warm", daemon=True).start()
        self._postman.start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server when the process ends: no evaluation outlives it."""
        self._postman.end()
        self._service.close()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answers one request."""
        noted = self._log.begin(scope)
        key = _key(scope, self._public.inside(scope.path))
        version = (self._service.version(), datetime.date.today())
        kept = self._remembered(key, version)
        found = kept or await self._made(scope, protocol, key, version, noted.id)
        reply = found.unless_known(scope.headers.get("if-none-match"))
        await _send(protocol, scope.method, reply, noted.id)
        self._log.end(noted, scope.method, self._inside(scope), reply, kept is not None)

    async def _made(
        self, scope: Any, protocol: Any, key: Hashable | None, version: tuple[object, object], request_id: str
    ) -> KeptReply:
        """The answer of the endpoint on the loop's thread; else the application's."""
        most = most_bytes(inside := self._inside(scope), self._settings)
        body = await self._body(scope, protocol, most)
        if body is None:
            return self._refusal(scope, 408, "slow-request", N_("The request did not arrive in time."))
        # The endpoint says itself what is too long for it; nothing else is ever told a body that was cut.
        if len(body) > most and not inside.startswith(QUERIES):
            return self._refusal(scope, 413, TooLarge.slug, N_("A body here is at most %(most)s KB", most=most // 1024))
        found = await self._endpoint.answer(scope, body, version[0])
        if isinstance(found, KeptReply):
            if key is not None:
                self._cache.keep(key, version, found)
            return found
        environ = _environ(scope)
        environ["wsgi.input"] = io.BytesIO(body)
        environ[REQUEST_ID] = request_id
        if found is not None:
            environ[PENDING] = found
        try:
            return self._remember(key, version, await self._asked(scope, protocol, environ), environ)
        finally:
            if found is not None and found.pending is not None:
                found.pending.cancel()

    def _remembered(self, key: Hashable | None, version: object) -> KeptReply | None:
        if key is None:
            return None
        if self._service.reachable:
            return self._cache.fresh(key, version)
        found = self._cache.last(key)
        return found.stale() if found is not None else None

    def _remember(self, key: Hashable | None, version: object, reply: KeptReply, environ: dict[str, Any]) -> KeptReply:
        if key is None:
            return reply
        if UNREACHABLE in environ:
            found = self._cache.last(key)
            return found.stale() if found is not None else reply
        if environ["REQUEST_METHOD"] == "GET":
            self._cache.keep(key, version, reply)
        return reply

    async def _body(self, scope: Any, protocol: Any, most: int) -> bytes | None:
        """The body, or its beginning when it is longer than `most`; None when it comes too slowly."""
        if "content-length" not in scope.headers and "transfer-encoding" not in scope.headers:
            return b""
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_LIMIT_S):
                async for chunk in protocol:
                    body += chunk
                    if len(body) > most:
                        break
        except TimeoutError:
            return None
        return bytes(body)

    async def _asked(self, scope: Any, protocol: Any, environ: dict[str, Any]) -> KeptReply:
        """The application's answer, worked out on a thread; the client's leaving sets the event in `environ`."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[KeptReply] = loop.create_future()
        environ[GONE] = gone = threading.Event()
        if not self._lane(self._inside(scope)).put(partial(self._work, scope, environ, loop, answered)):
            too_many = N_("Too many requests are waiting. Try again shortly.")
            return self._refusal(scope, 503, Busy.slug, too_many, [("retry-after", "2")])
        watching = _Watch(loop, protocol, gone)
        try:
            return await answered
        finally:
            watching.end()

    def _inside(self, scope: Any) -> str:
        """The path as the application's routes name it, without our own path and the language."""
        return split(self._public.inside(scope.path))[1]

    def _lane(self, path: str) -> ThreadLane:
        if path in WATCHED:
            return self._health
        return self._queries if path.startswith(QUERIES) else self._pages

    def _work(
        self, scope: Any, environ: dict[str, Any], loop: asyncio.AbstractEventLoop, answered: asyncio.Future[KeptReply]
    ) -> None:
        try:
            reply = _answer(self._app, environ)
        except Exception:
            self._app.logger.exception("No answer could be made for %s", environ["PATH_INFO"])
            reply = self._refusal(scope, 500, "internal", N_("Something went wrong on our side"))
        loop.call_soon_threadsafe(_settle, answered, reply)

    def _refusal(
        self, scope: Any, status: int, slug: str, detail: Message, headers: Iterable[tuple[str, str]] = ()
    ) -> KeptReply:
        given = dict(scope.headers.items())
        return self._refusals.reply(status, slug, detail, self._public.inside(scope.path), given, headers)


class _Watch:
    """Waits for the client to leave, once a request takes long enough to be worth it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, protocol: Any, gone: threading.Event) -> None:
        self._loop, self._protocol, self._gone = loop, protocol, gone
        self._task: asyncio.Task[None] | None = None
        self._timer = loop.call_later(WATCH_AFTER_S, self._begin)

    def end(self) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = self._loop.create_task(self._until_gone())

    async def _until_gone(self) -> None:
        await self._protocol.client_disconnect()
        self._gone.set()


def _settle(answered: asyncio.Future[KeptReply], reply: KeptReply) -> None:
    if not answered.done():
        answered.set_result(reply)


def _key(scope: Any, inside: str) -> Hashable | None:
    """What the representation depends on; None for a request whose answer is never kept.

    The language stands in the path, which `inside` is without our own path; the start page offers another one.
    """
    if scope.method not in ("GET", "HEAD"):
        return None
    headers = scope.headers
    key = (scope.path, scope.query_string, scope.scheme, headers.get("host"), headers.get("accept"),
           headers.get("accept-encoding"),
           offered(inside, headers.get("cookie", ""), headers.get("accept-language", "")))  # fmt: skip
    return key if sum(len(part or "") for part in key) <= LONGEST_KEY else None


def _environ(scope: Any) -> dict[str, Any]:
    """The request as WSGI says it (PEP 3333)."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server or "localhost",
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def _answer(app: Flask, environ: dict[str, Any]) -> KeptReply:
    told: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: Iterable[tuple[str, str]], _error: object = None) -> None:
        told.append((int(status[:3]), [(name.lower(), value) for name, value in headers]))

    # WSGI asks for a function that also returns one, to write to; Flask never calls that.
    parts = app.wsgi_app(environ, start_response)  # type: ignore[arg-type]
    try:
        body = _whole(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = told[-1]
    return KeptReply(status, headers, body)


def _whole(parts: Iterable[bytes]) -> bytes:
    """One bytes object; a body that comes in one part is not copied."""
    found = list(parts)
    return found[0] if len(found) == 1 else b"".join(found)


async def _send(protocol: Any, method: str, reply: KeptReply, request_id: str) -> None:
    headers = [*reply.headers, (HEADER, request_id)]
    if method == "HEAD" or reply.status in (204, 304):
        protocol.response_empty(reply.status, headers)
    elif len(reply.body) <= PIECE_BYTES:
        protocol.response_bytes(reply.status, headers, reply.body)
    else:
        # The server copies what it is given, so a large body goes piece by piece, as fast as the client reads.
        transport = protocol.response_stream(reply.status, headers)
        whole = memoryview(reply.body)
        # A client that leaves midway is no failure of ours.
        with contextlib.suppress(Exception):
            for start in range(0, len(whole), PIECE_BYTES):
                await transport.send_bytes(bytes(whole[start : start + PIECE_BYTES]))
