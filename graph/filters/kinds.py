"""The filters of practices: what each is called, and how a raw value becomes one that can be chosen.

Three filters sort raw values into classes. City size: the classes that the European Commission and the OECD use for
cities (Dijkstra and Poelman 2012, "Cities in Europe: the new OECD-EC definition"), and one below them. Funding: by the
words of the funding text, first class whose words occur and every other that does too. Start: a year within its decade.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from graph.filters.facet import Filter
from graph.filters.table import NOT_RECORDED

SIZES: tuple[tuple[str, str, int], ...] = (
    ("under-50k", "Under 50,000", 50_000),
    ("50k-100k", "50,000 to 100,000", 100_000),
    ("100k-250k", "100,000 to 250,000", 250_000),
    ("250k-500k", "250,000 to 500,000", 500_000),
    ("500k-1m", "500,000 to 1 million", 1_000_000),
    ("1m-5m", "1 to 5 million", 5_000_000),
    ("over-5m", "5 million and more", 10**12),
)
"""Slug, name, and the number of inhabitants at which the next class begins."""

FUNDING: tuple[tuple[str, str, str], ...] = (
    ("eu", "EU programme or fund", "horizon|isf-police|internal security fund|urbact|uia|erdf|eu|joint programme"),
    ("national", "State or national government", "national|government|ministry|home office|state|brå"),
    ("regional", "Region", "regional|regione"),
    ("local", "City or other local body", "municipal|city|own funds|district"),
    ("private", "Business or supplier", "supplier|donation|business"),
)
"""Slug, name, and the words that put a funding text into the class; they stand between other letters nowhere."""

OTHER_FUNDING = ("other", "Recorded in other words")
_FUNDING = [(slug, re.compile(rf"(?:^|[^a-z])(?:{words})(?:[^a-z]|$)")) for slug, _, words in FUNDING]

EVIDENCE_ORDER = (
    "comparison-evaluation",
    "independent-evaluation",
    "oversight-review",
    "monitoring-statistics",
    "survey",
    "self-reported",
    "activity-count",
    "none-found",
)
"""How far an evidence level lets one speak of an effect, most first; after the definitions of the vocabulary."""


WHAT: Final = "What"
WHERE: Final = "Where and when"
RESULT: Final = "With what result"
WHO: Final = "By whom"
LAW: Final = "Under which law"
SOLELY_OPEN: Final = "Only where nothing of that law is sure to hold."
NOT_RUNNING: Final = "The practice does not run on the day; the law would hold, or depend on a fact, if it did."
FACETS: tuple[Filter, ...] = (
    Filter("core_area", "Core area", group=WHAT),
    Filter("theme", "Theme", group=WHAT),
    Filter("technology", "Technology", group=WHAT),
    Filter("problem", "Problem", group=WHAT, closed=True),
    Filter("target_group", "Target group", group=WHAT, closed=True),
    Filter("law", "Law that holds", "Choose an act to see its parts.", LAW, closed=True, folded=True),
    Filter("law_question", "Depends on a fact", SOLELY_OPEN, LAW, closed=True, folded=True),
    Filter("law_if_run", "If it ran", NOT_RUNNING, LAW, closed=True, folded=True),
    Filter("country", "Country", group=WHERE),
    Filter("city", "City", group=WHERE, closed=True),
    Filter("city_size", "City size", "Inhabitants of the city, as its page gives them.", WHERE, closed=True),
    Filter("status", "Status", group=RESULT, closed=True),
    Filter("outcome", "Legal outcome", group=RESULT, closed=True),
    Filter("evidence", "Evidence", group=RESULT, closed=True),
    Filter("result", "Result of the evidence", group=RESULT, closed=True),
    Filter("lead", "Run by", group=WHO, closed=True),
    Filter("funding", "Funding", "Sorted by the words of the source.", WHO, closed=True),
    Filter("known", "Known for copying it", "Whom to call, cost, staff, time, doing, failing.", WHO, closed=True),
    Filter("started", "Started", group=WHERE, closed=True),
)
"""In the order of a page, within each group; the groups in the order of their first filters."""
NAMES = tuple(facet.name for facet in FACETS)


def size_class(people: str) -> str:
    """The class of a number of inhabitants, or that it is not recorded."""
    if not people.isdecimal():
        return NOT_RECORDED
    return next(slug for slug, _, below in SIZES if int(people) < below)


def funding_classes(text: str) -> list[str]:
    """Every class whose words the funding text holds; a text with none of them is recorded in other words."""
    lower = text.lower()
    return [slug for slug, words in _FUNDING if words.search(lower)] or [OTHER_FUNDING[0]]


def year_and_decade(year: str) -> list[str]:
    """`2019` as itself; its decade is broader, see `broader_of`."""
    return [year[:4]]


def broader_of(facet: str, slug: str) -> str:
    """The decade of a year; nothing for a value of another filter."""
    return f"{slug[:3]}0s" if facet == "started" and slug.isdecimal() else ""


def _last(value: str) -> list[str]:
    return [value.rsplit("/", 1)[-1]]


SLUGS: Mapping[str, Callable[[str], list[str]]] = dict.fromkeys(NAMES, _last) | {
    "city_size": lambda people: [size_class(people)],
    "funding": funding_classes,
    "started": year_and_decade,
}
"""From a raw value of the table to the slugs that stand for it in addresses."""

GIVEN_NAMES: Mapping[tuple[str, str], str] = (
    {("city_size", slug): name for slug, name, _ in SIZES}
    | {("funding", slug): name for slug, name, _ in FUNDING}
    | {("known", "contact"): "An office to call"}
    | {("funding", OTHER_FUNDING[0]): OTHER_FUNDING[1], ("law", NOT_RECORDED): "No law that we know"}
)
_RANKS: Mapping[str, Mapping[str, int]] = {
    "city_size": {slug: place for place, (slug, _, _) in enumerate(SIZES)},
    "evidence": {slug: place for place, slug in enumerate(EVIDENCE_ORDER)},
}


def rank(facet: str, slug: str) -> int | None:
    """The place of a value among its neighbours where that is fixed: sizes, evidence, years newest first."""
    if facet == "started" and slug[:3].isdecimal():
        return -int(slug[:4].replace("s", ""))
    return _RANKS.get(facet, {}).get(slug)
