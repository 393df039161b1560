"""Which practices are most like one, and by how much through each contribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.links.days import day_number
from graph.peers.contributions import CONTRIBUTIONS, SIZE
from graph.peers.features import hold
from graph.peers.index import Peers
from graph.peers.measures import CHOSEN, Floats

DIGITS: Final = 9
"""Likeness is compared to so many decimals, so that the order does not hang on how a sum was rounded."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A practice, its likeness from 0 to 1, and the part of it that each contribution makes; the parts sum to it."""

    practice: int
    likeness: float
    parts: tuple[tuple[str, float], ...]

    def shares(self) -> dict[str, int]:
        """The parts as whole per cent that sum to 100, largest first (largest remainder)."""
        return shares(dict(self.parts))


def likeness(
    peers: Peers, practice: int, on: str, weights: Mapping[str, float], measure: str = CHOSEN
) -> dict[str, Floats]:
    """For every contribution that counts, the part that it makes of the likeness of every practice, from 0.

    With the chosen measure each likeness is 0 to 1: the mean over contributions, by weight. What is not recorded of a
    practice makes it like nothing in that respect. Another `measure` of MEASURES is for comparing measures.
    """
    day, total = day_number(on), sum(weights.values())
    found: dict[str, Floats] = {}
    for each in CONTRIBUTIONS:
        weight = weights.get(each.name, 0.0)
        if weight <= 0:
            continue
        if each.name == SIZE:
            found[SIZE] = _sizes(peers, practice) * (weight / total)
            continue
        features = peers.features[each.name]
        held = peers.held(each.name, day) if measure == CHOSEN else hold(features, day, measure)
        found[each.name] = (held.likeness(practice) * (weight / total))[features.set_of]
    return found


def _sizes(peers: Peers, practice: int) -> Floats:
    """The smaller number of inhabitants by the larger, for the nearest two cities of both; 0 where none is known."""
    mine = peers.populations_of(practice)
    if not len(mine):
        return np.zeros(len(peers))
    known = np.maximum(peers.population, 1.0)
    ratio = np.max([np.minimum(known, each) / np.maximum(known, each) for each in mine], axis=0)
    ratio[peers.population <= 0] = 0.0
    found = np.zeros(len(peers))
    filled = np.flatnonzero(np.diff(peers.city_starts))
    found[filled] = np.maximum.reduceat(ratio[peers.city_items], peers.city_starts[filled])
    return found


def nearest(
    peers: Peers,
    practice: int,
    on: str,
    weights: Mapping[str, float],
    most: int,
    *,
    elsewhere: bool = False,
) -> list[Peer]:
    """The `most` practices most like `practice` on the day `on`, the same for the same question every time.

    Practices that share nothing are left out, with `elsewhere` also those that share a city. Of equally like practices
    the one whose IRI comes first in byte order is first.
    """
    parts = likeness(peers, practice, on, weights)
    total = np.round(sum(parts.values(), np.zeros(len(peers))), DIGITS)
    total[practice] = 0.0
    if elsewhere:
        total[_in_cities_of(peers, practice)] = 0.0
    found = _top(total, most)
    return [
        Peer(
            int(each),
            float(total[each]),
            tuple((name, float(part[each])) for name, part in parts.items() if part[each] > 0),
        )
        for each in found
    ]


def _in_cities_of(peers: Peers, practice: int) -> list[int]:
    mine = peers.city_items[peers.city_starts[practice] : peers.city_starts[practice + 1]]
    places = np.flatnonzero(np.isin(peers.city_items, mine))
    return [int(each) for each in np.searchsorted(peers.city_starts, places, side="right") - 1]


def _top(total: Floats, most: int) -> list[int]:
    most = min(most, int((total > 0).sum()))
    if most <= 0:
        return []
    least = np.partition(total, len(total) - most)[len(total) - most]
    near = np.flatnonzero((total >= least) & (total > 0))
    return [int(each) for each in near[np.lexsort((near, -total[near]))][:most]]


def shares(parts: Mapping[str, float]) -> dict[str, int]:
    """Whole per cent that sum to 100, largest first: the largest remainders get what rounding down leaves over."""
    total = sum(parts.values())
    if total <= 0:
        return {}
    exact = {name: 100 * part / total for name, part in parts.items()}
    whole = {name: int(each) for name, each in exact.items()}
    left = sorted(exact, key=lambda name: (whole[name] - exact[name], name))
    for name in left[: 100 - sum(whole.values())]:
        whole[name] += 1
    return dict(sorted(whole.items(), key=lambda each: (-each[1], -exact[each[0]], each[0])))
