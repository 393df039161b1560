"""Practices that did the same, nearest first, with what the law said to them by a day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EARTH_KM = 6371.0088
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Event:
    """A legal event of a practice; `date` may be a year, a month or a day, or empty when not stated."""

    id: str
    date: str
    outcome: str
    outcome_label: str
    summary: str
    authority: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ComparablePractice:
    """A practice with the same technology. `points` are latitude and longitude in degrees, one a place."""

    id: str
    label: str
    technologies: str
    cities: str
    countries: tuple[str, ...]
    actors: tuple[str, ...]
    outcome: str
    outcome_label: str
    start: str = ""
    points: tuple[Point, ...] = ()
    events: tuple[Event, ...] = ()


def by_day(events: Iterable[Event], on: str) -> list[Event]:
    """Events dated up to the day, oldest first; an event without a date counts, since it cannot be said to be later.

    A month or a year counts when it has begun by the day.
    """
    return sorted((each for each in events if each.date <= on), key=lambda each: (each.date, each.id))


def begun(peer: ComparablePractice, on: str) -> bool:
    """Whether the practice had begun in the year of the day; yes when its start is not known."""
    return not peer.start or peer.start[:4] <= on[:4]


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance (haversine on the mean Earth radius of the IUGG, 6371.0088 km)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def nearest_km(peer: ComparablePractice, places: Sequence[Point]) -> float | None:
    """The distance from the nearest place of the practice to the nearest of `places`; None when one has no point."""
    pairs = [distance_km(own, place) for own in peer.points for place in places]
    return min(pairs) if pairs else None


def ranked(
    peers: Iterable[ComparablePractice], country: str, actor: str, places: Sequence[Point], on: str
) -> list[ComparablePractice]:
    """Practices begun by the day: of the same country first, then of the same actor, then those the law has answered,
    then the nearest to `places`, then by name."""

    def key(peer: ComparablePractice) -> tuple[bool, bool, bool, float, str]:
        away = nearest_km(peer, places)
        told = bool(by_day(peer.events, on))
        return (
            country not in peer.countries,
            actor not in peer.actors,
            not told,
            math.inf if away is None else away,
            peer.label,
        )

    return sorted((peer for peer in peers if begun(peer, on)), key=key)
