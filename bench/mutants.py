"""How many small wrong changes to the code that people read from pass all tests: `python -m bench.mutants`.

Takes a sample of the mutants of the rooms below, the same for the same seed, runs for each the tests that reach the
changed line, and prints the share that survived, room by room, with each survivor.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import mutant_runs
from bench.mutating import Changes, Mutant

ROOT = Path(__file__).resolve().parent.parent
CODE = ("views/*/rows.py", "views/*/*_rows.py", "graph/law/*.py", "graph/filters/*.py", "graph/peers/*.py",
        "graph/assess/*.py", "graph/governing/*.py")  # fmt: skip
# Tests that need neither a browser nor a server of their own.
TESTS = ("tests/assess", "tests/filters", "tests/governing", "tests/impact", "tests/law", "tests/peers", "tests/trace",
         "tests/views")  # fmt: skip
# Code that runs while an index is made, once for all tests: any test of what the index holds may notice a change.
MADE_ONCE = {
    "graph/filters": ("tests/filters", "tests/views/practices"),
    "graph/peers": ("tests/peers", "tests/views/peers"),
}
MAKING = ("gather.py", "index.py", "kinds.py", "features.py", "contributions.py", "gazetteer.py")
BUILD = """
import sys
from graph.build import build
from graph.settings import load_settings
build(load_settings({"OPENPLAZA_REVISIONS_DIR": sys.argv[1]}))
"""


def files(patterns: Sequence[str] = CODE) -> list[str]:
    """The files whose mutants are counted."""
    found = {path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(found)


def sample(size: int, seed: int, patterns: Sequence[str] = CODE) -> list[Mutant]:
    """Some of all mutants, in the order of their files; the same ones for the same code and seed."""
    changes = [Changes(ROOT, file) for file in files(patterns)]
    every = [(each, number) for each in changes for number in range(len(each))]
    chosen = random.Random(seed).sample(range(len(every)), min(size, len(every)))
    print(f"{len(every)} mutants in {len(changes)} files; a sample of {len(chosen)}, seed {seed}", flush=True)
    return [each.mutant(number) for each, number in (every[place] for place in sorted(chosen))]


class Tests:
    """What each test reaches and how long it takes, as one run on the real code showed."""

    def __init__(self, recorded: Path) -> None:
        read = json.loads(recorded.read_text())
        self.reached: dict[str, dict[str, set[int]]] = {
            file: {test: set(lines) for test, lines in tests.items()} for file, tests in read["reached"].items()
        }
        self.seconds: dict[str, float] = read["seconds"]

    def of(self, mutant: Mutant, most_s: float) -> list[str]:
        """The tests to run for a mutant, those of its own room first, the quick ones first, as many as fit the time."""
        path = Path(mutant.file)
        room, own = path.parent.as_posix(), path.parent.name
        reaching = {test for test, lines in self.reached.get(mutant.file, {}).items() if mutant.line in lines}
        if room in MADE_ONCE and path.name in MAKING:
            reaching |= {test for test in self.seconds if test.startswith(MADE_ONCE[room])}
        ordered = sorted(reaching, key=lambda test: (f"/{own}/" not in test, self.seconds.get(test, 0), test))
        return list(self._within(ordered, most_s))

    def _within(self, ordered: Sequence[str], most_s: float) -> Iterator[str]:
        spent = 0.0
        for test in ordered:
            spent += self.seconds.get(test, 0)
            if spent > most_s:
                return
            yield test


def report(outcomes: Sequence[tuple[Mutant, str]]) -> None:
    """Print each survivor, and the share of survivors of each room and of all."""
    rooms: dict[str, list[bool]] = {}
    for mutant, outcome in outcomes:
        survived = outcome in ("survived", "not reached")
        rooms.setdefault(Path(mutant.file).parent.as_posix(), []).append(survived)
        if survived:
            print(f"{mutant.name} {outcome}\n  - {mutant.before}\n  + {mutant.after}")
    print(f"\n{'room':24}{'mutants':>8}{'survived':>10}{'share':>8}")
    rooms["all"] = [each for found in rooms.values() for each in found]
    for room, found in rooms.items():
        print(f"{room:24}{len(found):8}{sum(found):10}{sum(found) / max(len(found), 1):8.0%}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--most", type=float, default=15, metavar="SECONDS", help="of tests for one mutant")
    parser.add_argument("--code", nargs="*", default=CODE, metavar="PATTERN", help="in which files")
    parser.add_argument("--tests", nargs="*", default=TESTS, metavar="PATH", help="where the tests are")
    parser.add_argument("--without", nargs="*", default=(), metavar="PATTERN", help="leave out test files of this name")
    parser.add_argument("--only", default="", metavar="FILE", help="only the survivors that --out wrote before")
    parser.add_argument("--out", default="", metavar="FILE", help="write the outcome of each mutant as JSON")
    return parser.parse_args()


def main() -> None:
    """Read the arguments, run the sample, print the report."""
    asked = arguments()
    chosen = sample(asked.sample, asked.seed, asked.code)
    if asked.only:
        kept = {name for name, outcome in json.loads(Path(asked.only).read_text()).items()
                if outcome in ("survived", "not reached")}  # fmt: skip
        chosen = [mutant for mutant in chosen if mutant.name in kept]
    with tempfile.TemporaryDirectory() as folder:
        outcomes = list(_outcomes(chosen, asked, Path(folder)))
    if asked.out:
        Path(asked.out).write_text(json.dumps({mutant.name: outcome for mutant, outcome in outcomes}, indent=1))
    report(outcomes)


def _outcomes(chosen: Sequence[Mutant], asked: argparse.Namespace, folder: Path) -> Iterator[tuple[Mutant, str]]:
    os.environ |= {
        "TEST_REVISIONS_DIR": str(folder / "revisions"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    subprocess.run([sys.executable, "-c", BUILD, str(folder / "revisions")], cwd=ROOT, check=True)
    os.chdir(ROOT)
    mutant_runs.load_libraries()
    tests = [test for test in asked.tests if (ROOT / test).exists()]
    without = [f"--ignore-glob=*/{pattern}" for pattern in asked.without]
    mutant_runs.record(ROOT, [*tests, *without], files(asked.code), folder / "recorded.json", limit_s=1800)
    known = Tests(folder / "recorded.json")
    for number, mutant in enumerate(chosen, 1):
        began = time.monotonic()
        related = known.of(mutant, asked.most)
        outcome = "not reached"
        if related:
            outcome = mutant_runs.run(ROOT, mutant.file, mutant.code, related, limit_s=asked.most * 4 + 20)
        spent = time.monotonic() - began
        print(f"{number:4} {outcome:12}{spent:6.1f} s{len(related):5} tests  {mutant.name}", flush=True)
        yield mutant, outcome


if __name__ == "__main__":
    main()
