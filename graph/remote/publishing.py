"""Loading a revision into a remote store: announced, loaded, counted, and only then made current."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.errors import LoadFailed
from graph.remote import held_revisions as pointer
from graph.remote.answers import rows_of
from graph.remote.client import Client
from graph.remote.graph_names import GraphNames
from graph.remote.updates import text
from graph.revision import Manifest, Revision, read_quads

BATCH_BYTES = 64 << 10
GRAPH_STORE_BYTES = 4 << 20
KEEP = 2

Progress = Callable[[str, float], None]

_COUNT = text("store-count.rq")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a publishing did: whether anything was loaded or switched, and which revisions were removed."""

    number: int
    loaded: bool
    switched: bool
    removed: tuple[int, ...]


class Loader:
    """Publishes revisions of one OpenPlaza into one store. One publisher at a time.

    `graph_store` is the address of the store's Graph Store Protocol, where it has one: faster than updates.
    """

    def __init__(self, client: Client, base: str, graph_store: str = "") -> None:
        self._client, self._base, self._graph_store = client, base, graph_store

    def publish(self, revision: Revision, keep: int = KEEP, progress: Progress | None = None) -> Loaded:
        """Loads `revision`, makes it current and removes all but the `keep` last current ones.

        A revision that is there already is only made current. Raises LoadFailed, StoreUnreachable, TimedOut or
        BadStoreAnswer; then readers still see the old revision, and the next publishing clears what is left.
        """
        told = progress or (lambda stage, done: None)
        naming = GraphNames(self._base, revision.number)
        known = pointer.held(self._client, self._base)
        present = next((one for one in known if one.served and one.manifest.number == revision.number), None)
        if present is not None and present.manifest.quads_sha256 != revision.manifest.quads_sha256:
            raise LoadFailed(
                f"The store holds other facts as revision {revision.number}. Build a revision with a new number."
            )
        removed = self._clear(known, kept=[one for one in known if one.served])
        if present is None:
            self._load(naming, revision, told)
        switched = present is None or present is not known[-1]
        if switched:
            serial = max((one.served[-1] for one in known if one.served), default=0) + 1
            self._client.update(pointer.inserted(naming.pointer, [pointer.switched(naming, serial)]))
        told("removing old revisions", 0.98)
        removed += self._prune(keep)
        return Loaded(revision.number, present is None, switched, tuple(removed))

    def _prune(self, keep: int) -> list[int]:
        known = pointer.held(self._client, self._base)
        return self._clear(known, kept=known[-max(1, keep) :])

    def _clear(self, known: list[pointer.Held], kept: list[pointer.Held]) -> list[int]:
        """Removes every revision but the kept ones; graphs first, so that what is left of one is still known."""
        removed = []
        for one in known:
            if one in kept:
                continue
            naming = GraphNames(self._base, one.manifest.number)
            for graph in (*_graphs(one.manifest, naming), naming.everything):
                self._client.update(pointer.dropped(graph))
            self._client.update(pointer.forgotten(naming))
            removed.append(naming.number)
        return removed

    def _load(self, naming: GraphNames, revision: Revision, told: Progress) -> None:
        manifest = revision.manifest
        self._client.update(pointer.inserted(naming.pointer, [pointer.announced(naming, manifest)]))
        whole = 0
        expected = {naming.out(graph): count for graph, count in manifest.graphs.items() if graph}
        batches = _Batches(self._send, GRAPH_STORE_BYTES if self._graph_store else BATCH_BYTES)
        last = b""
        for sent, line in enumerate(read_quads(revision)):
            statement, graph = _split(line, naming)
            if graph:
                batches.add(graph, statement)
            if statement != last:
                whole, last = whole + 1, statement
                batches.add(naming.everything, statement)
            if sent % 1000 == 0:
                told("loading", 0.95 * sent / max(1, manifest.quads))
        batches.end()
        told("counting", 0.96)
        self._count({**expected, naming.everything: whole})

    def _send(self, graph: str, statements: list[bytes]) -> None:
        data = b"".join(statements)
        if self._graph_store:
            self._client.add(self._graph_store, graph, data)
        else:
            self._client.update(pointer.inserted(graph, [data.decode("utf-8")]))

    def _count(self, expected: dict[str, int]) -> None:
        for graph, count in expected.items():
            found = rows_of(self._client.query(_COUNT, default_graphs=[graph])).rows
            if not found or str(found[0]["n"]) != str(count):
                number = found[0]["n"] if found else "no"
                raise LoadFailed(
                    f"The store holds {number} statements of <{graph}>, not {count}. Nothing was switched."
                )


class _Batches:
    """Statements by graph, sent in pieces of at most `size` bytes."""

    def __init__(self, send: Callable[[str, list[bytes]], None], size: int) -> None:
        self._send, self._size = send, size
        self._waiting: dict[str, list[bytes]] = {}
        self._bytes: dict[str, int] = {}

    def add(self, graph: str, statement: bytes) -> None:
        self._waiting.setdefault(graph, []).append(statement)
        self._bytes[graph] = self._bytes.get(graph, 0) + len(statement)
        if self._bytes[graph] >= self._size:
            self._flush(graph)

    def end(self) -> None:
        for graph in list(self._waiting):
            self._flush(graph)

    def _flush(self, graph: str) -> None:
        self._send(graph, self._waiting.pop(graph))
        del self._bytes[graph]


def _graphs(manifest: Manifest, naming: GraphNames) -> Iterator[str]:
    return (naming.out(name) for name in manifest.graphs if name)


def _split(line: bytes, naming: GraphNames) -> tuple[bytes, str]:
    """A quad as a triple for the store and the name of its graph there; an empty name for the default graph."""
    body = naming.out(line.decode("utf-8"))[:-3]
    # Outside a string, a space stands only between two terms.
    after_string = body.rpartition('"')[2]
    if after_string.count(" ") != (1 if '"' in body else 3):
        return f"{body} .\n".encode(), ""
    triple, _, graph = body.rpartition(" ")
    return f"{triple} .\n".encode(), graph[1:-1]
