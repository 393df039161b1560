"""Pages of single things, uncached and cached, beside a bare page of the same size: `python -m bench.entities`.

Three servers run at once, one process each: ours without its cache, ours with it, and Flask with nothing to do behind
the same door. Each turn asks the first for a page of another thing and day, the second for the same page a second time,
and the third for as many bytes. "Any thing" is drawn from all things alike, whatever their kind, as a visitor meets
them. Times are milliseconds of whole answers on a kept connection.
"""

from __future__ import annotations

import argparse
import dataclasses
import http.client
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.page_types import PageType, any_thing, page_types
from bench.report import late, machine
from bench.servers import BIN, Server, free_port, openplaza, start, stop
from bench.times import Times
from graph.build import build
from graph.settings import ROOT, load_settings

WORK = ROOT / "var" / "bench" / "entities"
ENTITIES = ("practice", "city", "technology", "act", "act of many", "provision", "event", "action", "organisation",
            "concept page")  # fmt: skip
ROUNDS, QUICK_ROUNDS = 100, 5
UNCACHED_AIM_MS, CACHED_AIM_MS = 60, 5


@dataclass(frozen=True)
class Client:
    """A kept connection to one server."""

    connection: http.client.HTTPConnection

    def ms(self, address: str) -> tuple[float, int]:
        """Milliseconds of the whole answer, and its bytes. Stops the run when the page is not shown."""
        started = time.perf_counter()
        self.connection.request("GET", address, headers={"Accept": "text/html"})
        answer = self.connection.getresponse()
        size = len(answer.read())
        taken = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
        return taken, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, help=f"pages of each type; {ROUNDS} by default")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds")
    parser.add_argument("--only", nargs="*", default=[], help="page types whose name holds one of these")
    parser.add_argument("--revisions", type=Path, help="a folder of revisions, instead of one built from the tables")
    given = parser.parse_args()
    types = [each for each in page_types(only=given.only) if each.name in ENTITIES]
    types += [each for each in [any_thing()] if not given.only or any(word in each.name for word in given.only)]
    rounds = given.rounds or (QUICK_ROUNDS if given.quick else ROUNDS)
    sys.stdout.write(table(measure(given.revisions or _facts(), types, rounds)))


def _facts() -> Path:
    settings = dataclasses.replace(load_settings({}), revisions_dir=WORK / "real")
    build(settings)
    return settings.revisions_dir


def measure(revisions_dir: Path, types: Sequence[PageType], rounds: int) -> list[Times]:
    """Each round asks for one page of every type, from the three servers in turn."""
    rng, times = random.Random(1), {each.name: Times(each.name) for each in types}
    with ExitStack() as stack:
        uncached, cached, bare = (
            stack.enter_context(_running(server))
            for server in (
                openplaza(revisions_dir, free_port(), cache=False, workers=1),
                openplaza(revisions_dir, free_port(), workers=1),
                _bare(free_port()),
            )
        )
        for each in types:
            # What is made on first use, such as a compiled template, is made now.
            for client in (uncached, cached):
                client.ms(each.draw(rng))
        for _ in range(rounds):
            for each in types:
                address = each.draw(rng)
                taken, size = uncached.ms(address)
                cached.ms(address)
                again, nothing = cached.ms(address)[0], bare.ms(f"/?size={size}")[0]
                times[each.name].add(uncached=taken, cached=again, bare=nothing, size=size)
    return list(times.values())


def _bare(port: int) -> Server:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [str(BIN / "granian"), "--interface", "wsgi", "--port", str(port), "bench.bare:app"]
    return Server("bare", port, command, environment=environment)


@contextmanager
def _running(server: Server) -> Iterator[Client]:
    WORK.mkdir(parents=True, exist_ok=True)
    process, _ = start(server, WORK / f"{server.name}.log")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        yield Client(connection)
    finally:
        connection.close()
        stop(process)


def table(found: Sequence[Times]) -> str:
    """What was found, as Markdown; `*` marks what is over its aim at the 95th percentile."""
    lines = [
        "| page | kB | uncached, median | p95 | × bare | cached, median | p95 | × bare | bare, median | p95 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *map(_row, found),
        "",
        f"{len(found[0]['uncached'])} pages of each type, ms. Aims at the 95th percentile: {UNCACHED_AIM_MS} uncached, "
        f"{CACHED_AIM_MS} cached; over it (*): {', '.join(each.name for each in found if _misses(each)) or 'none'}.",
        f"{machine()} Load {os.getloadavg()[0]:.1f}.",
        "",
    ]
    return "\n".join(lines)


def _row(each: Times) -> str:
    bare = statistics.median(each["bare"])
    cells = [f"{each.name}{' *' if _misses(each) else ''}", f"{statistics.median(each['size']) / 1000:.0f}"]
    for ms in (each["uncached"], each["cached"]):
        middle = statistics.median(ms)
        cells += [f"{middle:.1f}", f"{late(ms):.1f}", f"×{middle / bare:.1f}"]
    cells += [f"{bare:.1f}", f"{late(each['bare']):.1f}"]
    return f"| {' | '.join(cells)} |"


def _misses(each: Times) -> bool:
    return late(each["uncached"]) >= UNCACHED_AIM_MS or late(each["cached"]) >= CACHED_AIM_MS


if __name__ == "__main__":
    main()
