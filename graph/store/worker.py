"""The child process that evaluates: confined first, then one query after another until it is killed."""

from __future__ import annotations

import ctypes
import io
import itertools
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.errors import BadQuery, OpenPlazaError, Refused
from graph.store import wire
from graph.store.cut import CHUNK, Cutter
from graph.store.formats import graph_format, result_format
from graph.store.guard import check_graphs, check_query, told

MB = 1 << 20
_FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "ctypes.", "shutil.", "urllib.", "import", "tempfile.")
_PR_SET_PDEATHSIG = 1


class _Full(Exception):
    """The answer has reached one of its limits."""


class _Rows(io.RawIOBase):
    """Sends the rows that the engine writes, as long as they are within the limits."""

    def __init__(self, connection: socket.socket, cutter: Cutter) -> None:
        super().__init__()
        self._connection = connection
        self._cutter = cutter

    def write(self, piece: Any) -> int:
        # The engine tries again to write what it holds when it gives up, so the limit is asked before and after.
        if not self._cutter.limit:
            wire.send_piece(self._connection, self._cutter.take(piece))
        if self._cutter.limit:
            raise _Full
        return len(piece)


class _Triples(io.RawIOBase):
    """Sends what the engine writes; `size` counts it, `rest` is what was not yet worth sending."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self.rest = bytearray()
        self.size = 0

    def write(self, piece: Any) -> int:
        self.rest += piece
        self.size += len(piece)
        if len(self.rest) >= CHUNK:
            wire.send_piece(self._connection, bytes(self.rest))
            self.rest.clear()
        return len(piece)


def die_with_parent() -> None:
    """Asks the kernel to end this process when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(memory_mb: int) -> None:
    """Takes away what an evaluation never needs: new descriptors (so files and sockets), files, more memory."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        base = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limit = base + memory_mb * MB
    # The engine writes to standard error when memory ends; that is an answer here, not news for the log.
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not allowed while a query is evaluated.")


def serve(store: ox.Store, connection: socket.socket, memory_mb: int) -> None:
    """Answers queries from `connection` until it closes; never returns an exception to the caller's caller."""
    graphs = frozenset(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while True:
        try:
            request, query = wire.receive(connection)
            rest, fields = _answer(store, graphs, request, query.decode("utf-8"), connection)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            # What a heavy query leaves behind would count against the next one.
            fields["retire"] = grown * 1024 > memory_mb * MB // 2
            wire.send_end(connection, rest, fields)
        except wire.Gone:
            return


def _answer(
    store: ox.Store, graphs: frozenset[str], request: dict[str, Any], query: str, connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    started = time.perf_counter()
    try:
        rest, fields = _evaluated(store, graphs, request, query, connection)
    except BadQuery as error:
        return b"", {"error": "bad-query", "message": str(error), **error.members()}
    except OpenPlazaError as error:
        return b"", {"error": error.slug, "message": str(error)}
    except MemoryError:
        return b"", {"error": "out-of-memory"}
    except wire.Gone:
        raise
    except Exception as error:
        return b"", {"error": "refused", "message": f"The query could not be evaluated: {error}"}
    fields["elapsed_ms"] = (time.perf_counter() - started) * 1000
    return rest, fields


def _evaluated(
    store: ox.Store, graphs: frozenset[str], request: dict[str, Any], query: str, connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    """The last piece of the answer, and what is said about it; the pieces before it are sent by then."""
    check_query(query, graphs)
    check_graphs([*request["default_graphs"], *request["named_graphs"]], graphs)
    try:
        found = store.query(query, **_dataset(request))
    except SyntaxError as error:
        raise told(query, str(error)) from error
    if isinstance(found, ox.QueryBoolean):
        return found.serialize(format=result_format(request["media_type"])) or b"", _said(None, None)
    if isinstance(found, ox.QueryTriples):
        return _triples(found, request, connection)
    return _rows(found, request, connection)


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The protocol's dataset: naming any graph leaves out all that are not named."""
    if not (request["default_graphs"] or request["named_graphs"]):
        return {}
    return {
        "default_graph": [ox.NamedNode(name) for name in request["default_graphs"]],
        "named_graphs": [ox.NamedNode(name) for name in request["named_graphs"]],
    }


def _rows(found: ox.QuerySolutions, request: dict[str, Any], connection: socket.socket) -> tuple[bytes, dict[str, Any]]:
    output_format = result_format(request["media_type"])
    cutter = Cutter(request["media_type"], request["max_rows"], request["max_bytes"])
    try:
        found.serialize(cast(IO[bytes], _Rows(connection, cutter)), format=output_format)
    except _Full:
        return b"", _said(cutter.rows, cutter.limit)
    rest = cutter.end()
    return rest, _said(cutter.rows, cutter.limit)


def _triples(
    found: ox.QueryTriples, request: dict[str, Any], connection: socket.socket
) -> tuple[bytes, dict[str, Any]]:
    output_format = graph_format(request["media_type"])
    written, taken = _Triples(connection), 0
    limit: str | None = None

    def taking() -> Iterator[ox.Triple]:
        nonlocal taken, limit
        for triple in itertools.islice(found, request["max_rows"] + 1):
            if taken == request["max_rows"] or written.size > request["max_bytes"]:
                limit = "max_rows" if taken == request["max_rows"] else "max_result_mb"
                return
            taken += 1
            yield triple

    try:
        ox.serialize(taking(), cast(IO[bytes], written), format=output_format)
    except ValueError as error:
        raise Refused(f"This answer cannot be written as {request['media_type']}: {error}") from error
    return bytes(written.rest), _said(taken, limit)


def _said(rows: int | None, limit: str | None) -> dict[str, Any]:
    return {"rows": rows, "complete": limit is None, "limit_applied": limit}
