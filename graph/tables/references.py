"""Cells that name a row of another table: is the row there, and if not, which was meant?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.findings import Finding, nearest
from graph.tables.reading import TableRows

Target = tuple[str, str]


def check_references(tables: Sequence[TableRows]) -> list[Finding]:
    """Return a finding for every cell that names an id which its target table does not hold."""
    known = {(rows.table.file, rows.table.key or ""): _names(rows) for rows in tables}
    return [fault for rows in tables for fault in _broken(rows, known)]


def _names(rows: TableRows) -> dict[str, set[str]]:
    """Each id of a table, then each other whole cell, with the ids of its rows: a name, a title, an address."""
    found: dict[str, set[str]] = {}
    if not rows.table.key:
        return found
    names = [column for column in rows.table.written if not (column.scheme or column.value)]
    for row in rows.rows:
        found[row.cells[rows.table.key]] = set()
    for row in rows.rows:
        for column in names:
            for item in column.items(row.cells[column.name]):
                if item not in found or found[item]:
                    found.setdefault(item, set()).add(row.cells[rows.table.key])
    return found


def _broken(rows: TableRows, known: Mapping[Target, Mapping[str, set[str]]]) -> Iterator[Finding]:
    for column in rows.table.written:
        target = rows.table.references.get(column.name)
        if target is None or target not in known:
            continue
        names = known[target]
        for row in rows.rows:
            for item in column.items(row.cells[column.name]):
                if names.get(item) != set():
                    message = f"{target[0]} has no such {target[1]}."
                    yield Finding(rows.table.file, row.line, column.name, item, message, _mend(item, target, names))


def _mend(item: str, target: Target, names: Mapping[str, set[str]]) -> str:
    """The id of the row that the cell names in another way, when there is one; else the nearest id."""
    meant = names.get(item, set())
    if len(meant) == 1:
        return f"Write its id, {min(meant)!r}."
    ids = [each for each, of in names.items() if not of]
    return f"Use an id of {target[0]}, or add the row there.{nearest(item, ids)}"
