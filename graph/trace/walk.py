"""Walking on the arrays: how far everything is, and then the best paths first, within a budget."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.links.arrays import (
    DECLARED,
    DOUBTFUL,
    FROM_MEMORY,
    LOW,
    MEDIUM,
    REPORTED,
    UNREACHED,
    Arrays,
    Flags,
    Ints,
    chosen_kinds,
    fresh,
)
from graph.links.kinds import ACTING, CODES, KINDS

Hops = NDArray[np.int8]
Step = tuple[int, int, bool]
"""A link, the node it was followed to, and whether it was followed along its own direction."""

PART = CODES["part-of"]
FREE = frozenset((PART, CODES["kind-of"]))
FURTHEST = 100
FREE_KINDS = chosen_kinds(FREE)
"""Links that are no step in an argument: the same law, or the same technology named more widely."""

ACTS = frozenset(CODES[name] for name in ACTING)
LAWS = frozenset(code for code, kind in enumerate(KINDS) if kind.role == "law")
WEIGHTS = tuple(kind.weight for kind in KINDS)
WEAKNESS = ((FROM_MEMORY, 2), (MEDIUM, 1), (LOW, 2), (DOUBTFUL, 3), (REPORTED, 1), (DECLARED, 1))
# Of every combination of bits, because a walk asks once a step.
WEAKNESS_OF = tuple(sum(cost for bit, cost in WEAKNESS if trust & bit) for trust in range(256))


@dataclass(frozen=True, slots=True)
class Ground:
    """The links that may be followed: kinds `along` and `against` their direction as tables by code, on `day` (any day
    when None), and of those only `allowed` ones where given. Links are looked at where a walk comes, not all at once.
    """

    arrays: Arrays
    along: Flags
    against: Flags
    day: int | None = None
    allowed: Flags | None = None

    @property
    def turned(self) -> Ground:
        return replace(self, along=self.against, against=self.along)

    def only(self, kinds: Flags) -> Ground:
        """The same ground with no kinds but these."""
        return replace(self, along=self.along & kinds, against=self.against & kinds)

    def around(self, nodes: Ints) -> Iterator[tuple[Ints, Ints, bool]]:
        """The links that lead on from any of `nodes`, where each leads, and whether along its direction."""
        for table, found, along in (
            (self.along, self.arrays.out_of, True),
            (self.against, self.arrays.into, False),
        ):
            if table.any():
                links, ends = found(nodes)
                kept = self.holds(links, table)
                yield links[kept], ends[kept], along

    def edges(self, nodes: Ints) -> Iterator[tuple[Ints, Ints, NDArray[np.int8]]]:
        """The same steps from `nodes` as pairs of nodes, each with the hops it costs."""
        for table, starts, found in (
            (self.along, self.arrays.starts, self.arrays.out_of),
            (self.against, self.arrays.back_starts, self.arrays.into),
        ):
            if table.any():
                links, ends = found(nodes)
                kept = self.holds(links, table)
                sources = np.repeat(nodes, starts[nodes + 1] - starts[nodes])
                yield sources[kept], ends[kept], (~FREE_KINDS)[self.arrays.kind[links[kept]]].astype(np.int8)

    def holds(self, links: Ints, table: Flags) -> Flags:
        """Which of `links` are of a kind in `table`, hold on the day and are allowed."""
        kept: Flags = table[self.arrays.kind[links]]
        if self.day is not None:
            kept &= (self.arrays.start[links] <= self.day) & (self.arrays.end[links] >= self.day)
        if self.allowed is not None:
            kept &= self.allowed[links]
        return kept

    def steps(self, node: int, far: Hops) -> Iterator[Step]:
        """The steps from one node to nodes that `far` reaches, in the order of the links."""
        for links, ends, along in self.around(np.array([node], np.int32)):
            kept = far[ends] != UNREACHED
            yield from ((link, end, along) for link, end in zip(links[kept].tolist(), ends[kept].tolist(), strict=True))


@dataclass(frozen=True, slots=True, order=True)
class RankedPath:
    """A path of steps; `rank` is (hops, weight, weakness), smaller is better."""

    rank: tuple[int, int, int]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Paths from `start` (after one of `openings`) to `accepted` nodes with at most `longest` hops.

    `far` is how many hops each node still is from an accepted one. With `near` given, no node is passed that a shorter
    path reaches, so every end has its shortest paths only; an empty `near` lifts that. `budget` is in steps.
    """

    ground: Ground
    openings: tuple[tuple[Step, ...], ...]
    start: int
    accepted: Flags
    near: Hops
    far: Hops
    longest: int
    budget: int


class Wave:
    """What is reached from some nodes, hop after hop. Parts of an act and wider technologies cost no hop."""

    def __init__(self, ground: Ground, seeds: Ints) -> None:
        self._free, self._paid = ground.only(FREE_KINDS), ground.only(~FREE_KINDS)
        self._seen = np.zeros(ground.arrays.nodes, np.bool_)
        self._seen[seeds] = True
        self.hops = np.full(ground.arrays.nodes, UNREACHED, np.int8)
        self.hop = 0
        self.frontier = self._settled(seeds)

    def grow(self) -> None:
        """Goes one hop further."""
        self.hop += 1
        self.frontier = self._settled(_next(self._paid, self.frontier, self._seen))

    def _settled(self, frontier: Ints) -> Ints:
        settled = frontier
        while len(settled):
            self.hops[settled] = self.hop
            settled = _next(self._free, settled, self._seen)
            frontier = np.concatenate((frontier, settled))
        return frontier


def levels(ground: Ground, seeds: Ints, most: int) -> Hops:
    """How many hops each node is from `seeds`, up to `most`; UNREACHED beyond."""
    wave = Wave(ground, seeds)
    while wave.hop < most and len(wave.frontier):
        wave.grow()
    return wave.hops


def onward(ground: Ground, near: Hops, accepted: Flags, most: int) -> Hops:
    """How many hops each node of `near` still is from an `accepted` one, over nodes of `near` alone; else UNREACHED."""
    passed = np.flatnonzero((near != UNREACHED) & (near < most)).astype(np.int32)
    last = np.flatnonzero(near == most).astype(np.int32)
    edges = [*ground.edges(passed), *ground.only(FREE_KINDS).edges(last)]
    far = np.where(accepted, 0, FURTHEST).astype(np.int8)
    while True:
        before = far.copy()
        for sources, ends, cost in edges:
            np.minimum.at(far, sources, np.minimum(far[ends] + cost, FURTHEST).astype(np.int8))
        if np.array_equal(before, far):
            far[far > most] = UNREACHED
            return far


def between(ground: Ground, seeds: Ints, goal: int, most: int, slack: int) -> tuple[int, Hops]:
    """The length of the longest path asked for from `seeds` to `goal`, `slack` hops more than the shortest and at most
    `most`, and how many hops each node is from the goal at least: UNREACHED where no such path can pass.

    Walks from both ends, always on from the smaller side, so that a goal that everything leads to costs little.
    Length UNREACHED means that there is no path.
    """
    here, there = Wave(ground, seeds), Wave(ground.turned, np.array([goal], np.int32))
    shortest = UNREACHED
    while True:
        met = (here.hops != UNREACHED) & (there.hops != UNREACHED)
        if shortest == UNREACHED and met.any():
            shortest = int((here.hops[met].astype(np.int16) + there.hops[met]).min())
        longest = most if shortest == UNREACHED else min(most, shortest + slack)
        if here.hop + there.hop >= longest or not len(here.frontier) or not len(there.frontier):
            break
        min((here, there), key=lambda wave: len(wave.frontier)).grow()
    if shortest == UNREACHED:
        return UNREACHED, there.hops
    least = there.hops.copy()
    # What the walk from the goal has not reached is further from it than it went; unless it had nowhere left to go.
    if len(there.frontier):
        least[(least == UNREACHED) & (here.hops != UNREACHED) & (here.hops + there.hop < longest)] = there.hop + 1
    return longest, least


def _next(ground: Ground, frontier: Ints, seen: Flags) -> Ints:
    ends = [found for _, found, _ in ground.around(frontier)]
    return fresh(np.concatenate(ends), seen) if ends else np.empty(0, np.int32)


def best_paths(search: Search) -> Iterator[RankedPath | None]:
    """The paths that `search` asks for, the best first; None last when its budget of steps ran out.

    Where an act as a whole leads on, it does so once, and not once for each of its provisions on the way.
    """
    heap: list[tuple[tuple[int, int, int, int], RankedPath]] = []
    for opening in search.openings:
        if search.far[_end(opening, search.start)] != UNREACHED:
            _push(heap, search, RankedPath((0, 0, 0), opening))
    spent = 0
    led: set[tuple[int, tuple[int, ...]]] = set()
    known: dict[int, list[Step]] = {}
    while heap:
        _, found = heapq.heappop(heap)
        node = _end(found.steps, search.start)
        if laws := _wide(search.ground.arrays, found.steps):
            if (node, laws) in led:
                continue
            led.add((node, laws))
        if found.steps and search.accepted[node]:
            yield found
        if node not in known:
            known[node] = list(search.ground.steps(node, search.far))
        for longer in _longer(search, found, known[node]):
            spent += 1
            if spent > search.budget:
                yield None
                return
            _push(heap, search, longer)


def _longer(search: Search, found: RankedPath, steps: list[Step]) -> Iterator[RankedPath]:
    arrays = search.ground.arrays
    passed = {search.start, *(step[1] for step in found.steps)}
    for step in steps:
        link, after, _ = step
        if after in passed or (found.steps and _turns(arrays, found.steps[-1], step)):
            continue
        kind = int(arrays.kind[link])
        hops, weight, weakness = found.rank
        hops += kind not in FREE
        if hops + int(search.far[after]) > search.longest or (len(search.near) and hops > search.near[after]):
            continue
        rank = hops, weight + WEIGHTS[kind], weakness + weakness_of(int(arrays.trust[link]))
        yield RankedPath(rank, (*found.steps, step))


def _turns(arrays: Arrays, last: Step, step: Step) -> bool:
    """Whether two steps say no more than one, or lead sideways: a part of a part is a part of the whole already, and
    what an act as a whole does to another act is not done by each of its provisions.
    """
    before, after = int(arrays.kind[last[0]]), int(arrays.kind[step[0]])
    if before == PART:
        return after == PART or (last[2] and step[2] and after in ACTS)
    return after == PART and not step[2] and not last[2] and before in ACTS


def _push(heap: list[tuple[tuple[int, int, int, int], RankedPath]], search: Search, found: RankedPath) -> None:
    hops, weight, weakness = found.rank
    if not len(search.near):
        hops += int(search.far[_end(found.steps, search.start)])
    heapq.heappush(heap, ((hops, weight, weakness, len(found.steps)), found))


def _end(steps: tuple[Step, ...], start: int) -> int:
    return steps[-1][1] if steps else start


def _wide(arrays: Arrays, steps: tuple[Step, ...]) -> tuple[int, ...]:
    """The law links of a path that passes from a part to its whole act and on, or the same backwards; else nothing."""
    kinds = [int(arrays.kind[step[0]]) for step in steps]
    if PART not in kinds or len(kinds) == 1:
        return ()
    wide = any(
        (a == PART and steps[place][2] and b in LAWS) or (a in LAWS and b == PART and not steps[place + 1][2])
        for place, (a, b) in enumerate(pairwise(kinds))
    )
    return tuple(step[0] for step, kind in zip(steps, kinds, strict=True) if kind in LAWS) if wide else ()


def weakness_of(trust: int) -> int:
    """How little a link with these bits can be trusted; 0 means that nothing is weak."""
    return WEAKNESS_OF[trust]
