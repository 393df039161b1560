"""Filters with counts: how many things each value would leave, given what the other filters already chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from views.web.service import slug_of


@dataclass(frozen=True)
class Facet:
    """One filter: `name` is its query parameter and its name in the rows, `legend` what people read."""

    name: str
    legend: str


@dataclass
class Choices:
    """Rows (thing, facet, value, value_label) turned into options; `chosen` maps a facet to the chosen slugs."""

    rows: Sequence[Mapping[str, Any]]
    chosen: Mapping[str, Sequence[str]]
    key: str

    def __post_init__(self) -> None:
        self._things: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._labels: dict[tuple[str, str], tuple[str, str]] = {}
        for row in self.rows:
            place = (str(row["facet"]), slug_of(row["value"]))
            self._things[place].add(str(row[self.key]))
            self._labels[place] = (str(row["value_label"]), str(row["value"]))

    def iris(self, facet: str) -> list[str]:
        """The identifiers of the chosen values; an unknown value keeps its place so that it finds nothing."""
        return [self._labels.get((facet, slug), ("", f"urn:unknown:{slug}"))[1] for slug in self.chosen.get(facet, ())]

    def options(self, facet: str, found: Iterable[str] | None = None) -> list[dict[str, Any]]:
        """The options of one filter, most frequent first; counts follow the other filters and `found`."""
        within = self._within(facet, None if found is None else set(found))
        options = []
        for (name, slug), (label, _) in self._labels.items():
            if name != facet:
                continue
            things = self._things[name, slug]
            count = len(things if within is None else things & within)
            checked = slug in self.chosen.get(facet, ())
            if count or checked:
                options.append({"value": slug, "label": label, "count": count, "checked": checked})
        return sorted(options, key=lambda option: (-option["count"], option["label"]))

    def _within(self, facet: str, found: set[str] | None) -> set[str] | None:
        within = found
        for other, slugs in self.chosen.items():
            if other == facet or not slugs:
                continue
            held = set().union(*(self._things[other, slug] for slug in slugs))
            within = held if within is None else within & held
        return within
