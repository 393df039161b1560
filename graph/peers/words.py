"""Words that practices share: stems of the English title and description that few practices have.

A word that one practice has alone is never shared, and one that more than a tenth have says little; both are left out,
and so are small words (`ontology/small-words-en.txt`). A word of a title is a narrower kind of the same word of a text,
so that two titles that have it are more alike than a title and a description. Translations are not looked at: only what
the facts say in English.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from graph.settings import ROOT
from graph.text.folding import STOP_WORDS, fold, written_words
from graph.text.stems import stem

SMALL_WORDS: Final = ROOT / "ontology" / "small-words-en.txt"
FEW: Final = 2
MOST: Final = 0.1
"""A word counts when at least so many practices, and at most this part of all, have it."""

IN_TEXT, IN_TITLE = "word:", "title:"


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that several practices have: the form to show, and the feature that it is a narrower kind of, if any."""

    key: str
    form: str
    broader: tuple[str, ...] = ()


@cache
def small_words(path: Path = SMALL_WORDS) -> frozenset[str]:
    """The folded words that say nothing of what a practice does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return STOP_WORDS | {fold(word) for line in lines if not line.startswith("#") for word in line.split()}


def stemmed(text: str) -> dict[str, str]:
    """The stems of `text`, each with a form in which it is written there; small words and numbers are left out."""
    return {
        stem(word, "en"): written
        for written, word in written_words(text)
        if word not in small_words() and not word.isdigit() and len(word) > 1
    }


def shared_words(
    texts: Mapping[str, tuple[str, Iterable[str]]],
) -> tuple[dict[str, set[str]], list[SharedWord]]:
    """The features of each practice by its IRI, and the words they are; from its title and its descriptions."""
    found: dict[str, set[str]] = {}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for iri, (title, descriptions) in texts.items():
        in_title, everywhere = stemmed(title), stemmed(" ".join((title, *descriptions)))
        for each, form in everywhere.items():
            forms[each][form] += 1
        found[iri] = {IN_TEXT + each for each in everywhere} | {IN_TITLE + each for each in in_title}
    having = Counter(each for every in found.values() for each in every)
    kept = {each for each, number in having.items() if FEW <= number <= MOST * len(found)}
    words = [_word(each, forms, kept) for each in sorted(kept)]
    return {iri: every & kept for iri, every in found.items()}, words


def _word(key: str, forms: Mapping[str, Counter[str]], kept: set[str]) -> SharedWord:
    root = key.partition(":")[2]
    wider = IN_TEXT + root
    form = min(forms[root], key=lambda each: (-forms[root][each], each))
    return SharedWord(key, form, (wider,) if key != wider and wider in kept else ())
