"""Meaning: words that name a technology, a subject or a place also find what leads to it and what is narrower."""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Query

from graph.search.index import TextIndex, covering, covering_names
from graph.search.things import IndexedThing, read
from graph.search.understanding import ParsedSearch
from graph.text.folding import STOP_WORDS
from graph.text.stems import ANY

LONGEST_RUN = 6
MOST_MEANINGS = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """That some words of a search name a thing; `reached` are its IRI and those of all that is narrower."""

    words: tuple[str, ...]
    thing: IndexedThing
    reached: tuple[str, ...]


def meanings(index: TextIndex, asked: ParsedSearch) -> tuple[Meaning, ...]:
    """What runs of the words of a search name, the longest runs first. A run must be the whole of a name.

    Words that name an article of law have no other meaning.
    """
    if any("#" in candidate.key for candidate in asked.candidates) and _finds_key(index, asked):
        return ()
    runs = _runs(asked.words)
    spelled: dict[str, tuple[str, ...]] = {}
    for run in runs:
        for language in ANY:
            if not language or all(language in asked.languages_of(word) for word in run):
                spelled.setdefault(covering(run, language), run)
    known = [name for name in spelled if index.searcher.doc_freq("covers", name)]
    if not known:
        return ()
    query = Query.disjunction_max_query([Query.term_query(index.schema, "covers", name) for name in known])
    hits = index.searcher.search(query, MOST_MEANINGS, count=False).hits
    things = [read(str(index.searcher.doc(address).get_first("thing"))) for _, address in hits]
    found = [Meaning(run, thing, (thing.iri, *thing.narrower)) for thing in things if (run := _run_of(thing, spelled))]
    return tuple(sorted(found, key=lambda meaning: (-len(meaning.words), meaning.thing.iri)))


def _finds_key(index: TextIndex, asked: ParsedSearch) -> bool:
    return any(index.searcher.doc_freq("key", candidate.key) for candidate in asked.candidates)


def _runs(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [
        words[start : start + size]
        for size in range(min(LONGEST_RUN, len(words)), 0, -1)
        for start in range(len(words) - size + 1)
        if size == 1 or STOP_WORDS.isdisjoint((words[start], words[start + size - 1]))
    ]


def _run_of(thing: IndexedThing, spelled: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    found = [spelled[name] for name in covering_names(thing) if name in spelled]
    return max(found, key=len, default=())
