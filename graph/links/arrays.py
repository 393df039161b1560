"""The arrays that traces walk on: every link once in the order of its start, and the way back.

Compressed sparse rows: the links of node n are those from `starts[n]` to `starts[n + 1]`; the links that end at n are
`back_link[back_starts[n]:back_starts[n + 1]]`. 18 bytes a link and 8 a node.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.derived.texts import map_array
from graph.links.days import ALWAYS, OPEN

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
FROM_MEMORY, MEDIUM, LOW, DOUBTFUL, REPORTED, DECLARED = 1, 2, 4, 8, 16, 32
"""What is weak about a link, as bits of its `trust`; 0 means that nothing is."""

UNREACHED = -1
SPARSE = 64


@dataclass(frozen=True)
class Arrays:
    """A dated network. `start` and `end` are day numbers, `kind` is a place in KINDS, `trust` holds bits."""

    starts: Ints
    target: Ints
    kind: NDArray[np.uint8]
    start: NDArray[np.uint16]
    end: NDArray[np.uint16]
    trust: NDArray[np.uint8]
    back_starts: Ints
    back_source: Ints
    back_link: Ints

    @property
    def nodes(self) -> int:
        return len(self.starts) - 1

    @property
    def links(self) -> int:
        return len(self.target)

    def out_of(self, nodes: Ints) -> tuple[Ints, Ints]:
        """The links that start at any of `nodes`, and where each ends."""
        links = spans(self.starts, nodes)
        return links, self.target[links]

    def into(self, nodes: Ints) -> tuple[Ints, Ints]:
        """The links that end at any of `nodes`, and where each starts."""
        places = spans(self.back_starts, nodes)
        return self.back_link[places], self.back_source[places]


def fresh(found: Ints, seen: Flags) -> Ints:
    """The nodes among `found` not seen before, each once, ascending; they are marked as seen."""
    if len(found) * SPARSE < len(seen):
        new = np.unique(found[~seen[found]])
        seen[new] = True
        return new
    before = seen.copy()
    seen[found] = True
    return np.flatnonzero(seen & ~before).astype(np.int32)


def spans(starts: Ints, nodes: Ints) -> Ints:
    """All places from starts[n] to starts[n + 1], for each n of `nodes`, one after another."""
    first = starts[nodes]
    lengths = starts[nodes + 1] - first
    filled = lengths > 0
    first, lengths = first[filled], lengths[filled]
    if not len(lengths):
        return np.empty(0, np.int32)
    steps = np.ones(int(lengths.sum()), np.int32)
    steps[0] = first[0]
    steps[np.cumsum(lengths[:-1])] = first[1:] - first[:-1] - lengths[:-1] + 1
    return np.cumsum(steps, dtype=np.int32)


def pack(
    nodes: int,
    source: NDArray[np.integer],
    target: NDArray[np.integer],
    kind: NDArray[np.integer],
    start: NDArray[np.integer] | None = None,
    end: NDArray[np.integer] | None = None,
    trust: NDArray[np.integer] | None = None,
) -> Arrays:
    """The arrays of links given as columns, in any order; links of one node keep the order they are given in."""
    count = len(source)
    order = np.argsort(source, kind="stable")
    there = target[order].astype(np.int32)
    back = np.argsort(there, kind="stable").astype(np.int32)

    def column(values: NDArray[np.integer] | None, default: int, form: type[Any]) -> NDArray[Any]:
        return np.full(count, default, form) if values is None else values[order].astype(form)

    return Arrays(
        starts=_starts(nodes, source),
        target=there,
        kind=column(kind, 0, np.uint8),
        start=column(start, ALWAYS, np.uint16),
        end=column(end, OPEN, np.uint16),
        trust=column(trust, 0, np.uint8),
        back_starts=_starts(nodes, there),
        back_source=source[order].astype(np.int32)[back],
        back_link=back,
    )


def _starts(nodes: int, ends: NDArray[np.integer]) -> Ints:
    starts = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(ends, minlength=nodes), out=starts[1:])
    return starts


def save(arrays: Arrays, folder: Path) -> None:
    """Write every array as {name}.npy into `folder`."""
    for field in fields(arrays):
        np.save(folder / f"{field.name}.npy", getattr(arrays, field.name))


def map_arrays(folder: Path) -> Arrays:
    """The arrays of `folder`, mapped read-only: nothing is loaded until it is walked on."""
    return Arrays(**{field.name: map_array(folder, field.name) for field in fields(Arrays)})


def chosen_kinds(codes: Iterable[int]) -> Flags:
    """A table that says of every code whether it is one of `codes`."""
    table = np.zeros(256, np.bool_)
    table[list(codes)] = True
    return table
