"""Everything that peers are found with, for one revision: derived from it and kept beside it, in `index/peers/`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from graph.derived.texts import Texts, map_array, map_texts, write_texts
from graph.links.gather import Asked
from graph.peers import features
from graph.peers.contributions import CONTRIBUTIONS, SIZE
from graph.peers.features import Features, Held, Ints
from graph.peers.gather import QUESTIONS, City, Country, Gathered, Value, gather
from graph.peers.measures import Floats
from graph.revision import Revision

FORMAT: Final = 3
ABOUT: Final = "about.json"
ELSEWHERE: Final = ".peers"
KEPT: Final = 3
DAYS_KEPT: Final = 16
SETS: Final = tuple(each.name for each in CONTRIBUTIONS if each.name != SIZE)


@dataclass(frozen=True, eq=False, repr=False)
class Peers:
    """Practices have the numbers of their IRIs in byte order, cities too, features those of their contribution."""

    iris: Texts
    practices: Texts
    cities: tuple[City, ...]
    countries: dict[str, Country]
    population: Floats
    city_starts: Ints
    city_items: Ints
    values: dict[str, Texts]
    features: dict[str, Features]
    _held: dict[tuple[str, int], Held] = field(default_factory=dict)
    _read: dict[tuple[str, int], Value] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.iris)

    def __repr__(self) -> str:
        return f"Peers of {len(self)} practices"

    def find(self, iri: str) -> int | None:
        """The number of a practice."""
        return self.iris.find(iri)

    def named(self, practice: int) -> tuple[str, str]:
        """The identifier and the title of a practice."""
        identifier, label = json.loads(self.practices[practice])
        return identifier, label

    def cities_of(self, practice: int) -> list[City]:
        """Where a practice takes place."""
        return [self.cities[each] for each in self.city_items[self._cities(practice)]]

    def populations_of(self, practice: int) -> Floats:
        """The known numbers of inhabitants of its cities."""
        found = self.population[self.city_items[self._cities(practice)]]
        return found[found > 0]

    def _cities(self, practice: int) -> slice:
        return slice(int(self.city_starts[practice]), int(self.city_starts[practice + 1]))

    def value(self, contribution: str, number: int) -> Value:
        """What a feature is called, and what it is a narrower kind of."""
        key = (contribution, number)
        if key not in self._read:
            found = json.loads(self.values[contribution][number])
            self._read[key] = Value(**found | {"broader": tuple(found["broader"])})
        return self._read[key]

    def held(self, contribution: str, day: int) -> Held:
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


def peers_of(revision: Revision, store: Callable[[], Asked]) -> Peers:
    """The peers of `revision`, built from `store` when nothing was built from these questions and these quads."""
    return opened(str(peers_index(revision, store)))


@lru_cache(maxsize=4)
def opened(folder: str) -> Peers:
    """The peers written into a folder, mapped."""
    path = Path(folder)
    about: dict[str, Any] = json.loads((path / ABOUT).read_text(encoding="utf-8"))
    return Peers(
        iris=map_texts(path, "iris"),
        practices=map_texts(path, "practices"),
        cities=tuple(City(**each | {"roles": tuple(each["roles"])}) for each in about["cities"]),
        countries={each["id"]: Country(**each) for each in about["countries"]},
        population=np.array([each["population"] for each in about["cities"]], np.float64),
        city_starts=map_array(path, "city_starts"),
        city_items=map_array(path, "city_items"),
        values={name: map_texts(path, f"{name}.values") for name in SETS},
        features={name: features.load(path, name, about["widths"][name]) for name in SETS},
    )


def peers_index(revision: Revision, store: Callable[[], Asked]) -> Path:
    """The folder of the arrays, built on first use under a temporary name and renamed when whole.

    Its name is a digest of the questions and the quads. A revision that lies in a store elsewhere has no folder here;
    its arrays stand beside the revisions, in `.peers/`.
    """
    target = place(revision)
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    building.chmod(0o755)
    try:
        write(gather(store()), building)
        os.rename(building, target)
        others = sorted(set(target.parent.glob("[!.]*")) - {target}, key=lambda each: -each.stat().st_mtime)
        for older in others[0 if revision.path.is_dir() else KEPT :]:
            shutil.rmtree(older, ignore_errors=True)
    except OSError:
        # Another process may have been first.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def place(revision: Revision) -> Path:
    """Where the arrays of a revision stand, or will stand."""
    beside = revision.path / "index" / "peers"
    made = hashlib.sha256(f"{_questions()} {revision.manifest.quads_sha256}".encode()).hexdigest()[:16]
    return (beside if revision.path.is_dir() else revision.path.parent / ELSEWHERE) / made


@lru_cache(maxsize=1)
def _questions() -> str:
    made = hashlib.sha256(f"{FORMAT} {SETS}".encode())
    for path in sorted(QUESTIONS.glob("*.rq")):
        made.update(path.read_bytes())
    return made.hexdigest()


def write(gathered: Gathered, folder: Path) -> None:
    """Write the arrays of `gathered` into `folder`, which exists."""
    widths = {}
    for name in SETS:
        packed, iris = features.pack([each.features.get(name, ()) for each in gathered.practices], gathered.values)
        features.save(packed, folder, name)
        widths[name] = packed.width
        told = (gathered.values.get(iri, Value(iri)) for iri in iris)
        write_texts(folder, f"{name}.values", (json.dumps(asdict(each), ensure_ascii=False) for each in told))
    cities = sorted(gathered.cities.values(), key=lambda each: each.iri.encode())
    numbers = {city.iri: number for number, city in enumerate(cities)}
    starts = np.zeros(len(gathered.practices) + 1, np.int32)
    np.cumsum([len(each.cities) for each in gathered.practices], out=starts[1:])
    np.save(folder / "city_starts.npy", starts)
    items = [numbers[city] for each in gathered.practices for city in each.cities]
    np.save(folder / "city_items.npy", np.array(items, np.int32))
    write_texts(folder, "iris", (each.iri for each in gathered.practices))
    write_texts(
        folder, "practices", (json.dumps([each.id, each.label], ensure_ascii=False) for each in gathered.practices)
    )
    about = {
        "widths": widths,
        "cities": [asdict(each) for each in cities],
        "countries": [asdict(each) for each in gathered.countries],
    }
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
