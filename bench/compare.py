"""Asking the servers in turns, and keeping what came back: `python -m bench`."""

from __future__ import annotations

import http.client
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import load
from bench.answers import fingerprint
from bench.asked import Asked, asked
from bench.generate import write
from bench.memory import Peak
from bench.servers import (
    VIRTUOSO,
    Server,
    ask,
    free_port,
    openplaza,
    oxigraph,
    rdflib_endpoint,
    revision_of,
    start,
    stop,
    virtuoso,
)

CONNECTIONS = 8
VARIANTS = 200
COMPARED = 3
Load = Callable[[int, list[bytes], int, float], load.Sample]
VARIED, REPEATED = "varied", "repeated"
# A query whose first answer takes longer than this is not asked again by eight clients at once.
SLOW_S = 2.0
# Below this the load generator itself would be a large part of what is counted.
QUICK_S = 0.1
# rdflib holds more than a kilobyte a quad in Python: larger files neither fit beside the others nor finish.
RDFLIB_QUADS = 200_000


@dataclass
class Running:
    """One started server, its memory, and the seconds its first answers took."""

    server: Server
    process: subprocess.Popen[bytes]
    peak: Peak
    kinds: tuple[str, ...]


def compare(quads: int, folder: Path, rounds: int, seconds: float, only: Iterable[str] = ()) -> dict[str, Any]:
    """Measures every server on the same `quads` made quads; returns what the report is written from."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "quads.nq"
    if not file.exists():
        _say(f"making {quads:,} quads")
        write(file, quads)
    found: dict[str, Any] = {"quads": quads, "connections": CONNECTIONS, "servers": {}, "first": [], "cells": []}
    questions = asked(quads, VARIANTS)
    with ExitStack() as stack:
        running = [
            one
            for server, kinds in _servers(quads, file, folder, set(only))
            if (one := _start(server, kinds, folder, stack, found))
        ]
        found["first"] = [_first(one, question) for question in questions for one in running]
        _mark_differences(found["first"])
        samples = _rounds(running, questions, found["first"], rounds, seconds)
        found["cells"] = [_cell(*key, some) for key, some in samples.items()]
        for one in running:
            found["servers"][one.server.name]["peak_mb"] = one.peak.mb
    return found


def _servers(quads: int, file: Path, folder: Path, only: set[str]) -> list[tuple[Server, tuple[str, ...]]]:
    revisions = revision_of(file, folder / "revisions")
    servers = [
        (openplaza(revisions, free_port(), cache=False), (VARIED,)),
        (openplaza(revisions, free_port()), (REPEATED,)),
        (oxigraph(revisions, free_port()), (VARIED, REPEATED)),
    ]
    if quads <= RDFLIB_QUADS:
        servers.append((rdflib_endpoint(file, free_port()), (VARIED,)))
    if shutil.which(VIRTUOSO):
        servers.append((virtuoso(file.resolve(), (folder / "virtuoso").resolve(), free_port()), (VARIED,)))
    return [one for one in servers if not only or one[0].name in only]


def _start(
    server: Server, kinds: tuple[str, ...], folder: Path, stack: ExitStack, found: dict[str, Any]
) -> Running | None:
    try:
        process, seconds = start(server, folder / f"{server.name.replace(', ', '-')}.log")
    except (RuntimeError, OSError) as error:
        _say(f"{server.name}: {error}")
        found["servers"][server.name] = {"error": str(error)}
        return None
    stack.callback(stop, process)
    _say(f"{server.name} answers after {seconds:.2f} s")
    found["servers"][server.name] = {"start_s": seconds}
    return Running(server, process, stack.enter_context(Peak(process.pid)), kinds)


def _first(one: Running, question: Asked) -> dict[str, Any]:
    """The first answers to some forms of a question: the seconds of the very first, and what they say."""
    prints, rows, first_s = [], 0, 0.0
    for text in question.texts[:COMPARED]:
        started = time.perf_counter()
        try:
            status, body = ask(one.server, text, question.media_type)
            seconds = time.perf_counter() - started
            first_s = first_s or seconds
            if status != 200:
                return _failed(one, question, seconds, f"status {status}: {body[:200].decode('utf-8', 'replace')}")
            count, mark = fingerprint(body, question.media_type, question.rows_only)
        except (OSError, http.client.HTTPException, ValueError, KeyError, SyntaxError) as error:
            return _failed(one, question, time.perf_counter() - started, f"{type(error).__name__}: {error}")
        rows = max(rows, count)
        prints.append(mark)
    return {"server": one.server.name, "name": question.name, "first_s": first_s, "rows": rows, "prints": prints}


def _failed(one: Running, question: Asked, seconds: float, why: str) -> dict[str, Any]:
    _say(f"{one.server.name}: {question.name}: {why}")
    return {"server": one.server.name, "name": question.name, "first_s": seconds, "error": why}


def _mark_differences(first: list[dict[str, Any]]) -> None:
    """An answer is different when its prints are not those of Oxigraph's own server."""
    expected = {one["name"]: one.get("prints") for one in first if one["server"] == "oxigraph"}
    for one in first:
        one["differs"] = "prints" in one and expected.get(one["name"]) not in (None, one["prints"])
        if one["differs"]:
            _say(f"{one['server']}: {one['name']}: another answer than Oxigraph's ({one['rows']} rows)")


def _rounds(
    running: list[Running], questions: list[Asked], first: list[dict[str, Any]], rounds: int, seconds: float
) -> dict[tuple[str, str, str, int], list[load.Sample]]:
    """Every question to every server in turns, forwards and then backwards, so that drift hits all alike."""
    samples: dict[tuple[str, str, str, int], list[load.Sample]] = defaultdict(list)
    known = {(one["server"], one["name"]): one for one in first}
    for number in range(rounds):
        for question in questions:
            for one in running if number % 2 == 0 else running[::-1]:
                told = known[one.server.name, question.name]
                if "error" in told:
                    continue
                for kind in one.kinds:
                    texts = question.texts if kind == VARIED else question.texts[:1]
                    requests = [one.server.request(text, question.media_type) for text in texts]
                    for connections in (1, CONNECTIONS) if told["first_s"] < SLOW_S else (1,):
                        key = (one.server.name, question.name, kind, connections)
                        quick = connections > 1 and told["first_s"] < QUICK_S and shutil.which(load.WRK)
                        samples[key].append(_run(one, load.rate if quick else load.run, requests, connections, seconds))
        _say(f"round {number + 1} of {rounds} done")
    return samples


def _run(one: Running, how: Load, requests: list[bytes], connections: int, seconds: float) -> load.Sample:
    try:
        return how(one.server.port, requests, connections, seconds)
    except (OSError, subprocess.CalledProcessError) as error:
        ended = one.process.poll()
        _say(f"{one.server.name}: {error}" + ("" if ended is None else f"; the server ended with {ended}"))
        return load.Sample(failures=1, elapsed_s=seconds)


def _cell(server: str, name: str, kind: str, connections: int, samples: list[load.Sample]) -> dict[str, Any]:
    """The middle round of each figure; p99 over all rounds together."""
    every = sorted(second for sample in samples for second in sample.seconds)
    rates = [sample.per_second for sample in samples]
    medians = [statistics.median(sample.seconds) * 1000 for sample in samples if sample.seconds]
    return {
        "server": server,
        "name": name,
        "kind": kind,
        "connections": connections,
        "p50_ms": statistics.median(medians) if medians else None,
        "p99_ms": every[min(len(every) - 1, int(len(every) * 0.99))] * 1000 if every else None,
        "per_s": statistics.median(rates),
        "per_s_rounds": rates,
        "answers": sum(sample.good for sample in samples),
        "failures": sum(sample.failures for sample in samples),
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
