"""Asks the text index: what is found, in which order, and how many of each kind.

The order is by tiers: identifier, whole name, beginning of a name, all words in names, all words anywhere, meaning. A
word that stands nowhere is first taken for the nearest one that does. Equals are in the order of the index, which is
fixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tantivy import Occur, Query

from graph.gazetteer import Town
from graph.search.correcting import Correction, corrections, rewritten
from graph.search.half_written import KeyPrefix, begun
from graph.search.index import TextIndex
from graph.search.kinds import KINDS, PLACES, SPEAKING
from graph.search.meaning import Meaning, meanings
from graph.search.places import candidates_of, towns_named, towns_within
from graph.search.speaking import spoken
from graph.search.things import IndexedThing, read
from graph.search.understanding import ParsedSearch, understand
from graph.text.folding import plain

MOST_FOUND = 10_000
SHORTEST_BEGINNING, LONGEST_BEGINNING = 2, 200

EXACT_KEY, EXACT_NAME, KEY_BEGUN, LAST_WORD_BEGUN, BEGINNING = 10_000.0, 6_000.0, 5_500.0, 4_000.0, 3_000.0
KEY_STEP = 20.0
IN_NAME, STEM_OF_NAME, BEGINS_IN_NAME = 100.0, 90.0, 70.0
IN_TEXT, STEM_OF_TEXT = 12.0, 10.0
IN_LINKED, BY_MEANING = 2.0, 1.0
SHORTER = 0.6
# More than all that the words of a search can add up to otherwise.
HAS_WORD = 5_000.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found; `score` only orders."""

    thing: IndexedThing
    score: float


@dataclass(frozen=True)
class SearchResult:
    """What a search found: `asked` as it was asked in the end, after `corrected` words.

    `counts` are by kind before `kinds` chose some; `total` counts what was chosen. `begun` are the beginnings of
    identifiers and citations that were looked for. `unheld` is what was named by number and is not held; `towns` are
    cities of this name without a practice. `unpractised` is what the words mean when no practice has it.
    """

    asked: ParsedSearch
    hits: tuple[Hit, ...]
    total: int = 0
    counts: dict[str, int] | None = None
    corrected: tuple[Correction, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    begun: tuple[KeyPrefix, ...] = ()
    unheld: str = ""
    towns: tuple[Town, ...] = ()
    unpractised: tuple[Meaning, ...] = ()

    @property
    def towns_first(self) -> bool:
        """Whether a city without a practice is likelier meant than what was found: that has the word in texts alone."""
        return bool(self.towns) and (not self.hits or self.hits[0].score < BEGINS_IN_NAME)


def find(
    index: TextIndex,
    text: str,
    kinds: Sequence[str] = (),
    limit: int = 20,
    offset: int = 0,
    counted: bool = True,
    growing: bool = False,
) -> SearchResult:
    """The things that `text` finds, from place `offset` on, at most `limit`; any text gives an answer.

    `kinds` are plurals of KINDS; none means all. `counted` false leaves out the numbers, for suggestions. `growing`
    says that a citation may go on although it names something already: `gdpr 3` finds article 35 too.
    """
    asked = spoken(index, understand(text), growing)
    if not asked.words:
        return SearchResult(asked, (), 0, {})
    named = towns_named(index, asked)
    held = candidates_of(index, named)
    asked = replace(asked, candidates=(*asked.candidates, *held))
    started = _started(index, asked, growing)
    made = () if started or asked.named or named else corrections(index, asked)
    if made:
        asked = spoken(index, understand(rewritten(asked, made)), growing)
        started = _started(index, asked, growing)
    meant = meanings(index, asked)
    query = _query(index, asked, meant, started)
    counts = _counts(index, query) if counted else {}
    # What stands on one page must not depend on the page before: ties are broken by the index alone.
    hits = _hits(index, _within(index, query, kinds), limit, min(offset, MOST_FOUND))
    total = sum(counts.get(kind, 0) for kind in (kinds or counts))
    if counted and not total and not asked.named and not named:
        named = towns_within(index, asked)
        held = candidates_of(index, named)
    towns = () if held else tuple(match.town for match in named)
    unheld = "" if started or _is_held(index, asked) else asked.named
    unpractised = _unpractised(asked, meant, counts) if counted else ()
    return SearchResult(asked, hits, total, counts, made, meant, started, unheld, towns, unpractised)


def _is_held(index: TextIndex, asked: ParsedSearch) -> bool:
    """Whether something is exactly what the text names, or a part of it."""
    exact = (each.key for each in asked.candidates if each.how in ("exact", "within"))
    return any(index.searcher.doc_freq("key", key) for key in exact)


def partly(index: TextIndex, found: SearchResult, kinds: Sequence[str] = (), limit: int = 10) -> tuple[Hit, ...]:
    """At most `limit` things that have some words of a search that found nothing: those with the most words first.

    Of three words and more, a thing must have two.
    """
    words = list(dict.fromkeys(found.asked.meant))
    if len(words) < 2 or found.unheld:
        return ()
    ways = [_word(index, word, found.asked, False, found.meanings) for word in words]
    each = [Query.boolean_query([(Occur.Must, way), (Occur.Should, Query.const_score_query(way, HAS_WORD))])
            for way in ways]  # fmt: skip
    some = Query.boolean_query([(Occur.Should, way) for way in each])
    fewest = HAS_WORD * (2 if len(words) > 2 else 1)
    return tuple(hit for hit in _hits(index, _within(index, some, kinds), limit, 0) if hit.score >= fewest)


def _unpractised(asked: ParsedSearch, meant: Sequence[Meaning], counts: Mapping[str, int]) -> tuple[Meaning, ...]:
    """What the words of a search name when no practice is found: subjects and technologies that explain every word."""
    subjects = [each for each in meant if each.thing.kind in SPEAKING]
    explained = {word for each in subjects for word in each.words}
    return () if counts.get("practices") or not set(asked.meant) <= explained else tuple(subjects)


def _hits(index: TextIndex, query: Query, limit: int, offset: int) -> tuple[Hit, ...]:
    result = index.searcher.search(query, limit, count=False, offset=offset)
    return tuple(
        Hit(read(str(index.searcher.doc(address).get_first("thing"))), float(score)) for score, address in result.hits
    )


def _counts(index: TextIndex, query: Query) -> dict[str, int]:
    asked = {"kinds": {"terms": {"field": "kind", "size": len(KINDS)}}}
    buckets = index.searcher.aggregate(query, asked)["kinds"]["buckets"]
    found = {KINDS[int(bucket["key"])].plural: int(bucket["doc_count"]) for bucket in buckets}
    return {kind.plural: found[kind.plural] for kind in KINDS if kind.plural in found}


def _within(index: TextIndex, query: Query, kinds: Sequence[str]) -> Query:
    if not kinds:
        return query
    chosen = _best([Query.term_query(index.schema, "kind", PLACES[kind]) for kind in kinds])
    return _all([query, Query.const_score_query(chosen, 0.0)])


def _query(index: TextIndex, asked: ParsedSearch, meant: Sequence[Meaning], started: Sequence[KeyPrefix]) -> Query:
    grown = [
        Query.const_score_query(_beginning(index, each.field, each.start), KEY_BEGUN - KEY_STEP * place)
        for place, each in enumerate(started)
    ]
    return _best([*_by_key(index, asked), *grown, *_by_whole_name(index, asked), _by_words(index, asked, meant)])


def _started(index: TextIndex, asked: ParsedSearch, growing: bool) -> tuple[KeyPrefix, ...]:
    """The beginnings of citations that `asked` may be and that lead to something; a whole one need not grow."""
    found: list[KeyPrefix] = []
    if not growing and _by_key(index, asked):
        return ()
    for each in begun(asked.text, asked.unfinished):
        if each.act and not index.searcher.doc_freq("key", each.act):
            continue
        if index.searcher.search(_beginning(index, each.field, each.start), 1, count=False).hits:
            found.append(each)
    return tuple(found)


def _by_key(index: TextIndex, asked: ParsedSearch) -> list[Query]:
    schema = index.schema
    return [
        Query.const_score_query(Query.term_query(schema, "key", each.key), EXACT_KEY - KEY_STEP * place)
        for place, each in enumerate(asked.candidates)
        if index.searcher.doc_freq("key", each.key)
    ]


def _by_whole_name(index: TextIndex, asked: ParsedSearch) -> list[Query]:
    whole = plain(asked.text)
    exact = Query.const_score_query(Query.term_query(index.schema, "exact", whole), EXACT_NAME)
    if not SHORTEST_BEGINNING <= len(whole) <= LONGEST_BEGINNING:
        return [exact]
    if asked.foreign:
        return [exact]
    if not asked.unfinished:
        return [exact, Query.const_score_query(_beginning(index, "exact", f"{whole} "), BEGINNING)]
    if " " not in whole:
        begun, starts = _beginning(index, "alone", whole), _beginning(index, "first", whole)
        return [exact, Query.const_score_query(begun, LAST_WORD_BEGUN), Query.const_score_query(starts, BEGINNING)]
    # `whole` holds letters, digits and spaces only, so nothing in it is special to a regular expression.
    last_word = Query.regex_query(index.schema, "exact", f"{whole}[^ ]*")
    return [
        exact,
        Query.const_score_query(last_word, LAST_WORD_BEGUN),
        Query.const_score_query(_beginning(index, "exact", whole), BEGINNING),
    ]


def _beginning(index: TextIndex, name: str, text: str) -> Query:
    return Query.fuzzy_term_query(index.schema, name, text, distance=0, prefix=True)


def _by_words(index: TextIndex, asked: ParsedSearch, meant: Sequence[Meaning]) -> Query:
    last = asked.words[-1] if asked.unfinished else ""
    return _all([_word(index, word, asked, word == last, meant) for word in dict.fromkeys(asked.meant)])


def _word(index: TextIndex, word: str, asked: ParsedSearch, unfinished: bool, meant: Sequence[Meaning]) -> Query:
    """One word: the best of the ways in which it stands in a thing; of equals, the shorter name first."""
    spelled = asked.stems_of(word)
    named = [meaning.thing.iri for meaning in meant if word in meaning.words]
    exact = () if word in asked.foreign else (word,)
    ways = [
        *_terms(index, "name", exact, IN_NAME),
        *_terms(index, "name_stem", spelled, STEM_OF_NAME),
        *_terms(index, "text", exact, IN_TEXT),
        *_terms(index, "text_stem", spelled, STEM_OF_TEXT),
        *_terms(index, "linked", (*exact, *spelled), IN_LINKED),
        *_terms(index, "leads", named, BY_MEANING),
    ]
    if unfinished and len(word) >= SHORTEST_BEGINNING:
        ways.append(Query.const_score_query(_beginning(index, "name", word), BEGINS_IN_NAME))
    if not ways:
        return Query.empty_query()
    shorter = Query.boost_query(Query.term_query(index.schema, "name", word, "freq"), SHORTER)
    return Query.boolean_query([(Occur.Must, _best(ways)), (Occur.Should, shorter)])


def _terms(index: TextIndex, name: str, terms: Sequence[str], score: float) -> list[Query]:
    """A query for each term that stands in the field at all."""
    return [
        Query.const_score_query(Query.term_query(index.schema, name, term), score)
        for term in terms
        if index.searcher.doc_freq(name, term)
    ]


def _best(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(list(queries))


def _all(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])
