"""What people paste into the box, and what must come first. Each row says why it is right; see the CSV beside."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from graph.search import SearchResult, TextIndex, find

PASTED = Path(__file__).with_name("pasted.csv")
LEAST = 300


def written(cell: str) -> str:
    """A cell with the characters that no reader sees in place of their numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), cell)


def first(found: SearchResult) -> tuple[str, str]:
    """What a reader sees first: a thing, a city without a practice, or that nothing is held."""
    if found.towns_first:
        return "towns", f"{found.towns[0].name} {found.towns[0].country}"
    if found.hits:
        return found.hits[0].thing.kind, found.hits[0].thing.id
    return "none", ""


def test_what_is_pasted_leads_to_what_was_meant(index: TextIndex) -> None:
    with PASTED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, strict=True))
    assert len({row["pasted"] for row in rows}) == len(rows) >= LEAST
    wrong = [
        f"{row['pasted']}: {found}, not {row['kind']} {row['id']} ({row['why_this_is_right']})"
        for row in rows
        if (found := first(find(index, written(row["pasted"])))) != (row["kind"], row["id"])
    ]
    assert wrong == []
