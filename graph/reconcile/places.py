"""Places that people write: a country in words, and the city with its country in the gazetteer and in our tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from graph.contribute.changes import RowChange
from graph.contribute.drafting import added
from graph.gazetteer import Town, gazetteer
from graph.reconcile.guess import Guess, GuessChoice, Sureness
from graph.reconcile.ids import unique
from graph.reconcile.known import KnownFacts
from graph.reconcile.names import lost_pattern
from graph.text.folding import plain, spellings
from graph.text.messages import N_

TOWN: Final = "geonames:"
"""What the value of a city begins with that has no row in cities.csv yet."""

MOST_CHOICES: Final = 12
FIELDS_FROM: Final = (
    "geonames=GeoNames dump (CC BY 4.0); lat/lon=GeoNames dump (CC BY 4.0), 2 decimals; "
    "population=GeoNames dump (CC BY 4.0), year not given"
)


def country_guess(known: KnownFacts, written: str) -> Guess:
    """The country that a cell names."""
    choices = tuple(known.names_of_countries())
    code = known.countries.get(plain(written), "")
    if code:
        return Guess("country", written, code, N_("It is the name of the country."), Sureness.SURE, choices)
    near = known.near_country(written)
    if near:
        return Guess("country", written, near, N_("The spelling is close."), Sureness.LIKELY, choices)
    return Guess("country", written, "", N_("No country in Europe has this name."), Sureness.OPEN, choices)


def city_guess(known: KnownFacts, written: str, country: str) -> Guess:
    """The city that a cell names, in a country when it is known ("" when not)."""
    held = _held(known, written, country)
    towns = _towns(written, country)
    chosen = [*held, *(_value(known, town) for town in towns)]
    values = tuple(dict.fromkeys(chosen))
    choices = tuple(GuessChoice(value, _label(known, value)) for value in values[:MOST_CHOICES])

    def made(value: str, why: str, certainty: Sureness) -> Guess:
        return Guess("cities", written, value, why, certainty, choices, context=country, is_text=True)

    if not values:
        return made(
            "", N_("No city with 15,000 inhabitants has this name there. Write another name of it."), Sureness.OPEN
        )
    if "?" in written:
        certain = Sureness.LIKELY if len(values) == 1 else Sureness.OPEN
        why = N_("A letter was lost; this city fits.")
        return made(values[0] if len(values) == 1 else "", why, certain)
    if len(values) > 1 and not _is_clear(written, values, towns, known):
        return made("", N_("Several cities have this name."), Sureness.OPEN)
    if values[0].startswith(TOWN):
        return made(values[0], N_("It is in the gazetteer, and a new city of ours."), Sureness.SURE)
    return made(values[0], N_("It is a city of ours."), Sureness.SURE)


def _is_clear(written: str, values: Sequence[str], towns: Sequence[Town], known: KnownFacts) -> bool:
    """Whether one of them alone has what was written as its main name, and it is the first."""
    called = [_value(known, town) for town in towns if plain(written) in spellings(town.name)]
    return called == [values[0]]


def _held(known: KnownFacts, written: str, country: str) -> list[str]:
    """Cities of ours by id or name, also those that the gazetteer does not have."""
    wanted = plain(written)
    found = []
    for row in known.rows("cities"):
        names = (row.cells["id"], row.cells["name"], *row.cells["other_names"].split(";"))
        if country in ("", row.cells["country"]) and any(wanted in spellings(name) for name in names if name):
            found.append(row.cells["id"])
    return found


def _towns(written: str, country: str) -> list[Town]:
    """Cities of the gazetteer with this name, those whose main name it is first."""
    if "?" in written:
        pattern = re.compile(lost_pattern(written))
        every = (town for town in gazetteer().towns() if country and town.country == country)
        return [town for town in every if pattern.fullmatch(plain(town.name))]
    found = [match.town for match in gazetteer().search(written) if match.whole]
    towns = [town for town in found if country in ("", town.country)]
    wanted = plain(written)
    return sorted(towns, key=lambda town: wanted not in spellings(town.name))


def _value(known: KnownFacts, town: Town) -> str:
    return known.held_cities.get(town.geonames, TOWN + town.geonames)


def _label(known: KnownFacts, value: str) -> str:
    if not value.startswith(TOWN):
        return next(row.cells["name"] for row in known.rows("cities") if row.cells["id"] == value)
    town = gazetteer().get(value.removeprefix(TOWN))
    if town is None:
        return value
    near = gazetteer().near(town)
    place = f"{town.name} ({town.country_name})"
    return N_("%(city)s, near %(other)s", city=place, other=near.name) if near else place


class NewCities:
    """Rows of cities.csv for cities of the gazetteer that we have no row of yet, each once."""

    def __init__(self, known: KnownFacts) -> None:
        self._known = known
        self._taken = known.ids("cities")
        self._guesses: dict[tuple[str, str], Guess] = {}
        self.rows: dict[str, RowChange] = {}

    def guess(self, written: str, country: str) -> Guess:
        """The city that a cell names, as `city_guess` says; each is looked for once."""
        if (written, country) not in self._guesses:
            self._guesses[written, country] = city_guess(self._known, written, country)
        return self._guesses[written, country]

    def id_of(self, value: str) -> str:
        """The id in cities.csv of a value of a city guess; adds its row where there is none. "" for an unknown one."""
        if not value.startswith(TOWN):
            return value if value in self._known.ids("cities") else ""
        if value in self.rows:
            return self.rows[value].key
        town = gazetteer().get(value.removeprefix(TOWN))
        if town is None or town.country not in self._known.ids("countries"):
            return ""
        id_ = unique(town.name, self._taken, town.country.lower())
        self.rows[value] = added(self._known.schemas["cities"], _cells(id_, town))
        return id_

    def country_of(self, id_: str) -> str:
        """The country of a city, old or new; "" for none."""
        new = {row.key: row.now("country") or "" for row in self.rows.values()}
        held = {row.cells["id"]: row.cells["country"] for row in self._known.rows("cities")}
        return new.get(id_) or held.get(id_, "")


def _cells(id_: str, town: Town) -> Mapping[str, str]:
    return {
        "id": id_, "name": town.name, "country": town.country, "geonames": town.geonames, "lat": f"{town.lat:.2f}",
        "lon": f"{town.lon:.2f}", "population_approx": str(town.population), "basis": "stored-page",
        "source": "geonames", "field_basis": FIELDS_FROM,
    }  # fmt: skip
