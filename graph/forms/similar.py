"""Practices that may be the one that somebody is about to add: of the same city, and like it in words or technology."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from graph.forms.standing import Cells, StandingTable, StandingTables
from graph.text.folding import meant, words

MOST: Final = 5
ENOUGH: Final = 0.3
ALONE: Final = 0.6
"""How many of the words must be shared by a practice of the same city, and of any other."""


@dataclass(frozen=True, slots=True)
class SimilarPractice:
    """A practice, its title, and how alike it is, from 0 to 1."""

    key: str
    title: str
    share: float


def similar(tables: StandingTables, title: str, cities: Collection[str], technologies: Collection[str],
            besides: str = "") -> list[SimilarPractice]:  # fmt: skip
    """The practices most like a new one, likest first; none when nothing was written yet."""
    table, wanted = tables["practices"], frozenset(meant(words(title)))
    if not wanted and not (cities and technologies):
        return []
    found = []
    for key, cells in table.rows.items():
        here = bool(set(cities) & set(table.schema.column("cities").items(cells["cities"])))
        share = max(_shared(wanted, cells), _same_technology(table, cells, technologies) if here else 0.0)
        if key != besides and share >= (ENOUGH if here else ALONE):
            found.append(SimilarPractice(key, cells["title"], share))
    return sorted(found, key=lambda each: (-each.share, each.key))[:MOST]


def _shared(wanted: frozenset[str], cells: Cells) -> float:
    """The words that two titles share, of all that they have (Jaccard)."""
    own = frozenset(meant(words(cells["title"])))
    return len(wanted & own) / len(wanted | own) if wanted and own else 0.0


def _same_technology(table: StandingTable, cells: Cells, technologies: Collection[str]) -> float:
    own = set(table.schema.column("technologies_concepts").items(cells["technologies_concepts"]))
    return len(own & set(technologies)) / len(own | set(technologies)) if own and technologies else 0.0
