"""The kinds of things that a search finds, in the order in which equals are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph import things
from graph.terms import BASE, CONCEPT

ACTORS: Final = f"{BASE}id/actors/"
KINDS: Final = tuple(kind for kind in things.KINDS if kind.name != "conflict")
PLACES: Final[Mapping[str, int]] = {kind.plural: place for place, kind in enumerate(KINDS)}
"""A kind is named by its plural here, as in the addresses of searches."""

SUBJECT_SCHEMES: Final[Mapping[str, str]] = {
    "theme": "Theme",
    "core-area": "Core area",
    "problem": "Problem",
    "means": "Means",
    "target-group": "Target group",
    "topic": "Topic of law",
    "policy-area": "Policy area",
    "actor": "Actor",
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

LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "it": "Italian",
    "es": "Spanish",
    "nl": "Dutch",
    "pt": "Portuguese",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
    "fi": "Finnish",
    "hu": "Hungarian",
    "ro": "Romanian",
}
"""What the languages of names are called in reasons."""

RELATIONS: Final[Mapping[str, str]] = {
    "technology": "uses",
    "applies-to": "applies to",
    "theme": "has the theme",
    "core-area": "is in the core area",
    "problem": "is about the problem",
    "means": "works by",
    "target-group": "is for",
    "topic": "is about",
    "policy-area": "is about",
    "city": "is in",
    "country": "is in",
    "actor": "is run or decided by",
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
