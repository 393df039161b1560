"""Canonical lines are the same whether they were sorted in memory or merged from files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.errors import BadFacts
from graph.revision.canonical import sorted_blocks


def quads(count: int) -> list[bytes]:
    """Lines with repetitions, shared beginnings, blank nodes, escapes and the default graph."""
    chance = random.Random(5)
    forms = (
        b'<urn:t:%d> <urn:p> "line\\n%d" <urn:g> .',
        b"_:t%d <urn:p> <urn:o:%d> .",
        b'<urn:t:%d> <urn:p> "\\u00e9"@fr <urn:g:%d> .',
    )
    return [chance.choice(forms) % (chance.randrange(99), chance.randrange(9)) for _ in range(count)]


@pytest.mark.parametrize("run_bytes", [200, 5_000, 60_000])
def test_lines_merged_from_files_equal_lines_sorted_in_memory(tmp_path: Path, run_bytes: int) -> None:
    lines = quads(2_000)
    (in_memory,) = sorted_blocks(lines, tmp_path)
    merged = [line for block in sorted_blocks(iter(lines), tmp_path, run_bytes) for line in block]
    assert merged == in_memory == sorted(set(in_memory))
    assert '"é"@fr'.encode() in b"".join(merged)
    assert not list(tmp_path.iterdir())


def test_a_line_that_is_no_quad_is_named_in_a_large_file_too(tmp_path: Path) -> None:
    lines = [*quads(900), b"<urn:one> oops .", *quads(100)]
    with pytest.raises(BadFacts, match=r"counted from line \d+"):
        list(sorted_blocks(lines, tmp_path, 5_000))


def test_no_quads_are_one_empty_block(tmp_path: Path) -> None:
    assert list(sorted_blocks([], tmp_path)) == [[]]
