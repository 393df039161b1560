"""Which things have which values: a row of bits a value, a bit a thing. Counting is AND and counting bits.

100,000 practices with 800 values take 10 MB, mapped from a file; all counts of a page take a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from itertools import combinations
from typing import Final
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

CLOSE: Final = 0.5
Bits = NDArray[np.uint64]
Chosen = Mapping[str, Sequence[str]]
WORDS: Final = "q"
NOT_RECORDED: Final = "not-recorded"


@dataclass(frozen=True, slots=True)
class FilterValue:
    """One value of one filter, told apart by these two alone; `iri` is for queries.

    `broader` is the slug of the value it stands under, or empty. `rank` is its place among its neighbours where that is
    fixed; without one, what most things have comes first.
    """

    facet: str
    slug: str
    label: str = field(compare=False)
    broader: str = field(default="", compare=False)
    iri: str = field(default="", compare=False)
    rank: int | None = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class FilterTable:
    """`size` things, numbered from 0. `spans` says which of the `values`, and rows of `bits`, belong to a filter."""

    size: int
    bits: Bits
    values: tuple[FilterValue, ...]
    spans: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, things: Iterable[Iterable[FilterValue]], known: Iterable[FilterValue] = ()) -> FilterTable:
        """The table of things, numbered as they come, that have these values; `known` need not be had by any."""
        having: dict[FilterValue, list[int]] = {value: [] for value in known}
        size = 0
        for number, values in enumerate(things):
            size = number + 1
            for value in values:
                having.setdefault(value, []).append(number)
        return cls(size, *rows_of(size, having))

    def places(self, facet: str) -> range:
        """Where the values of a filter are."""
        return range(*self.spans.get(facet, (0, 0)))

    def row(self, facet: str, slug: str) -> int | None:
        """Where a value is; None for a value that the filter does not have."""
        return next((place for place in self.places(facet) if self.values[place].slug == slug), None)

    def label(self, facet: str, slug: str) -> str:
        """What a value is called; one that is not known, by its slug."""
        place = self.row(facet, slug)
        return slug if place is None else self.values[place].label

    def near(self, facet: str, written: str, most: int = 3) -> list[FilterValue]:
        """The values most like what was written, by slug, by name or by its name up to a colon; the likest first."""
        known: dict[str, FilterValue] = {}
        for place in self.places(facet):
            value = self.values[place]
            names = (value.slug, value.label, value.label.partition(":")[0])
            known |= {name.casefold(): value for name in names}
        found = get_close_matches(written.casefold(), list(known), n=2 * most, cutoff=CLOSE)
        return list(dict.fromkeys(known[each] for each in found))[:most]

    def value_iris(self, facet: str, slugs: Iterable[str]) -> list[str]:
        """What stands for values in a query; a value that is not known keeps its place, so that it finds nothing."""
        places = ((slug, self.row(facet, slug)) for slug in slugs)
        return [
            f"urn:openplaza:unknown:{quote(slug, safe='')}" if place is None else self.values[place].iri
            for slug, place in places
        ]

    def all(self) -> Bits:
        """Everything."""
        return _packed(self.size, slice(self.size))

    def among(self, numbers: Sequence[int]) -> Bits:
        """These things."""
        return _packed(self.size, list(numbers))

    def having(self, facet: str, slugs: Iterable[str]) -> Bits:
        """What has any of these values or one narrower."""
        found = self.among(())
        for slug in slugs:
            place = self.row(facet, slug)
            if place is not None:
                found |= self.bits[place]
        return found

    def chosen(self, chosen: Chosen, words: Bits | None = None) -> Choice:
        """What is left by the values chosen, and by words if there are any; `words` are the things they find."""
        parts = {facet: self.having(facet, slugs) for facet, slugs in chosen.items() if slugs}
        if words is not None:
            parts[WORDS] = words
        return Choice(self, chosen, parts)


@dataclass(frozen=True)
class Choice:
    """What each filter in use lets through; together they narrow."""

    table: FilterTable
    chosen: Chosen
    parts: Mapping[str, Bits]

    def within(self, *without: str) -> Bits:
        """What all filters but these let through."""
        left = self.table.all()
        for name, bits in self.parts.items():
            if name not in without:
                left &= bits
        return left

    def total(self, *without: str) -> int:
        """How many things all filters but these let through."""
        return _count(self.within(*without))

    def total_with(self, facet: str, slug: str, *without: str) -> int:
        """How many things have a value among those that all filters but these let through."""
        return _count(self.within(*without) & self.table.having(facet, [slug]))

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """For each value, how many things choosing it would show among those that the other filters let through."""
        whole = self.within()
        found = np.empty(len(self.table.values), np.int64)
        for facet, (low, high) in self.table.spans.items():
            left = self.within(facet) if facet in self.parts else whole
            found[low:high] = np.bitwise_count(self.table.bits[low:high] & left).sum(axis=1, dtype=np.int64)
        return found

    def count_by_slug(self, facet: str) -> dict[str, int]:
        """The counts of one filter."""
        return {self.table.values[place].slug: int(self.counts[place]) for place in self.table.places(facet)}

    def numbers(self) -> Iterator[int]:
        """The things left, in their order."""
        return iter(np.flatnonzero(self._flags()).tolist())

    def sorted(self, order: NDArray[np.int32]) -> NDArray[np.int32]:
        """The things left, in this order, or as many of them as are in it."""
        return order[self._flags()[order]]

    def ways_back(self) -> list[tuple[tuple[str, ...], int]]:
        """When nothing is left: which filters to take away, and how many things come back; fewest filters first.

        A single filter when one is enough, else two, and so on; most things first.
        """
        names = list(self.parts)
        for size in range(1, len(names)):
            found = [(each, self.total(*each)) for each in combinations(names, size)]
            found = [(each, count) for each, count in found if count]
            if found:
                return sorted(found, key=lambda way: (-way[1], way[0]))
        return []

    def _flags(self) -> NDArray[np.bool_]:
        return np.unpackbits(self.within().view(np.uint8), bitorder="little").view(np.bool_)


def rows_of(
    size: int, having: Mapping[FilterValue, Sequence[int]]
) -> tuple[Bits, tuple[FilterValue, ...], dict[str, tuple[int, int]]]:
    """Bits, values and spans of a table of `size` things, from the numbers of those that have each value."""
    facets = list(dict.fromkeys(value.facet for value in having))
    values = tuple(sorted(having, key=lambda value: facets.index(value.facet)))
    bits = np.zeros((len(values), _words(size)), np.uint64)
    spans: dict[str, tuple[int, int]] = {}
    for place, value in enumerate(values):
        bits[place] = _packed(size, list(having[value]))
        spans[value.facet] = (spans.get(value.facet, (place, place))[0], place + 1)
    return bits, values, spans


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def _words(size: int) -> int:
    return -(-max(1, size) // 64)


def _packed(size: int, numbers: list[int] | slice) -> Bits:
    """These numbers as bits, 64 a word."""
    flags = np.zeros(_words(size) * 64, np.bool_)
    flags[numbers] = True
    return np.packbits(flags, bitorder="little").view(np.uint64)
