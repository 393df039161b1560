"""A change set: rows added, cells changed, rows retired, and why. The one form in which facts change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happens to a row."""

    ADD = "add"
    CHANGE = "change"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell as it was and as it will be; `sources` are ids of `sources.csv`, which the same change set may add."""

    column: str
    was: str
    now: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a table of `csv-metadata.json`, named without `.csv`.

    `key` holds the values of its key columns, joined by `/`. An added row names the cells that are not empty (`was` is
    empty), a changed row the cells that change, a retired row every cell it had (`now` is empty), so that each can be
    undone and shown without another file.
    """

    table: str
    key: str
    kind: ChangeKind
    cells: tuple[CellChange, ...]

    def now(self, column: str) -> str | None:
        """The new text of a cell; None when the row does not touch it."""
        return next((cell.now for cell in self.cells if cell.column == column), None)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Rows to change, in words why, and the number of the revision that the contributor saw."""

    rows: tuple[RowChange, ...]
    why: str
    against: int

    def of(self, table: str) -> Iterator[RowChange]:
        """The rows of one table, in order."""
        return (row for row in self.rows if row.table == table)


@dataclass(frozen=True, slots=True)
class Party:
    """Who acted, as the public may know: an opaque id that erasure leaves in place, and the organisation."""

    id: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change set that became facts. `previous` is the SHA-256 of the file of the one before, "" for the first;
    times are UTC, ISO 8601 to the second, ending in Z."""

    number: int
    previous: str
    changes: ChangeSet
    contributor: Party
    reviewers: tuple[Party, ...]
    submitted_at: str
    accepted_at: str
