"""Rows about cities as the plain values that pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from flask import url_for

from graph.filters import Facet, Filter, FilterTable, FilterValue, facet_of
from graph.law.marks import DOUBTFUL, GENERAL_KNOWLEDGE, UNVERIFIED
from graph.law.period import Period
from graph.text.messages import N_, counted, joined
from views.partnership.rows import Row, Shaped, href, sources
from views.shown.corrections import row_at
from views.shown.values import Badge, Fact, Hyperlink, StoryStep, TableRow, concept_badge
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of
from views.web.words import basis_words, long_date

COUNTRY: Final = Filter("country", N_("Country"))
FIELDS = {
    "geonames": N_("GeoNames id"),
    "wikidata": N_("Wikidata id"),
    "nuts3": N_("NUTS 3 region"),
    "lat/lon": N_("Coordinates"),
    "population": N_("Population"),
    "population_approx": N_("Population"),
    "other_names": N_("Other names"),
}
COLUMNS = {"lat/lon": "lat", "population": "population_approx", "others": ""}
"""The column of a field where it is not called so; `others` are all that have no words of their own."""


def listed(rows: Iterable[Row]) -> list[Shaped]:
    """Cities for the map and the list."""
    return [
        {
            "id": text_of(row, "x_id"),
            "name": text_of(row, "x_label"),
            "href": href("cities", text_of(row, "x_id")),
            "country": text_of(row, "country_label"),
            "lat": float(text_of(row, "lat")),
            "lon": float(text_of(row, "lon")),
            "count": int(text_of(row, "practices")),
            "counted": counted(int(text_of(row, "practices")), "%(number)s practice", "%(number)s practices"),
        }
        for row in rows
    ]


def by_country(cities: Iterable[Shaped]) -> list[Shaped]:
    """Cities in groups by country, with the number of practices listed under each city."""
    return [{"country": group[0]["country"], "cities": group} for group in grouped(cities, "country").values()]


def countries(rows: Iterable[Row], chosen: Sequence[str]) -> Facet:
    """The filter: each country with its number of cities."""
    values = (
        [FilterValue(COUNTRY.name, text_of(row, "country_id"), text_of(row, "country_label"), rank=0)] for row in rows
    )
    return facet_of(FilterTable.of(values).chosen({COUNTRY.name: chosen}), COUNTRY)


def outlined(countries: Facet) -> dict[str, Shaped]:
    """What the outline of each country leads to: the map of that country; of every country when it is chosen."""
    return {
        each.value: {
            "name": each.label,
            "counted": counted(each.count, "%(number)s city", "%(number)s cities"),
            "chosen": each.checked,
            "href": url_for("cities.list_", country=None if each.checked else each.value),
        }
        for each in countries.options
    }


def field_basis(text: str) -> dict[str, str]:
    """What each field of a city rests on, from `name=words; name=words`."""
    return dict(part.strip().split("=", 1) for part in text.split("; ") if "=" in part)


def show(rows: Iterable[Row], checks: Iterable[Row]) -> Shaped:
    """One city from its rows (one a source) and the checks of its row."""
    group, basis, checked = list(rows), field_basis(text_of(next(iter(rows)), "field_basis")), list(checks)
    first = group[0]
    return {
        "id": text_of(first, "x_id"),
        "name": text_of(first, "x_label"),
        "marks": marks_of(first),
        "country": text_of(first, "country_label"),
        "country_id": text_of(first, "country_id"),
        "facts": _facts(first, basis, checked),
        "sources": sources(group),
        "basis": [Fact(FIELDS.get(name, name), value, column=COLUMNS.get(name, name)) for name, value in basis.items()],
        "doubts": [
            {"field": FIELDS.get(text_of(row, "field"), text_of(row, "field")), "reason": text_of(row, "reason")}
            for row in checked
            if slug_of(row["verdict"]) == "doubtful"
        ],
    }


def _facts(row: Row, basis: dict[str, str], checks: list[Row]) -> list[Fact]:
    country, lat, lon = text_of(row, "country_label"), _degrees(row, "lat", "N", "S"), _degrees(row, "lon", "E", "W")
    geonames, wikidata, nuts3 = text_of(row, "geonames"), text_of(row, "wikidata"), text_of(row, "nuts3")
    population, year = text_of(row, "population"), text_of(row, "population_year") or N_("year not given")
    people = N_("Not recorded")
    if population:
        people = N_("%(number)s (%(year)s)", number=int(population), year=year)
    counted_people = Fact(N_("Population"), people, column="population_approx")
    number = geonames.rstrip("/").rsplit("/", 1)[-1]
    found = [
        Fact(N_("Country"), country, url_for("cities.list_", country=text_of(row, "country_id")), column="country"),
        _checked(Fact(N_("Coordinates"), f"{lat}, {lon}", column="lat"), "lat/lon", basis, checks),
        _checked(counted_people, "population" if population else "", basis, checks),
        _checked(Fact("GeoNames", number, geonames, column="geonames"), "geonames", basis, checks),
        _checked(Fact("Wikidata", slug_of(wikidata), wikidata, column="wikidata"), "wikidata", basis, checks),
        _checked(Fact(N_("NUTS 3 region"), nuts3, column="nuts3"), "nuts3", basis, checks),
    ]
    return [fact for fact in found if fact.value]


def _degrees(row: Row, name: str, positive: str, negative: str) -> str:
    value = float(text_of(row, name))
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"


def _checked(fact: Fact, field: str, basis: dict[str, str], checks: list[Row]) -> Fact:
    """The fact with the marks and the note of its field, if it has one: what it rests on and what a check found."""
    if not field:
        return fact
    mine = [row for row in checks if field in _checked_fields(row)]
    doubtful = [row for row in mine if slug_of(row["verdict"]) == "doubtful"]
    confirmed = [row for row in mine if slug_of(row["verdict"]) == "confirmed"]
    words = [
        N_("Basis: %(basis)s.", basis=basis_words(basis[field]))
        if field in basis
        else N_("No basis is recorded for this field.")
    ]
    words += [N_("Doubt: %(reason)s.", reason=text_of(row, "reason")) for row in doubtful]
    words += [N_("Check: %(reason)s.", reason=text_of(row, "reason")) for row in confirmed]
    unproved = GENERAL_KNOWLEDGE in basis.get(field, "") and not confirmed
    return replace(fact, marks=[DOUBTFUL] if doubtful else [UNVERIFIED] if unproved else [], note=joined(words, " "))


def _checked_fields(check: Row) -> list[str]:
    return text_of(check, "field").replace("population_approx", "population").split(", ")


def practices(rows: Iterable[Row]) -> list[TableRow]:
    """Practices of a city as rows of a table."""
    return [
        {
            "practice": Hyperlink(text_of(row, "x_label"), href("practices", text_of(row, "x_id"))),
            "years": _years(row),
            "status": concept_badge(row, "status"),
            "outcome": concept_badge(row, "outcome"),
            "evidence": concept_badge(row, "evidence"),
        }
        for row in rows
    ]


def _years(row: Row) -> str:
    return Period(text_of(row, "start_year"), text_of(row, "end_year")).words(unknown=N_("Not known"))


def legal_events(rows: Iterable[Row]) -> list[StoryStep]:
    """What courts and authorities decided, in order of date, undated last."""
    found = [_legal_event(group) for group in grouped(rows, "x").values()]
    return sorted(found, key=lambda each: (not each.sort, each.sort))


def _legal_event(group: list[Row]) -> StoryStep:
    first = group[0]
    return StoryStep(
        date=long_date(text_of(first, "date")) or N_("Date not known"),
        title=text_of(first, "practice_label"),
        href=href("practices", text_of(first, "practice_id")),
        text=": ".join(part for part in (text_of(first, "authority"), text_of(first, "x_label")) if part),
        badges=[Badge("plain", text_of(first, "outcome_label"))],
        marks=marks_of(first),
        sources=sources(group),
        sort=text_of(first, "date"),
        row=row_at("legal_events", first["x_id"]),
    )


def partners(rows: Iterable[Row]) -> list[Hyperlink]:
    """Organisations that carry the same Wikidata id as the city, each with its role."""
    return [
        Hyperlink(text_of(row, "x_label"), href("organisations", text_of(row, "x_id")),
             N_("no role in the Partnership") if slug_of(row["role"]) == "none" else text_of(row, "role_label"))
        for row in rows
    ]  # fmt: skip
