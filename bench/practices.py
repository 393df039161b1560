"""What a partner opens, at 1,000, 10,000 and 100,000 practices: `python -m bench.practices [SIZE ...]`.

Ours are whole pages, through the application, with nothing kept: the list with its filters, the map, peers, a
comparison, a search; something else each time. Plain SPARQL, on the store in the process, on Oxigraph's server and on
rdflib, works out the counts of one filter at a time, as a page without a table would have to, and the parts of the
other pages that `bench.partner_pages` names. All candidates take turns. Times are milliseconds; memory is what a
process of its own grew by.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from rdflib import Dataset

from bench.made_practices import revision_of
from bench.memory import Peak
from bench.partner_pages import Ask, drawn, pages, plain
from bench.report import machine
from bench.servers import free_port, oxigraph
from graph.filters import PracticeTable, table_of
from graph.revision import Revision, current, read_quads
from graph.settings import ROOT
from graph.store import EmbeddedStore
from server import create_app

WORK = ROOT / "var" / "bench" / "practices"
RESULTS = ROOT / "bench" / "results"
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 20
LONGEST_S = 20.0
# Plain SPARQL answers for one filter at a time; a page has fifteen.
FILTERS = 15
EVERY = "SELECT ?practice { ?practice a <https://w3id.org/openplaza/ontology#Practice> } ORDER BY ?practice"
QUESTION = (ROOT / "bench" / "queries" / "facet-counts.rq").read_text(encoding="utf-8")

Choice = list[tuple[str, str]]
Times = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    for size in given.sizes:
        found = measure(size, given.rounds)
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"practices-{size}.json").write_text(json.dumps(found) + "\n", encoding="utf-8")
        sys.stdout.write(f"{table(found)}\n")


def measure(size: int, rounds: int) -> dict[str, Any]:
    """All candidates over one size, in turns."""
    settings = dataclasses.replace(revision_of(size, WORK), max_memory_quads=10_000_000, cache_mb=0)
    revision = current(settings.revisions_dir)
    told: dict[str, Any] = {"practices": size, "quads": revision.manifest.quads, "machine": machine()}
    before = _memory_mb()
    store = EmbeddedStore.open(revision, settings)
    told["store_mb"] = _memory_mb() - before
    started = time.perf_counter()
    made = table_of(revision, lambda: store)
    told["table_s"], told["table_mb"] = time.perf_counter() - started, made.bits.nbytes / (1 << 20)
    client = create_app(settings).test_client()
    asks: dict[str, Ask] = {
        **pages(client),
        "all counts from the table": lambda each: made.chosen(_by_filter(each.choice)).counts,
        **_plain("in the process", lambda query: store.select(query).rows),
    }
    server = oxigraph(settings.revisions_dir, free_port())
    process = subprocess.Popen(server.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with _ended(process), Peak(process.pid) as peak:
        _wait(server.port)
        asks |= _plain("on Oxigraph's server", lambda query: _served(server.port, query))
        if size <= SIZES[0]:
            dataset = _rdflib(revision)
            asks |= _plain("on rdflib", lambda query: list(dataset.query(query)))
        practices = [str(row["practice"]) for row in store.select(EVERY).rows]
        told["times"], told["work"] = _in_turns(asks, made, practices, rounds)
    told["server_mb"] = peak.mb
    told["process_mb"] = _memory_mb() - before
    told["load"] = os.getloadavg()
    return told


def _plain(where: str, ask: Callable[[str], object]) -> dict[str, Ask]:
    return {f"{FILTERS} filters, SPARQL {where}": lambda each: _fifteen(ask, each.choice), **plain(where, ask)}


def _in_turns(asks: dict[str, Ask], made: PracticeTable, practices: list[str], rounds: int) -> tuple[Times, Times]:
    """Milliseconds of each candidate on the clock, and of this process's processor; a slow one has fewer turns."""
    rng = random.Random(1)
    times: Times = {name: [] for name in asks}
    work: Times = {name: [] for name in asks}
    for ask in asks.values():
        ask(drawn(rng, [], practices))
    for _ in range(rounds):
        turn = drawn(rng, _choice(made, rng), practices)
        for name, ask in asks.items():
            if sum(times[name]) > LONGEST_S * 1000:
                continue
            started, worked = time.perf_counter(), time.process_time()
            ask(turn)
            times[name].append((time.perf_counter() - started) * 1000)
            work[name].append((time.process_time() - worked) * 1000)
    return times, work


def _choice(made: PracticeTable, rng: random.Random) -> Choice:
    """One to three values of filters that plain SPARQL can ask for without knowing our classes."""
    plain = [value for value in made.values if value.facet in PROPERTIES]
    return [(value.facet, value.slug) for value in rng.sample(plain, rng.randint(1, 3))]


def _by_filter(choice: Choice) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for facet, slug in choice:
        found.setdefault(facet, []).append(slug)
    return found


PROPERTIES = {
    "core_area": ("coreArea", "core-area"), "theme": ("theme", "theme"), "problem": ("problem", "problem"),
    "target_group": ("targetGroup", "target-group"), "status": ("status", "status"),
    "outcome": ("legalOutcome", "legal-outcome"), "evidence": ("evidenceLevel", "evidence-level"),
    "result": ("evidenceResult", "evidence-result"), "lead": ("leadLevel", "lead-level"),
}  # fmt: skip


def _fifteen(ask: Callable[[str], object], choice: Choice) -> None:
    """The counts of every filter, one question each, narrowed by the choice in the others."""
    kept = "\n".join(
        f"  ?practice op:{PROPERTIES[facet][0]} <https://w3id.org/openplaza/concept/{PROPERTIES[facet][1]}/{slug}> ."
        for facet, slug in choice
    )
    for property_ in ("coreArea", "theme", "technology", "problem", "targetGroup", "country", "inCity", "status",
                      "legalOutcome", "evidenceLevel", "evidenceResult", "leadLevel", "funding", "startYear",
                      "inCity/op:population"):  # fmt: skip
        ask(QUESTION.replace("# choice", kept).replace("op:theme", f"op:{property_}"))


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            _served(port, "SELECT * WHERE { ?s ?p ?o } LIMIT 1")
            return
        time.sleep(0.1)
    raise SystemExit("Oxigraph's server did not start.")


def _served(port: int, query: str) -> bytes:
    address = f"http://127.0.0.1:{port}/query?{urllib.parse.urlencode({'query': query})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/csv"})) as answer:
        body: bytes = answer.read()
    return body


def _rdflib(revision: Revision) -> Dataset:
    dataset = Dataset(default_union=True)
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        file.writelines(read_quads(revision))
        file.flush()
        dataset.parse(file.name, format="nquads")
    return dataset


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _late(times: list[float]) -> float:
    """The 95th percentile, by the nearest rank."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def table(found: dict[str, Any]) -> str:
    """What was found, as Markdown."""
    rows = [f"### {found['practices']:,} practices, {found['quads']:,} quads", ""]
    rows += ["| | p50 ms | p95 ms | p95 of our processor, ms | turns |", "|---|---|---|---|---|"]
    for name, times in found["times"].items():
        work = f"{_late(found['work'][name]):,.1f}" if "server" not in name else ""
        rows.append(f"| {name} | {statistics.median(times):,.1f} | {_late(times):,.1f} | {work} | {len(times)} |")
    made = f"The table was made in {found['table_s']:.1f} s and takes {found['table_mb']:.1f} MB."
    memory = (
        f"The store in the process takes {found['store_mb']:,.0f} MB, Oxigraph's server {found['server_mb']:,.0f} MB; "
        f"the process with everything it was asked {found['process_mb']:,.0f} MB. "
        f"Load {found['load'][0]:.1f} on {os.cpu_count()} cores."
    )
    return "\n".join([*rows, "", f"{made} {memory}", ""])


if __name__ == "__main__":
    main()
