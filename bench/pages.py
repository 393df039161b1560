"""Every type of page, uncached, with another thing and day each time: `python -m bench.pages`.

Ours are whole pages through the application. Beside each, in turn, Oxigraph's server answers the same SPARQL queries
that the page asked, one after another on a kept connection. Times are milliseconds; those of our processor are beside.
"""

from __future__ import annotations

import argparse
import dataclasses
import http.client
import json
import math
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from flask.testing import FlaskClient

from bench.made_practices import revision_of
from bench.page_types import PageType, page_types
from bench.report import between, late, machine
from bench.servers import JSON, NTRIPLES, Server, free_port, oxigraph, start, stop
from bench.times import Times
from graph.build import build
from graph.revision import current
from graph.settings import ROOT, Settings, load_settings
from graph.store import EmbeddedStore
from graph.store.opening import prepare
from server import create_app
from views.web.service import EXTENSION, freeze_open_objects

WORK = ROOT / "var" / "bench" / "pages"
RESULTS = ROOT / "bench" / "results"
DOCUMENT = ROOT / "docs" / "performance.md"
ROUNDS, QUICK_ROUNDS = 30, 7
REAL_PRACTICES = len((ROOT / "data" / "practices.csv").read_text(encoding="utf-8").splitlines()) - 1
LONGEST_S = 20.0
METHODS = ("select", "ask", "construct", "serialize")
# A concept shows itself on the page of its scheme.
SHOWN = (200, 303)
AIM_MS, LATE_AIM_MS, LARGE_AIM_MS = 60, 100, 200


@dataclass
class Asked:
    """The queries of one page, and the milliseconds that the store in the process took for them."""

    texts: list[str] = field(default_factory=list)
    ms: float = 0.0


def main() -> None:
    given = _arguments()
    rounds = given.rounds or (QUICK_ROUNDS if given.quick else ROUNDS)
    found = measure(given.scale, rounds, given.only)
    name = "pages" if given.scale == 1 else f"pages-{given.scale}"
    file = given.json or (None if given.quick or given.only else RESULTS / f"{name}.json")
    if file:
        file.write_text(json.dumps(found) + "\n", encoding="utf-8")
    sys.stdout.write(f"{table(found)}\n")
    if given.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(between(text, name, table(found)), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=int, default=1, help="as many times the real practices")
    parser.add_argument("--rounds", type=int, help=f"pages of each type; {ROUNDS} by default")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, and no file")
    parser.add_argument("--only", nargs="*", default=[], help="page types whose name holds one of these")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def measure(scale: int, rounds: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """All page types over the real facts, or as many times the practices, in turns with Oxigraph's server."""
    settings = dataclasses.replace(_facts(scale), cache_mb=0)
    revision = current(settings.revisions_dir)
    prepare(revision, settings.max_memory_quads)
    WORK.mkdir(parents=True, exist_ok=True)
    server = oxigraph(settings.revisions_dir, free_port())
    process, _ = start(server, WORK / "oxigraph.log")
    try:
        app = create_app(settings)
        app.extensions[EXTENSION].now()
        freeze_open_objects()
        times = _in_turns(app.test_client(), server, page_types(_made(scale), only), rounds)
    finally:
        stop(process)
    return {
        "scale": scale,
        "practices": REAL_PRACTICES + _made(scale),
        "quads": revision.manifest.quads,
        "rounds": rounds,
        "machine": machine(),
        "load": os.getloadavg(),
        "date": time.strftime("%Y-%m-%d"),
        "types": [each.as_json() for each in times],
    }


def _made(scale: int) -> int:
    return REAL_PRACTICES * (scale - 1)


def _facts(scale: int) -> Settings:
    """Settings whose current revision has `scale` times the real practices."""
    if scale > 1:
        return revision_of(REAL_PRACTICES * scale, WORK)
    settings = dataclasses.replace(load_settings({}), revisions_dir=WORK / "real")
    build(settings)
    return settings


def _in_turns(client: FlaskClient, server: Server, types: Sequence[PageType], rounds: int) -> list[Times]:
    """Each round opens one page of every type and puts its queries to `server`; a slow type has fewer rounds."""
    rng = random.Random(1)
    times = {each.name: Times(each.name) for each in types}
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    with _queries_kept() as asked:
        for each in types:
            # What is made on first use, such as a compiled template, is made now.
            _open(client, each.draw(rng))
        for _ in range(rounds):
            for each in types:
                told = times[each.name]
                if sum(told["wall"]) + sum(told["served"]) < LONGEST_S * 1000:
                    _turn(client, each.draw(rng), told, asked)
                    told.add(served=_served(connection, server.path, asked.texts))
    connection.close()
    return list(times.values())


def _turn(client: FlaskClient, address: str, times: Times, asked: Asked) -> None:
    """Opens one page: ms on the clock, of our processor and of the page's queries, and how many queries."""
    asked.texts, asked.ms = [], 0.0
    started, worked = time.perf_counter(), time.process_time()
    _open(client, address)
    wall, work = (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000
    times.add(wall=wall, work=work, queries=asked.ms, asked=len(asked.texts))


def _open(client: FlaskClient, address: str) -> None:
    """Opens a page; stops the run when it is not shown."""
    status = client.get(address, headers={"Accept": "text/html"}).status_code
    if status not in SHOWN:
        raise SystemExit(f"{address}: {status}")


@contextmanager
def _queries_kept() -> Iterator[Asked]:
    """Keeps the text and the time of every query that the store in the process is asked."""
    asked = Asked()
    answered: dict[str, Callable[..., object]] = {name: getattr(EmbeddedStore, name) for name in METHODS}

    def keeping(name: str) -> Callable[..., object]:
        def keep(store: EmbeddedStore, text: str, *more: str) -> object:
            asked.texts.append(text)
            started = time.perf_counter()
            try:
                return answered[name](store, text, *more)
            finally:
                asked.ms += (time.perf_counter() - started) * 1000

        return keep

    with ExitStack() as stack:
        for name in METHODS:
            stack.enter_context(mock.patch.object(EmbeddedStore, name, keeping(name)))
        yield asked


def _served(connection: http.client.HTTPConnection, path: str, texts: Sequence[str]) -> float:
    """Milliseconds in which the server answers `texts`, one after another."""
    headers = {"Accept": f"{JSON}, {NTRIPLES};q=0.9", "Content-Type": "application/sparql-query"}
    started = time.perf_counter()
    for text in texts:
        connection.request("POST", path, text.encode(), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"Oxigraph's server answers {answer.status} to:\n{text}")
    return (time.perf_counter() - started) * 1000


def table(found: dict[str, Any]) -> str:
    """What was found, as Markdown; the slowest type first."""
    rows = [
        f"### {found['practices']:,} practices, {found['quads']:,} quads",
        "",
        "| page | median ms | p95 ms | our processor | of it queries | queries | Oxigraph's server | ratio |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    types = sorted(found["types"], key=lambda each: -statistics.median(each["wall"]))
    rows += [_row(each, found["scale"]) for each in types]
    every = [ms for each in types for ms in each["wall"]]
    rows += ["", f"All pages together: median {statistics.median(every):.0f} ms, p95 {late(every):.0f} ms."]
    missed = [each["name"] for each in types if _misses(each, found["scale"])]
    rows.append(f"Over the aim (*): {', '.join(missed) or 'none'}. {found['rounds']} pages of each type.")
    return "\n".join([*rows, f"Load {found['load'][0]:.1f} on {os.cpu_count()} cores.", ""])


def _row(each: dict[str, Any], scale: int) -> str:
    names = "wall", "work", "queries", "asked", "served"
    wall, work, queries, asked, served = (statistics.median(each[name]) for name in names)
    ratio = f"×{wall / served:.1f}" if asked and served else "–"
    star = " *" if _misses(each, scale) else ""
    return (
        f"| {each['name']}{star} | {wall:.1f} | {late(each['wall']):.1f} | {work:.1f} | {queries:.1f} | {asked:.0f} "
        f"| {served:.1f} | {ratio} |"
    )


def _misses(each: dict[str, Any], scale: int) -> bool:
    aim, late_aim = (AIM_MS, LATE_AIM_MS) if scale == 1 else (LARGE_AIM_MS, math.inf)
    return statistics.median(each["wall"]) > aim or late(each["wall"]) > late_aim


if __name__ == "__main__":
    main()
