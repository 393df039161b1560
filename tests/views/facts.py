"""The tables as they are, for tests that compute what a page must show."""

from __future__ import annotations

import csv
from functools import cache

from graph.settings import ROOT
from tests.law_tables import legal_outcomes

DAY = "2026-11-29"
"""The day on which most pages are read."""


@cache
def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of a table in data/; a practice has the legal outcome that its steps lead to. To be read alone."""
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if file != "practices.csv":
        return rows
    return [row | {"legal_outcome": legal_outcomes()[row["id"]]} for row in rows]
