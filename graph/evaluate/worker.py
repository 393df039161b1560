"""The child process that evaluates: confined first, then one query after another until it is killed."""

from __future__ import annotations

import io
import itertools
import resource
import socket
import time
from collections.abc import Iterator, Mapping
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.errors import BadQuery, OpenPlazaError, Refused
from graph.evaluate import messages
from graph.evaluate.confine import MB
from graph.evaluate.row_limit import CHUNK, RowLimiter
from graph.sparql import conform
from graph.sparql.formats import graph_format, result_format
from graph.sparql.merged_graphs import merged
from graph.sparql.reading import read
from graph.sparql.syntax_errors import told
from graph.text.carried import carried
from graph.text.messages import N_


class _Full(Exception):
    """The answer has reached one of its limits."""


class _Rows(io.RawIOBase):
    """Sends the rows that the engine writes, as long as they are within the limits."""

    def __init__(self, connection: socket.socket, limiter: RowLimiter, media_type: str) -> None:
        super().__init__()
        self._connection = connection
        self._limiter = limiter
        self._media_type = media_type

    def write(self, piece: Any) -> int:
        # The engine tries again to write what it holds when it gives up, so the limit is asked before and after.
        if not self._limiter.limit:
            messages.send_piece(self._connection, self._limiter.take(conform.well_formed(piece, self._media_type)))
        if self._limiter.limit:
            raise _Full
        return len(piece)


class _Triples(io.RawIOBase):
    """Sends what the engine writes; `size` counts it, `rest` is what was not yet worth sending."""

    def __init__(self, connection: socket.socket, media_type: str) -> None:
        super().__init__()
        self._connection = connection
        self._media_type = media_type
        self.rest = bytearray()
        self.size = 0

    def write(self, piece: Any) -> int:
        self.rest += conform.well_formed(piece, self._media_type)
        self.size += len(piece)
        if len(self.rest) >= CHUNK:
            messages.send_piece(self._connection, bytes(self.rest))
            self.rest.clear()
        return len(piece)


def serve(store: ox.Store, connection: socket.socket, memory_mb: int) -> None:
    """Answers queries from `connection` until it closes; never returns an exception to the caller's caller."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while True:
        try:
            request, query = messages.next_request(connection)
            rest, fields = _answer(store, request, query.decode("utf-8"), connection)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            # What a heavy query leaves behind would count against the next one.
            fields["retire"] = grown * 1024 > memory_mb * MB // 2
            messages.send_end(connection, rest, fields)
        except messages.Gone:
            return


def _answer(
    store: ox.Store, request: Mapping[str, Any], query: str, connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    started = time.perf_counter()
    try:
        rest, fields = _evaluated(store, request, query, connection)
    except BadQuery as error:
        return b"", {"error": "bad-query", "message": carried(error.detail), **error.members()}
    except OpenPlazaError as error:
        return b"", {"error": error.slug, "message": carried(error.detail)}
    except MemoryError:
        return b"", {"error": "out-of-memory"}
    except messages.Gone:
        raise
    except Exception as error:
        why = N_("The query could not be evaluated: %(error)s", error=error)
        return b"", {"error": "refused", "message": carried(why)}
    fields["elapsed_ms"] = (time.perf_counter() - started) * 1000
    return rest, fields


def _evaluated(
    store: ox.Store, request: Mapping[str, Any], query: str, connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    """The last piece of the answer, and what is said about it; the pieces before it are sent by then."""
    here, dataset = _dataset(store, request["default_graphs"], request["named_graphs"])
    try:
        found = conform.answered(here, query, request["edits"], dataset)
    except SyntaxError as error:
        raise told(read(query), str(error)) from error
    if isinstance(found, ox.QueryBoolean):
        return found.serialize(format=result_format(request["media_type"])) or b"", _said(None, None)
    if isinstance(found, ox.QueryTriples):
        return _triples(found, request, connection)
    return _rows(found, request, connection)


def _dataset(store: ox.Store, default: list[str], named: list[str]) -> tuple[ox.Store, dict[str, Any]]:
    """The store to ask, and its graphs to ask; all of them where none is named."""
    if not (default or named):
        return store, {}
    different = list(dict.fromkeys(default))
    one = merged(store, different, named)
    return one or store, {
        "default_graph": ox.DefaultGraph() if one is not None else [ox.NamedNode(name) for name in different],
        "named_graphs": [ox.NamedNode(name) for name in named],
    }


def _rows(
    found: ox.QuerySolutions, request: Mapping[str, Any], connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    output_format = result_format(request["media_type"])
    limiter = RowLimiter(request["media_type"], request["max_rows"], request["max_bytes"])
    try:
        found.serialize(cast(IO[bytes], _Rows(connection, limiter, request["media_type"])), format=output_format)
    except _Full:
        return b"", _said(limiter.rows, limiter.limit)
    rest = limiter.end()
    return rest, _said(limiter.rows, limiter.limit)


def _triples(
    found: ox.QueryTriples, request: Mapping[str, Any], connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    output_format = graph_format(request["media_type"])
    written, taken = _Triples(connection, request["media_type"]), 0
    limit: str | None = None

    def taking() -> Iterator[ox.Triple]:
        nonlocal taken, limit
        for triple in itertools.islice(conform.relabelled(found), request["max_rows"] + 1):
            if taken == request["max_rows"] or written.size > request["max_bytes"]:
                limit = "max_rows" if taken == request["max_rows"] else "max_result_mb"
                return
            taken += 1
            yield triple

    try:
        ox.serialize(taking(), cast(IO[bytes], written), format=output_format)
    except ValueError as error:
        form = request["media_type"]
        raise Refused(N_("This answer cannot be written as %(form)s: %(error)s", form=form, error=error)) from error
    return bytes(written.rest), _said(taken, limit)


def _said(rows: int | None, limit: str | None) -> dict[str, Any]:
    return {"rows": rows, "complete": limit is None, "limit_applied": limit}
