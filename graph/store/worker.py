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
from graph.store.cut import cut
from graph.store.formats import graph_format, result_format
from graph.store.guard import check_graphs, check_query, told

MB = 1 << 20
_FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "ctypes.", "shutil.", "urllib.", "import", "tempfile.")
_PR_SET_PDEATHSIG = 1


class _Full(Exception):
    """The answer has reached its largest size."""


class _Buffer(io.RawIOBase):
    """Collects what the engine writes, and stops it at the largest size."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.data = bytearray()
        self.limit = limit

    def write(self, chunk: Any) -> int:
        self.data += chunk
        if len(self.data) > self.limit:
            raise _Full
        return len(chunk)


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
        except wire.Gone:
            return
        fields, body = _answer(store, graphs, request, query.decode("utf-8"))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        # What a large answer leaves behind would count against the next query.
        fields["retire"] = grown * 1024 > memory_mb * MB // 2
        wire.send(connection, fields, body)


def _answer(
    store: ox.Store, graphs: frozenset[str], request: dict[str, Any], query: str
) -> tuple[dict[str, Any], bytes | bytearray]:
    started = time.perf_counter()
    try:
        fields, body = _evaluated(store, graphs, request, query)
    except BadQuery as error:
        return {"error": "bad-query", "message": str(error), **error.members()}, b""
    except OpenPlazaError as error:
        return {"error": error.slug, "message": str(error)}, b""
    except MemoryError:
        return {"error": "out-of-memory"}, b""
    except Exception as error:
        return {"error": "refused", "message": f"The query could not be evaluated: {error}"}, b""
    fields["elapsed_ms"] = (time.perf_counter() - started) * 1000
    return fields, body


def _evaluated(
    store: ox.Store, graphs: frozenset[str], request: dict[str, Any], query: str
) -> tuple[dict[str, Any], bytes | bytearray]:
    check_query(query, graphs)
    check_graphs([*request["default_graphs"], *request["named_graphs"]], graphs)
    try:
        found = store.query(query, **_dataset(request))
    except SyntaxError as error:
        raise told(query, str(error)) from error
    if isinstance(found, ox.QueryBoolean):
        return _complete(found.serialize(format=result_format(request["media_type"])) or b"", None)
    if isinstance(found, ox.QueryTriples):
        return _triples(found, request)
    return _rows(found, request)


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The protocol's dataset: naming any graph leaves out all that are not named."""
    if not (request["default_graphs"] or request["named_graphs"]):
        return {}
    return {
        "default_graph": [ox.NamedNode(name) for name in request["default_graphs"]],
        "named_graphs": [ox.NamedNode(name) for name in request["named_graphs"]],
    }


def _rows(found: ox.QuerySolutions, request: dict[str, Any]) -> tuple[dict[str, Any], bytes | bytearray]:
    media_type = request["media_type"]
    buffer, whole = _Buffer(request["max_bytes"]), True
    try:
        found.serialize(cast(IO[bytes], buffer), format=result_format(media_type))
    except _Full:
        whole = False
    body, rows, complete = cut(buffer.data, media_type, request["max_rows"], whole)
    if complete:
        return _complete(body, rows)
    limit = "max_rows" if rows == request["max_rows"] else "max_result_mb"
    return {"rows": rows, "complete": False, "limit_applied": limit}, body


def _triples(found: ox.QueryTriples, request: dict[str, Any]) -> tuple[dict[str, Any], bytes | bytearray]:
    output_format = graph_format(request["media_type"])
    buffer, taken = _Buffer(sys.maxsize), 0
    limit: str | None = None

    def taking() -> Iterator[ox.Triple]:
        nonlocal taken, limit
        for triple in itertools.islice(found, request["max_rows"] + 1):
            if taken == request["max_rows"] or len(buffer.data) > request["max_bytes"]:
                limit = "max_rows" if taken == request["max_rows"] else "max_result_mb"
                return
            taken += 1
            yield triple

    try:
        ox.serialize(taking(), cast(IO[bytes], buffer), format=output_format)
    except ValueError as error:
        raise Refused(f"This answer cannot be written as {request['media_type']}: {error}") from error
    return {"rows": taken, "complete": limit is None, "limit_applied": limit}, buffer.data


def _complete(body: bytes | bytearray, rows: int | None) -> tuple[dict[str, Any], bytes | bytearray]:
    return {"rows": rows, "complete": True, "limit_applied": None}, body
