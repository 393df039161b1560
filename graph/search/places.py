"""Cities that a search names: by any name of the gazetteer, those of the graph and those without a practice yet."""

from __future__ import annotations

from collections.abc import Sequence

from graph.gazetteer import LARGE, Match, gazetteer
from graph.search.index import TextIndex
from graph.search.understanding import Candidate, ParsedSearch
from graph.text.folding import plain, spellings

MOST_TOWNS = 3
SHORTEST = 3
MOST_RUN = 3


def towns_named(index: TextIndex, asked: ParsedSearch) -> list[Match]:
    """European cities whose whole name the text is, the largest first; none when it is the name of a thing we hold."""
    whole = plain(asked.text)
    if index.searcher.doc_freq("exact", whole):
        return []
    # In small letters, another name of a small town is likelier a word: `stare miasto` is the old town.
    return [each for each in _called(whole) if asked.text[:1].isupper() or _is_likely(each, whole)]


def towns_within(index: TextIndex, asked: ParsedSearch) -> list[Match]:
    """The city that some words of a text name, when nothing we hold has such a name; the longest run of words first."""
    words = asked.words
    runs = [words[start : start + size] for size in range(min(MOST_RUN, len(words)), 0, -1)
            for start in range(len(words) - size + 1)]  # fmt: skip
    for run in runs:
        called = " ".join(run)
        if not any(index.searcher.doc_freq("name", word) for word in run):
            found = [each for each in _called(called) if _is_likely(each, called, called.title() in asked.text)]
            if found:
                return found
    return []


def is_town(word: str) -> bool:
    """Whether a folded word is the whole name of a city, and therefore no slip."""
    return bool(_called(word))


def candidates_of(index: TextIndex, towns: Sequence[Match]) -> tuple[Candidate, ...]:
    """Those of the cities that the graph holds, as what the text may mean."""
    keys = [(f"id:{each.town.geonames}", each.name) for each in towns]
    return tuple(Candidate(key, "place", name) for key, name in keys if index.searcher.doc_freq("key", key))


def _is_likely(match: Match, name: str, is_capital: bool = True) -> bool:
    """Whether a city is large, or this is its main name, written with a capital."""
    return match.town.population >= LARGE or (is_capital and name in spellings(match.town.name))


def _called(name: str) -> list[Match]:
    if len(name) < SHORTEST or any(letter.isdigit() for letter in name):
        return []
    return [match for match in gazetteer().search(name) if match.whole][:MOST_TOWNS]
