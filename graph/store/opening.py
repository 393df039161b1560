"""Opening a revision in the engine: in memory, or read-only from an index on disk that is made once."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from graph.errors import Damaged
from graph.revision import Revision
from graph.revision.locking import locked
from graph.revision.packing import without_graph
from graph.revision.reading import read_texts

BUILDING = ".oxigraph-"


def open_native(revision: Revision, max_memory_quads: int) -> ox.Store:
    """The pyoxigraph store of a revision, in memory or read-only from its derived index."""
    if revision.manifest.quads > max_memory_quads:
        return _open_index(disk_index(revision))
    store = ox.Store()
    _fill(store, revision)
    return store


def _fill(store: ox.Store, revision: Revision) -> None:
    """Loads each triple once into the default graph, then every quad."""
    # One after the other: in one stream they take longer and more room, and on two threads far longer.
    _load(store, partial(_union, revision))
    _load(store, partial(read_texts, revision))


def _load(store: ox.Store, texts: Callable[[], Iterator[bytes]]) -> None:
    """Adds texts of canonical lines to a store; they may be read twice.

    The engine wrote the lines when they were published, so it does not check each IRI again. It reads text several
    times faster than terms made in Python, but it renames the blank nodes of a text; so the lines that have any are
    loaded as terms, in a second reading.
    """
    found_blank = False

    def without_blank() -> Iterator[bytes]:
        nonlocal found_blank
        for text in texts():
            if _has_blank(text):
                found_blank = True
                yield b"".join(line for line in text.splitlines(keepends=True) if not _has_blank(line))
            else:
                yield text

    with _piped(without_blank()) as path:
        store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)
    if found_blank:
        lines = itertools.chain.from_iterable(text.splitlines(keepends=True) for text in texts())
        with _piped(line for line in lines if _has_blank(line)) as path:
            store.bulk_extend(ox.parse(path=path, format=ox.RdfFormat.N_QUADS, lenient=True))


def _union(revision: Revision) -> Iterator[bytes]:
    """Each triple once, as a line of the default graph; equal triples are neighbours.

    The engine's own union repeats a triple that stands in two graphs, and so counts it twice.
    """
    shorten = without_graph if "" in revision.manifest.graphs else _without_last
    last = b""
    for text in read_texts(revision):
        triples = dict.fromkeys(map(shorten, text.splitlines(keepends=True)))
        triples.pop(last, None)
        yield b"".join(triples)
        last = next(reversed(triples), last)


def _without_last(line: bytes) -> bytes:
    """`without_graph` for a line that has a graph, in a third of the time."""
    return line[: line.rindex(b" ", 0, -3)] + b" .\n"


def _has_blank(text: bytes) -> bool:
    """True too for a literal that looks like one, which does no harm."""
    return b"_:" in text


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
    with locked(target.parent):
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


def _open_index(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise Damaged(f"{path}: {error}. Remove this folder; it is built again at the next start.") from error


@contextmanager
def _piped(texts: Iterator[bytes]) -> Iterator[str]:
    """A path from which the texts can be read once. What making them raises is raised at the end.

    A thread writes them: the engine reads and parses a path without the interpreter, which makes the next text
    meanwhile. Asked for each read through a file object, the two would wait for each other.
    """
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as writer:
        written = writer.submit(_write, texts, writing)
        try:
            yield f"/dev/fd/{reading}"
        finally:
            os.close(reading)
    written.result()


def _write(texts: Iterator[bytes], descriptor: int) -> None:
    # Who no longer reads has a reason of its own, which it tells.
    with suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as pipe:
        for text in texts:
            rest = memoryview(text)
            while rest:
                rest = rest[pipe.write(rest) :]
