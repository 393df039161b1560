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


@dataclass(frozen=True)
class Comparison:
    """`store` is the graph as it would be; `added` and `removed` are what is not in `revision`, and what only is."""

    store: ox.Store
    added: tuple[ox.Quad, ...]
    removed: tuple[ox.Quad, ...]

    @classmethod
    def of(cls, store: ox.Store, revision: Revision) -> Comparison:
        """Compare a store with a revision, quad by quad. Raises Damaged."""
        would_be = set((store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
        held = set(read_quads(revision))
        return cls(store, _parsed(would_be - held), _parsed(held - would_be))

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


def _parsed(lines: set[bytes]) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))
