"""A graph as it is and as it would be: what differs, and one store that can be both, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyoxigraph as ox

from graph.revision import Revision
from graph.revision.reading import read_quads
from graph.terms import OP

# A row that is taken out moves the lines of those below it, and nothing else of them.
UNSEEN = f"{OP}line"


@dataclass(frozen=True, slots=True)
class Differences:
    """The lines of N-Quads that only a store has, and those that only a revision has."""

    added: frozenset[bytes]
    removed: frozenset[bytes]

    @classmethod
    def of(cls, store: ox.Store, revision: Revision) -> Differences:
        """Compare the whole, quad by quad. Raises Damaged."""
        would_be = _lines(store.dump(format=ox.RdfFormat.N_QUADS))
        held = frozenset(read_quads(revision))
        return cls(would_be - held, held - would_be)

    def without(self, graph: str) -> Differences:
        """Those of the other graphs."""
        end = _end(graph)
        return Differences(*(frozenset(line for line in lines if not line.endswith(end)) for lines in
                             (self.added, self.removed)))  # fmt: skip

    def and_of(self, graph: str, store: ox.Store, revision: Revision) -> Differences:
        """With those of one graph more, compared now; what `store` got since is not removed. Raises Damaged."""
        end, plain = _end(graph), b" .\n"
        would_be = _lines(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)))
        held = frozenset(line.removesuffix(end) + plain for line in read_quads(revision) if line.endswith(end))
        added, removed = ({line.removesuffix(plain) + end for line in lines} for lines in
                          (would_be - held, held - would_be))  # fmt: skip
        gone = {line for line in self.removed if not all(quad in store for quad in _parsed(frozenset({line})))}
        return Differences(self.added | added, frozenset(gone | removed))


def _lines(dumped: bytes | None) -> frozenset[bytes]:
    return frozenset((dumped or b"").splitlines(keepends=True))


def _end(graph: str) -> bytes:
    """How a line of N-Quads ends that stands in a graph."""
    return f" <{graph}> .\n".encode()


@dataclass(frozen=True)
class Comparison:
    """`store` is the graph as it would be; `added` and `removed` are what is not in `revision`, and what only is."""

    store: ox.Store
    added: tuple[ox.Quad, ...]
    removed: tuple[ox.Quad, ...]

    @classmethod
    def of(cls, store: ox.Store, differences: Differences) -> Comparison:
        """The same with its quads read."""
        return cls(store, _parsed(differences.added), _parsed(differences.removed))

    @property
    def differing(self) -> Iterator[ox.Quad]:
        """Every quad that is in one of the two alone, but for the places of rows in their files."""
        return (quad for quad in (*self.added, *self.removed) if quad.predicate.value != UNSEEN)

    @property
    def subjects(self) -> frozenset[ox.NamedNode]:
        """What the differences are told of, in the graphs that the store has by now."""
        held = set(self.store.named_graphs())
        return frozenset(
            quad.subject
            for quad in self.differing
            if isinstance(quad.subject, ox.NamedNode) and quad.graph_name in held
        )

    @contextmanager
    def before(self) -> Iterator[ox.Store]:
        """The same store as it is in the revision, for the length of the block."""
        self._become(self.removed, self.added)
        try:
            yield self.store
        finally:
            self._become(self.added, self.removed)

    def _become(self, present: tuple[ox.Quad, ...], absent: tuple[ox.Quad, ...]) -> None:
        for quad in absent:
            self.store.remove(quad)
        self.store.extend(present)


def _parsed(lines: frozenset[bytes]) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))
