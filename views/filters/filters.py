"""Filters as the plain values that templates show: trees of options, chips of what is chosen, ways out of nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flask import request
from numpy.typing import NDArray

from graph.filters import FACETS, NOT_RECORDED, WORDS, Choice, FilterTable
from graph.filters.gather import FilterValue
from graph.filters.kinds import rank
from views.web.here import Pairs, address, pairs

MOST_OPTIONS = 60
MOST_CHOSEN = 100
OPEN_AT_FIRST = ("core_area", "theme", "technology", "country")
WORDS_LEGEND = "Words"
LEGENDS = {facet.name: facet.legend for facet in FACETS} | {WORDS: WORDS_LEGEND}
GROUPS = (
    ("What", ("core_area", "theme", "technology", "problem", "target_group")),
    ("Where and when", ("country", "city", "city_size", "started")),
    ("With what result", ("status", "outcome", "evidence", "result")),
    ("By whom", ("lead", "funding")),
)

Shaped = dict[str, Any]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Asking:
    """What a request chooses: words, values by filter, and everything else that its links keep."""

    words: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    kept: Pairs = field(default_factory=list)

    def pairs(self, *, drop: str = "", without: tuple[str, str] | None = None) -> Pairs:
        """The parameters of an address that chooses the same, but not the filter `drop` nor the value `without`."""
        words = [(WORDS, self.words)] if self.words and drop != WORDS and without != (WORDS, self.words) else []
        values = [
            (facet, slug)
            for facet, slugs in self.chosen.items()
            for slug in slugs
            if facet != drop and (facet, slug) != without
        ]
        return [*words, *values, *self.kept]


def asking() -> Asking:
    """The choice of this request; a value is named once, however often it is given."""
    chosen = {}
    for facet in FACETS:
        given = list(dict.fromkeys(slug.strip() for slug in request.args.getlist(facet.name) if slug.strip()))
        if given:
            chosen[facet.name] = given[:MOST_CHOSEN]
    known = {WORDS, "page", *LEGENDS}
    return Asking(request.args.get(WORDS, "").strip()[:200], chosen, pairs(*known))


def groups(table: FilterTable, choice: Choice, asked: Asking) -> list[Shaped]:
    """Every filter with its options, in groups."""
    counts = choice.counts
    return [
        {"legend": legend, "facets": [_facet(table, counts, name, asked.chosen.get(name, [])) for name in names]}
        for legend, names in GROUPS
    ]


def _facet(table: FilterTable, counts: Counts, name: str, chosen: list[str]) -> Shaped:
    low, high = table.spans.get(name, (0, 0))
    below: dict[str, list[int]] = {}
    slugs = {table.values[place].slug for place in range(low, high)}
    for place in range(low, high):
        broader = table.values[place].broader
        below.setdefault(broader if broader in slugs else "", []).append(place)
    options = _options(table, counts, below, "", chosen, frozenset())
    kept = [each for place, each in enumerate(options) if place < MOST_OPTIONS or each["checked"]]
    left = len(options) - len(kept)
    unknown = [_strange(slug) for slug in chosen if slug not in slugs]
    facet = next(each for each in FACETS if each.name == name)
    return {
        "name": name,
        "legend": facet.legend,
        "about": facet.about,
        "options": [*unknown, *kept],
        "chosen": len(chosen),
        "closed": name not in OPEN_AT_FIRST,
        "more": f"{left:,} more with fewer practices: write the name above, or use the map." if left else "",
    }


def _options(
    table: FilterTable,
    counts: Counts,
    below: dict[str, list[int]],
    parent: str,
    chosen: list[str],
    above: frozenset[str],
) -> list[Shaped]:
    """The options under one value; those that would leave nothing are left out unless they are chosen."""
    found = []
    for place in below.get(parent, ()):
        value, count = table.values[place], int(counts[place])
        if value.slug in above:
            continue
        children = _options(table, counts, below, value.slug, chosen, above | {value.slug})
        checked = value.slug in chosen
        if count or checked or children:
            found.append(
                {
                    "value": value.slug,
                    "label": value.label,
                    "count": count,
                    "checked": checked,
                    "children": children,
                    "open": any(each["checked"] or each["open"] for each in children),
                    "unknown": value.slug == NOT_RECORDED,
                    "place": _place(value, count),
                }
            )
    return sorted(found, key=lambda each: each["place"])


def _place(value: FilterValue, count: int) -> tuple[bool, int, str]:
    fixed = rank(value.facet, value.slug)
    return value.slug == NOT_RECORDED, -count if fixed is None else fixed, value.label.casefold()


def _strange(slug: str) -> Shaped:
    """A value that the address names and the facts do not have: shown, so that it can be taken away."""
    return {"value": slug, "label": slug, "count": 0, "checked": True, "children": [], "open": False, "unknown": True}


def label(table: FilterTable, facet: str, slug: str) -> str:
    """What a value is called."""
    place = table.row(facet, slug)
    return slug if place is None else table.values[place].label


def chips(table: FilterTable, asked: Asking, path: str) -> list[Shaped]:
    """Each chosen value with the address of the page without it."""
    found = []
    if asked.words:
        without = asked.pairs(drop=WORDS)
        found.append({"facet": WORDS_LEGEND, "label": f"“{asked.words}”", "href": address(path, without)})
    for facet, slugs in asked.chosen.items():
        for slug in slugs:
            pairs = asked.pairs(without=(facet, slug))
            found.append({"facet": LEGENDS[facet], "label": label(table, facet, slug), "href": address(path, pairs)})
    return found


def ways_back(table: FilterTable, choice: Choice, asked: Asking, path: str) -> list[Shaped]:
    """What to take away when nothing is left, with the number of practices that come back."""
    found = []
    for facets, count in choice.ways_back()[:6]:
        rest = Asking(
            "" if WORDS in facets else asked.words,
            {facet: slugs for facet, slugs in asked.chosen.items() if facet not in facets},
            asked.kept,
        )
        named = " and ".join(f"‘{_chosen_words(table, asked, facet)}’" for facet in facets)
        found.append(
            {
                "before": f"Without {named} there would be ",
                "text": f"{count:,} practice{'' if count == 1 else 's'}",
                "href": address(path, rest.pairs()),
            }
        )
    return found


def _chosen_words(table: FilterTable, asked: Asking, facet: str) -> str:
    if facet == WORDS:
        return f"{WORDS_LEGEND}: {asked.words}"
    return f"{LEGENDS[facet]}: {' or '.join(label(table, facet, slug) for slug in asked.chosen[facet])}"
