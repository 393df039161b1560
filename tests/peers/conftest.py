"""Peers of the real facts, and of small worlds made for one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.peers import Peers, peers_of
from graph.peers.gather import City, FeatureValue, PeerCountry, PeerFacts, Practice
from graph.peers.index import load, write
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore

World = Callable[..., Peers]
CITIES = {
    "small": City("c:small", "small", "Small", "BE", "Belgium", "1958-01-01", "", "1", 50_000),
    "big": City("c:big", "big", "Big", "BE", "Belgium", "1958-01-01", "", "2", 500_000),
    "left": City("c:left", "left", "Left", "GB", "United Kingdom", "1973-01-01", "2020-12-31", "3", 50_000),
    "unknown": City("c:unknown", "unknown", "Unknown", "CH", "Switzerland", "", "", "4", 0),
}
COUNTRIES = (PeerCountry("BE", "Belgium", "1958-01-01"),
             PeerCountry("GB", "United Kingdom", "1973-01-01", "2020-12-31"),
             PeerCountry("CH", "Switzerland"))  # fmt: skip


def made_of(
    folder: Path, practices: Sequence[Mapping[str, Any]], broader: Mapping[str, Sequence[str]] | None = None
) -> Peers:
    """Peers of practices p00, p01, ...; each a mapping of contribution to values or dated items, `cities` to names."""
    found = []
    values: dict[str, FeatureValue] = {}
    for number, features in enumerate(practices):
        items = {
            name: tuple(each if isinstance(each, tuple) else (each, "", "") for each in given)
            for name, given in features.items()
            if name != "cities"
        }
        cities = tuple(sorted(CITIES[each].iri for each in features.get("cities", ())))
        found.append(Practice(f"p{number:02}", f"p{number:02}", f"Practice {number}", cities, items))
        for given in items.values():
            for iri, _, _ in given:
                values.setdefault(iri, FeatureValue(iri, iri, iri, "", tuple((broader or {}).get(iri, ()))))
    for wider in (broader or {}).values():
        for iri in wider:
            values.setdefault(iri, FeatureValue(iri, iri, iri, "", tuple((broader or {}).get(iri, ()))))
    folder.mkdir(parents=True, exist_ok=True)
    write(PeerFacts(tuple(found), values, {city.iri: city for city in CITIES.values()}, COUNTRIES), folder)
    return load(folder)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Makes the peers of a small world."""

    def make(practices: Sequence[Mapping[str, Any]], broader: Mapping[str, Sequence[str]] | None = None) -> Peers:
        return made_of(tmp_path / str(len(list(tmp_path.iterdir()))), practices, broader)

    return make


@pytest.fixture(scope="session")
def peers(revision: Revision, store: EmbeddedStore) -> Peers:
    """The peers of the real facts."""
    return peers_of(revision, lambda: store)
