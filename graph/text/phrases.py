"""The reader's words about purpose and place, matched with those of conditions. They highlight and decide nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST, SHORTEST_STEM = 4, 5
# Words that stand in almost every plan, and would mark almost every condition.
EMPTY = frozenset(
    "about after against also among area areas around because before being between city could during each every from "
    "have into like make more most need only other over public some such than that their them then there these they "
    "this those through town under until upon used uses using want what when where which while will with within "
    "without would your".split()
)
ENDINGS = ("ations", "ation", "ions", "ion", "ings", "ing", "ies", "ers", "es", "er", "ed", "al", "y", "e")


def stem(word: str) -> str:
    """The word without case, accents and its commonest endings; five letters stay, four before a plural s."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(each))
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST_STEM:
            return plain[: -len(ending)]
    return plain[:-1] if plain.endswith("s") and len(plain) > SHORTEST else plain


def terms_of(*texts: str) -> dict[str, str]:
    """Stem to the reader's word, for every word of four letters or more that says something."""
    words = (word for text in texts for word in re.findall(r"[^\W\d_]+", text))
    return {stem(word): word for word in words if len(word) >= SHORTEST and word.casefold() not in EMPTY}


def touched(terms: dict[str, str], texts: Iterable[str]) -> list[str]:
    """The reader's words that also stand in the texts, in the reader's order."""
    there = {stem(word) for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    return [word for each, word in terms.items() if each in there]
