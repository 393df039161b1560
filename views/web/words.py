"""What templates may do with values: safe addresses and readable dates."""

from __future__ import annotations

import re

from graph.law.period import long_date

__all__ = ["counted", "long_date", "safe_href"]

SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|\?|#)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x20\x7f]")


def safe_href(address: object) -> str:
    """Return the address when it is local, http, https or mailto; an empty string otherwise."""
    text = str(address or "")
    return text if SAFE.match(text) and not CONTROL.search(text) else ""


def counted(number: int, noun: str) -> str:
    """`1 practice`, `1,200 practices`; for a noun whose plural ends in s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
