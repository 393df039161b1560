"""The ends of an impact: which things one thing touches on a day, and which it touches from a later day on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from graph.impact.reaching import STALE, Arrivals, Reaching, Walk, by_law, joined, strength_of
from graph.impact.values import KINDS, LIFE_RANKS
from graph.law.life import Life
from graph.links.arrays import UNREACHED, chosen_kinds
from graph.links.days import day_number
from graph.links.kinds import ACTING, CODES, LAW, NODE_KINDS
from graph.links.kinds import KINDS as LINK_KINDS
from graph.links.network import GROUPS, Network, group_at
from graph.trace.walk import Ground, RankedPath, levels
from graph.trace.ways import STREET, Way, ways

FAMILIES: Final = (
    "rules", "parts", "findings", "practice", "partnership", "changes", "bases", "readings", "proposals",
)  # fmt: skip
"""What an impact follows: all kinds of link but citations, which say little."""

RESTING = frozenset(CODES[name] for name in ("based-on", "implements", "transposes", "lex-specialis-of"))
"""What a law rests on, or stands beside, is not touched by it."""

STANDING_ASIDE = frozenset(CODES[name] for name in (*ACTING, "lex-specialis-of"))
"""What changes a law is not touched by it, nor whom only that other law governs."""


@dataclass(frozen=True, slots=True)
class ImpactBounds:
    """How much one impact may do: `each` is the most things of a kind, `coming` the most that come later, on at most
    `days` different days, `law` the most links to other law.

    `hops` are the steps from law or a technology to each of KINDS, `across` those from a city, an Action and the like;
    parts of an act and narrower technologies are free.
    """

    each: int = 400
    coming: int = 100
    days: int = 40
    law: int = 60
    hops: tuple[int, ...] = (2, 3, 2, 3)
    across: tuple[int, ...] = (1, 2, 2, 2)


BOUNDS = ImpactBounds()


@dataclass(frozen=True, slots=True)
class ImpactQuestion:
    """What `start`, a thing of `kind`, touches on the day `on`."""

    network: Network
    start: int
    kind: str
    on: str
    bounds: ImpactBounds

    @property
    def hops(self) -> dict[str, int]:
        """The most steps to each of KINDS."""
        far = self.kind in LAW or self.kind == "technology"
        return dict(zip(KINDS, self.bounds.hops if far else self.bounds.across, strict=True))

    def rounds(self, target: str) -> list[list[Way]]:
        """The ways to things of a kind, in rounds: a later round is tried only when an earlier one finds nothing.

        As a trace goes, but from law only where an effect goes: from an act to what it changes or reads, and to what
        rests on it. That a national act carries out the GDPR does not make it touch everybody under the GDPR. From a
        practice, a city, an Action, an organisation or an event, also across: a city is touched by an Action when they
        share a practice, although no trace turns there.
        """
        if self.kind in LAW:
            rounds = ways(self.kind, (target,), FAMILIES)
            return [[Way(way.along - RESTING, way.against - STANDING_ASIDE) for way in round_] for round_ in rounds]
        if self.kind == "technology":
            return ways(self.kind, (target,), FAMILIES)
        street = frozenset(code for code in STREET if LINK_KINDS[code].family in FAMILIES)
        return [[Way(street, street)]]


@dataclass(frozen=True, slots=True)
class End:
    """A node that is touched: its best path, how many others are as short, and the groups of their effects."""

    node: int
    path: RankedPath
    others: int
    groups: tuple[str, ...]


def reached(question: ImpactQuestion) -> dict[str, list[End]]:
    """What is touched on the day, by kind."""
    walked: dict[Way, Reaching] = {}
    found: dict[str, list[End]] = {}
    for kind, hops in question.hops.items():
        found[kind] = []
        for round_ in question.rounds(kind):
            reaches = [walked.setdefault(way, _reach(question, way)) if way not in walked else walked[way]
                       for way in round_]  # fmt: skip
            found[kind] = list(_ends(question, reaches, kind, hops))
            if found[kind]:
                break
    return found


def _reach(question: ImpactQuestion, way: Way) -> Reaching:
    lives = lru_cache(maxsize=None)(lambda number: _life_rank(question, number))
    return Reaching(
        Walk(
            question.network, question.start, way, day_number(question.on), max(question.hops.values()),
            narrower=question.kind == "technology", life=lives,
        )
    )  # fmt: skip


def _life_rank(question: ImpactQuestion, number: int) -> int:
    node = question.network.node(number)
    return LIFE_RANKS[Life(node.status, node.start, node.end, node.checked).state(question.on)]


def _ends(question: ImpactQuestion, reaches: list[Reaching], kind: str, hops: int) -> Iterator[End]:
    """The nodes of a kind, each by the best of its paths in any of the reaches."""
    network = question.network
    groups = _groups(reaches) if kind == "practice" else {}
    wanted = network.node_kind == NODE_KINDS.index(kind)
    wanted[question.start] = False
    near = np.array([np.where(each.near == UNREACHED, 127, each.near) for each in reaches])
    for node in np.flatnonzero(wanted & (near.min(axis=0) <= hops)).tolist():
        shortest = int(near[:, node].min())
        best = [each for each in reaches if int(each.near[node]) == shortest]
        first = min(best, key=lambda each: int(each.cost[node]))
        path = first.path(node)
        # A path that passes no law but its first is found by both ways.
        counts = [int(each.count[node]) for each in best]
        count = sum(counts) if by_law(network, path) else max(counts)
        yield End(node, path, count - 1, tuple(groups.get((node, shortest), ())))


def _groups(reaches: list[Reaching]) -> dict[tuple[int, int], set[str]]:
    """The groups of all shortest paths to practices, by node and length."""
    found: dict[tuple[int, int], set[str]] = {}
    for each in reaches:
        for steps in each.practices:
            for node, cost in set(zip(steps.target.tolist(), steps.cost.tolist(), strict=True)):
                found.setdefault((node, int(each.near[node])), set()).add(group_at(strength_of(cost)))
    return found


def days_ahead(question: ImpactQuestion) -> list[int]:
    """The days after the one asked on which something begins that is on the way to a practice, in order."""
    network, hops, day = question.network, question.hops["practice"], day_number(question.on)
    found: set[int] = set()
    for way in question.rounds("practice")[-1]:
        ground = Ground(network.arrays, chosen_kinds(way.along), chosen_kinds(way.against))
        near = levels(ground, np.array([question.start], np.int32), hops)
        for links, _, _ in ground.around(np.flatnonzero((near != UNREACHED) & (near < hops)).astype(np.int32)):
            starts = network.arrays.start[links]
            found.update(np.unique(starts[starts > day]).tolist())
    return sorted(found)


def beginning(question: ImpactQuestion, day: int) -> Iterator[End]:
    """The practices that are touched by a link which begins on `day`, once for each effect."""
    for way in question.rounds("practice")[-1]:
        narrower = question.kind == "technology"
        reach = Reaching(
            Walk(question.network, question.start, way, day, question.hops["practice"], narrower, fresh=True)
        )
        if not reach.practices:
            continue
        arrivals = joined(reach.practices)
        arrivals = arrivals.only((arrivals.cost >> STALE) & 1 == 0)
        yield from _by_effect(reach, arrivals)


def _by_effect(reach: Reaching, arrivals: Arrivals) -> Iterator[End]:
    groups = np.array([GROUPS.index(group_at(strength_of(cost))) for cost in arrivals.cost.tolist()], np.int64)
    best = arrivals.best_of(arrivals.target.astype(np.int64) * len(GROUPS) + groups)
    for place, cost in enumerate(best.cost.tolist()):
        yield End(int(best.target[place]), reach.path_by(best, place), 0, (group_at(strength_of(cost)),))
