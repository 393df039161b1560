"""Words without case and accents, so that `Malmo` finds `Malmö`."""

from __future__ import annotations

import unicodedata

LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """The text in lower case, without accents, single spaces between words."""
    lower = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    return " ".join("".join(each for each in lower if not unicodedata.combining(each)).split())
