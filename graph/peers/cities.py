"""Cities like one that have practices, and what they have that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from graph.gazetteer import Town
from graph.links.days import ALWAYS
from graph.peers.contributions import CITY_CONTRIBUTIONS
from graph.peers.gather import PeerCountry
from graph.peers.index import Peers
from graph.peers.measures import CHOSEN, MEASURES, Floats
from graph.peers.scoring import DIGITS, shares

UNION_ONLY: Final = 0.25
"""What two countries under EU law share, beside 1 for one country: the acts are the same, national law is not."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The city that is asked about: one of the graph (`number`), of the gazetteer (`town`), or both."""

    name: str
    country: PeerCountry
    population: int
    number: int | None = None
    town: Town | None = None


@dataclass(frozen=True, slots=True)
class CityPeer:
    """A city, its likeness from 0 to 1, and the part that each contribution makes; the parts sum to it."""

    number: int
    likeness: float
    parts: tuple[tuple[str, float], ...]

    def shares(self) -> dict[str, int]:
        """The parts as whole per cent that sum to 100, largest first."""
        return shares(dict(self.parts))


@dataclass(frozen=True)
class CityFeatures:
    """What the practices of each city say of it. `projects` are practices that several cities take part in."""

    practices: tuple[tuple[int, ...], ...]
    problems: tuple[frozenset[int], ...]
    projects: tuple[frozenset[int], ...]


@lru_cache(maxsize=4)
def city_features(peers: Peers) -> CityFeatures:
    """Practices, problems and projects of every city, by its number."""
    practices: list[list[int]] = [[] for _ in peers.cities]
    for practice in range(len(peers)):
        for city in peers.city_items[peers.city_starts[practice] : peers.city_starts[practice + 1]]:
            practices[city].append(practice)
    several = np.diff(peers.city_starts) > 1
    return CityFeatures(
        tuple(tuple(each) for each in practices),
        tuple(frozenset(problems_of(peers, each)) for each in practices),
        tuple(frozenset(practice for practice in each if several[practice]) for each in practices),
    )


def problems_of(peers: Peers, practices: list[int] | tuple[int, ...]) -> set[int]:
    """The problems that practices tackle."""
    features = peers.features["problem"]
    return {each for practice in practices for each in features.own_of(practice, ALWAYS)}


def chosen_city(peers: Peers, number: int, town: Town | None) -> Chosen:
    """A city of the graph; what the facts do not say of its size is taken from the gazetteer."""
    city = peers.cities[number]
    country = peers.countries.get(city.country_id) or PeerCountry(city.country_id, city.country)
    return Chosen(city.short, country, city.population or (town.population if town else 0), number, town)


def chosen_town(peers: Peers, town: Town) -> Chosen:
    """A city of the gazetteer, the same as one of the graph when both have one GeoNames id."""
    for number, city in enumerate(peers.cities):
        if city.geonames == town.geonames:
            return chosen_city(peers, number, town)
    country = peers.countries.get(town.country) or PeerCountry(town.country, town.country_name)
    return Chosen(town.name, country, town.population, None, town)


def like_cities(
    peers: Peers, chosen: Chosen, problems: frozenset[int], on: str, weights: Mapping[str, float], most: int
) -> list[CityPeer]:
    """The `most` cities with practices that are most like `chosen` on the day `on`.

    `problems` are what the reader says the city struggles with; those of its own practices are added. Of equally like
    cities the one whose IRI comes first is first. Cities that share nothing are left out.
    """
    features = city_features(peers)
    parts = _parts(peers, features, chosen, problems | _own(features, chosen), on, weights)
    with_practices = np.array([bool(each) for each in features.practices])
    total = np.round(sum(parts.values(), np.zeros(len(peers.cities))), DIGITS) * with_practices
    if chosen.number is not None:
        total[chosen.number] = 0.0
    order = np.lexsort((np.arange(len(total)), -total))[:most]
    return [_peer(int(each), float(total[each]), parts) for each in order if total[each] > 0]


def _peer(city: int, total: float, parts: Mapping[str, Floats]) -> CityPeer:
    return CityPeer(city, total, tuple((name, float(part[city])) for name, part in parts.items() if part[city] > 0))


def _own(features: CityFeatures, chosen: Chosen) -> frozenset[int]:
    return frozenset() if chosen.number is None else features.problems[chosen.number]


def _parts(
    peers: Peers,
    features: CityFeatures,
    chosen: Chosen,
    problems: frozenset[int],
    on: str,
    weights: Mapping[str, float],
) -> dict[str, Floats]:
    projects = frozenset() if chosen.number is None else features.projects[chosen.number]
    has_role = chosen.number is not None and bool(peers.cities[chosen.number].roles)
    measured: dict[str, Callable[[], Floats]] = {
        "size": lambda: _ratio(peers, chosen.population),
        "problem": lambda: _sets(problems, features.problems, features.practices),
        "country": lambda: _countries(peers, chosen.country, on),
        "project": lambda: _sets(projects, features.projects, features.practices),
        "partnership": lambda: np.array([float(has_role and bool(city.roles)) for city in peers.cities]),
    }
    total = sum(weights.values())
    return {
        each.name: measured[each.name]() * (weights[each.name] / total)
        for each in CITY_CONTRIBUTIONS
        if weights.get(each.name, 0) > 0
    }


def _ratio(peers: Peers, population: int) -> Floats:
    """The smaller number of inhabitants by the larger; 0 where one is not known."""
    theirs = np.maximum(peers.population, 1.0)
    if population <= 0:
        return np.zeros(len(theirs))
    found = np.minimum(theirs, population) / np.maximum(theirs, population)
    found[peers.population <= 0] = 0.0
    return found


def _countries(peers: Peers, country: PeerCountry, on: str) -> Floats:
    in_union = country.in_union(on)
    worth = {
        each.id: 1.0 if each.id == country.id else UNION_ONLY * (in_union and each.in_union(on))
        for each in (*peers.countries.values(), country)
    }
    return np.array([worth.get(city.country_id, 0.0) for city in peers.cities])


def _sets(mine: frozenset[int], theirs: tuple[frozenset[int], ...], practices: tuple[tuple[int, ...], ...]) -> Floats:
    """The measure of practices, over cities: what few cities have counts for more."""
    if not mine:
        return np.zeros(len(theirs))
    width = max((max(each) for each in (mine, *theirs) if each), default=0) + 1
    having = np.zeros(width, np.int64)
    for each in theirs:
        having[list(each)] += 1
    total = sum(map(bool, practices))
    measure = MEASURES[CHOSEN]
    value = measure.value(np.maximum(having, 1), max(total, 1))
    shared = np.array([sum(value[each] for each in sorted(mine & other)) for other in theirs], np.float64)
    sums = np.array([sum(value[each] for each in sorted(other)) for other in theirs], np.float64)
    return measure.likeness(shared, float(value[list(mine)].sum()), sums, total)
