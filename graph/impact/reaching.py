"""Reaching: the best of the shortest paths from one thing to everything, hop after hop, all nodes of a hop at once.

A cost is one number with a field for each thing that makes a path worse, the weightiest first: it does not use a link
that begins on the day asked for; it passes a practice that does not run; its effect is weak; its links prove little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.arrays import UNREACHED, Flags, Ints, chosen_kinds
from graph.links.kinds import CODES, NODE_KINDS
from graph.links.network import NO_EFFECT, Network
from graph.trace.walk import FREE_KINDS, PART, WEAKNESS_OF, WEIGHTS, Ground, Hops, RankedPath, Step
from graph.trace.ways import LAWS, Way

Costs = NDArray[np.int64]

STALE, LIFE, STRENGTH, WEAKNESS, WEIGHT = 58, 52, 40, 28, 16
"""Where the fields of a cost begin; the number of links is below them."""

NARROWER = CODES["kind-of"]
PRACTICE = NODE_KINDS.index("practice")
WEIGHT_OF = np.array(WEIGHTS, np.int64)
WEAKNESS_BY_TRUST = np.array(WEAKNESS_OF, np.int64)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Steps from `source` by `link` to `target`, along the link or against it; the cost is that of the whole path."""

    source: Ints
    link: Ints
    target: Ints
    along: Flags
    cost: Costs

    def only(self, kept: NDArray[np.bool_] | NDArray[np.signedinteger]) -> Arrivals:
        """Some of the steps."""
        return Arrivals(self.source[kept], self.link[kept], self.target[kept], self.along[kept], self.cost[kept])

    def best_of(self, key: NDArray[np.integer]) -> Arrivals:
        """The step with the least cost of each `key`; of equal ones that with the first link."""
        order = np.lexsort((self.link, self.cost, key))
        ordered = key[order]
        first = np.ones(len(order), np.bool_)
        first[1:] = ordered[1:] != ordered[:-1]
        return self.only(order[first])


def joined(found: list[Arrivals]) -> Arrivals:
    """All steps of some, one after another."""
    return Arrivals(
        np.concatenate([each.source for each in found]),
        np.concatenate([each.link for each in found]),
        np.concatenate([each.target for each in found]),
        np.concatenate([each.along for each in found]),
        np.concatenate([each.cost for each in found]),
    )


@dataclass(frozen=True, slots=True)
class Walk:
    """From where a reaching starts, which way it goes, on which day, and for how many hops.

    `narrower` also starts from every narrower technology. `fresh` puts paths first that use a link which begins on the
    day. `life` gives the worse number for a practice, by its node, the less it runs on the day.
    """

    network: Network
    start: int
    way: Way
    day: int | None
    hops: int
    narrower: bool = False
    fresh: bool = False
    life: Callable[[int], int] = lambda _: 0


class Reaching:
    """What `walk` reaches: how far each node is, the cost of its best path, and how many shortest paths it has."""

    def __init__(self, walk: Walk) -> None:
        nodes = walk.network.arrays.nodes
        self.walk = walk
        self.near: Hops = np.full(nodes, UNREACHED, np.int8)
        self.cost: Costs = np.zeros(nodes, np.int64)
        self.count: Costs = np.zeros(nodes, np.int64)
        self._by: Ints = np.full(nodes, UNREACHED, np.int32)
        self._from: Ints = np.full(nodes, UNREACHED, np.int32)
        self._along: Flags = np.zeros(nodes, np.bool_)
        self._ground = Ground(
            walk.network.arrays, chosen_kinds(walk.way.along), chosen_kinds(walk.way.against), walk.day
        )
        self.practices: list[Arrivals] = []
        self._go()

    def path(self, node: int) -> RankedPath:
        """The best path to a node that is reached."""
        steps: list[Step] = []
        here = node
        while here != self.walk.start:
            steps.append((int(self._by[here]), here, bool(self._along[here])))
            here = int(self._from[here])
        return RankedPath(rank_of(int(self.near[node]), int(self.cost[node])), tuple(reversed(steps)))

    def path_by(self, arrival: Arrivals, place: int) -> RankedPath:
        """The best path whose last step is the one at `place` of `arrival`."""
        node = int(arrival.target[place])
        head = self.path(int(arrival.source[place]))
        last = int(arrival.link[place]), node, bool(arrival.along[place])
        return RankedPath(rank_of(int(self.near[node]), int(arrival.cost[place])), (*head.steps, last))

    def _go(self) -> None:
        start, opened = self.walk.start, Ground(self._ground.arrays, chosen_kinds(()), chosen_kinds((NARROWER,)))
        self.near[start], self.count[start] = 0, 1
        self.cost[start] = (NO_EFFECT << STRENGTH) | (int(self.walk.fresh) << STALE)
        frontier = np.array([start], np.int32)
        if self.walk.narrower:
            frontier = self._settled(opened, frontier, 0)
        frontier = self._with_parts(self._settled(self._ground.only(_WIDER), frontier, 0), 0)
        paid = self._ground.only(~FREE_KINDS)
        for hop in range(1, self.walk.hops + 1):
            if not len(frontier):
                return
            arrived = self._arrive(self._steps(paid, frontier), hop)
            frontier = self._with_parts(self._settled(self._ground.only(_WIDER), arrived, hop), hop)

    def _settled(self, free: Ground, frontier: Ints, hop: int) -> Ints:
        """`frontier` with all that free links lead to, one after another."""
        found, last = [frontier], frontier
        while len(last):
            last = self._arrive(self._steps(free, last), hop)
            found.append(last)
        return np.concatenate(found)

    def _with_parts(self, frontier: Ints, hop: int) -> Ints:
        """`frontier` with the parts or wholes of its provisions; a part of a part is a part of the whole already."""
        new = self._arrive(self._steps(self._ground.only(_PARTS), frontier), hop)
        return np.concatenate((frontier, new))

    def _steps(self, ground: Ground, frontier: Ints) -> Arrivals:
        found = []
        for links, targets, along, sources in _around(ground, frontier):
            found.append(Arrivals(sources, links, targets, np.full(len(links), along), self._costs(links, sources)))
        if not found:
            none = np.empty(0, np.int32)
            return Arrivals(none, none, none, np.empty(0, np.bool_), np.empty(0, np.int64))
        return joined(found)

    def _costs(self, links: Ints, sources: Ints) -> Costs:
        arrays = self.walk.network.arrays
        before = self.cost[sources]
        cost = before + (WEAKNESS_BY_TRUST[arrays.trust[links]] << WEAKNESS)
        cost += (WEIGHT_OF[arrays.kind[links]] << WEIGHT) + 1
        own = self.walk.network.link_strength[links].astype(np.int64)
        plain = ((before >> STRENGTH) & 0xFF) == NO_EFFECT
        cost += np.where(plain, own - NO_EFFECT, 0) << STRENGTH
        if self.walk.fresh:
            begins = (arrays.start[links] == self.walk.day) & ((before >> STALE) & 1 == 1)
            cost -= begins.astype(np.int64) << STALE
        return cost

    def _arrive(self, steps: Arrivals, hop: int) -> Ints:
        """Takes the steps to nodes that no shorter path reaches; gives those that are reached for the first time."""
        known = self.near[steps.target]
        steps = steps.only((known == UNREACHED) | (known == hop))
        steps = steps.only(steps.target != self.walk.start)
        if not len(steps.link):
            return np.empty(0, np.int32)
        steps = self._lived(steps)
        self.practices.append(steps.only(self.walk.network.node_kind[steps.target] == PRACTICE))
        np.add.at(self.count, steps.target, self.count[steps.source])
        best = steps.best_of(steps.target)
        first = self.near[best.target] == UNREACHED
        new: Ints = best.target[first]
        best = best.only(first | (best.cost < self.cost[best.target]))
        self.near[best.target], self.cost[best.target] = hop, best.cost
        self._by[best.target], self._from[best.target] = best.link, best.source
        self._along[best.target] = best.along
        return new

    def _lived(self, steps: Arrivals) -> Arrivals:
        """The same steps, dearer where they come to a practice that does not run."""
        practices = np.unique(steps.target[self.walk.network.node_kind[steps.target] == PRACTICE])
        if not len(practices):
            return steps
        lives = np.zeros(len(self.near), np.int64)
        lives[practices] = [self.walk.life(number) for number in practices.tolist()]
        before = (steps.cost >> LIFE) & 0x7
        more = np.maximum(lives[steps.target] - before, 0) << LIFE
        return Arrivals(steps.source, steps.link, steps.target, steps.along, steps.cost + more)


_WIDER = chosen_kinds((NARROWER,))
_PARTS = chosen_kinds((PART,))


def _around(ground: Ground, nodes: Ints) -> Iterator[tuple[Ints, Ints, bool, Ints]]:
    """The links that lead on from `nodes`: where each leads, whether along its direction, and from which node."""
    arrays = ground.arrays
    for table, starts, found, along in (
        (ground.along, arrays.starts, arrays.out_of, True),
        (ground.against, arrays.back_starts, arrays.into, False),
    ):
        if table.any() and len(nodes):
            links, ends = found(nodes)
            kept = ground.holds(links, table)
            sources = np.repeat(nodes, starts[nodes + 1] - starts[nodes])
            yield links[kept], ends[kept], along, sources[kept]


def rank_of(hops: int, cost: int) -> tuple[int, int, int]:
    """The rank of a path as traces have it: hops, weight, weakness."""
    return hops, (cost >> WEIGHT) & 0xFFF, (cost >> WEAKNESS) & 0xFFF


def strength_of(cost: int) -> int:
    """The strength of the effect of a path with this cost."""
    return (cost >> STRENGTH) & 0xFF


def by_law(network: Network, path: RankedPath) -> bool:
    """Whether a path passes from one law to another."""
    return any(int(network.arrays.kind[link]) in LAWS for link, _, _ in path.steps)
