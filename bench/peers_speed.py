"""How fast peers are found among made practices, beside plain SPARQL: `python -m bench.peers speed 100000`.

The plain way is one query that counts what each other practice shares (`bench/queries/peers-shared.rq`); it knows no
rarity, no city size and no day. It is asked of the embedded store, and up to a thousand practices of rdflib alone.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import rdflib

from bench.made_practices import revision_of
from bench.report import machine
from graph.ask.binding import bind
from graph.ask.catalogue import read_question
from graph.peers import INDEX, nearest, weights
from graph.peers.cities import chosen_city, city_features, like_cities
from graph.peers.contributions import CITY_CONTRIBUTIONS
from graph.peers.features import Features
from graph.peers.index import load
from graph.peers.reasons import differences, reasons
from graph.revision import current, read_quads
from graph.settings import ROOT
from graph.store import EmbeddedStore

ON = "2026-11-22"
ASKED, PLAIN_ASKED, RDFLIB_ASKED, RDFLIB_MOST = 300, 40, 10, 1_000
SHOWN = 10
MB = 1 << 20
WORK = ROOT / "var" / "bench"
RESULTS = ROOT / "bench" / "results"
PLAIN = ROOT / "bench" / "queries" / "peers-shared.rq"


def main(practices: int) -> None:
    """Measure one size, print it and keep it in `bench/results/peers-{practices}.json`."""
    settings = revision_of(practices, WORK)
    revision = current(settings.revisions_dir)
    store = EmbeddedStore.open(revision, settings)
    started = time.perf_counter()
    folder = INDEX.make(revision, lambda: store)
    built_s = time.perf_counter() - started
    found: dict[str, Any] = {
        "practices": practices,
        "build_s": round(built_s, 2),
        "files_mb": round(sum(each.stat().st_size for each in folder.iterdir()) / MB, 1),
        "peers": _alone(folder),
        "plain SPARQL, embedded": _plain(store, load(folder).iris),
        "machine": machine(),
        "load": os.getloadavg(),
    }
    if practices <= RDFLIB_MOST:
        found["plain SPARQL, rdflib alone"] = _rdflib(revision, load(folder).iris)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"peers-{practices}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def _alone(folder: Path) -> dict[str, Any]:
    """The figures of a process of its own, so that its memory is that of peers."""
    told = subprocess.run([sys.executable, "-m", __name__, str(folder)], check=True, capture_output=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def inside(folder: str) -> dict[str, Any]:
    """Time and memory of everything that a page asks for; the first question of a day apart."""
    before = psutil.Process().memory_info().rss
    peers, counted = load(Path(folder)), weights({})
    rng = random.Random(1)
    asked = [rng.randrange(len(peers)) for _ in range(ASKED)]
    first = _timed(lambda: nearest(peers, asked[0], ON, counted, SHOWN))
    other_day = _timed(lambda: nearest(peers, asked[0], "2025-03-01", counted, SHOWN))

    def page(practice: int) -> None:
        for peer in nearest(peers, practice, ON, counted, SHOWN):
            reasons(peers, practice, peer, ON)
            differences(peers, practice, peer.practice, ON)

    cities = _city_times(folder)
    return {
        "first_ms": round(first, 2),
        "another_day_ms": round(other_day, 2),
        "nearest": _spread([_timed(lambda each=each: nearest(peers, each, ON, counted, SHOWN)) for each in asked]),
        "with reasons and differences": _spread([_timed(lambda each=each: page(each)) for each in asked]),
        "cities": cities,
        "memory_mb": round((psutil.Process().memory_info().rss - before) / MB, 1),
        "sets": {name: len(each.starts) - 1 for name, each in peers.features.items() if isinstance(each, Features)},
    }


def _city_times(folder: str) -> dict[str, float]:
    peers, counted = load(Path(folder)), weights({}, CITY_CONTRIBUTIONS)
    first = _timed(lambda: city_features(peers))
    rng = random.Random(2)
    chosen = [chosen_city(peers, rng.randrange(len(peers.cities)), None) for _ in range(50)]
    return {
        "first_ms": round(first, 2),
        **_spread(
            [_timed(lambda each=each: like_cities(peers, each, frozenset(), ON, counted, SHOWN)) for each in chosen]
        ),
    }


def _plain(store: EmbeddedStore, iris: Any) -> dict[str, float]:
    question = read_question("peers-shared", PLAIN.read_text(encoding="utf-8"))
    rng = random.Random(1)
    queries = [bind(question, {"practice": iris[rng.randrange(len(iris))]}) for _ in range(PLAIN_ASKED)]
    return _spread([_timed(lambda each=each: store.select(each)) for each in queries])


def _rdflib(revision: Any, iris: Any) -> dict[str, float]:
    graph = rdflib.Graph()
    for line in read_quads(revision):
        subject, predicate, rest = line.decode().split(" ", 2)
        if predicate.startswith("<https://w3id.org/openplaza/ontology#"):
            graph.parse(data=f"{subject} {predicate} {rest.rsplit(' <', 1)[0]} .\n", format="nt")
    question = read_question("peers-shared", PLAIN.read_text(encoding="utf-8"))
    rng = random.Random(1)
    queries = [bind(question, {"practice": iris[rng.randrange(len(iris))]}) for _ in range(RDFLIB_ASKED)]
    return _spread([_timed(lambda each=each: list(graph.query(each))) for each in queries])


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
        "asked": len(ordered),
    }


if __name__ == "__main__":
    print(json.dumps(inside(sys.argv[1])))
