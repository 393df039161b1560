"""Filters over the rows of an answer, each of which says that a thing has a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.filters import Filter as Facet
from graph.filters import FilterTable, FilterValue, Option, facet_of
from views.web.service import grouped, slug_of, text_of

__all__ = ["Choices", "Facet"]


@dataclass(frozen=True)
class Choices:
    """Rows (thing, facet, value, value_label) as a table; `chosen` maps a filter to the chosen slugs."""

    rows: Sequence[Mapping[str, Any]]
    chosen: Mapping[str, Sequence[str]]
    key: str

    @cached_property
    def _table(self) -> FilterTable:
        return FilterTable.of([_value(row) for row in group] for group in grouped(self.rows, self.key).values())

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {thing: number for number, thing in enumerate(grouped(self.rows, self.key))}

    def iris(self, facet: str) -> list[str]:
        """The identifiers of the chosen values; an unknown value keeps its place so that it finds nothing."""
        return self._table.value_iris(facet, self.chosen.get(facet, ()))

    def options(self, facet: str, found: Iterable[str]) -> tuple[Option, ...]:
        """The options of one filter, most frequent first; counts follow the other filters and `found`."""
        words = self._table.among([self._numbers[thing] for thing in found if thing in self._numbers])
        return facet_of(self._table.chosen(self.chosen, words), Facet(facet, facet)).options


def _value(row: Mapping[str, Any]) -> FilterValue:
    value = text_of(row, "value")
    return FilterValue(text_of(row, "facet"), slug_of(value), text_of(row, "value_label"), iri=value)
