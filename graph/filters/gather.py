"""Asks a store for the table of practices and filter values: one question, page by page, and what to call them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, last_part, pages, rows
from graph.filters.kinds import FACETS, SLUGS, broader_of, given_name, rank
from graph.filters.law import HOLDING, LAW_FILTERS, law_terms, laws_held, wholes
from graph.filters.table import NOT_RECORDED, FilterValue
from graph.law.citation import sort_key
from graph.law.life import Life
from graph.settings import ROOT
from graph.text.folding import fold

QUESTIONS = ROOT / "queries" / "filters"
MADE = "https://w3id.org/openplaza/facet/"


@dataclass
class FilterFacts:
    """Practices in the order of their IRIs; each value with the places of the practices that have it."""

    iris: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], FilterValue] = field(default_factory=dict)
    having: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    above: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """The slugs of the broader values of a value; a filter shows it under the first of them."""
    held: set[tuple[str, str, int, int, int]] = field(default_factory=set)
    """Filter, slug, practice, first and last day of what is had on some days only."""


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
                value = _value(found, terms, row["facet"], slug, row["value"])
                found.having[value.facet, slug].append(place)
                names[place].add(value.label)
    for place, iri in enumerate(found.iris):
        row = practices[iri]
        found.words.append(fold(" ".join([row["label"], row["description"], row["aim"], *sorted(names[place])])))
    _add_missing(found, terms)
    _add_broader(found)
    _add_law(found, store, catalogue, practices)
    return found


Terms = dict[str, tuple[str, tuple[str, ...]]]


def _terms(store: Queryable, catalogue: Catalogue) -> Terms:
    """IRI to name and IRIs of the broader values, in byte order."""
    found: Terms = {}
    for row in rows(store, catalogue, "facets-terms"):
        label, broader = found.get(row["value"], (row["label"], ()))
        found[row["value"]] = (label, tuple(sorted({*broader, *filter(None, (row["broader"],))})))
    return found


def _value(found: FilterFacts, terms: Terms, facet: str, slug: str, raw: str) -> FilterValue:
    """The value, noted with all values above it, though no practice may have those itself."""
    key = facet, slug
    if key not in found.values:
        name, wide = terms.get(raw, (given_name(*key), ()))
        above = {last_part(iri): iri for iri in wide} or {each: "" for each in (broader_of(facet, slug),) if each}
        if slug == NOT_RECORDED:
            name = given_name(*key)
        first = next(iter(above), "")
        found.values[key] = FilterValue(facet, slug, name, first, _iri(facet, slug, raw), rank(facet, slug))
        found.having[key], found.above[key] = [], tuple(above)
        for each, iri in above.items():
            _value(found, terms, facet, each, iri)
    return found.values[key]


def _iri(facet: str, slug: str, raw: str) -> str:
    """What stands for the value in `practices-list.rq`: its own IRI, or one made for a class of values."""
    if slug == NOT_RECORDED:
        return f"{MADE}{NOT_RECORDED}"
    return raw if "://" in raw else f"{MADE}{facet}/{slug}"


def _add_missing(found: FilterFacts, terms: Terms) -> None:
    everyone = set(range(len(found.iris)))
    for facet in (each for each in FACETS if each.name not in LAW_FILTERS):
        missing = everyone.difference(*(places for (name, _), places in found.having.items() if name == facet.name))
        if missing:
            _value(found, terms, facet.name, NOT_RECORDED, "")
            found.having[facet.name, NOT_RECORDED] += missing


def _add_broader(found: FilterFacts) -> None:
    """Who has a value has every broader one too. A circle among broader values is left when it is met again."""
    for key in found.values:
        for above in _above(found, key):
            found.having[key[0], above] += found.having[key]
    for key, places in found.having.items():
        found.having[key] = sorted(set(places))


def _add_law(found: FilterFacts, store: Queryable, catalogue: Catalogue, practices: dict[str, Row]) -> None:
    """The law filters: all have the same values, and who has a part of a law has the whole of it as well."""
    terms = law_terms(store, catalogue)
    places = {iri: place for place, iri in enumerate(found.iris)}
    lives = {iri: Life(row["status"], row["start"], row["end"], row["checked"]) for iri, row in practices.items()}
    met: dict[str, None] = {}
    for each in laws_held(store, catalogue, lives):
        above = wholes(terms, each.provision)
        met.update(dict.fromkeys(above))
        found.held |= {(each.filter, terms[law].id, places[each.practice], each.first, each.last) for law in above}
    for number, iri in enumerate(sorted(met, key=lambda iri: (sort_key(terms[iri].id), iri))):
        law, whole = terms[iri], terms.get(terms[iri].whole)
        for name in LAW_FILTERS:
            key = name, law.id
            # Acts stand by how many practices they have, parts as they stand in their act.
            found.values[key] = FilterValue(*key, law.name, whole.id if whole else "", iri, number if whole else None)
            found.having[key] = []
    _value(found, {}, HOLDING, NOT_RECORDED, "")


def _above(found: FilterFacts, key: tuple[str, str]) -> Iterator[str]:
    facet, slug = key
    seen, ahead = {slug}, list(found.above[key])
    while ahead:
        above = ahead.pop()
        if above not in seen:
            seen.add(above)
            ahead += found.above[facet, above]
            yield above
