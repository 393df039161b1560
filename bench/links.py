"""Traces on generated networks, beside networkx, rustworkx and property paths: `python -m bench.links [--large]`.

The networks have the layers of ours: practices governed by provisions, provisions that are parts of acts, and laws that
cite, amend, interpret and are based on earlier ones, few of them very often. The same seed gives the same network.
Every figure is a median; all candidates take turns, so that a busy machine slows all alike. Processor
time is told beside the time on the clock: on a shared machine it is the steadier of the two. Virtuoso may use two
threads, no other candidate more than one. A candidate that cannot answer is told with its own message.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import rustworkx as rx

from bench import paths, report, tracing
from bench.closure import closure, open_links
from bench.paths import Paths, Unanswered, query
from graph.links.arrays import UNREACHED, Arrays, chosen_kinds, map_arrays, pack, save
from graph.links.days import OPEN, day_number
from graph.links.kinds import CODES
from graph.settings import ROOT
from graph.trace.walk import Ground, Search, best_paths, between, levels, onward
from graph.trace.ways import _outward

TODAY = day_number("2026-11-22")
ROUNDS = 5
LAW_KINDS = ("cites", "amends", "interprets", "based-on", "implements", "repeals")
LAW_SHARES = (0.62, 0.1, 0.12, 0.1, 0.04, 0.02)
EVERY = frozenset(CODES.values())
NOTHING = np.empty(0, np.int8)


@dataclass(frozen=True)
class Made:
    """A generated network: columns of its links, and where its layers begin."""

    nodes: int
    acts: int
    provisions: int
    source: np.ndarray
    target: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @property
    def practices(self) -> range:
        return range(self.acts + self.provisions, self.nodes)


def make(nodes: int, links: int, seed: int = 1) -> Made:
    """About `links` links between `nodes` nodes; laws point to earlier laws, most to few."""
    rng = np.random.default_rng(seed)
    acts, provisions = nodes // 4, nodes * 13 // 20
    laws, practices = acts + provisions, nodes - acts - provisions
    governed = practices * 20
    between = links - provisions - governed
    part_of = np.arange(acts, laws), rng.integers(0, acts, provisions)
    rules = rng.integers(laws, nodes, governed), acts + (provisions * rng.random(governed) ** 2.5).astype(np.int64)
    later = rng.integers(1, laws, between)
    earlier = (later * rng.random(between) ** 2.5).astype(np.int64)
    kinds = rng.choice([CODES[name] for name in LAW_KINDS], between, p=LAW_SHARES)
    start = rng.integers(day_number("1960-01-01"), day_number("2028-01-01"), links)
    end = np.where(rng.random(links) < 0.08, start + rng.integers(200, 9000, links), OPEN)
    return Made(
        nodes,
        acts,
        provisions,
        np.concatenate((part_of[0], rules[0], later)),
        np.concatenate((part_of[1], rules[1], earlier)),
        np.concatenate((np.full(provisions, CODES["part-of"]), np.full(governed, CODES["governed-by"]), kinds)),
        start,
        np.minimum(end, OPEN),
    )


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench.links", description=__doc__)
    arguments.add_argument("--large", action="store_true", help="a million nodes and ten million links")
    arguments.add_argument("--links", type=int, default=1_000_000, help="how many links, ten for each node")
    asked = arguments.parse_args()
    links = 10_000_000 if asked.large else asked.links
    found = measured(links // 10, links, large=asked.large) | {"machine": report.machine(), "load": os.getloadavg()}
    print(json.dumps(found, indent=1, ensure_ascii=False))
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / f"links-{found['links']}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measured(nodes: int, links: int, *, large: bool) -> dict[str, Any]:
    """Every task with every candidate that can do this size, in milliseconds."""
    made = make(nodes, links)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        save(pack(nodes, made.source, made.target, made.kind, made.start, made.end), folder)
        started = time.perf_counter()
        arrays = map_arrays(folder)
        opened = (time.perf_counter() - started) * 1000
        stores: list[Paths] = []
        if not large:
            stores = [paths.embedded(nodes, made.source, made.target)]
            other = stack.enter_context(paths.virtuoso(folder, made.source, made.target))
            stores += [other] if other else []
        tasks = _tasks(made, arrays, stores, large)
        agreed = {task: _agree(candidates) for task, candidates in tasks.items()}
        cpu, clock = _timed(tasks, {store.name: store.cpu_ms for store in stores})
        page = tracing.pages(folder)
    return {
        "nodes": nodes,
        "links": links,
        "mapped_mb": round(sum(getattr(arrays, field.name).nbytes for field in fields(arrays)) / 1e6, 1),
        "opened_ms": round(opened, 2),
        "sizes": agreed,
        "cpu_ms": cpu,
        "clock_ms": clock,
        "trace_page": page,
    }


def _agree(candidates: dict[str, Callable[[], int]]) -> dict[str, int | str]:
    """What each candidate finds; those that ask the same must find the same. Those that cannot say so, and are out."""
    found: dict[str, int | str] = {}
    for name, run in list(candidates.items()):
        try:
            found[name] = run()
        except Unanswered as reason:
            found[name] = str(reason)
            del candidates[name]
    plain = {found[name] for name in candidates if "dated" not in name and "explained" not in name}
    if len(plain) > 1:
        raise SystemExit(f"The candidates disagree: {found}")
    return found


Times = dict[str, dict[str, float]]


def _timed(
    tasks: dict[str, dict[str, Callable[[], int]]], elsewhere: dict[str, Callable[[], float]]
) -> tuple[Times, Times]:
    """Medians of processor time and of time on the clock, in milliseconds; `elsewhere` has that of other processes."""
    spent: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        for task, row in tasks.items():
            for name, run in row.items():
                spent_ms = elsewhere.get(name, _own_ms)
                cpu, clock = spent_ms(), time.perf_counter()
                run()
                each = spent_ms() - cpu, (time.perf_counter() - clock) * 1000
                spent.setdefault((task, name), []).append(each)

    def medians(place: int) -> Times:
        return {
            task: {name: round(statistics.median(each[place] for each in spent[task, name]), 3) for name in row}
            for task, row in tasks.items()
        }

    return medians(0), medians(1)


def _own_ms() -> float:
    return time.process_time() * 1000


def _tasks(made: Made, arrays: Arrays, stores: list[Paths], large: bool) -> dict[str, dict[str, Callable[[], int]]]:
    hub = int(np.bincount(made.target, minlength=made.nodes).argmax())
    practice = made.practices[7]
    far = int(np.flatnonzero(_hops(arrays, practice) == 3)[11])
    every = np.ones(arrays.links, np.bool_)
    tasks: dict[str, dict[str, Callable[[], int]]] = {
        "everything that rests on one law (reverse closure)": {
            "arrays": lambda: int(closure(arrays, [hub], every, backward=True).sum()),
            "arrays, dated": lambda: int(closure(arrays, [hub], open_links(arrays, TODAY), backward=True).sum()),
        },
        "everything within three hops of a practice": {"arrays": lambda: int((_hops(arrays, practice) >= 0).sum())},
        "one shortest path": {
            "arrays": lambda: _length(arrays, practice, far, 1),
            "arrays, dated, ten best explained": lambda: _length(arrays, practice, far, 10, TODAY),
        },
        "a practice to all acts, dated, 100 best": {"arrays, dated": lambda: _to_acts(made, arrays, practice)},
    }
    _with_rustworkx(tasks, made, hub, practice, far)
    if not large:
        _with_networkx(tasks, made, hub, practice, far)
        _with_paths(tasks, stores, hub, practice)
    return tasks


def _ground(arrays: Arrays, day: int | None = None) -> Ground:
    return Ground(arrays, chosen_kinds(EVERY), chosen_kinds(()), day)


def _hops(arrays: Arrays, seed: int) -> np.ndarray:
    # Parts of an act cost no hop in a trace; here every link is one, as it is elsewhere.
    seen = np.full(arrays.nodes, UNREACHED, np.int8)
    for most in (3, 2, 1, 0):
        seen[closure(arrays, [seed], EVERY_LINK[arrays.links], hops=most)] = most
    return seen


class _Every(dict[int, np.ndarray]):
    def __missing__(self, links: int) -> np.ndarray:
        self[links] = np.ones(links, np.bool_)
        return self[links]


EVERY_LINK = _Every()


def _length(arrays: Arrays, start: int, goal: int, most: int, day: int | None = None) -> int:
    ground = _ground(arrays, day)
    accepted = np.zeros(arrays.nodes, np.bool_)
    accepted[goal] = True
    longest, far = between(ground, np.array([start], np.int32), goal, 5, int(most > 1))
    search = Search(ground, ((),), start, accepted, NOTHING, far, longest, 20_000)
    found = [each for each, _ in zip(best_paths(search), range(most), strict=False) if each is not None]
    return len(found)


def _to_acts(made: Made, arrays: Arrays, practice: int) -> int:
    count = 0
    for way in _outward("practice", EVERY):
        ground = Ground(arrays, chosen_kinds(way.along), chosen_kinds(way.against), TODAY)
        near = levels(ground, np.array([practice], np.int32), 2)
        accepted = near != UNREACHED
        accepted[made.acts :] = False
        back = onward(ground, near, accepted, 2)
        search = Search(ground, ((),), practice, accepted, near, back, 2, 20_000)
        count += sum(1 for each, _ in zip(best_paths(search), range(100), strict=False) if each is not None)
    return count


def _with_rustworkx(tasks: dict[str, Any], made: Made, hub: int, practice: int, far: int) -> None:
    graph = rx.PyDiGraph(multigraph=True)
    graph.extend_from_edge_list(list(zip(made.source.tolist(), made.target.tolist(), strict=True)))
    closure, near, path, _ = tasks.values()
    closure["rustworkx"] = lambda: len(rx.ancestors(graph, hub)) + 1
    path["rustworkx"] = lambda: int(bool(rx.dijkstra_shortest_paths(graph, practice, far, default_weight=1.0)))
    near["rustworkx"] = lambda: len(_rx_within(graph, practice, 3))


def _rx_within(graph: rx.PyDiGraph, seed: int, hops: int) -> set[int]:
    seen, frontier = {seed}, {seed}
    for _ in range(hops):
        frontier = {after for node in frontier for after in graph.successor_indices(node)} - seen
        seen |= frontier
    return seen


def _with_networkx(tasks: dict[str, Any], made: Made, hub: int, practice: int, far: int) -> None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from(zip(made.source.tolist(), made.target.tolist(), strict=True))
    closure, near, path, _ = tasks.values()
    closure["networkx"] = lambda: len(nx.ancestors(graph, hub)) + 1
    near["networkx"] = lambda: len(nx.single_source_shortest_path_length(graph, practice, cutoff=3))
    path["networkx"] = lambda: int(bool(nx.bidirectional_shortest_path(graph, practice, far)))


def _with_paths(tasks: dict[str, Any], stores: list[Paths], hub: int, practice: int) -> None:
    closure, near, _, _ = tasks.values()
    texts = query("links-closure", hub=hub), query("links-hops", practice=practice)
    for store in stores:
        closure[store.name] = partial(store.ask, texts[0])
        near[store.name] = partial(store.ask, texts[1])


if __name__ == "__main__":
    main()
