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
from graph.text.messages import N_

SIZES: tuple[tuple[str, str, int], ...] = (
    ("under-50k", N_("Under 50,000"), 50_000),
    ("50k-100k", N_("50,000 to 100,000"), 100_000),
    ("100k-250k", N_("100,000 to 250,000"), 250_000),
    ("250k-500k", N_("250,000 to 500,000"), 500_000),
    ("500k-1m", N_("500,000 to 1 million"), 1_000_000),
    ("1m-5m", N_("1 to 5 million"), 5_000_000),
    ("over-5m", N_("5 million and more"), 10**12),
)
"""Slug, name, and the number of inhabitants at which the next class begins."""

FUNDING: tuple[tuple[str, str, str], ...] = (
    ("eu", N_("EU programme or fund"), "horizon|isf-police|internal security fund|urbact|uia|erdf|eu|joint programme"),
    ("national", N_("State or national government"), "national|government|ministry|home office|state|brå"),
    ("regional", N_("Region"), "regional|regione"),
    ("local", N_("City or other local body"), "municipal|city|own funds|district"),
    ("private", N_("Business or supplier"), "supplier|donation|business"),
)
"""Slug, name, and the words that put a funding text into the class; they stand between other letters nowhere."""

OTHER_FUNDING = ("other", N_("Recorded in other words"))
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


WHAT: Final = N_("What")
WHERE: Final = N_("Where and when")
RESULT: Final = N_("With what result")
WHO: Final = N_("By whom")
LAW: Final = N_("Under which law")
SOLELY_OPEN: Final = N_("Only where nothing of that law is sure to hold.")
NOT_RUNNING: Final = N_("The practice does not run on the day; the law would hold, or depend on a fact, if it did.")
COPYING: Final = N_("Whom to call, cost, staff, time, doing, failing.")
FACETS: tuple[Filter, ...] = (
    Filter("core_area", N_("Core area"), group=WHAT),
    Filter("theme", N_("Theme"), group=WHAT),
    Filter("technology", N_("Technology"), group=WHAT),
    Filter("problem", N_("Problem"), group=WHAT, closed=True),
    Filter("target_group", N_("Target group"), group=WHAT, closed=True),
    Filter("law", N_("Law that holds"), N_("Choose an act to see its parts."), LAW, closed=True, folded=True),
    Filter("law_question", N_("Depends on a fact"), SOLELY_OPEN, LAW, closed=True, folded=True),
    Filter("law_if_run", N_("If it ran"), NOT_RUNNING, LAW, closed=True, folded=True),
    Filter("country", N_("Country"), group=WHERE),
    Filter("city", N_("City"), group=WHERE, closed=True),
    Filter("city_size", N_("City size"), N_("Inhabitants of the city, as its page gives them."), WHERE, closed=True),
    Filter("status", N_("Status"), group=RESULT, closed=True),
    Filter("outcome", N_("Legal outcome"), group=RESULT, closed=True),
    Filter("evidence", N_("Evidence"), group=RESULT, closed=True),
    Filter("result", N_("Result of the evidence"), group=RESULT, closed=True),
    Filter("lead", N_("Run by"), group=WHO, closed=True),
    Filter("funding", N_("Funding"), N_("Sorted by the words of the source."), WHO, closed=True),
    Filter("known", N_("Known for copying it"), COPYING, WHO, closed=True),
    Filter("started", N_("Started"), group=WHERE, closed=True),
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
    | {("known", "contact"): N_("An office to call")}
    | {("funding", OTHER_FUNDING[0]): OTHER_FUNDING[1], ("law", NOT_RECORDED): N_("No law that we know")}
)


def given_name(facet: str, slug: str) -> str:
    """What we call a value that has no name in the graph: as it is written, where we have none either."""
    return GIVEN_NAMES.get((facet, slug), N_("Not recorded") if slug == NOT_RECORDED else slug)


_RANKS: Mapping[str, Mapping[str, int]] = {
    "city_size": {slug: place for place, (slug, _, _) in enumerate(SIZES)},
    "evidence": {slug: place for place, slug in enumerate(EVIDENCE_ORDER)},
}


def rank(facet: str, slug: str) -> int | None:
    """The place of a value among its neighbours where that is fixed: sizes, evidence, years newest first."""
    if facet == "started" and slug[:3].isdecimal():
        return -int(slug[:4].replace("s", ""))
    return _RANKS.get(facet, {}).get(slug)
