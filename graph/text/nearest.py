"""The nearest known name, for messages that help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from graph.text.messages import N_

CLOSE = 0.5


def closest(name: str, known: Iterable[str], cutoff: float = CLOSE) -> str | None:
    """The known name most like `name`; None when none is at least `cutoff` (0 to 1) alike."""
    found = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return found[0] if found else None


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` or an empty string."""
    return f" {found}" if (found := meant(name, known)) else ""


def meant(name: str, known: Iterable[str]) -> str:
    """The same without the blank, as a sentence that pages tell in their language."""
    found = closest(name, known)
    return N_("Did you mean '%(name)s'?", name=found) if found else ""
