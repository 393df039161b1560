"""The language of each word of a search, as the vocabularies tell it, and the parts of German and Dutch compounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.search.index import TextIndex
from graph.search.understanding import ParsedSearch
from graph.text.folding import written_words
from graph.text.stems import ANY, STEMMERS, stems

COMPOUNDING = ("de", "nl")
LINKS = ("es", "s", "en", "er", "n", "e", "")
"""Letters that German and Dutch put between the parts of a compound, the longest first."""
SHORTEST_PART = 4


def spoken(index: TextIndex, asked: ParsedSearch, growing: bool = False) -> ParsedSearch:
    """The search with the languages that each of its words may be in; a whole word of one is not half of another.

    `growing` says that every last word may be half written.
    """
    written = {word: text for text, word in written_words(asked.text)}
    languages = {word: _languages(index, word, written.get(word, word)) for word in asked.words}
    foreign = {word for word, known in languages.items() if _is_foreign(index, word, written.get(word, word), known)}
    last = asked.words[-1] if asked.words else ""
    is_whole = last.isalpha() and bool(_speakers(index, "=", last))
    unfinished = asked.unfinished and (growing or not is_whole)
    return replace(asked, languages=languages, foreign=frozenset(foreign), unfinished=unfinished)


def _languages(index: TextIndex, word: str, written: str) -> tuple[str, ...]:
    """Those whose vocabulary has the word as written, else without accents, else those that have its stem, else any.

    English is one of them when it has the stem: most texts are English.
    """
    exact = _speakers(index, "~", written) or _speakers(index, "=", word)
    by_stem = [language for language in STEMMERS if index.searcher.doc_freq("spoken", stems(word, (language,))[0])]
    english = ["en"] if "en" in by_stem and "en" not in exact and written == word else []
    return tuple([*exact, *english] if exact else by_stem) or ANY


def _is_foreign(index: TextIndex, word: str, written: str, languages: Sequence[str]) -> bool:
    """Whether without its accents it is another word of another language: Portuguese `praça`, Polish `praca`."""
    known = written != word and languages != ANY
    return known and any(language not in languages for language in _speakers(index, "=", word))


def _speakers(index: TextIndex, mark: str, word: str) -> list[str]:
    return [language for language in STEMMERS if index.searcher.doc_freq("spoken", f"{language}{mark}{word}")]


def parts(index: TextIndex, word: str) -> tuple[str, str] | None:
    """The two words of a vocabulary that a German or Dutch compound is made of, the longest second one first."""
    for language in COMPOUNDING:
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if _is_word(index, word[place:], language) and (first := _first(index, word[:place], language)):
                return first, word[place:]
    return None


def _first(index: TextIndex, linked: str, language: str) -> str:
    """The first part of a compound without what links it to the second one; an empty text when it is no word."""
    cut = [linked.removesuffix(link) for link in LINKS if linked.endswith(link)]
    return next((part for part in cut if len(part) >= SHORTEST_PART and _is_word(index, part, language)), "")


def _is_word(index: TextIndex, word: str, language: str) -> bool:
    forms = (f"{language}={word}", stems(word, (language,))[0])
    return any(index.searcher.doc_freq("spoken", form) for form in forms)
