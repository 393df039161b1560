"""Ids that a person can read, and that nothing else has."""

from __future__ import annotations

import itertools
from typing import Final

from graph.text.folding import STOP_WORDS, words

MOST_WORDS: Final = 5
LONGEST: Final = 48


def unique(name: str, taken: set[str], *more: str) -> str:
    """An id made of a name, then with each of `more`, then with numbers, until it is free; it is taken from now on."""
    return free(slug(name), taken, *more)


def free(start: str, taken: set[str], *more: str) -> str:
    """The same for an id as it is."""
    numbered = (f"{start}-{number}" for number in itertools.count(2))
    candidates = itertools.chain((start,), (f"{start}-{each}" for each in more), numbered)
    found = next(id_ for id_ in candidates if id_ not in taken)
    taken.add(found)
    return found


def slug(name: str) -> str:
    """`mediateurs-nuit` for `Médiateurs de nuit`; `row` for a name without a letter that an id can have."""
    every = [word for word in words(name) if word.isascii()]
    kept = [word for word in every if word not in STOP_WORDS] or every
    return "-".join(kept[:MOST_WORDS])[:LONGEST].strip("-") or "row"
