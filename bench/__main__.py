"""The measurements by one command: `python -m bench [--full] [--write]`; see bench/README.md for the others."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from bench import compare, large, report
from bench.generate import write
from graph.settings import ROOT

SHORT, FULL = (50_000,), (50_000, 3_000_000, 10_000_000)
WORK = ROOT / "var" / "bench"
RESULTS = ROOT / "bench" / "results"
DOCUMENT = ROOT / "docs" / "performance.md"


def main() -> None:
    # So that the servers are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    arguments = _arguments()
    if arguments.command == "generate":
        print(f"{write(Path(arguments.file), arguments.quads, arguments.seed):,} lines")
    elif arguments.command == "build":
        _build(arguments)
    else:
        _compare(arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["compare", "generate", "build"], default="compare")
    parser.add_argument("file", nargs="?", help="for generate: where to write")
    parser.add_argument("--quads", type=int, help="one size instead of the usual ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="all sizes and more rounds")
    parser.add_argument("--rounds", type=int, help="rounds through all servers")
    parser.add_argument("--seconds", type=float, help="seconds of each cell in a round")
    parser.add_argument("--only", nargs="*", default=[], help="names of servers")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    found = parser.parse_args()
    if found.command == "generate" and not (found.file and found.quads):
        parser.error("generate needs --quads and a file")
    return found


def _compare(arguments: argparse.Namespace) -> None:
    sizes = (arguments.quads,) if arguments.quads else FULL if arguments.full else SHORT
    for quads in sizes:
        rounds = arguments.rounds or (3 if arguments.full else 2)
        seconds = arguments.seconds or (1.0 if arguments.full else 0.4)
        found = compare.compare(quads, WORK / str(quads), rounds, seconds, arguments.only)
        found |= {"machine": report.machine(), "rounds": rounds, "seconds": seconds, "load": os.getloadavg()}
        _keep(f"compare-{quads}", found, report.tables(found), arguments.write)


def _build(arguments: argparse.Namespace) -> None:
    quads = arguments.quads or 10_000_000
    file = WORK / str(quads) / "quads.nq"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        write(file, quads, arguments.seed)
    found = large.measure(file, WORK / str(quads) / "build") | {"machine": report.machine(), "load": os.getloadavg()}
    _keep(f"build-{quads}", found, large.table(found), arguments.write)


def _keep(name: str, found: dict[str, Any], table: str, write_document: bool) -> None:
    """Prints the table; keeps the figures; and on demand puts the table into the document."""
    RESULTS.mkdir(exist_ok=True)
    found["date"] = time.strftime("%Y-%m-%d")
    (RESULTS / f"{name}.json").write_text(json.dumps(found) + "\n", encoding="utf-8")
    print(table)
    if write_document:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(report.between(text, name, table), encoding="utf-8")


if __name__ == "__main__":
    main()
