"""Asks a store for what practices may share: questions of `queries/peers/`, page by page.

Any store answers them, embedded or remote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, by_key, pages
from graph.peers.contributions import BY_PROPERTY, COUNTRY, LAW, SAYS_NOTHING, TOO_WIDE, WORDS
from graph.peers.words import shared_words
from graph.settings import ROOT

QUESTIONS = ROOT / "queries" / "peers"
EU_LAW: Final = "https://w3id.org/openplaza/ontology#EuropeanUnionLaw"
"""Stands for the law of the Union as a thing that practices share; it is no term of the vocabulary."""

Item = tuple[str, str, str]
"""A feature with its first and last day as the store writes them; empty when not known or not dated."""


@dataclass(frozen=True, slots=True)
class FeatureValue:
    """A feature: what it is called, the act it belongs to, and the features it is a narrower kind of.

    One that is `too_wide` is told, but makes nothing alike.
    """

    iri: str
    id: str = ""
    label: str = ""
    part_of: str = ""
    broader: tuple[str, ...] = ()
    too_wide: bool = False


@dataclass(frozen=True, slots=True)
class City:
    """A city as it is compared; what is not known is empty, and `population` 0."""

    iri: str
    id: str
    label: str
    country_id: str
    country: str
    member_from: str = ""
    member_to: str = ""
    geonames: str = ""
    population: int = 0
    lat: str = ""
    lon: str = ""
    roles: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """Its name without what a row adds in brackets."""
        return self.label.split(" (")[0]


@dataclass(frozen=True, slots=True)
class PeerCountry:
    """A country with its first and last day in the Union; empty when it never was, or still is."""

    id: str
    label: str
    member_from: str = ""
    member_to: str = ""

    def in_union(self, on: str) -> bool:
        """Whether the law of the Union applied there on the day `on`."""
        return bool(self.member_from) and self.member_from <= on <= (self.member_to or on)


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice: its cities, its features by contribution, and the register it is known from, if from one."""

    iri: str
    id: str
    label: str
    cities: tuple[str, ...]
    features: dict[str, tuple[Item, ...]]
    register: str = ""


@dataclass(frozen=True)
class PeerFacts:
    """Practices in the byte order of their IRIs, and everything they speak of by IRI."""

    practices: tuple[Practice, ...]
    values: dict[str, FeatureValue]
    cities: dict[str, City]
    countries: tuple[PeerCountry, ...] = ()


def gather(store: Queryable, questions: Path = QUESTIONS) -> PeerFacts:
    """Everything that `store` knows about practices and their likeness."""
    catalogue = Catalogue.load(questions)
    cities = _cities(pages(store, catalogue, "peers-cities"))
    values = _values(pages(store, catalogue, "peers-values"))
    values[EU_LAW] = FeatureValue(EU_LAW, "EU", "EU law")
    named: dict[str, tuple[str, str]] = {}
    places: dict[str, set[str]] = {}
    for row in pages(store, catalogue, "peers-practices"):
        named.setdefault(row["key"], (row["id"], row["label"]))
        if row["city"] in cities:
            places.setdefault(row["key"], set()).add(row["city"])
    features: dict[str, dict[str, set[Item]]] = {iri: {} for iri in named}
    for row in pages(store, catalogue, "peers-features"):
        _feature(row, features, values)
    _govern(pages(store, catalogue, "peers-governing"), features, values)
    _under_union_law(features, places, cities)
    _share_words(pages(store, catalogue, "peers-texts"), named, features, values)
    registers = {row["key"]: row["register"] for row in pages(store, catalogue, "peers-registers")}
    practices = tuple(
        Practice(
            iri,
            *named[iri],
            tuple(sorted(places.get(iri, ()))),
            {name: tuple(sorted(items)) for name, items in sorted(features[iri].items())},
            registers.get(iri, ""),
        )
        for iri in sorted(named, key=str.encode)
    )
    rows = {row["key"]: row for row in pages(store, catalogue, "peers-countries")}
    countries = (PeerCountry(row["id"], row["label"], row["member_from"], row["member_to"]) for row in rows.values())
    return PeerFacts(practices, values, cities, tuple(sorted(countries, key=lambda each: each.id)))


def _feature(row: Row, features: dict[str, dict[str, set[Item]]], values: dict[str, FeatureValue]) -> None:
    name = BY_PROPERTY.get(row["property"].rsplit("#", 1)[-1])
    if name is None or row["key"] not in features or row["value"].rsplit("/", 1)[-1] in SAYS_NOTHING:
        return
    features[row["key"]].setdefault(name, set()).add((row["value"], "", ""))
    values.setdefault(row["value"], FeatureValue(row["value"], row["value"].rsplit("/", 1)[-1]))


def _govern(rows: Iterable[Row], features: dict[str, dict[str, set[Item]]], values: dict[str, FeatureValue]) -> None:
    """The provisions that govern a practice, or may."""
    found: dict[str, set[Item]] = {}
    for row in rows:
        if row["key"] in features:
            found.setdefault(row["key"], set()).add((row["value"], row["start"], row["end"]))
    for iri, items in found.items():
        features[iri].setdefault(LAW, set()).update(items)
        for value, _, _ in items:
            values.setdefault(value, FeatureValue(value, value.rsplit("/", 1)[-1]))


def _under_union_law(
    features: dict[str, dict[str, set[Item]]], places: dict[str, set[str]], cities: dict[str, City]
) -> None:
    """Give a practice the law of the Union for the time in which a country of its cities is a member."""
    for iri, found in features.items():
        for city in sorted(places.get(iri, ())):
            if since := cities[city].member_from:
                found.setdefault(COUNTRY, set()).add((EU_LAW, since, cities[city].member_to))


def _share_words(
    rows: Iterable[Row],
    named: dict[str, tuple[str, str]],
    features: dict[str, dict[str, set[Item]]],
    values: dict[str, FeatureValue],
) -> None:
    """The words of titles and descriptions that a practice shares with some others."""
    texts = {iri: [row["text"] for row in each] for iri, each in by_key(rows).items()}
    found, words = shared_words({iri: (label, texts.get(iri, ())) for iri, (_, label) in named.items()})
    values.update((each.key, FeatureValue(each.key, each.form, each.form, "", each.broader)) for each in words)
    for iri, keys in found.items():
        if keys:
            features[iri][WORDS] = {(key, "", "") for key in keys}


def _values(rows: Iterable[Row]) -> dict[str, FeatureValue]:
    return {
        iri: FeatureValue(
            iri,
            min(row["id"] for row in each) or iri.rsplit("/", 1)[-1],
            min(row["label"] for row in each),
            min(row["part_of"] for row in each),
            tuple(sorted({row["broader"] for row in each if row["broader"]})),
            iri.rsplit("/", 1)[-1] in TOO_WIDE,
        )
        for iri, each in by_key(rows).items()
    }


def _cities(rows: Iterable[Row]) -> dict[str, City]:
    return {
        iri: City(
            iri,
            each[0]["id"],
            min(row["label"] for row in each),
            each[0]["country_id"],
            each[0]["country_label"],
            each[0]["member_from"],
            each[0]["member_to"],
            min(row["geonames"] for row in each).strip("/").rsplit("/", 1)[-1],
            _number(max(row["population"] for row in each)),
            each[0]["lat"],
            each[0]["lon"],
            tuple(sorted({role for row in each if (role := row["role"].rsplit("/", 1)[-1]) not in ("", "none")})),
        )
        for iri, each in by_key(rows).items()
    }


def _number(text: str) -> int:
    return int(float(text)) if text else 0
