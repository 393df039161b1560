"""Everything that links lead to from a few nodes, over whole arrays at once, for the comparison with other engines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.links.arrays import Arrays, Flags, Ints, fresh, spans

MOST_HOPS = 120


def open_links(arrays: Arrays, day: int) -> Flags:
    """Which links hold on `day`."""
    held: Flags = (arrays.start <= day) & (arrays.end >= day)
    return held


def closure(
    arrays: Arrays, seeds: Iterable[int], held: Flags, *, backward: bool = False, hops: int = MOST_HOPS
) -> Flags:
    """Which nodes `held` links lead to from `seeds`, or lead from when `backward`; the seeds are in it.

    Each hop goes the cheaper way: from what was reached last to what is next, or, when little is left, from what is
    not reached yet to what is (Beamer, Asanović and Patterson 2012, direction-optimizing breadth-first search).
    """
    seen = np.zeros(arrays.nodes, np.bool_)
    frontier = np.unique(np.fromiter(seeds, np.int32))
    seen[frontier] = True
    every = bool(held.all())
    here, there = (arrays.back_starts, arrays.starts) if backward else (arrays.starts, arrays.back_starts)
    for _ in range(hops):
        if not len(frontier):
            break
        if _degrees(here, frontier) < arrays.nodes:
            frontier = _pushed(arrays, frontier, None if every else held, backward, seen)
            continue
        left = np.flatnonzero(~seen).astype(np.int32)
        if _degrees(there, left) < _degrees(here, frontier):
            frontier = _pulled(arrays, left, None if every else held, backward, seen)
        else:
            frontier = _pushed(arrays, frontier, None if every else held, backward, seen)
    return seen


def _pushed(arrays: Arrays, frontier: Ints, held: Flags | None, backward: bool, seen: Flags) -> Ints:
    places = spans(arrays.back_starts if backward else arrays.starts, frontier)
    if held is not None:
        places = places[held[arrays.back_link[places] if backward else places]]
    return fresh((arrays.back_source if backward else arrays.target)[places], seen)


def _pulled(arrays: Arrays, left: Ints, held: Flags | None, backward: bool, seen: Flags) -> Ints:
    starts = arrays.starts if backward else arrays.back_starts
    lengths = starts[left + 1] - starts[left]
    left, lengths = left[lengths > 0], lengths[lengths > 0]
    if not len(left):
        return left
    places = spans(starts, left)
    reached = seen[(arrays.target if backward else arrays.back_source)[places]]
    if held is not None:
        reached &= held[places if backward else arrays.back_link[places]]
    found = left[np.logical_or.reduceat(reached, np.cumsum(lengths) - lengths)]
    seen[found] = True
    return found


def _degrees(starts: Ints, nodes: Ints) -> int:
    return int((starts[nodes + 1] - starts[nodes]).sum(dtype=np.int64))
