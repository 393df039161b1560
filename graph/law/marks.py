"""What weakens a statement, as marks: from memory, doubtful, inferred, only reported. The same marks on every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from graph.text.messages import N_, joined

GENERAL_KNOWLEDGE: Final = "general-knowledge"
"""The basis of a row that was written without a text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a statement proves less than others: a fixed `slug`, what it says in words, and the reason when one is given.

    Two marks of one slug may have different reasons.
    """

    slug: str
    label: str
    reason: str = ""

    @property
    def text(self) -> str:
        """`doubtful: the number was not found`, as part of a sentence."""
        return joined((self.label, self.reason), ": ")

    def because(self, reason: str) -> Mark:
        """The mark with its reason."""
        return replace(self, reason=reason)


REPORTED: Final = Mark("reported-by-city", N_("reported by the city"))
DECLARED: Final = Mark("declared-by-operator", N_("declared by the operator"))
FROM_MEMORY: Final = Mark("from-memory", N_("from memory"))
DATES_FROM_MEMORY: Final = Mark("dates-from-memory", N_("dates from memory"))
UNVERIFIED: Final = Mark("unverified", N_("unverified"))
INFERRED: Final = Mark("inferred", N_("inferred"))
DOUBTFUL: Final = Mark("doubtful", N_("doubtful"))
CORRECTED: Final = Mark("corrected", N_("corrected"))
DISPUTED: Final = Mark("disputed", N_("disputed"))
REJECTED: Final = Mark("rejected", N_("rejected"))
MEDIUM_CONFIDENCE: Final = Mark("medium-confidence", N_("medium confidence"))
LOW_CONFIDENCE: Final = Mark("low-confidence", N_("low confidence"))
OLDER: Final = Mark("older", N_("older than the text it speaks of"))

MARKS: Final = (REPORTED, DECLARED, FROM_MEMORY, DATES_FROM_MEMORY, UNVERIFIED, INFERRED, DOUBTFUL, CORRECTED, DISPUTED,
                REJECTED, MEDIUM_CONFIDENCE, LOW_CONFIDENCE, OLDER)  # fmt: skip
"""Every mark, in the order in which they stand beside a statement."""

PLACES: Final = {mark.slug: place for place, mark in enumerate(MARKS)}
BY_SLUG: Final = {mark.slug: mark for mark in MARKS}
OWN_WORD: Final = {mark.slug: mark for mark in (REPORTED, DECLARED)}
"""Bases that are somebody's word about their own doing: no second reader has seen it."""
OF_VERDICT: Final = {mark.slug: mark for mark in (DOUBTFUL, CORRECTED, DISPUTED, REJECTED)}


def marks(basis: str = "", doubt: str = "", verdict: str = "", dates_basis: str = "") -> tuple[Mark, ...]:
    """The marks of a statement, in their fixed order.

    `basis` and `dates_basis` say what the row and its dates rest on, `verdict` what a second reader found, each as an
    IRI or a slug; `doubt` is the reason of a doubt. A row from memory has its dates from memory too: that is one mark.
    """
    found = []
    if _slug(basis) in OWN_WORD:
        found.append(OWN_WORD[_slug(basis)])
    if _slug(basis) == GENERAL_KNOWLEDGE:
        found.append(FROM_MEMORY)
    elif _slug(dates_basis) == GENERAL_KNOWLEDGE:
        found.append(DATES_FROM_MEMORY)
    if doubt:
        found.append(DOUBTFUL if doubt == DOUBTFUL.label else DOUBTFUL.because(doubt))
    elif _slug(verdict) in OF_VERDICT:
        found.append(OF_VERDICT[_slug(verdict)])
    return in_order(found)


def in_order(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """Each mark once, in the fixed order; marks of one slug by their reasons."""
    once = tuple(dict.fromkeys(found))
    if len(once) < 2:
        return once
    return tuple(sorted(once, key=lambda mark: (PLACES.get(mark.slug, len(PLACES)), mark.text)))


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]
