"""Queries from outside, each evaluated in a child process that can be killed."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from graph.deadline import Deadline
from graph.errors import BadQuery, OpenPlazaError, OutOfMemory, Refused, TooLarge
from graph.evaluate import messages
from graph.evaluate.admission import Admission
from graph.evaluate.begun import Begun
from graph.evaluate.workers import Workers
from graph.revision import Revision
from graph.settings import Settings
from graph.sparql.formats import GRAPH_FORMATS, RESULT_FORMATS

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

    def with_body(self, body: bytes) -> Evaluated:
        """The same said of another body."""
        return Evaluated(body, self.media_type, self.rows, self.complete, self.limit_applied, self.elapsed_ms)


class Evaluator:
    """Evaluates untrusted queries over one revision; safe to use from several threads.

    Nothing a query does can stop or slow the calling process: time, memory, rows and bytes are limited, and the
    evaluating process has no files and no network.
    """

    def __init__(self, revision: Revision, settings: Settings) -> None:
        self._settings = settings
        self._workers = Workers(revision, settings)
        self.turns = Admission(settings.query_workers, settings.query_queue, settings.query_wait_s)
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
        message = self._message(query, media_type, default_graphs, named_graphs)
        limit_s = min(timeout_s or self._settings.query_timeout_s, self._settings.query_timeout_s)
        with self.turns.taken(abandoned):
            fields, body = self._workers.run(message, lambda: Deadline(limit_s, abandoned), abandoned)
        return _evaluated(fields, body, media_type)

    def begin(
        self, query: str, media_type: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Begun | None:
        """Gives `query` to an idle worker without waiting; None when there is none. Raises Refused, BadQuery, TooLarge.

        For a caller that has taken one of `turns`, which then belongs to what is returned.
        """
        message = self._message(query, media_type, default_graphs, named_graphs)
        worker = self._workers.begin(message)
        if worker is None:
            return None
        return Begun(self._workers, worker, message, self.turns.give_back, partial(_evaluated, media_type=media_type))

    def close(self) -> None:
        """Ends every child; afterwards no process and no file of this evaluator is left."""
        atexit.unregister(self.close)
        self._workers.close()

    def __enter__(self) -> Evaluator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _message(
        self, query: str, media_type: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> bytes:
        text = accepted(query, media_type, self._settings)
        most = self._settings.max_rows, self._settings.max_result_mb * MB
        if default_graphs or named_graphs:
            return messages.written(_head(media_type, list(default_graphs), list(named_graphs), *most), text)
        return messages.written(_usual_head(media_type, *most), text)


def _head(media_type: str, default_graphs: list[str], named_graphs: list[str], max_rows: int, max_bytes: int) -> bytes:
    request = {
        "media_type": media_type,
        "default_graphs": default_graphs,
        "named_graphs": named_graphs,
        "max_rows": max_rows,
        "max_bytes": max_bytes,
    }
    return json.dumps(request).encode()


@lru_cache(maxsize=32)
def _usual_head(media_type: str, max_rows: int, max_bytes: int) -> bytes:
    return _head(media_type, [], [], max_rows, max_bytes)


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


def _evaluated(fields: dict[str, Any], body: bytes, media_type: str) -> Evaluated:
    _raise(fields)
    return Evaluated(
        body, media_type, fields["rows"], fields["complete"], fields["limit_applied"], fields["elapsed_ms"]
    )


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
