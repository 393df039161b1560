"""How fast a large revision is published, indexed and opened, beside a raw load: `python -m bench build`."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from bench.memory import Peak
from bench.servers import free_port, openplaza, ready_after
from graph.revision import current, publish, verify
from graph.settings import ROOT
from graph.store.opening import disk_index


@dataclass(frozen=True, slots=True)
class Step:
    """One measured step: wall and processor seconds, largest memory of its processes."""

    name: str
    seconds: float
    processor_s: float
    peak_mb: float


def measure(quads_file: Path, folder: Path) -> dict[str, Any]:
    """Every step on one file, one after the other, each in a process of its own; `folder` is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    steps = [
        _step("raw bulk load", _raw_load, quads_file, folder / "raw"),
        _step("publish", _publish, quads_file, folder / "revisions"),
        _step("index", _index, quads_file, folder / "revisions"),
        _step("verify", _verify, quads_file, folder / "revisions"),
    ]
    started = _start(folder / "revisions")
    revision = current(folder / "revisions")
    raw, ours = steps[0].seconds, steps[1].seconds + steps[2].seconds
    processor = steps[1].processor_s + steps[2].processor_s
    lines = sum(block.count(b"\n") for block in _blocks(quads_file))
    return {
        "lines": lines,
        "quads": revision.manifest.quads,
        "steps": [asdict(step) for step in steps],
        "raw_quads_per_s": lines / raw,
        "our_quads_per_s": lines / ours,
        "ratio": raw / ours,
        "processor_ratio": steps[0].processor_s / processor,
        "start_s": started,
        "packed_mb": _size_mb(revision.path) - _size_mb(revision.path / "index"),
        "index_mb": _size_mb(revision.path / "index"),
        "raw_mb": _size_mb(folder / "raw"),
    }


def table(found: dict[str, Any]) -> str:
    """The measurements as Markdown."""
    rows = ["| step | seconds | processor seconds | largest memory (MB) |", "|---|---|---|---|"]
    rows += [
        f"| {step['name']} | {step['seconds']:.1f} | {step['processor_s']:.1f} | {step['peak_mb']:,.0f} |"
        for step in found["steps"]
    ]
    return "\n".join(rows) + (
        f"\n\n{found['lines']:,} lines, {found['quads']:,} quads. Raw load {found['raw_quads_per_s']:,.0f} lines/s; "
        f"publish and index {found['our_quads_per_s']:,.0f} lines/s: **{found['ratio']:.2f}** of the raw rate "
        f"({found['processor_ratio']:.2f} by processor time). Packed {found['packed_mb']:,.0f} MB, index "
        f"{found['index_mb']:,.0f} MB (raw load {found['raw_mb']:,.0f} MB). `openplaza serve` answers the first query "
        f"{found['start_s']:.2f} s after its start."
    )


def _step(name: str, work: Callable[[Path, Path], None], quads_file: Path, folder: Path) -> Step:
    process = multiprocessing.get_context("spawn").Process(target=_timed, args=(work, quads_file, folder))
    started = time.perf_counter()
    process.start()
    assert process.pid is not None
    with Peak(process.pid) as peak:
        process.join()
    seconds = time.perf_counter() - started
    if process.exitcode:
        raise RuntimeError(f"{name} failed")
    times = (folder.parent / "times").read_text().split()
    return Step(name, float(times[0]) if times else seconds, float(times[1]), peak.mb)


def _timed(work: Callable[[Path, Path], None], quads_file: Path, folder: Path) -> None:
    started, before = time.perf_counter(), sum(os.times()[:4])
    work(quads_file, folder)
    seconds, processor = time.perf_counter() - started, sum(os.times()[:4]) - before
    (folder.parent / "times").write_text(f"{seconds} {processor}")


def _raw_load(quads_file: Path, folder: Path) -> None:
    store = ox.Store(str(folder))
    store.bulk_load(path=str(quads_file), format=ox.RdfFormat.N_QUADS)
    store.flush()


def _publish(quads_file: Path, folder: Path) -> None:
    with quads_file.open("rb", buffering=1 << 20) as lines:
        publish(lines, folder, software="bench", sources={})


def _index(_: Path, folder: Path) -> None:
    disk_index(current(folder))


def _verify(_: Path, folder: Path) -> None:
    verify(current(folder))


def _start(revisions: Path) -> float:
    """Seconds from starting `openplaza serve` until a query is answered."""
    server = openplaza(revisions, free_port())
    started = time.perf_counter()
    process = subprocess.Popen(server.command, env=server.environment, cwd=ROOT, stdout=sys.stderr)
    try:
        return ready_after(server, started, process)
    finally:
        process.terminate()
        process.wait()


def _blocks(path: Path) -> Any:
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            yield block


def _size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20)
