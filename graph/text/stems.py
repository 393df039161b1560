"""Word stems of the main languages, so that `cameras` finds `camera` and `Gebäuden` finds `Gebäude`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

import snowballstemmer
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STEMMERS: Final = {
    "en": "english",
    "fr": "french",
    "de": "german",
    "it": "italian",
    "es": "spanish",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
    "da": "danish",
    "fi": "finnish",
    "hu": "hungarian",
    "ro": "romanian",
    "pl": "polish",
}
"""Language to the name of its Snowball stemmer (Porter, https://snowballstem.org). Words are folded before."""
ANY: Final = (*STEMMERS, "")
"""Every language that words are stemmed in, and the empty one, whose words stay as they are."""
SHORTEST_STEM = 4
POLISH = snowballstemmer.stemmer("polish")
FOLDED_GENITIVE = re.compile("ow$")
"""The one Polish ending that its stemmer no longer knows once its accent is gone: `kibiców`."""

LOCAL: Final = {
    "FR": ("fr",),
    "DE": ("de",),
    "AT": ("de",),
    "CH": ("de", "fr", "it"),
    "IT": ("it",),
    "ES": ("es",),
    "NL": ("nl",),
    "BE": ("nl", "fr"),
    "PT": ("pt",),
    "LU": ("fr", "de"),
    "SE": ("sv",),
    "DK": ("da",),
    "FI": ("fi", "sv"),
    "HU": ("hu",),
    "RO": ("ro",),
}
"""The languages in which law of a jurisdiction has its title, whatever language the title is marked with."""


def local_languages(jurisdiction: str) -> tuple[str, ...]:
    """The languages of `DE`, `DE-HE` or the like; none for `EU` and what is not listed."""
    return LOCAL.get(jurisdiction.partition("-")[0], ())


@cache
def _analyzer(language: str) -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(STEMMERS[language])).build()


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language without a stemmer."""
    if language not in STEMMERS or not word:
        return word
    found = _polish(word) if language == "pl" else _analyzer(language).analyze(word)[0]
    # A short stem of a long word says too little: Portuguese `movida` is not `móvel`.
    return found if len(found) >= SHORTEST_STEM or 2 * len(found) > len(word) else word


def _polish(word: str) -> str:
    """By the newer Snowball, which has Polish; the one of tantivy has not."""
    return str(POLISH.stemWord(FOLDED_GENITIVE.sub("ów", word)))


@lru_cache(maxsize=50_000)
def stems(word: str, languages: Iterable[str] = ANY) -> tuple[str, ...]:
    """The stems of a folded word in `languages`, each with its language, sorted: `en:march`, `fr:march`.

    Equal stems of two languages are two: French `marché` is not English `March`.
    """
    known = {language if language in STEMMERS else "" for language in languages}
    return tuple(sorted(f"{language}:{stem(word, language)}" for language in known))
