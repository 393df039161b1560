"""How long each phase of a build takes: `python bench/build.py [runs]` prints medians in seconds."""

from __future__ import annotations

import dataclasses
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph.build import build
from graph.settings import load_settings


def phases(folder: Path) -> dict[str, float]:
    """Seconds by phase of one build into an empty folder."""
    taken: dict[str, float] = {}
    began = ["", time.perf_counter()]

    def tell(name: str, _share: float) -> None:
        now = time.perf_counter()
        if began[0]:
            taken[str(began[0])] = now - float(began[1])
        began[:] = [name, now]

    started = time.perf_counter()
    build(dataclasses.replace(load_settings(), revisions_dir=folder), tell)
    taken["total"] = time.perf_counter() - started
    return taken


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            for name, seconds in phases(Path(folder)).items():
                found[name].append(seconds)
    for name, seconds in found.items():
        print(f"{statistics.median(seconds):8.2f} s  {name}")


if __name__ == "__main__":
    main()
