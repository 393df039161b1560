"""Answers as aligned columns, for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """The rows with every column as wide as its longest cell; line breaks and runs of spaces become one space."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def results_table(body: bytes) -> str:
    """SPARQL JSON results as a table with a header and the number of rows, or yes or no."""
    answer = json.loads(body)
    if "boolean" in answer:
        return "yes" if answer["boolean"] else "no"
    columns: list[str] = answer["head"]["vars"]
    rows = [[row.get(column, {}).get("value", "") for column in columns] for row in answer["results"]["bindings"]]
    rules = ["-" * len(column) for column in columns]
    return f"{aligned([columns, rules, *rows])}\n\n{len(rows):,} row{'' if len(rows) == 1 else 's'}"
