"""What templates may do with values: safe addresses and readable dates."""

from __future__ import annotations

import datetime
import re

SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|\?|#)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x20\x7f]")


def safe_href(address: object) -> str:
    """Return the address when it is local, http, https or mailto; an empty string otherwise."""
    text = str(address or "")
    return text if SAFE.match(text) and not CONTROL.search(text) else ""


def long_date(value: object) -> str:
    """`2019-10-09` as `9 October 2019`, `2019-10` as `October 2019`; anything else unchanged."""
    text = str(value or "")
    try:
        if len(text) == 10:
            day = datetime.date.fromisoformat(text)
            return f"{day.day} {day:%B %Y}"
        if len(text) == 7:
            return f"{datetime.date.fromisoformat(text + '-01'):%B %Y}"
    except ValueError:
        return text
    return text
