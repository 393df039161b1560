"""The store inside the process: pyoxigraph in memory, or read-only on disk when the revision is large."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from graph.errors import Damaged, Refused
from graph.revision import Revision, read_quads
from graph.revision.packing import without_graph
from graph.store.formats import graph_format, result_format
from graph.store.mistakes import told
from graph.store.protocol import Cell, Rows

BUILDING = ".oxigraph-"
LINES_AT_ONCE = 5_000


class Limits(Protocol):
    """The one setting this store needs."""

    @property
    def max_memory_quads(self) -> int: ...


class EmbeddedStore:
    """Answers in this process. For queries of the catalogue only: nothing here can stop a query."""

    def __init__(self, store: ox.Store, revision: int) -> None:
        self._store = store
        self._revision = revision

    @classmethod
    def open(cls, revision: Revision, settings: Limits) -> EmbeddedStore:
        """The store of `revision`: in memory up to `max_memory_quads`, else on disk beside the revision."""
        return cls(open_native(revision, settings.max_memory_quads), revision.number)

    @property
    def revision(self) -> int:
        return self._revision

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; raises BadQuery if it does not parse, Refused if it is no SELECT."""
        found = self._query(text)
        if not isinstance(found, ox.QuerySolutions):
            raise Refused("This asks for rows, so it must be a SELECT.")
        names = tuple(variable.value for variable in found.variables)
        rows = tuple({name: cell(value) for name, value in zip(names, row, strict=True)} for row in found)
        return Rows(names, rows)

    def ask(self, text: str) -> bool:
        """The answer of an ASK."""
        found = self._query(text)
        if not isinstance(found, ox.QueryBoolean):
            raise Refused("This asks for yes or no, so it must be an ASK.")
        return bool(found)

    def construct(self, text: str, media_type: str) -> bytes:
        """The triples of a CONSTRUCT or DESCRIBE, written as `media_type`."""
        found = self._query(text)
        if not isinstance(found, ox.QueryTriples):
            raise Refused("This asks for triples, so it must be a CONSTRUCT or a DESCRIBE.")
        return found.serialize(format=graph_format(media_type)) or b""

    def serialize(self, text: str, media_type: str) -> bytes:
        """The answer of any query, written as `media_type`; the engine writes it, no row passes through Python."""
        found = self._query(text)
        if isinstance(found, ox.QueryTriples):
            return found.serialize(format=graph_format(media_type)) or b""
        return found.serialize(format=result_format(media_type)) or b""

    def _query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(text)
        except SyntaxError as error:
            raise told(text, str(error)) from error


def cell(term: Any) -> Cell | None:
    """One term of an answer as a Cell; None stays None."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Cell(term.value, "iri")
    if isinstance(term, ox.BlankNode):
        return Cell(term.value, "bnode")
    if isinstance(term, ox.Literal):
        return Cell(term.value, "literal", term.language, term.datatype.value)
    return Cell(str(term), "literal")


def open_native(revision: Revision, max_memory_quads: int) -> ox.Store:
    """The pyoxigraph store of a revision, in memory or read-only from its derived index."""
    if revision.manifest.quads > max_memory_quads:
        return _open_index(disk_index(revision))
    store = ox.Store()
    _fill(store, revision)
    return store


def _fill(store: ox.Store, revision: Revision) -> None:
    """Loads every quad, and each triple once more into the default graph.

    The engine reads text several times faster than terms made in Python, but it renames the blank nodes of a text; so
    the lines that have any are loaded as terms, in a second reading.
    """
    found_blank = False

    def without_blank() -> Iterator[bytes]:
        nonlocal found_blank
        for line in _with_union(revision):
            if _has_blank(line):
                found_blank = True
            else:
                yield line

    # The loader needs only read(); its type asks for a whole file object.
    store.bulk_load(_Stream(without_blank()), format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
    if found_blank:
        blank = _Stream(line for line in _with_union(revision) if _has_blank(line))
        store.bulk_extend(ox.parse(blank, format=ox.RdfFormat.N_QUADS))  # type: ignore[arg-type]


def _with_union(revision: Revision) -> Iterator[bytes]:
    """Every line, and each triple once more without its graph; equal triples are neighbours.

    The engine's own union repeats a triple that stands in two graphs, and so counts it twice.
    """
    last = b""
    for line in read_quads(revision):
        yield line
        triple = without_graph(line)
        if triple != last:
            last = triple
            yield triple


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
    """An iterator of lines as the file object a parser reads from."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join([self._rest, *self._lines])
        if not self._rest:
            self._rest = memoryview(b"".join(itertools.islice(self._lines, LINES_AT_ONCE)))
        data, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return data
