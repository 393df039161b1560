"""The table of one revision: a row of bits a value, a bit a practice. Counting is AND and counting bits.

100,000 practices with 800 values take 10 MB, mapped from a file; all counts of a page take a few milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.derived.texts import Texts
from graph.filters.gather import FilterValue, plain

Bits = NDArray[np.uint64]
Chosen = Mapping[str, Sequence[str]]
WORDS = "q"
MOST_WORDS = 8


@dataclass(frozen=True)
class FilterTable:
    """Practices are numbered in the order of their IRIs. `spans` says which rows of `bits` belong to a filter.

    `texts` are the words of each practice, without accents; `orders` are the ways to sort, each a permutation.
    """

    bits: Bits
    values: tuple[FilterValue, ...]
    spans: Mapping[str, tuple[int, int]]
    iris: Texts
    texts: Texts
    orders: Mapping[str, NDArray[np.int32]]
    folder: Path
    query: str

    def __len__(self) -> int:
        return len(self.iris)

    def all(self) -> Bits:
        """Every practice."""
        flags = np.zeros(self.bits.shape[1] * 64, np.bool_)
        flags[: len(self)] = True
        return packed(flags)

    @cached_property
    def _body(self) -> tuple[bytes, list[int]]:
        """All words, and where those of each practice end; read when words are first looked for."""
        return self.texts.body.tobytes(), self.texts.starts[1:].tolist()

    def row(self, facet: str, slug: str) -> int | None:
        """Where the bits of a value are; None for a value that the filter does not have."""
        low, high = self.spans.get(facet, (0, 0))
        return next((place for place in range(low, high) if self.values[place].slug == slug), None)

    def having(self, facet: str, slugs: Iterable[str]) -> Bits:
        """Practices that have any of these values or one narrower."""
        found: Bits = np.zeros(self.bits.shape[1], np.uint64)
        for slug in slugs:
            place = self.row(facet, slug)
            if place is not None:
                found |= self.bits[place]
        return found

    def saying(self, words: str) -> Bits:
        """Practices whose title, description or values hold every one of `words`, parts of words included."""
        flags = np.zeros(self.bits.shape[1] * 64, np.bool_)
        flags[: len(self)] = True
        for word in plain(words).split()[:MOST_WORDS]:
            held = np.zeros(len(flags), np.bool_)
            held[_holding(*self._body, word.encode())] = True
            flags &= held
        return packed(flags)

    def among(self, numbers: Sequence[int]) -> Bits:
        """These practices."""
        flags = np.zeros(self.bits.shape[1] * 64, np.bool_)
        flags[list(numbers)] = True
        return packed(flags)

    def chosen(self, chosen: Chosen, words: Bits | None = None) -> Choice:
        """What is left by the values chosen, and by words if there are any; `words` are the practices they find."""
        parts = {facet: self.having(facet, slugs) for facet, slugs in chosen.items() if slugs}
        if words is not None:
            parts[WORDS] = words
        return Choice(self, parts)


@dataclass(frozen=True)
class Choice:
    """What each filter in use lets through; together they narrow."""

    table: FilterTable
    parts: Mapping[str, Bits]

    def within(self, *without: str) -> Bits:
        """The practices that all filters but these let through."""
        left = self.table.all()
        for name, bits in self.parts.items():
            if name not in without:
                left &= bits
        return left

    def total(self, *without: str) -> int:
        """How many practices all filters but these let through."""
        return counted(self.within(*without))

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """For each value, how many practices choosing it would show among those that the other filters let through."""
        whole = self.within()
        found = np.empty(len(self.table.values), np.int64)
        for facet, (low, high) in self.table.spans.items():
            left = self.within(facet) if facet in self.parts else whole
            found[low:high] = np.bitwise_count(self.table.bits[low:high] & left).sum(axis=1, dtype=np.int64)
        return found

    def sorted(self, order: str | NDArray[np.int32]) -> NDArray[np.int32]:
        """The practices left, by one of the table's orders, or as many of them as are in an order that is given."""
        flags = np.unpackbits(self.within().view(np.uint8), bitorder="little").view(np.bool_)
        places = self.table.orders[order] if isinstance(order, str) else order
        return places[flags[places]]

    def ways_back(self) -> list[tuple[tuple[str, ...], int]]:
        """When nothing is left: which filters to take away, and how many practices come back; fewest filters first.

        A single filter when one is enough, else two, and so on; most practices first.
        """
        names = list(self.parts)
        for size in range(1, len(names)):
            found = [(each, self.total(*each)) for each in combinations(names, size)]
            found = [(each, count) for each, count in found if count]
            if found:
                return sorted(found, key=lambda way: (-way[1], way[0]))
        return []


def packed(flags: NDArray[np.bool_]) -> Bits:
    """Flags as bits, 64 a word; their number is a multiple of 64."""
    return np.packbits(flags, bitorder="little").view(np.uint64)


def counted(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def _holding(body: bytes, ends: list[int], word: bytes) -> list[int]:
    """The numbers of the texts that hold `word`; a text that holds it is left at once for the next."""
    found: list[int] = []
    at = body.find(word)
    while at >= 0:
        number = bisect_right(ends, at)
        found.append(number)
        at = body.find(word, ends[number])
    return found
