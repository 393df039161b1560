"""European cities of 15,000 inhabitants and more, so that anybody can choose their own (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import csv
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from graph.settings import ROOT
from graph.text.folding import plain, spellings

FOLDER = ROOT / "data" / "gazetteer"
CREDIT: Final = "GeoNames, CC BY 4.0"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
LEAST_LETTERS: Final = 2
LARGE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Town:
    """A city as GeoNames has it; `country` is ISO 3166-1 alpha-2, the year of `population` is not given."""

    geonames: str
    name: str
    other_names: tuple[str, ...]
    country: str
    country_name: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class Match:
    """A city and the name by which it was found; `whole` when the name was written out."""

    town: Town
    name: str
    whole: bool = True


class Gazetteer:
    """Cities by GeoNames id and by name, whatever its case and accents."""

    def __init__(self, towns: Iterator[Town]) -> None:
        self._towns = {town.geonames: town for town in towns}
        names = [
            (spelled, name, town)
            for town in self._towns.values()
            for name in (town.name, *town.other_names)
            for spelled in spellings(name)
        ]
        self._names = sorted(names, key=lambda each: (each[0], -each[2].population, each[2].geonames))
        self._folded = [folded for folded, _, _ in self._names]
        self._large = [town for town in self._towns.values() if town.population >= LARGE]

    def __len__(self) -> int:
        return len(self._towns)

    def get(self, geonames: str) -> Town | None:
        """The city with this GeoNames id."""
        return self._towns.get(geonames)

    def towns(self) -> Iterable[Town]:
        """Every city, by GeoNames id."""
        return self._towns.values()

    def search(self, text: str, most: int = 20) -> list[Match]:
        """Cities of this name; when there is none, those whose name begins so; the largest first, each once.

        A city whose main name it is comes before one that is also called so.
        """
        wanted = plain(text)
        if len(wanted) < LEAST_LETTERS:
            return []
        exact = self._matches(wanted, whole=True)
        found = exact or self._matches(wanted, whole=False)
        ranked = sorted(
            found, key=lambda each: (each.name != each.town.name, -each.town.population, each.town.geonames)
        )
        return list({each.town.geonames: each for each in reversed(ranked)}.values())[::-1][:most]

    def near(self, town: Town) -> Town | None:
        """The nearest larger city of a hundred thousand and more, so that cities of one name can be told apart."""
        larger = [each for each in self._large if each.population > town.population]
        return min(larger, key=lambda each: (_distance(town, each), each.geonames), default=None)

    def _matches(self, wanted: str, *, whole: bool) -> list[Match]:
        found = []
        for place in range(bisect_left(self._folded, wanted), len(self._names)):
            folded, name, town = self._names[place]
            if not folded.startswith(wanted) or (whole and folded != wanted):
                break
            found.append(Match(town, name, whole))
        return found


def read(folder: Path = FOLDER) -> Iterator[Town]:
    """The cities of a gazetteer folder."""
    with (folder / "countries.csv").open(encoding="utf-8", newline="") as handle:
        countries = {row["country"]: row["name"] for row in csv.DictReader(handle)}
    with (folder / "cities.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield Town(
                row["geonames"],
                row["name"],
                tuple(filter(None, row["other_names"].split(";"))),
                row["country"],
                countries.get(row["country"], row["country"]),
                float(row["lat"]),
                float(row["lon"]),
                int(row["population"]),
            )


def _distance(one: Town, other: Town) -> float:
    """Degrees of arc squared, flat: enough to say which of two places is nearer."""
    across = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return (one.lat - other.lat) ** 2 + across**2


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once a process."""
    return Gazetteer(read())
