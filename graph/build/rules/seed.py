"""A row that rests on the seed text points at its characters: they must be there, whole, and the ones meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graph.build.facts import Facts, fault
from graph.findings import Finding
from graph.tables.reading import Row

SEED = "seed:"


def offsets_cut_whole_words(facts: Facts) -> Iterator[Finding]:
    """Both offsets are given or neither; they lie in the seed text, in order, and cut no word."""
    for name, row in _rows_with(facts, "seed_start"):
        start, end = row.cells["seed_start"], row.cells["seed_end"]
        if not start and not end:
            continue
        if not start or not end:
            yield fault(name, row, "seed_end" if start else "seed_start", "One offset is missing.",
                        "Write both offsets, or neither.")  # fmt: skip
            continue
        text = _seed_text(facts, name, row)
        if text is None:
            mend = f"Name in source a row of sources.csv whose url is {SEED} and a file of data/seed, or empty both."
            yield fault(name, row, "source", "The row has offsets and no seed text to count in.", mend)
        elif not 0 <= int(start) < int(end) <= len(text):
            message = f"The offsets {start} to {end} are no part of the seed text of {len(text)} characters."
            yield fault(name, row, "seed_end", message, "Count the characters from 0; the end is not included.")
        elif column := _torn(text, int(start), int(end)):
            cut = text[int(start) : int(end)]
            yield fault(name, row, column, f"The offset cuts a word: {cut!r}.", "Count the characters again.")


def offsets_cut_the_words_stated(facts: Facts) -> Iterator[Finding]:
    """Where a row states the words of the seed text, its offsets cut exactly these."""
    for name, row in _rows_with(facts, "seed_words"):
        text = _seed_text(facts, name, row) or ""
        start, end = row.cells["seed_start"] or "0", row.cells["seed_end"] or "0"
        if row.cells["seed_words"] and text[int(start) : int(end)] != row.cells["seed_words"]:
            message = f"The offsets {start} to {end} cut {text[int(start) : int(end)]!r} instead."
            yield fault(name, row, "seed_words", message, "Check the words, or count the characters again.")


def _rows_with(facts: Facts, column: str) -> Iterator[tuple[str, Row]]:
    for name, rows in facts.tables.items():
        if any(held.name == column for held in rows.table.written):
            yield from ((name, row) for row in rows.rows)


def _seed_text(facts: Facts, name: str, row: Row) -> str | None:
    sources = facts.by_id("sources")
    for source in facts.items(name, row, "source"):
        address = sources[source].cells["url"]
        path = facts.folder / "seed" / address.removeprefix(SEED)
        if address.startswith(SEED) and path.is_file():
            return _read(path, path.stat().st_mtime_ns)
    return None


@cache
def _read(path: Path, changed_ns: int) -> str:
    return path.read_text(encoding="utf-8")


def _torn(text: str, start: int, end: int) -> str:
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return "seed_start"
    return "seed_end" if end < len(text) and text[end - 1].isalnum() and text[end].isalnum() else ""
