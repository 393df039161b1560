"""The tables as they are, for tests that compute what a page must show."""

from __future__ import annotations

import csv
from functools import cache

from graph.settings import ROOT


@cache
def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of a table in data/, read once; they are to be read alone."""
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
