"""The figures of the house: how many files and lines, how long they are, how much is tested.

`python -m bench.house [FOLDER ...]` measures this checkout, or others beside it, with the same counting.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ("commands", "graph", "views", "server.py")


@dataclass(frozen=True, slots=True)
class Figures:
    """Lines count as `wc -l` counts them; a function's lines run from its `def` to its end."""

    files: int
    lines: int
    median_file: float
    longest_file: int
    median_function: float
    longest_function: int
    annotated_percent: float
    tests_per_line: float


def measure(folder: Path) -> Figures:
    """The figures of the package in `folder` and of its tests."""
    files = [path for part in PACKAGE for path in python_files(folder / part)]
    lengths = [line_count(path) for path in files]
    functions = [function for path in files for function in functions_of(path)]
    lines_of = [(each.end_lineno or each.lineno) - each.lineno + 1 for each in functions]
    tested = sum(line_count(path) for path in python_files(folder / "tests"))
    return Figures(
        len(files),
        sum(lengths),
        median(lengths),
        max(lengths),
        median(lines_of),
        max(lines_of),
        100 * sum(map(is_annotated, functions)) / len(functions),
        tested / sum(lengths),
    )


def python_files(path: Path) -> list[Path]:
    """The Python files at or below `path`."""
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def line_count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def is_annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether its result and all parameters but `self` and `cls` have types."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    named = [each for each in every if each is not None and each.arg not in ("self", "cls")]
    return function.returns is not None and all(each.annotation is not None for each in named)


def main(folders: list[str]) -> None:
    print("| files | lines | median file | longest | median function | longest | annotated | tests/package |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in folders or [str(ROOT)]:
        it = measure(Path(folder))
        print(
            f"| {it.files} | {it.lines:,} | {it.median_file:g} | {it.longest_file} | {it.median_function:g} "
            f"| {it.longest_function} | {it.annotated_percent:.0f} % | {it.tests_per_line:.2f} |"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
