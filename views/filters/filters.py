"""The filters of a request: what it chooses, as groups of facets, chips of what is chosen, and ways out of nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from flask import request

from graph.errors import BadParameter
from graph.filters import FACETS, WORDS, Choice, Facet, FilterTable, FilterValue, facet_of
from graph.text.messages import N_, counted, joined, listed
from views.shown.values import Hyperlink
from views.web.here import Pairs, address, pairs

MOST_OPTIONS = 60
MOST_CHOSEN = 100
# Looking for what is like a value takes a while.
MOST_UNKNOWN, MOST_WRITTEN = 3, 100
WORDS_LEGEND = N_("Words")
LEGENDS = {facet.name: facet.legend for facet in FACETS} | {WORDS: WORDS_LEGEND}

Shaped = dict[str, Any]


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


def groups(choice: Choice) -> dict[str, list[Facet]]:
    """Every filter with its options, by group."""
    found: dict[str, list[Facet]] = {}
    for each in FACETS:
        found.setdefault(each.group, []).append(facet_of(choice, each, MOST_OPTIONS))
    return found


def chips(table: FilterTable, asked: Asking, path: str) -> list[Shaped]:
    """Each chosen value with the address of the page without it."""
    found = []
    if asked.words:
        without = asked.pairs(drop=WORDS)
        found.append({"facet": WORDS_LEGEND, "label": f"“{asked.words}”", "href": address(path, without)})
    for facet, slugs in asked.chosen.items():
        for slug in slugs:
            pairs = asked.pairs(without=(facet, slug))
            found.append({"facet": LEGENDS[facet], "label": table.label(facet, slug), "href": address(path, pairs)})
    return found


def ways_back(choice: Choice, asked: Asking, path: str) -> list[Shaped]:
    """What to take away when nothing is left, with the number of practices that come back."""
    found = []
    for facets, count in choice.ways_back()[:6]:
        rest = Asking(
            "" if WORDS in facets else asked.words,
            {facet: slugs for facet, slugs in asked.chosen.items() if facet not in facets},
            asked.kept,
        )
        named = listed(f"‘{_chosen_words(choice.table, asked, facet)}’" for facet in facets)
        found.append(
            {
                "filters": named,
                "text": counted(count, "%(number)s practice", "%(number)s practices"),
                "href": address(path, rest.pairs()),
            }
        )
    return found


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value chosen that its filter does not have, and the values most like it as links that take them instead."""

    facet: str
    value: str
    near: Sequence[Hyperlink]


def unknown(table: FilterTable, asked: Asking, path: str) -> list[UnknownValue]:
    """The first values chosen that their filters do not have, each with the values most like it and their addresses."""
    found = []
    for facet, slug in islice(_strange(table, asked), MOST_UNKNOWN):
        rest = asked.pairs(without=(facet, slug))
        near = [Hyperlink(each.label, address(path, [*rest, (facet, each.slug)])) for each in _near(table, facet, slug)]
        found.append(UnknownValue(LEGENDS[facet], slug[:MOST_WRITTEN], near))
    return found


def refuse_unknown(table: FilterTable, asked: Asking) -> None:
    """Raises BadParameter for the first value chosen that its filter does not have: it says which are most like it."""
    for facet, slug in _strange(table, asked):
        near = joined((f"{each.slug!r} ({each.label})" for each in _near(table, facet, slug)), " or ")
        unknown = N_("No practice has %(value)s here.", value=repr(slug[:MOST_WRITTEN]))
        raise BadParameter(facet, joined((unknown, N_("Did you mean %(values)s?", values=near) if near else ""), " "))


def _near(table: FilterTable, facet: str, slug: str) -> list[FilterValue]:
    return table.near(facet, slug[:MOST_WRITTEN])


def _strange(table: FilterTable, asked: Asking) -> Iterator[tuple[str, str]]:
    return ((facet, slug) for facet, slugs in asked.chosen.items() for slug in slugs if table.row(facet, slug) is None)


def _chosen_words(table: FilterTable, asked: Asking, facet: str) -> str:
    if facet == WORDS:
        return f"{WORDS_LEGEND}: {asked.words}"
    return f"{LEGENDS[facet]}: {' or '.join(table.label(facet, slug) for slug in asked.chosen[facet])}"
