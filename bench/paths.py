"""The same questions as SPARQL property paths: on the embedded store, and on Virtuoso where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox

from bench import servers
from graph.settings import ROOT

QUERIES = ROOT / "bench" / "queries"
LONGEST_S = 120.0
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


class Unanswered(Exception):
    """A candidate cannot answer; its own message says why."""


@dataclass(frozen=True)
class Paths:
    """One store: how it is asked, and how much processor time it has used so far, in milliseconds."""

    name: str
    ask: Callable[[str], int]
    cpu_ms: Callable[[], float]


def query(name: str, **nodes: int) -> str:
    """The text of bench/queries/{name}.rq with the nodes that stand in it by name, as `urn:hub`."""
    text = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    for word, number in nodes.items():
        text = text.replace(f"<urn:{word}>", f"<urn:n{number}>")
    return text


def embedded(nodes: int, source: np.ndarray, target: np.ndarray) -> Paths:
    """pyoxigraph in memory, in this process."""
    store = ox.Store()
    link = ox.NamedNode("urn:link")
    things = [ox.NamedNode(f"urn:n{number}") for number in range(nodes)]
    pairs = zip(source.tolist(), target.tolist(), strict=True)
    store.bulk_extend(ox.Quad(things[a], link, things[b]) for a, b in pairs)

    def ask(text: str) -> int:
        answer: Any = store.query(text)
        return int(next(iter(answer))[0].value)

    return Paths("SPARQL path, embedded", ask, lambda: time.process_time() * 1000)


@contextmanager
def virtuoso(folder: Path, source: np.ndarray, target: np.ndarray) -> Iterator[Paths | None]:
    """Virtuoso 7 with the links as N-Triples from its bulk loader, gone afterwards; None where it is not installed."""
    if not shutil.which(servers.VIRTUOSO) or not shutil.which("isql-vt"):
        yield None
        return
    triples = folder / "links" / "links.nt"
    triples.parent.mkdir()
    with triples.open("w", encoding="ascii") as out:
        pairs = zip(source.tolist(), target.tolist(), strict=True)
        out.writelines(f"<urn:n{a}> <urn:link> <urn:n{b}> .\n" for a, b in pairs)
    server = servers.virtuoso(triples, folder / "virtuoso", servers.free_port())
    process, _ = servers.start(server, folder / "virtuoso.txt")
    try:
        yield Paths("SPARQL path, Virtuoso", lambda text: _asked(server, text), lambda: _cpu_ms(process))
    finally:
        servers.stop(process)


def _asked(server: servers.Server, text: str) -> int:
    """The one number of the answer. Raises Unanswered with what the store says, or that it took too long."""
    try:
        status, body = servers.ask(server, text, timeout_s=LONGEST_S)
    except TimeoutError:
        raise Unanswered(f"no answer in {LONGEST_S:.0f} s") from None
    if status != 200:
        raise Unanswered(" ".join(body.decode(errors="replace").split("\n\nSPARQL query")[0].split())[:200])
    (row,) = json.loads(body)["results"]["bindings"]
    (cell,) = row.values()
    return int(cell["value"])


def _cpu_ms(process: subprocess.Popen[bytes]) -> float:
    """The processor time of the server so far (proc(5): utime and stime of /proc/PID/stat)."""
    words = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) * TICK_MS
