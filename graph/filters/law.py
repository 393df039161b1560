"""Law as a filter of practices: what holds for each and when, what depends on a fact, what would reach it if it ran.

Three filters tell these apart. Their values are the same acts and provisions, each named by its identifier, so that the
numbers of a law in them can be put side by side: on one day a practice stands under a law in one of them at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, pages, rows
from graph.governing import HOLDS
from graph.law.citation import provision_name
from graph.law.life import OVER, Life
from graph.terms import CONCEPT

HOLDING, OPEN, IF_RUN = "law", "law_question", "law_if_run"
LAW_FILTERS: Final = (HOLDING, OPEN, IF_RUN)
FIRST, LAST = 0, 9999_12_31
Held = NDArray[np.int32]
"""Rows of a value, a practice, and the first and the last day on which it has the value."""


@dataclass(frozen=True, slots=True)
class LawTerm:
    """An act or a provision: its identifier, its name, and the IRI of the smallest whole that holds it."""

    id: str
    name: str
    whole: str


@dataclass(frozen=True, slots=True)
class HeldLaw:
    """The filter in which a practice (an IRI) has a provision (an IRI), from the first to the last day, as numbers."""

    filter: str
    provision: str
    practice: str
    first: int
    last: int


def law_terms(store: Queryable, catalogue: Catalogue) -> dict[str, LawTerm]:
    """Every act and provision, by its IRI."""
    return {
        row["value"]: LawTerm(
            row["id"], provision_name(row["act_label"], row["id"], row["label"], row["act"]), row["broader"]
        )
        for row in rows(store, catalogue, "facets-laws")
    }


def laws_held(store: Queryable, catalogue: Catalogue, lives: Mapping[str, Life]) -> Iterator[HeldLaw]:
    """What each practice of `lives` has in each filter and when; spans of one law may meet or lie over each other."""
    for row in pages(store, catalogue, "facets-law"):
        for begin, after, state in lives[row["key"]].spans():
            first = max(day_number(row["from"]) or FIRST, day_number(begin))
            last = min(day_number(row["to"]) or LAST, day_number(after) - 1 if after else LAST)
            if first <= last:
                name = IF_RUN if state in OVER else HOLDING if row["standing"] == f"{CONCEPT}standing/{HOLDS}" else OPEN
                yield HeldLaw(name, row["value"], row["key"], first, last)


def day_number(day: str) -> int:
    """YYYY-MM-DD as a number that keeps the order of days; 0 for no day."""
    return int(day.replace("-", "") or 0)


def wholes(terms: Mapping[str, LawTerm], provision: str) -> Sequence[str]:
    """The IRIs of a provision and of all that holds it, the smallest first. A circle is left when it is met again."""
    found: dict[str, None] = {}
    while provision and provision not in found:
        found[provision] = None
        provision = terms[provision].whole
    return list(found)
