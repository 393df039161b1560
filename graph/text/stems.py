"""Word stems of the main languages, so that `cameras` finds `camera` and `Gebäuden` finds `Gebäude`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

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
}
"""Language to the name of its Snowball stemmer (Porter, https://snowballstem.org). Words are folded before."""

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
    return _analyzer(language).analyze(word)[0]


@lru_cache(maxsize=50_000)
def stems(word: str, languages: Iterable[str] = tuple(STEMMERS)) -> tuple[str, ...]:
    """The different stems of a folded word in `languages`, sorted."""
    return tuple(sorted({stem(word, language) for language in languages}))
