"""The kinds of things that a search finds, in the order in which equals are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph import things
from graph.terms import BASE, CONCEPT
from graph.text.messages import N_

ACTORS: Final = f"{BASE}id/actors/"
KINDS: Final = tuple(kind for kind in things.KINDS if kind.name != "conflict")
PLACES: Final[Mapping[str, int]] = {kind.plural: place for place, kind in enumerate(KINDS)}
"""A kind is named by its plural here, as in the addresses of searches."""

SUBJECT_SCHEMES: Final[Mapping[str, str]] = {
    "theme": N_("Theme"),
    "core-area": N_("Core area"),
    "problem": N_("Problem"),
    "means": N_("Means"),
    "target-group": N_("Target group"),
    "topic": N_("Topic of law"),
    "policy-area": N_("Policy area"),
    "actor": N_("Actor"),
}
"""The vocabularies that say what something is about; the others describe how facts are kept."""

BROADENING: Final = frozenset(("technologies", "concepts", "cities", "countries"))
"""Kinds whose names also find what leads to them."""

SPEAKING: Final = frozenset(("technologies", "concepts"))
"""Kinds whose names are words of known languages, so that they tell the language of a word."""

SENTENCES: Final = frozenset(("documents", "decisions"))
"""Kinds with whole sentences as names: many words that are not what is looked for, so they count as text."""

TOLD_BY_LINKS: Final = frozenset(("practices",))
"""Kinds that are found by single words of what they lead to as well: `night harassment` by two of their themes."""

SUBJECTS: Final = frozenset(("technology", "theme", "problem"))
"""Relations to what has names in many languages."""

RELATIONS: Final[Mapping[str, str]] = {
    "technology": N_("uses"),
    "applies-to": N_("applies to"),
    "theme": N_("has the theme"),
    "core-area": N_("is in the core area"),
    "problem": N_("is about the problem"),
    "means": N_("works by"),
    "target-group": N_("is for"),
    "topic": N_("is about"),
    "policy-area": N_("is about"),
    "city": N_("is in"),
    "country": N_("is in"),
    "actor": N_("is run or decided by"),
}
"""What a link says, from the thing that is found to the one whose name was asked."""


def kind_of(iri: str, classes: frozenset[str]) -> str:
    """The kind of a thing by its classes, the first in KINDS; an empty text when it is none that is searched for."""
    for kind in KINDS:
        if kind.iri in classes:
            return "" if kind.name == "concept" and scheme_of(iri) not in SUBJECT_SCHEMES else kind.plural
    return ""


def scheme_of(iri: str) -> str:
    """The vocabulary of a concept of ours, `actor` for an actor; an empty text for anything else."""
    if iri.startswith(ACTORS):
        return "actor"
    return iri.removeprefix(CONCEPT).partition("/")[0] if iri.startswith(CONCEPT) else ""
