"""Tracing: from a practice, city, action, technology, act or provision to another or to a class, as of a date."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.errors import BadParameter, NotFound
from graph.links.arrays import UNREACHED, Flags, chosen_kinds
from graph.links.days import day_number, day_text
from graph.links.kinds import CODES, FAMILIES, NODE_KINDS
from graph.links.network import Network
from graph.text.messages import N_, counted, joined
from graph.text.nearest import meant
from graph.things import BY_NAME
from graph.trace.limits import EVERY, allowed_links, country_code, own_countries
from graph.trace.values import Path, Trace
from graph.trace.walk import Ground, Hops, RankedPath, Search, Step, best_paths, between, levels, onward
from graph.trace.ways import Way, ways
from graph.trace.words import group_of, hop, place

CLASSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **{BY_NAME[kind].plural: ((kind,), ()) for kind in NODE_KINDS if kind != "conflict"},
    "judgments": (("act",), ("judgment",)),
    "guidance": (("act",), ("guideline", "opinion", "recommendation", "communication")),
    "proposals": (("act",), ("proposal",)),
    "national-law": (("act",), ("national-law",)),
}
"""What `to` may be besides one thing: kinds of node, and types of act where only some are meant."""

FOR_CLASSES = tuple(name for name in FAMILIES if name != "citations")
"""What a trace to a class follows unless told otherwise: a citation says little, and there are many."""

SLACK = 1
"""To one target, paths may be one hop longer than the shortest; to a class, each thing is reached by its shortest."""

ANY_LENGTH: Hops = np.empty(0, np.int8)


@dataclass(frozen=True, slots=True)
class TraceBounds:
    """How much one trace may do. `hops` is for one target, `class_hops` for a class; parts of an act are free."""

    paths: int = 100
    hops: int = 5
    class_hops: int = 2
    coming: int = 20
    budget: int = 20_000


@dataclass(frozen=True, slots=True)
class _Asked:
    network: Network
    start: int
    goal: int | None
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    families: tuple[str, ...]
    bounds: TraceBounds
    allowed: Flags | None

    @property
    def most(self) -> int:
        return self.bounds.class_hops if self.goal is None else self.bounds.hops


def trace(
    network: Network,
    source: str,
    target: str,
    on: str,
    *,
    families: Collection[str] = (),
    actor: str = "",
    countries: Collection[str] = (),
    bounds: TraceBounds = TraceBounds(),
) -> Trace:
    """The paths from `source` to `target` on the day `on` (YYYY-MM-DD), best first, and those that hold only later.

    Both may be an IRI, an identifier, a CELEX number or the address of a page; `target` also a name of CLASSES.
    `families` limits the kinds of link (names of FAMILIES), `actor` the rules to those for an actor, a broader one or
    any, `countries` (codes or names) the national law to theirs: without any, to the countries of the practice or the
    city, and "all" lifts that. No link is followed outside its dates. Raises NotFound, or BadParameter naming what is
    wrong.
    """
    start, goal = _place(network, "from", source), None if target in CLASSES else _place(network, "to", target)
    kept = _countries(network, countries, start, goal)
    asked = _asked(network, start, goal, target, families, allowed_links(network, actor, kept), bounds)
    day = day_number(on)
    found, cut = _search(asked, day, bounds.paths)
    paths = tuple(_path(network, asked.start, each, on) for each in found)
    shown = {tuple(step[0] for step in each.steps) for each in found}
    later = [] if cut or not bounds.coming else _later(asked, day, shown, on)
    return Trace(
        source=place(network, asked.start, on),
        target=None if asked.goal is None else place(network, asked.goal, on),
        target_class=target if asked.goal is None else "",
        on=on,
        paths=paths,
        coming=tuple(later),
        bounded=tuple(cut),
        countries=tuple(kept),
    )


def nearest_day(
    network: Network,
    source: str,
    target: str,
    on: str,
    *,
    families: Collection[str] = (),
    actor: str = "",
    countries: Collection[str] = (),
) -> str:
    """The day nearest to `on` on which the best path of any day holds; empty when there is none, or it is `on`."""
    start, goal = _place(network, "from", source), None if target in CLASSES else _place(network, "to", target)
    allowed = allowed_links(network, actor, _countries(network, countries, start, goal))
    found, _ = _search(_asked(network, start, goal, target, families, allowed, TraceBounds()), None, 1)
    day, arrays = day_number(on), network.arrays
    for each in found:
        links = [step[0] for step in each.steps]
        first, last = int(arrays.start[links].max()), int(arrays.end[links].min())
        if first <= last and not first <= day <= last:
            return day_text(first if first > day else last)
    return ""


def _countries(network: Network, written: Collection[str], start: int, goal: int | None) -> list[str]:
    """The codes of the countries whose law is followed; none for every country. Raises BadParameter."""
    if not written:
        return own_countries(network, [start] if goal is None else [start, goal])
    return [] if EVERY in written else sorted({country_code(network, each) for each in written})


def _asked(
    network: Network,
    start: int,
    goal: int | None,
    target: str,
    families: Collection[str],
    allowed: Flags | None,
    bounds: TraceBounds,
) -> _Asked:
    if unknown := sorted(set(families) - set(FAMILIES)):
        raise BadParameter(
            "kinds",
            joined((N_("There is no kind named '%(name)s'.", name=unknown[0]), meant(unknown[0], FAMILIES)), " "),
        )
    if goal is None:
        kinds, types = CLASSES[target]
        return _Asked(network, start, None, kinds, types, tuple(families) or FOR_CLASSES, bounds, allowed)
    kind = NODE_KINDS[int(network.node_kind[goal])]
    return _Asked(network, start, goal, (kind,), (), tuple(families) or tuple(FAMILIES), bounds, allowed)  # fmt: skip


def _place(network: Network, field: str, address: str) -> int:
    if not address.strip():
        raise BadParameter(field, N_("Name a thing by its address, identifier or CELEX number."))
    found = network.find(address)
    if found is None:
        raise NotFound(
            N_(
                "%(field)s: there is nothing named '%(name)s' that a trace could pass through.",
                field=field,
                name=address[:200],
            )
        )
    return found


def _search(asked: _Asked, day: int | None, most: int) -> tuple[list[RankedPath], list[str]]:
    """The best paths, at most `most`, and what was left out in words."""
    source = NODE_KINDS[int(asked.network.node_kind[asked.start])]
    for round_ in ways(source, asked.kinds, asked.families):
        found: dict[tuple[int, ...], RankedPath] = {}
        cut: set[str] = set()
        for way in round_:
            for each in _walked(asked, way, day):
                if each is None:
                    cut.add(
                        counted(
                            asked.bounds.budget,
                            "The search was stopped after %(number)s step.",
                            "The search was stopped after %(number)s steps.",
                        )
                    )
                    break
                links = tuple(step[0] for step in each.steps)
                if links not in found and sum(1 for _ in found) > most * len(round_):
                    break
                found[links] = each
        ranked = sorted(found.values(), key=lambda each: (each.rank, len(each.steps), [s[0] for s in each.steps]))
        if len(ranked) > most:
            cut.add(
                counted(
                    most,
                    "Only the %(number)s best path is shown; there are more.",
                    "Only the %(number)s best paths are shown; there are more.",
                )
            )
        if ranked:
            return ranked[:most], sorted(cut)
    return [], sorted(cut)


def _walked(asked: _Asked, way: Way, day: int | None) -> Iterator[RankedPath | None]:
    ground = Ground(asked.network.arrays, chosen_kinds(way.along), chosen_kinds(way.against), day, asked.allowed)
    openings = _openings(asked, way, ground)
    seeds = np.unique(np.array([each[-1][1] if each else asked.start for each in openings], np.int32))
    budget = asked.bounds.budget
    if asked.goal is not None:
        accepted = np.zeros(asked.network.arrays.nodes, np.bool_)
        accepted[asked.goal] = asked.goal != asked.start
        longest, far = between(ground, seeds, asked.goal, asked.most, SLACK)
        if longest != UNREACHED:
            yield from best_paths(Search(ground, openings, asked.start, accepted, ANY_LENGTH, far, longest, budget))
        return
    near = levels(ground, seeds, asked.most)
    accepted = _accepted(asked, near)
    far = onward(ground, near, accepted, asked.most)
    yield from best_paths(Search(ground, openings, asked.start, accepted, near, far, asked.most, budget))


def _openings(asked: _Asked, way: Way, ground: Ground) -> tuple[tuple[Step, ...], ...]:
    """The start itself; and where the way opens an act, also each of its provisions."""
    openings: list[tuple[Step, ...]] = [()]
    if way.opens:
        links, nodes = asked.network.arrays.into(np.array([asked.start], np.int32))
        parts = ground.holds(links, chosen_kinds((CODES["part-of"],)))
        openings += [
            ((link, node, False),) for link, node in zip(links[parts].tolist(), nodes[parts].tolist(), strict=True)
        ]
    return tuple(openings)


def _accepted(asked: _Asked, near: Hops) -> Flags:
    reached: Flags = near != UNREACHED
    reached[asked.start] = False
    reached &= np.isin(asked.network.node_kind, [NODE_KINDS.index(kind) for kind in asked.kinds])
    if asked.types:
        known: list[str] = asked.network.about["types"]
        reached &= np.isin(asked.network.node_type, [known.index(name) for name in asked.types if name in known])
    return reached


def _later(asked: _Asked, day: int, shown: Collection[tuple[int, ...]], on: str) -> list[Path]:
    """Paths that hold on no day up to `on` but on a later one, the soonest first."""
    arrays = asked.network.arrays
    wide = replace(asked, bounds=replace(asked.bounds, paths=asked.bounds.paths * 2))
    found, _ = _search(wide, None, wide.bounds.paths)
    coming = []
    for each in found:
        links = [step[0] for step in each.steps]
        if tuple(links) in shown:
            continue
        first, last = int(arrays.start[links].max()), int(arrays.end[links].min())
        if day < first <= last:
            coming.append((first, each))
    coming.sort(key=lambda each: (each[0], each[1].rank, [s[0] for s in each[1].steps]))
    return [_path(asked.network, asked.start, each, on) for _, each in coming[: asked.bounds.coming]]


def _path(network: Network, start: int, found: RankedPath, on: str) -> Path:
    before: Sequence[int] = (start, *(step[1] for step in found.steps[:-1]))
    hops = tuple(hop(network, node, step, on) for node, step in zip(before, found.steps, strict=True))
    return Path(hops, group_of(hops), found.rank)
