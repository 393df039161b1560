"""Plans to put to the decision: every practice as one, and every technology with every body that runs practices."""

from __future__ import annotations

from collections.abc import Iterator

from graph.assess import Country, Plan
from graph.governing import Case, Library
from graph.store.embedded import EmbeddedStore

DAYS = ("2012-06-01", "2018-05-25", "2020-12-31", "2025-02-02", "2026-12-03")
RUNNING = (
    "municipality",
    "municipal-police",
    "state-police",
    "private-operator",
    "national-authority",
    "emergency-service",
)
"""Actors of each regime."""


def country(library: Library, name: str) -> Country | None:
    """The country of a case."""
    land = library.lands.get(name)
    return Country(land.id, land.id, land.jurisdiction, land.joined, land.left) if land else None


def plan(library: Library, case: Case, on: str) -> Plan:
    """The plan that asks the same as the case."""
    return Plan(case.technologies, case.actor, on, country(library, case.country), case.region, case.purpose)


def technologies(library: Library) -> Iterator[str]:
    """Every technology that a rule speaks of."""
    yield from sorted({rule.technology for rule in library.rules})


def rows(store: EmbeddedStore, query: str) -> list[dict[str, str]]:
    """Rows of a query as text."""
    found = store.select(query)
    return [{name: str(row[name] or "") for name in found.columns} for row in found.rows]
