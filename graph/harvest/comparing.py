"""A copy of a register held against what stands: what is new, what the register changed, where a person differs.

What a register said last is what its last accepted harvest wrote. A cell that still says so follows the register; one
that somebody else wrote stands, and where the register now says a third thing, both are a disagreement of sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.contribute.changes import Accepted, ChangeKind, RowChange
from graph.contribute.drafting import added, changed
from graph.contribute.standing import Standing
from graph.harvest.rows import OF_THE_REGISTER, WantedRow

Said = Mapping[tuple[str, str], Mapping[str, str]]
"""By table and key, the cells that a register wrote last."""
SEEN: Final = ("last_seen",)
"""Columns that only tell that the register was read again."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell in which a curated row and the register differ; the row stands."""

    table: str
    key: str
    column: str
    held: str
    told: str


@dataclass
class RegisterDelta:
    """What a run would change: rows, the keys of deployments that are new and changed, and what disagrees."""

    rows: list[RowChange] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)


def last_said(entries: Iterable[Accepted], begins: str) -> Said:
    """What the accepted change sets whose reason begins so wrote last, cell by cell."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for entry in entries:
        if not entry.changes.why.startswith(begins):
            continue
        for row in entry.changes.rows:
            if row.kind is not ChangeKind.RETIRE:
                found.setdefault((row.table, row.key), {}).update({cell.column: cell.now for cell in row.cells})
    return found


def compared(wanted: Iterable[WantedRow], held: Standing, said: Said) -> RegisterDelta:
    """The rows of a copy beside those that stand."""
    made = RegisterDelta()
    tables: dict[str, dict[str, dict[str, str]]] = {}
    practices = held.rows("practices")
    for row in wanted:
        rows = tables.setdefault(row.table, held.rows(row.table))
        key = row.cells["id"]
        if row.table == "practice_actors" and row.cells["practice"] in practices:
            continue  # Who runs a practice that stands is ours to say.
        if key not in rows:
            made.rows.append(added(held.schema(row.table), row.cells, dict.fromkeys(row.cells, row.sources)))
            made.new += [key] if row.table == "deployments" else []
        elif row.table in OF_THE_REGISTER:
            _follow(made, row, rows[key], held, said.get((row.table, key), {}))
    return made


def gone(held: Standing, register: str, ids: Sequence[str]) -> Iterator[str]:
    """The keys of deployments whose entry the register has no more. Why it went is not known, so they stand."""
    there = frozenset(ids)
    for key, cells in held.rows("deployments").items():
        if cells["register"] == register and cells["register_id"] and cells["register_id"] not in there:
            yield key


def _follow(
    made: RegisterDelta, row: WantedRow, cells: Mapping[str, str], held: Standing, said: Mapping[str, str]
) -> None:
    """Take over what the register changed, unless somebody else wrote the cell."""
    after: dict[str, str] = {}
    key = row.cells["id"]
    for column, told in row.cells.items():
        now = cells.get(column, "")
        if now == told:
            continue
        if now == said.get(column, "") and said:
            after[column] = told
        elif told and (told != said.get(column, "") or not said):
            made.disagreements.append(Disagreement(row.table, key, column, now, told))
    schema = held.schema(row.table)
    if change := changed(schema, key, cells, after, dict.fromkeys(after, row.sources)):
        made.rows.append(change)
        if row.table == "deployments" and after.keys() - set(SEEN):
            made.changed.append(key)
