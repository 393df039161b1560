"""Opening a revision in the engine: in memory, or read-only from an index on disk that is made once."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from graph.ahead import ahead
from graph.errors import Damaged
from graph.revision import Revision, read_quads
from graph.revision.packing import without_graph

BUILDING = ".oxigraph-"
LINES_AT_ONCE = 5_000


def open_native(revision: Revision, max_memory_quads: int) -> ox.Store:
    """The pyoxigraph store of a revision, in memory or read-only from its derived index."""
    if revision.manifest.quads > max_memory_quads:
        return _open_index(disk_index(revision))
    store = ox.Store()
    _fill(store, revision)
    return store


def _fill(store: ox.Store, revision: Revision) -> None:
    """Loads every quad, and each triple once more into the default graph."""
    # One after the other: mixed in one stream they take a tenth longer and more room, and on two threads far longer.
    _load(store, partial(_union, revision))
    _load(store, partial(read_quads, revision))


def _load(store: ox.Store, lines: Callable[[], Iterator[bytes]]) -> None:
    """Adds canonical lines to a store; they may be read twice.

    The engine reads text several times faster than terms made in Python, but it renames the blank nodes of a text; so
    the lines that have any are loaded as terms, in a second reading.
    """
    found_blank = False

    def without_blank() -> Iterator[bytes]:
        nonlocal found_blank
        for line in lines():
            if _has_blank(line):
                found_blank = True
            else:
                yield line

    # The loader needs only read(); its type asks for a whole file object.
    store.bulk_load(_Stream(without_blank()), format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
    if found_blank:
        blank = _Stream(line for line in lines() if _has_blank(line))
        # As above: the parser needs only read().
        store.bulk_extend(ox.parse(blank, format=ox.RdfFormat.N_QUADS))  # type: ignore[arg-type]


def _union(revision: Revision) -> Iterator[bytes]:
    """Each triple once, as a line of the default graph; equal triples are neighbours.

    The engine's own union repeats a triple that stands in two graphs, and so counts it twice.
    """
    shorten = without_graph if "" in revision.manifest.graphs else _without_last
    last = b""
    for line in read_quads(revision):
        triple = shorten(line)
        if triple != last:
            last = triple
            yield triple


def _without_last(line: bytes) -> bytes:
    """`without_graph` for a line that has a graph, in a third of the time."""
    return line[: line.rindex(b" ", 0, -3)] + b" .\n"


def _has_blank(line: bytes) -> bool:
    """True too for a literal that looks like one, which does no harm."""
    return b" _:" in line or line.startswith(b"_:")


def prepare(revision: Revision, max_memory_quads: int) -> None:
    """Builds the index of a large revision now, so that no start has to wait for it."""
    if revision.manifest.quads > max_memory_quads:
        disk_index(revision)


def disk_index(revision: Revision) -> Path:
    """The folder of the RocksDB index, built on first use under a temporary name and renamed when whole.

    Whoever needs the index while another process builds it waits for that.
    """
    target = revision.path / "index" / "oxigraph"
    if target.is_dir():
        return target
    target.parent.mkdir(exist_ok=True)
    with _alone(target.parent):
        if not target.is_dir():
            for left in target.parent.glob(f"{BUILDING}*"):
                shutil.rmtree(left, ignore_errors=True)
            _build_index(revision, target)
    return target


def _build_index(revision: Revision, target: Path) -> None:
    building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=target.parent))
    try:
        store = ox.Store(str(building))
        _fill(store, revision)
        store.flush()
        del store
        os.rename(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds a lock on `folder`, which ends with the process at the latest."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open_index(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise Damaged(f"{path}: {error}. Remove this folder; it is built again at the next start.") from error


class _Stream:
    """An iterator of lines as the file object a parser reads from; read ahead, since the parser works meanwhile."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._texts = ahead(_joined(lines))
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join([self._rest, *self._texts])
        if not self._rest:
            self._rest = memoryview(next(self._texts, b""))
        data, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return data


def _joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    while text := b"".join(itertools.islice(lines, LINES_AT_ONCE)):
        yield text
