"""Everything that peers are found with, for one revision: derived from it and kept beside it, in `index/peers/`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.derived.texts import Texts, map_array, map_texts, write_texts
from graph.peers import features
from graph.peers.contributions import CONTRIBUTIONS, SIZE
from graph.peers.features import Features, FeaturesOnDay, Ints
from graph.peers.gather import QUESTIONS, City, FeatureValue, PeerCountry, PeerFacts, gather
from graph.peers.measures import Floats
from graph.peers.words import SMALL_WORDS
from graph.revision import Revision
from graph.text.messages import NameWords, name_words

FORMAT: Final = 5
ABOUT: Final = "about.json"
DAYS_KEPT: Final = 16
SETS: Final = tuple(each.name for each in CONTRIBUTIONS if each.name != SIZE)


@dataclass(frozen=True, eq=False, repr=False)
class Peers:
    """Practices have the numbers of their IRIs in byte order, cities too, features those of their contribution."""

    iris: Texts
    practices: Texts
    cities: tuple[City, ...]
    countries: dict[str, PeerCountry]
    population: Floats
    city_starts: Ints
    city_items: Ints
    values: dict[str, Texts]
    features: dict[str, Features]
    _held: dict[tuple[str, int], FeaturesOnDay] = field(default_factory=dict)
    _read: dict[tuple[str, int], FeatureValue] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.iris)

    def __repr__(self) -> str:
        return f"Peers of {len(self)} practices"

    def find(self, iri: str) -> int | None:
        """The number of a practice."""
        return self.iris.find(iri)

    def named(self, practice: int) -> tuple[str, str]:
        """The identifier and the title of a practice."""
        identifier, label, _ = json.loads(self.practices[practice])
        return identifier, name_words(label, self.iris[practice])

    def register_of(self, practice: int) -> str:
        """The IRI of the public register that a practice is known from; empty for all others."""
        return str(json.loads(self.practices[practice])[2])

    def cities_of(self, practice: int) -> list[City]:
        """Where a practice takes place."""
        return [self.cities[each] for each in self.city_items[self._cities(practice)]]

    def populations_of(self, practice: int) -> Floats:
        """The known numbers of inhabitants of its cities."""
        found = self.population[self.city_items[self._cities(practice)]]
        return found[found > 0]

    def _cities(self, practice: int) -> slice:
        return slice(int(self.city_starts[practice]), int(self.city_starts[practice + 1]))

    def value(self, contribution: str, number: int) -> FeatureValue:
        """What a feature is called, and what it is a narrower kind of."""
        key = (contribution, number)
        if key not in self._read:
            found = json.loads(self.values[contribution][number])
            label = name_words(found["label"], found["iri"])
            self._read[key] = FeatureValue(**found | {"label": label, "broader": tuple(found["broader"])})
        return self._read[key]

    def held(self, contribution: str, day: int) -> FeaturesOnDay:
        """The features of a contribution on a day; the last few days are kept."""
        found = self.features[contribution]
        key = (contribution, day if found.dated else -1)
        held = self._held.get(key)
        if held is None:
            held = features.hold(found, day)
            if len(self._held) > DAYS_KEPT * len(SETS):
                self._held.clear()
            self._held[key] = held
        return held


def peers_of(revision: Revision, store: Callable[[], Queryable]) -> Peers:
    """The peers of `revision`, made from `store` when there are none yet. Raises Damaged."""
    return INDEX.of(revision, store)


def load(folder: Path) -> Peers:
    """The peers that were written into `folder`, mapped."""
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return Peers(
        iris=map_texts(folder, "iris"),
        practices=map_texts(folder, "practices"),
        cities=tuple(
            City(**each | {"roles": tuple(each["roles"]), "country": _country(each["country"])})
            for each in about["cities"]
        ),
        countries={each["id"]: PeerCountry(**each | {"label": _country(each["label"])}) for each in about["countries"]},
        population=np.array([each["population"] for each in about["cities"]], np.float64),
        city_starts=map_array(folder, "city_starts"),
        city_items=map_array(folder, "city_items"),
        values={name: map_texts(folder, f"{name}.values") for name in SETS},
        features={name: features.load(folder, name, about["widths"][name]) for name in SETS},
    )


def _country(name: str) -> NameWords:
    return name_words(name, kind="country")


def write(facts: PeerFacts, folder: Path) -> None:
    """Write the arrays of `facts` into `folder`, which exists."""
    widths = {}
    for name in SETS:
        packed, iris = features.pack([each.features.get(name, ()) for each in facts.practices], facts.values)
        features.save(packed, folder, name)
        widths[name] = packed.width
        told = (facts.values.get(iri, FeatureValue(iri)) for iri in iris)
        write_texts(folder, f"{name}.values", (json.dumps(asdict(each), ensure_ascii=False) for each in told))
    cities = sorted(facts.cities.values(), key=lambda each: each.iri.encode())
    numbers = {city.iri: number for number, city in enumerate(cities)}
    starts = np.zeros(len(facts.practices) + 1, np.int32)
    np.cumsum([len(each.cities) for each in facts.practices], out=starts[1:])
    np.save(folder / "city_starts.npy", starts)
    items = [numbers[city] for each in facts.practices for city in each.cities]
    np.save(folder / "city_items.npy", np.array(items, np.int32))
    write_texts(folder, "iris", (each.iri for each in facts.practices))
    told_of = ([each.id, each.label, each.register] for each in facts.practices)
    write_texts(folder, "practices", (json.dumps(each, ensure_ascii=False) for each in told_of))
    about = {
        "widths": widths,
        "cities": [asdict(each) for each in cities],
        "countries": [asdict(each) for each in facts.countries],
    }
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


INDEX = DerivedIndex(
    name="peers",
    version=f"{FORMAT} {SETS}",
    sources=(*sorted(QUESTIONS.glob("*.rq")), SMALL_WORDS),
    write=lambda store, folder: write(gather(store), folder),
    load=load,
)
