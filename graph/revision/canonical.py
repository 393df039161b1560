"""N-Quads in canonical order: any number of lines sorted and without repetition, in bounded memory."""

from __future__ import annotations

import multiprocessing
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from graph.errors import BadFacts

RUN_BYTES = 64 << 20
MERGE_BYTES = 64 << 20
SORTERS = 2
LINES_AT_ONCE = 100


def sorted_blocks(quads: Iterable[bytes], scratch: Path, run_bytes: int = RUN_BYTES) -> Iterator[list[bytes]]:
    """The quads as canonical lines, newline included, in blocks that follow each other in order.

    Up to `run_bytes` of text is sorted in memory. More is written to files in the folder `scratch`, each sorted by
    itself and all of them merged; the files are removed. Raises BadFacts naming the line that is no N-Quad.
    """
    texts = _texts(quads, run_bytes)
    first, second = next(texts, (1, b"")), next(texts, None)
    if second is None:
        yield _sorted_lines(*first)
        return
    runs = _sorted_runs(chain([first, second], texts), scratch)
    yield from _merged(runs)
    for run in runs:
        run.unlink()


def _texts(quads: Iterable[bytes], run_bytes: int) -> Iterator[tuple[int, bytes]]:
    """The lines joined to texts of about `run_bytes`, each with the number of its first line."""
    parts: list[bytes] = []
    first, next_line, held = 1, 1, 0
    source = iter(quads)
    while lines := list(islice(source, LINES_AT_ONCE)):
        ended = all(line.endswith(b"\n") for line in lines)
        parts.append(b"".join(lines if ended else [line.removesuffix(b"\n") + b"\n" for line in lines]))
        next_line, held = next_line + len(lines), held + len(parts[-1])
        if held >= run_bytes:
            yield first, b"".join(parts)
            first, held = next_line, 0
            parts.clear()
    if parts:
        yield first, b"".join(parts)


def _sorted_lines(first_line: int, text: bytes) -> list[bytes]:
    try:
        written = ox.serialize(ox.parse(text, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS) or b""
    except SyntaxError as error:
        counted = f" (counted from line {first_line})" if first_line > 1 else ""
        raise BadFacts(f"The build made a line that is no N-Quad{counted}: {error}") from error
    # Canonical text writes a carriage return as \r, so only line feeds end lines.
    # What is made in order is sorted in a moment, which a set would undo.
    return list(dict.fromkeys(sorted(written.splitlines(keepends=True))))


def _sorted_runs(texts: Iterable[tuple[int, bytes]], scratch: Path) -> list[Path]:
    """One sorted file for each text. Few texts wait at once, so that memory stays bounded."""
    waiting: deque[Future[None]] = deque()
    runs: list[Path] = []
    with ProcessPoolExecutor(SORTERS, multiprocessing.get_context("spawn")) as sorters:
        for first_line, text in texts:
            run = scratch / f"run-{first_line}"
            run.write_bytes(text)
            runs.append(run)
            waiting.append(sorters.submit(_sort_file, run, first_line))
            if len(waiting) > SORTERS:
                waiting.popleft().result()
        for sorting in waiting:
            sorting.result()
    return runs


def _sort_file(path: Path, first_line: int) -> None:
    lines = _sorted_lines(first_line, path.read_bytes())
    with path.open("wb") as file:
        file.writelines(lines)


def _merged(runs: list[Path]) -> Iterator[list[bytes]]:
    """The lines of all sorted files, in order and without repetition.

    Each round takes from every file the lines up to the smallest of the last lines read: nothing smaller can come
    later. What is taken is sorted in pieces already, and sorting that is a merge inside the interpreter.
    """
    size = MERGE_BYTES // len(runs)
    files = [run.open("rb") for run in runs]
    try:
        held = [file.readlines(size) for file in files]
        while any(held):
            bound = min(lines[-1] for lines in held if lines)
            block = _taken(held, files, bound, size)
            block.sort()
            yield list(dict.fromkeys(block))
    finally:
        for file in files:
            file.close()


def _taken(held: list[list[bytes]], files: Sequence[BinaryIO], bound: bytes, size: int) -> list[bytes]:
    """Takes the lines up to `bound` out of `held`, and reads on where nothing is left."""
    block: list[bytes] = []
    for place, lines in enumerate(held):
        end = bisect_right(lines, bound)
        block += lines[:end]
        held[place] = lines[end:] or files[place].readlines(size)
    return block
