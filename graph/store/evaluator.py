"""Queries from outside, each evaluated in a child process that can be killed."""

from __future__ import annotations

import atexit
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import BadQuery, Busy, OpenPlazaError, OutOfMemory, Refused, TooLarge
from graph.revision import Revision
from graph.settings import Settings
from graph.store import wire
from graph.store.formats import GRAPH_FORMATS, RESULT_FORMATS
from graph.store.household import Household, Worker
from graph.store.patience import Patience
from graph.store.turns import Turns

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One answer. `complete` is False when a limit cut it, and `limit_applied` names that limit."""

    body: bytes
    media_type: str
    rows: int | None
    complete: bool
    limit_applied: str | None
    elapsed_ms: float


class Evaluator:
    """Evaluates untrusted queries over one revision; safe to use from several threads.

    Nothing a query does can stop or slow the calling process: time, memory, rows and bytes are limited, and the
    evaluating process has no files and no network.
    """

    def __init__(self, revision: Revision, settings: Settings) -> None:
        self._settings = settings
        self._household = Household(revision, settings)
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._turns = Turns(settings.query_workers, settings.query_queue, settings.query_wait_s)
        self._closed = False
        atexit.register(self.close)

    def evaluate(
        self,
        query: str,
        media_type: str,
        *,
        timeout_s: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        abandoned: Callable[[], bool] | None = None,
    ) -> Evaluated:
        """The answer of `query` as `media_type`; `timeout_s` may lower the limit of the settings, never raise it.

        `abandoned` is asked at least four times a second; when it says yes, the work ends.
        Raises BadQuery, Refused, TooLarge, TimedOut, OutOfMemory, Abandoned or Busy; then there is no partial answer.
        """
        text = accepted(query, media_type, self._settings)
        limit_s = min(timeout_s or self._settings.query_timeout_s, self._settings.query_timeout_s)
        request = {
            "media_type": media_type,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "max_rows": self._settings.max_rows,
            "max_bytes": self._settings.max_result_mb * MB,
        }
        with self._turns.taken(abandoned):
            fields, body = self._run(request, text, limit_s, abandoned)
        _raise(fields)
        return Evaluated(
            body, media_type, fields["rows"], fields["complete"], fields["limit_applied"], fields["elapsed_ms"]
        )

    def close(self) -> None:
        """Ends every child; afterwards no process and no file of this evaluator is left."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.connection.close()
        self._household.close()

    def __enter__(self) -> Evaluator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(
        self, request: dict[str, Any], text: bytes, limit_s: float, abandoned: Callable[[], bool] | None
    ) -> tuple[dict[str, Any], bytes]:
        """One query on one worker; a worker that died with its parent is replaced and asked once more."""
        for attempt in (1, 2):
            worker = self._asked(request, text, abandoned)
            try:
                return self._answer(worker, Patience(limit_s, abandoned))
            except wire.Gone:
                end = self._household.reap(worker)
                if end is None and attempt == 1:
                    continue
                return {"error": cause(*end) if end else "out-of-memory"}, b""
        raise AssertionError("unreachable")

    def _asked(self, request: dict[str, Any], text: bytes, abandoned: Callable[[], bool] | None) -> Worker:
        """The worker that has taken the query; one that ended while it had nothing to do is passed over."""
        for _ in range(self._settings.query_workers + 1):
            worker = self._worker(abandoned)
            worker.connection.settimeout(None)
            try:
                wire.send(worker.connection, request, text)
                return worker
            except wire.Gone:
                self._household.reap(worker)
        raise Busy

    def _answer(self, worker: Worker, patience: Patience) -> tuple[dict[str, Any], bytes]:
        try:
            fields, body = wire.collect(worker.connection, patience)
        except wire.Gone:
            raise
        except BaseException:
            self._household.reap(worker)
            raise
        if fields.pop("retire", False) or not self._kept(worker):
            self._household.reap(worker)
        return fields, body

    def _kept(self, worker: Worker) -> bool:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
            return not self._closed

    def _worker(self, abandoned: Callable[[], bool] | None) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._household.fork(abandoned)


def accepted(query: str, media_type: str, settings: Settings) -> bytes:
    """The text of a query from outside, as it is sent on; raises Refused, BadQuery or TooLarge."""
    if media_type not in RESULT_FORMATS and media_type not in GRAPH_FORMATS:
        raise Refused(f"Answers come as {', '.join([*RESULT_FORMATS, *GRAPH_FORMATS])}, not as {media_type}.")
    try:
        text = query.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadQuery("The query is not valid Unicode text.") from error
    if len(text) > settings.longest_query_bytes:
        raise TooLarge(f"The query is longer than {settings.max_query_kb} kB.")
    return text


def cause(ended_by: int, last_words: str) -> str:
    """What ended a worker: the engine overflows its stack, or gives up on values that have no order, or on memory."""
    if ended_by == signal.SIGSEGV:
        return "nesting"
    return "no-order" if "total order" in last_words else "out-of-memory"


def _raise(fields: dict[str, Any]) -> None:
    """Raises the error that a worker reported, if it did."""
    error, message = fields.get("error"), fields.get("message", "")
    if error is None:
        return
    if error == "bad-query":
        raise BadQuery(message, fields["line"], fields["column"], fields["near"])
    if error == "nesting":
        raise BadQuery("The query is nested too deeply, or has too many parts.")
    if error == "no-order":
        raise Refused(
            "The engine finds no order for these values, which are of different kinds. Order by STR( ) instead."
        )
    if error == "out-of-memory":
        raise OutOfMemory("The query needed more memory than one query may use. Ask for less.")
    if error == "refused":
        raise Refused(message)
    raise OpenPlazaError(message)
