"""Words that stand nowhere, and the nearest that do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Query

from graph.search.index import TextIndex
from graph.search.places import is_town
from graph.search.speaking import parts
from graph.search.things import read
from graph.search.understanding import ParsedSearch
from graph.text.folding import STOP_WORDS, distance, edits, words
from graph.text.stems import stems

LOOKED_AT = 40
FAR = 2


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as written, and the word it was taken for."""

    written: str
    taken: str


def corrections(index: TextIndex, asked: ParsedSearch) -> tuple[Correction, ...]:
    """For each unknown word its parts, or else the nearest known one within the edits that its length allows."""
    found = []
    for place, word in enumerate(asked.words):
        last = place == len(asked.words) - 1 and asked.unfinished
        most = edits(word)
        if most and word in asked.meant and is_unknown(index, word, unfinished=last) and not is_town(word):
            made_of = parts(index, word)
            taken = " ".join(made_of) if made_of else nearest(index, word, most)
            found += [Correction(word, taken)] if taken else []
    return tuple(found)


def is_unknown(index: TextIndex, word: str, unfinished: bool = False) -> bool:
    """Whether a word, each of its stems and, when `unfinished`, every word that begins with it stand nowhere."""
    if word in STOP_WORDS:
        return False
    searcher = index.searcher
    if any(searcher.doc_freq(name, word) for name in ("name", "text")):
        return False
    if any(searcher.doc_freq(name, each) for name in ("name_stem", "text_stem") for each in stems(word)):
        return False
    if not unfinished:
        return True
    beginning = Query.fuzzy_term_query(index.schema, "name", word, distance=0, prefix=True)
    return not searcher.search(beginning, 1, count=False).hits


def nearest(index: TextIndex, word: str, most: int) -> str:
    """The known word of a name that differs least from `word`, by at most `most` letters; the more frequent of two.

    An empty text when there is none.
    """
    for away in range(1, min(most, FAR) + 1):
        # Most slips are of one letter, and words that are two letters away take far longer to find.
        if known := _known(index, word, away):
            return min(known, key=lambda each: (known[each], -index.searcher.doc_freq("name", each), each))
    return ""


def _known(index: TextIndex, word: str, most: int) -> dict[str, int]:
    """Words of names within `most` edits of `word`, each with its distance."""
    query = Query.fuzzy_term_query(index.schema, "name", word, distance=most, transposition_cost_one=True)
    known: dict[str, int] = {}
    for _, address in index.searcher.search(query, LOOKED_AT, count=False).hits:
        thing = read(str(index.searcher.doc(address).get_first("thing")))
        for name in thing.names:
            for each in words(name.text):
                away = distance(word, each, most)
                if name.role != "title" and away <= most:
                    known[each] = away
    return known


def rewritten(asked: ParsedSearch, made: Sequence[Correction]) -> str:
    """The words of a search with corrections in their places."""
    taken = {each.written: each.taken for each in made}
    return " ".join(taken.get(word, word) for word in asked.words)
