"""The reader's words about purpose and place, matched with those of conditions. They highlight and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.text.folding import tokens
from graph.text.stems import stem

SHORTEST = 4
# Words that stand in almost every plan, and would mark almost every condition.
EMPTY = frozenset(
    "about after against also among area areas around because before being between city could during each every from "
    "have into like make more most need only other over public some such than that their them then there these they "
    "this those through town under until upon used uses using want what when where which while will with within "
    "without would your".split()
)


def terms_of(*texts: str) -> dict[str, str]:
    """Stem to the reader's word, for every word of four letters or more that says something."""
    return {each: word for text in texts for each, word in _words(text)}


def touched(terms: dict[str, str], texts: Iterable[str]) -> list[str]:
    """The reader's words that also stand in the texts, in the reader's order."""
    there = {each for text in texts for each, _ in _words(text)}
    return [word for each, word in terms.items() if each in there]


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The words that say something: stem, and as written."""
    for each in tokens(text):
        if len(each.word) >= SHORTEST and each.word.isalpha() and each.word not in EMPTY:
            yield stem(each.word, "en"), text[each.start : each.end]
