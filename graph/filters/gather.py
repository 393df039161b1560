"""Asks a store for the table of practices and filter values: one question, page by page, and what to call them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, pages, rows
from graph.filters.kinds import FACETS, GIVEN_NAMES, NOT_RECORDED, SLUGS, broader_of
from graph.settings import ROOT

QUESTIONS = ROOT / "queries" / "filters"
NOT_RECORDED_NAME = "Not recorded"
MADE = "https://w3id.org/openplaza/facet/"


@dataclass(frozen=True, slots=True)
class FilterValue:
    """One value of one filter; `broader` is the slug of the value it stands under, or empty; `iri` is for queries."""

    facet: str
    slug: str
    label: str
    broader: str = ""
    iri: str = ""


@dataclass
class FilterFacts:
    """Practices in the order of their IRIs; each value with the places of the practices that have it."""

    iris: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], FilterValue] = field(default_factory=dict)
    having: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def gather(store: Queryable, questions: Path = QUESTIONS) -> FilterFacts:
    """Every practice of `store` with every value of every filter; what a practice lacks is `not-recorded`."""
    catalogue = Catalogue.load(questions)
    found, terms = FilterFacts(), _terms(store, catalogue)
    practices = {row["key"]: row for row in pages(store, catalogue, "facets-practices")}
    found.iris = sorted(practices, key=str.encode)
    found.labels = [practices[iri]["label"] for iri in found.iris]
    names: list[set[str]] = [set() for _ in found.iris]
    places = {iri: place for place, iri in enumerate(found.iris)}
    for row in pages(store, catalogue, "facets-values"):
        place = places.get(row["key"])
        if place is not None:
            for slug in SLUGS[row["facet"]](row["value"]):
                names[place].add(_put(found, terms, row["facet"], slug, row["value"], place))
    for place, iri in enumerate(found.iris):
        row = practices[iri]
        found.words.append(plain(" ".join([row["label"], row["description"], row["aim"], *sorted(names[place])])))
    _add_missing(found)
    _add_broader(found, terms)
    return found


def plain(text: str) -> str:
    """Lower case, without accents, so that `malmo` finds `Malmö`; no line ends."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in parts if not unicodedata.combining(each)).split())


Terms = dict[str, tuple[str, str]]


def _terms(store: Queryable, catalogue: Catalogue) -> Terms:
    """IRI to (name, IRI of the broader value or empty)."""
    found: Terms = {}
    for row in rows(store, catalogue, "facets-terms"):
        found.setdefault(row["value"], (row["label"], row["broader"]))
    return found


def _put(found: FilterFacts, terms: Terms, facet: str, slug: str, raw: str, place: int) -> str:
    """Notes that the practice at `place` has the value; returns the name of the value."""
    key = facet, slug
    if key not in found.values:
        name, broader = terms.get(raw, (GIVEN_NAMES.get(key, slug), ""))
        if slug == NOT_RECORDED:
            name = NOT_RECORDED_NAME
        above = broader.rsplit("/", 1)[-1] or broader_of(facet, slug)
        found.values[key] = FilterValue(facet, slug, name, above, _iri(facet, slug, raw))
        if above:
            _put_above(found, terms, facet, broader, above)
    having = found.having.setdefault(key, [])
    if not having or having[-1] != place:
        having.append(place)
    return found.values[key].label


def _iri(facet: str, slug: str, raw: str) -> str:
    """What stands for the value in `practices-list.rq`: its own IRI, or one made for a class of values."""
    if slug == NOT_RECORDED:
        return f"{MADE}{NOT_RECORDED}"
    return raw if "://" in raw else f"{MADE}{facet}/{slug}"


def _put_above(found: FilterFacts, terms: Terms, facet: str, raw: str, slug: str) -> None:
    """A broader value is there too, with all values above it, though no practice may have it itself."""
    key = facet, slug
    if key in found.values:
        return
    name, broader = terms.get(raw, (slug, ""))
    above = broader.rsplit("/", 1)[-1]
    found.values[key] = FilterValue(facet, slug, name, above, _iri(facet, slug, raw))
    found.having.setdefault(key, [])
    if above:
        _put_above(found, terms, facet, broader, above)


def _add_missing(found: FilterFacts) -> None:
    everyone = set(range(len(found.iris)))
    for facet in FACETS:
        having = [places for (name, _), places in found.having.items() if name == facet.name]
        missing = everyone.difference(*having)
        if missing:
            key = facet.name, NOT_RECORDED
            missed = FilterValue(*key, NOT_RECORDED_NAME, "", _iri(*key, ""))
            found.values.setdefault(key, missed)
            found.having[key] = sorted(missing.union(found.having.get(key, ())))


def _add_broader(found: FilterFacts, terms: Terms) -> None:
    """Who has a value has every broader one too. A circle among broader values is left when it is met again."""
    for key, value in list(found.values.items()):
        for above in _above(found, value):
            wide = found.having.setdefault((key[0], above), [])
            wide.extend(found.having[key])
    for key, places in found.having.items():
        found.having[key] = sorted(set(places))


def _above(found: FilterFacts, value: FilterValue) -> Iterator[str]:
    seen = {value.slug}
    while value.broader and value.broader not in seen:
        seen.add(value.broader)
        yield value.broader
        value = found.values[value.facet, value.broader]
