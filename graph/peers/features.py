"""Which practice has which features, as arrays: practices with the same features share one row.

A hundred thousand practices have far fewer different sets of technologies than practices; likeness is worked out once a
set. A feature brings along what it is a narrower kind of, so that relatives share something (semantic similarity over
ancestors, as in Pesquita et al. 2008, simGIC). Every item is dated; most hold always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.derived.texts import map_array
from graph.links.days import ALWAYS, OPEN, day_number
from graph.peers.gather import FeatureValue, Item
from graph.peers.measures import CHOSEN, MEASURES, Counts, Floats, Measure

Ints = NDArray[np.int32]
ARRAYS = ("set_of", "starts", "items", "own", "first", "last", "too_wide")


@dataclass(frozen=True)
class Features:
    """The features of one contribution. Item i belongs to set s for starts[s] <= i < starts[s + 1].

    `too_wide` says of each feature whether it makes nothing alike.
    """

    width: int
    set_of: Ints
    starts: Ints
    items: Ints
    own: NDArray[np.bool_]
    first: NDArray[np.uint16]
    last: NDArray[np.uint16]
    too_wide: NDArray[np.bool_]

    @cached_property
    def practices_of_set(self) -> Counts:
        return np.bincount(self.set_of, minlength=len(self.starts) - 1).astype(np.int64)

    @cached_property
    def dated(self) -> bool:
        """Whether what practices share depends on the day."""
        return bool((self.first != ALWAYS).any() or (self.last != OPEN).any())

    def own_of(self, practice: int, day: int) -> list[int]:
        """The features that are stated of a practice, on a day, in ascending order."""
        return self._of(practice, day, only_own=True)

    def all_of(self, practice: int, day: int) -> list[int]:
        """The same with all they are narrower kinds of."""
        return self._of(practice, day, only_own=False)

    def _of(self, practice: int, day: int, only_own: bool) -> list[int]:
        place = slice(self.starts[self.set_of[practice]], self.starts[self.set_of[practice] + 1])
        # Few items: plain lists are quicker than arrays.
        rows = zip(*(getattr(self, name)[place].tolist() for name in ("items", "own", "first", "last")), strict=True)
        return sorted({item for item, own, first, last in rows if first <= day <= last and (own or not only_own)})


@dataclass(frozen=True)
class FeaturesOnDay:
    """The features that hold on one day: who has what, how many have each, and what each is worth."""

    features: Features
    set_of_item: Ints
    items: Ints
    having: Counts
    value: Floats
    sums: Floats
    measure: Measure

    def parts(self, practice: int) -> tuple[Floats, float, Floats]:
        """For every set: what it shares with `practice`, what the practice has, what the set has, in values."""
        place = int(self.features.set_of[practice])
        first, last = np.searchsorted(self.set_of_item, (place, place + 1))
        return self.shared_with(self.items[first:last]), float(self.sums[place]), self.sums

    def shared_with(self, features: Ints) -> Floats:
        """For every set: the value of what it shares with `features`, each given once."""
        wanted = np.zeros(self.features.width)
        wanted[features] = self.value[features]
        return np.bincount(self.set_of_item, wanted[self.items], len(self.sums)).astype(np.float64)

    def likeness(self, practice: int) -> Floats:
        """How like every set is to the features of `practice`, by the measure."""
        return self.measure.likeness(*self.parts(practice), len(self.features.set_of))


def hold(features: Features, day: int, measure: str = CHOSEN) -> FeaturesOnDay:
    """The features as they are on `day`."""
    taken = MEASURES[measure]
    sets = len(features.starts) - 1
    set_of_item = np.repeat(np.arange(sets, dtype=np.int64), np.diff(features.starts))
    kept = (features.first <= day) & (features.last >= day)
    # A practice may state a feature and a narrower kind of it, or have it for two reasons on one day; it counts once.
    pairs = np.unique(set_of_item[kept] * features.width + features.items[kept])
    set_of_item, items = pairs // max(features.width, 1), (pairs % max(features.width, 1)).astype(np.int32)
    having = np.bincount(items, features.practices_of_set[set_of_item], features.width).astype(np.int64)
    value = np.where(features.too_wide, 0.0, taken.value(having, len(features.set_of)))
    sums = np.bincount(set_of_item, value[items], sets).astype(np.float64)
    return FeaturesOnDay(features, set_of_item.astype(np.int32), items, having, value, sums, taken)


def pack(items: Sequence[Iterable[Item]], values: Mapping[str, FeatureValue]) -> tuple[Features, list[str]]:
    """The arrays of the features of each practice in turn, and the IRIs of the features by number."""
    names = sorted({iri for each in items for item in each for iri in lineage(item[0], values)}, key=str.encode)
    numbers = {iri: number for number, iri in enumerate(names)}
    known: dict[tuple[Item, ...], int] = {(): 0}
    set_of = [known.setdefault(tuple(sorted(each)), len(known)) for each in items]
    rows = [_rows(each, values, numbers) for each in known]
    starts = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(each) for each in rows], out=starts[1:])
    columns = list(zip(*(row for each in rows for row in each), strict=True)) or [()] * 4
    return Features(
        len(names),
        np.array(set_of, np.int32),
        starts,
        np.array(columns[0], np.int32),
        np.array(columns[1], np.bool_),
        np.array(columns[2], np.uint16),
        np.array(columns[3], np.uint16),
        np.array([iri in values and values[iri].too_wide for iri in names], np.bool_),
    ), names


def _rows(
    items: Iterable[Item], values: Mapping[str, FeatureValue], numbers: Mapping[str, int]
) -> list[tuple[int, bool, int, int]]:
    found = {
        (numbers[iri], iri == item[0], day_number(item[1]) if item[1] else ALWAYS,
         day_number(item[2]) if item[2] else OPEN)
        for item in items
        for iri in lineage(item[0], values)
    }  # fmt: skip
    return sorted(found)


def lineage(iri: str, values: Mapping[str, FeatureValue]) -> list[str]:
    """A feature and all that it is a narrower kind of, each once."""
    found, left = [iri], [iri]
    while left:
        broader = values[left.pop()].broader if values else ()
        fresh = [each for each in broader if each in values and each not in found]
        found += fresh
        left += fresh
    return found


def save(features: Features, folder: Path, name: str) -> None:
    """Write the arrays as {name}.{array}.npy."""
    for each in ARRAYS:
        np.save(folder / f"{name}.{each}.npy", getattr(features, each))


def load(folder: Path, name: str, width: int) -> Features:
    """The arrays written as `name`, mapped."""
    return Features(width, *(map_array(folder, f"{name}.{each}") for each in ARRAYS))
