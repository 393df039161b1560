"""Cities that a search names: by any name of the gazetteer, those of the graph and those without a practice yet."""

from __future__ import annotations

from graph.peers.gazetteer import Match, gazetteer
from graph.search.index import TextIndex
from graph.search.understanding import Candidate, ParsedSearch
from graph.text.folding import plain

MOST_TOWNS = 3
SHORTEST = 3


def towns_named(index: TextIndex, asked: ParsedSearch) -> list[Match]:
    """European cities whose whole name the text is, the largest first; none when it is the name of a thing we hold."""
    whole = plain(asked.text)
    if len(whole) < SHORTEST or any(letter.isdigit() for letter in whole) or index.searcher.doc_freq("exact", whole):
        return []
    return [match for match in gazetteer().search(asked.text) if match.whole][:MOST_TOWNS]


def place_key(match: Match) -> str:
    """The key of a city of the graph that has this GeoNames number."""
    return f"id:{match.town.geonames}"


def candidates_of(index: TextIndex, towns: list[Match]) -> tuple[Candidate, ...]:
    """Those of the cities that the graph holds, as what the text may mean."""
    held = [each for each in towns if index.searcher.doc_freq("key", place_key(each))]
    return tuple(Candidate(place_key(each), "place", each.name) for each in held)
