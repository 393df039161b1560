"""Where a city lies: its codes and its coordinates are those of its country."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from graph.build.facts import Facts, fault
from graph.build.rules.countries import EU_CODES
from graph.findings import Finding
from graph.gazetteer import Town, gazetteer
from graph.tables.reading import Row

EARTH_RADIUS_KM: Final = 6371.0
FROM_ITS_PLACE_KM: Final = 25.0
"""A city may be a union of towns, with coordinates between them."""

FROM_ITS_COUNTRY_KM: Final = 150.0
"""From the nearest town of 15,000 and more of its country: the emptiest parts of Europe are nearer to one."""

OVERSEAS: Final = {"FR": ((16.2, -61.5), (14.6, -61.0), (4.0, -53.0), (-21.1, 55.5), (-12.8, 45.2))}
"""Parts of the Union that lie outside Europe and of the gazetteer."""

FROM_OVERSEAS_KM: Final = 300.0
LAU_FORMS: Final = {
    "AT": r"[0-9]{5}", "BE": r"[0-9]{5}", "CZ": r"[0-9]{6}", "DE": r"[0-9]{8}", "EE": r"[0-9]{4}", "ES": r"[0-9]{5}",
    "FI": r"[0-9]{3}", "FR": r"[0-9][0-9AB][0-9]{3}", "HR": r"[0-9]{5}", "HU": r"[0-9]{5}", "IT": r"[0-9]{6}",
    "NL": r"(GM)?[0-9]{4}", "PL": r"[0-9]{6,7}", "PT": r"[0-9]{6}", "SK": r"[0-9]{6}", "SE": r"[0-9]{4}",
}  # fmt: skip
"""Codes of local administrative units by country, as their statistical offices write them; all zeros count."""


def codes_of_a_city_are_those_of_its_country(facts: Facts) -> Iterator[Finding]:
    """A NUTS code begins with the country's code in EU law; a LAU code has the digits that its country gives it."""
    for row in facts.rows("cities"):
        country, nuts, lau = row.cells["country"], row.cells["nuts3"], row.cells["lau"]
        begins = EU_CODES.get(country, country)
        if nuts and not nuts.startswith(begins):
            yield fault("cities", row, "nuts3", "The code is of another country.", f"Write a code of {begins}.")
        form = LAU_FORMS.get(country)
        if lau and form and not re.fullmatch(form, lau):
            mend = f"Write all its digits, zeros in front too: spreadsheets drop them. The form is {form}."
            yield fault("cities", row, "lau", f"The code has not the form of {country}.", mend)


def a_city_lies_where_its_number_says(facts: Facts) -> Iterator[Finding]:
    """A GeoNames number of the gazetteer is of the same country, and the coordinates are near that place."""
    for row in facts.rows("cities"):
        town = gazetteer().get(row.cells["geonames"])
        if town is not None and town.country != row.cells["country"]:
            message = f"GeoNames has {town.name}, {town.country_name}, under this number."
            yield fault("cities", row, "geonames", message, "Write the number of this city, or empty the cell.")
        elif town is not None:
            yield from _far(row, [(town.lat, town.lon)], FROM_ITS_PLACE_KM, f"{town.name} as GeoNames has it")


def a_city_lies_in_its_country(facts: Facts) -> Iterator[Finding]:
    """The coordinates are near some town of the country, also in its parts overseas."""
    for row in facts.rows("cities"):
        country = row.cells["country"]
        towns = [(town.lat, town.lon) for town in _towns_of(country)]
        if not towns or gazetteer().get(row.cells["geonames"]) is not None:
            continue
        if _distance_km(row, OVERSEAS.get(country, ())) > FROM_OVERSEAS_KM:
            yield from _far(row, towns, FROM_ITS_COUNTRY_KM, f"every town of {country}")


def _far(row: Row, places: list[tuple[float, float]], most_km: float, what: str) -> Iterator[Finding]:
    away_km = _distance_km(row, places)
    if away_km <= most_km:
        return
    swapped = _distance_km(row, [(lon, lat) for lat, lon in places]) <= most_km
    mend = "Swap lat and lon." if swapped else "Check lat, lon, geonames and country against each other."
    value = f"{row.cells['lat']}, {row.cells['lon']}"
    yield fault("cities", row, "lat", f"The place is {away_km:,.0f} km from {what}.", mend, value)


@cache
def _towns_of(country: str) -> tuple[Town, ...]:
    return tuple(town for town in gazetteer().towns() if town.country == country)


def _distance_km(row: Row, places: Iterable[tuple[float, float]]) -> float:
    """From the coordinates of a row to the nearest of some places, on a sphere; without end when there is none."""
    lat, lon = float(row.cells["lat"]), float(row.cells["lon"])
    return min((_arc_km(lat, lon, *place) for place in places), default=math.inf)


def _arc_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    one, other, across = math.radians(lat), math.radians(other_lat), math.radians(lon - other_lon)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(across)
    return EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))
