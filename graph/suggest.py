"""The nearest known name, for messages that help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` or an empty string."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{found[0]}'?" if found else ""
