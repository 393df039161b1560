"""What templates may do with values: safe addresses and readable dates."""

from __future__ import annotations

import re

from graph.law.period import long_date
from views.languages.address import language
from views.languages.told import told

__all__ = ["basis_words", "counted", "in_sentence", "long_date", "safe_href"]

BASIS = re.compile(r"\b(?:general-knowledge|stored-page|stored-file|seed-document)\b")
SAFE = re.compile(r"(?:https?://|mailto:|tel:\+?[0-9]+$|/(?!/)|\?|#)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x20\x7f]")


def in_sentence(label: object) -> str:
    """The label as within a sentence: `city`, but `AI video analytics`, `EU body` and `Urban Agenda partnership`.

    German writes every noun with a capital.
    """
    text = str(told(label))
    first, _, rest = text.partition(" ")
    is_name = first[1:] != first[1:].lower() or rest[:1].isupper()
    return text if is_name or language() == "de" else f"{first[:1].lower()}{text[1:]}"


def basis_words(written: object) -> str:
    """What a column on the basis of a value says, with the keys of bases in words."""
    return BASIS.sub(lambda found: found[0].replace("-", " "), str(written or ""))


def safe_href(address: object) -> str:
    """Return the address when it is local, http, https, mailto or tel; an empty string otherwise."""
    text = str(address or "")
    return text if SAFE.match(text) and not CONTROL.search(text) else ""


def counted(number: int, noun: str) -> str:
    """`1 practice`, `1,200 practices`; for a noun whose plural ends in s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
