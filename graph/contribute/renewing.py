"""Newer law for an installation of another network: a change set of what its tables lack and what is told anew.

A row that the network alone has stays as it is: it may be its own law, or one that the newer tables no longer have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.contribute.changes import ChangeSet, RowChange
from graph.contribute.drafting import added, changed
from graph.contribute.standing import Standing
from graph.tables.metadata import AtStart, TableSchema


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a newer state of the law would change: `only_here` are the keys, by table, of rows that it does not have,
    `unknown` the columns, by table, that the installation's metadata does not name."""

    changes: ChangeSet
    only_here: Mapping[str, Sequence[str]]
    unknown: Mapping[str, Sequence[str]]


def renewal(here: Standing, newer: Standing, why: str, against: int) -> Renewal:
    """Hold the tables that every installation starts with against newer ones; tables without a key are left out."""
    rows: list[RowChange] = []
    only_here, unknown = {}, {}
    for schema, other in _shared(here, newer):
        mine, theirs = here.rows(schema.name), newer.rows(schema.name)
        rows += _changes(schema, mine, theirs)
        if left := [key for key in mine if key not in theirs and schema.at_start is AtStart.WHOLE]:
            only_here[schema.name] = left
        known = {each.name for each in schema.written}
        if more := [each.name for each in other.written if each.name not in known]:
            unknown[schema.name] = more
    return Renewal(ChangeSet(tuple(rows), why, against), only_here, unknown)


def _shared(here: Standing, newer: Standing) -> Iterator[tuple[TableSchema, TableSchema]]:
    """The tables of law, words and sources that both have, each as it is here and there."""
    there = {each.name: each for each in newer.schemas}
    for schema in here.schemas:
        if schema.keys and schema.at_start in (AtStart.WHOLE, AtStart.NAMED) and schema.name in there:
            yield schema, there[schema.name]


def _changes(schema: TableSchema, mine: Mapping[str, Mapping[str, str]],
             theirs: Mapping[str, Mapping[str, str]]) -> Iterator[RowChange]:  # fmt: skip
    known = {each.name for each in schema.written}
    for key, row in theirs.items():
        cells = {name: text for name, text in row.items() if name in known}
        if key not in mine:
            yield added(schema, cells)
        elif found := changed(schema, key, mine[key], cells):
            yield found
