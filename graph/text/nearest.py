"""The nearest known name, for messages that help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

CLOSE = 0.5


def closest(name: str, known: Iterable[str], cutoff: float = CLOSE) -> str | None:
    """The known name most like `name`; None when none is at least `cutoff` (0 to 1) alike."""
    found = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return found[0] if found else None


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` or an empty string."""
    found = closest(name, known)
    return f" Did you mean '{found}'?" if found else ""
