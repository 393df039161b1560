"""Queries from outside, each evaluated in a child process that can be killed."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable, Sequence
from functools import lru_cache

from graph.errors import BadQuery, Refused, TooLarge
from graph.evaluate import messages
from graph.evaluate.admission import Admission
from graph.evaluate.evaluated import Evaluated
from graph.evaluate.pending import PendingEvaluation
from graph.evaluate.workers import Workers
from graph.revision import Revision
from graph.settings import Settings
from graph.sparql.conform import edits_of
from graph.sparql.formats import GRAPH_FORMATS, RESULT_FORMATS
from graph.sparql.guard import check_graphs, check_query
from graph.sparql.reading import read
from graph.sparql.tokens import Edit
from graph.text.messages import N_

MB = 1 << 20


class Evaluator:
    """Evaluates untrusted queries over one revision; safe to use from several threads.

    Nothing a query does can stop or slow the calling process: time, memory, rows and bytes are limited, and the
    evaluating process has no files and no network.
    """

    def __init__(self, revision: Revision, settings: Settings) -> None:
        self._settings = settings
        self._all_graphs = sorted(name for name in revision.manifest.graphs if name)
        self._graphs = frozenset(self._all_graphs)
        self._workers = Workers(revision, settings)
        self._admission = Admission(settings.query_workers, settings.query_queue, settings.query_wait_s)
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
        limit_s = min(timeout_s or self._settings.query_timeout_s, self._settings.query_timeout_s)
        return self.begin(query, media_type, default_graphs, named_graphs).wait(limit_s, abandoned)

    def begin(
        self,
        query: str,
        media_type: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        admitted: Callable[[], None] | None = None,
    ) -> PendingEvaluation:
        """Asks `query` without waiting; `admitted` is called, on any thread, when a place comes that it waited for.

        Raises BadQuery, Refused, TooLarge or Busy.
        """
        message = self._message(query, media_type, default_graphs, named_graphs)
        return PendingEvaluation(message, media_type, self._workers, self._admission, admitted)

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
        """What a worker is told, which reads no query: the graphs to ask and the edits that the engine needs.

        The graphs that the protocol names come before those that the query names.
        """
        text, reading = accepted(query, media_type, self._settings), read(query)
        check_query(reading, self._graphs)
        check_graphs([*default_graphs, *named_graphs], self._graphs)
        if not (default_graphs or named_graphs) and reading.clauses:
            default_graphs, named_graphs = reading.default_graphs, reading.named_graphs
        most = self._settings.max_rows, self._settings.max_result_mb * MB
        edits = edits_of(reading, named_graphs if default_graphs or named_graphs else self._all_graphs)
        if default_graphs or named_graphs or edits:
            return messages.written(_head(media_type, default_graphs, named_graphs, edits, *most), text)
        return messages.written(_usual_head(media_type, *most), text)


def _head(
    media_type: str,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
    edits: Sequence[Edit],
    max_rows: int,
    max_bytes: int,
) -> bytes:
    request = {
        "media_type": media_type,
        "default_graphs": default_graphs,
        "named_graphs": named_graphs,
        "edits": edits,
        "max_rows": max_rows,
        "max_bytes": max_bytes,
    }
    return json.dumps(request).encode()


@lru_cache(maxsize=32)
def _usual_head(media_type: str, max_rows: int, max_bytes: int) -> bytes:
    return _head(media_type, (), (), (), max_rows, max_bytes)


def accepted(query: str, media_type: str, settings: Settings) -> bytes:
    """The text of a query from outside, as it is sent on; raises Refused, BadQuery or TooLarge."""
    if media_type not in RESULT_FORMATS and media_type not in GRAPH_FORMATS:
        forms = ", ".join([*RESULT_FORMATS, *GRAPH_FORMATS])
        raise Refused(N_("Answers come as %(forms)s, not as %(asked)s.", forms=forms, asked=media_type))
    try:
        text = query.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadQuery(N_("The query is not valid Unicode text.")) from error
    if len(text) > settings.longest_query_bytes:
        raise TooLarge(N_("The query is longer than %(number)s kB.", number=settings.max_query_kb))
    return text
