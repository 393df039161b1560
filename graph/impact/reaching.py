"""Reaching: the shortest paths from one thing to everything of a kind, as a trace walks them, before any is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from graph.law.effects import PATH_EFFECTS, path_effect
from graph.links import Network
from graph.links.arrays import UNREACHED, chosen_kinds
from graph.links.kinds import CODES, KINDS, LAW, NODE_KINDS
from graph.trace.walk import (
    FREE,
    PART,
    WEIGHTS,
    Ground,
    RankedPath,
    Search,
    Step,
    best_paths,
    levels,
    onward,
    weakness_of,
)
from graph.trace.ways import LAWS, STREET, Way, ways

GROUPS = tuple(PATH_EFFECTS)
RULED = (CODES["governed-by"], CODES["bound-by"])
NARROWER = CODES["kind-of"]
RESTING = frozenset(CODES[name] for name in ("based-on", "implements", "transposes", "lex-specialis-of"))
"""What a law rests on, or stands beside, is not touched by it."""

ACTING = frozenset(
    code for code in LAWS if KINDS[code].family in ("changes", "proposals") or KINDS[code].name == "lex-specialis-of"
)
"""What changes a law is not touched by it, nor whom only that other law governs."""

Rank = tuple[int, ...]


@dataclass
class Reached:
    """What is known of one end: its shortest paths with their effects, and of them the best, smallest `rank` first."""

    rank: Rank = ()
    best: RankedPath | None = None
    found: list[tuple[str, RankedPath]] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """The effect of each rule that was met, and whether it depends on who runs the practice; each link is read once."""

    network: Network
    links: dict[int, tuple[str, bool]] = field(default_factory=dict)

    def of(self, found: RankedPath) -> tuple[str, bool]:
        """The group of effects of a path, and whether it is unsure who runs the practice."""
        group, unsure = "other", False
        for link, _, _ in found.steps:
            if int(self.network.arrays.kind[link]) in RULED:
                effect, depends = self._link(link)
                group, unsure = effect if group == "other" else group, unsure or depends
        return group, unsure

    def _link(self, link: int) -> tuple[str, bool]:
        if link not in self.links:
            told = self.network.told(link)
            self.links[link] = path_effect(told.get("effect", "")), told.get("match") == "unknown"
        return self.links[link]


@dataclass(frozen=True)
class ReachRequest:
    """Everything of `kind` within `hops` from node `start` on `day` (any day when None), in at most `budget` steps."""

    told: Told
    start: int
    kind: str
    families: tuple[str, ...]
    day: int | None
    hops: int
    budget: int

    @property
    def network(self) -> Network:
        return self.told.network

    @property
    def source_kind(self) -> str:
        return NODE_KINDS[int(self.network.node_kind[self.start])]


def reach(question: ReachRequest) -> tuple[dict[int, Reached], bool]:
    """Every end with its shortest paths, and whether the search ran out of steps."""
    cut = False
    for round_ in _rounds(question):
        ends: dict[int, Reached] = {}
        seen: set[tuple[int, ...]] = set()
        for way in round_:
            for found in _walked(question, way):
                if found is None:
                    cut = True
                    break
                links = tuple(step[0] for step in found.steps)
                if links not in seen:
                    seen.add(links)
                    _take(question.told, ends.setdefault(found.steps[-1][1], Reached()), found)
        if ends:
            opened, cut_inside = _opened(question, ends)
            return opened, cut or cut_inside
    return {}, cut


def _rounds(question: ReachRequest) -> list[list[Way]]:
    """As a trace goes, but from law only where an effect goes: from an act to what it changes or reads, and to what
    rests on it. That a national act carries out the GDPR does not make it touch everybody under the GDPR. From a
    practice, a city, an Action, an organisation or an event, also across: a city is touched by an Action when they
    share a practice, although no trace turns there.
    """
    kind = question.source_kind
    if kind in LAW:
        rounds = ways(kind, (question.kind,), question.families)
        return [[Way(way.along - RESTING, way.against - ACTING, way.opens) for way in round_] for round_ in rounds]
    if kind == "technology":
        return ways(kind, (question.kind,), question.families)
    street = frozenset(code for code in STREET if KINDS[code].family in question.families)
    return [[Way(street, street)]]


def _walked(question: ReachRequest, way: Way) -> Iterator[RankedPath | None]:
    network = question.network
    ground = Ground(network.arrays, chosen_kinds(way.along), chosen_kinds(way.against), question.day)
    openings = _openings(question)
    seeds = np.unique(np.array([each[-1][1] if each else question.start for each in openings], np.int32))
    near = levels(ground, seeds, question.hops)
    accepted = (near != UNREACHED) & (network.node_kind == NODE_KINDS.index(question.kind))
    accepted[question.start] = False
    far = onward(ground, near, accepted, question.hops)
    yield from best_paths(Search(ground, openings, question.start, accepted, near, far, question.hops, question.budget))


def _openings(question: ReachRequest) -> tuple[tuple[Step, ...], ...]:
    """The start itself; for a technology also each narrower one, with the steps down to it."""
    openings: list[tuple[Step, ...]] = [()]
    if question.source_kind != "technology":
        return tuple(openings)
    arrays, known = question.network.arrays, {question.start}
    for opening in openings:
        links, ends = arrays.into(np.array([opening[-1][1] if opening else question.start], np.int32))
        for link, end in zip(links.tolist(), ends.tolist(), strict=True):
            if int(arrays.kind[link]) == NARROWER and end not in known:
                known.add(end)
                openings.append((*opening, (link, end, False)))
    return tuple(openings)


def _take(told: Told, end: Reached, found: RankedPath) -> None:
    """Keeps the path unless a shorter one is known; the best has the strongest effect, then is surest."""
    hops, weight, weakness = found.rank
    if end.rank and hops > end.rank[0]:
        return
    group, unsure = told.of(found)
    rank = (hops, GROUPS.index(group), int(unsure), weakness, weight, len(found.steps))
    if end.rank and hops < end.rank[0]:
        end.found.clear()
    end.found.append((group, found))
    if not end.rank or rank < end.rank:
        end.best, end.rank = found, rank


def _opened(question: ReachRequest, ends: dict[int, Reached]) -> tuple[dict[int, Reached], bool]:
    """The same ends, and whether a search ran out of steps. Where a path leads through a whole act, a walk goes on by
    one provision for all; here every provision counts, so that the effect that is shown is the strongest one.
    """
    inside: dict[int, dict[int, Reached]] = {}
    opened, cut = {}, False
    for end, reached in ends.items():
        better = opened[end] = Reached()
        for _, found in reached.found:
            place = _whole(question.network, found)
            if place is None:
                _take(question.told, better, found)
                continue
            act = found.steps[place][1]
            if act not in inside:
                inside[act], cut_here = reach(replace(question, start=act, hops=question.hops - 1))
                cut = cut or cut_here
            for _, tail in inside[act][end].found if end in inside[act] else []:
                steps = (*found.steps[: place + 1], *tail.steps)
                _take(question.told, better, RankedPath(_joined(found, place, tail, question.network), steps))
            if not better.rank:
                _take(question.told, better, found)
    return opened, cut


def _whole(network: Network, found: RankedPath) -> int | None:
    """The step of a path by which it comes to a whole act that it then opens; None when it opens none."""
    kinds = [int(network.arrays.kind[step[0]]) for step in found.steps]
    for place in range(len(kinds) - 1):
        if kinds[place] in LAWS and kinds[place + 1] == PART and not found.steps[place + 1][2]:
            return place
    return None


def _joined(found: RankedPath, place: int, tail: RankedPath, network: Network) -> tuple[int, int, int]:
    """The rank of the head of `found`, up to its step `place`, and `tail` together."""
    hops, weight, weakness = tail.rank
    for link, _, _ in found.steps[: place + 1]:
        kind = int(network.arrays.kind[link])
        hops, weight = hops + (kind not in FREE), weight + WEIGHTS[kind]
        weakness += weakness_of(int(network.arrays.trust[link]))
    return hops, weight, weakness
