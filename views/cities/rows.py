"""Rows about cities as the plain values that pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from flask import url_for

from graph.filters import Facet, Filter, FilterTable, FilterValue, facet_of
from graph.law.marks import DOUBTFUL, GENERAL_KNOWLEDGE, UNVERIFIED
from graph.law.period import Period
from views.partnership.rows import Row, Shaped, href, sources
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of
from views.web.words import basis_words, long_date

COUNTRY: Final = Filter("country", "Country")
FIELDS = {
    "geonames": "GeoNames id",
    "wikidata": "Wikidata id",
    "nuts3": "NUTS 3 region",
    "lat/lon": "Coordinates",
    "population": "Population",
    "population_approx": "Population",
    "other_names": "Other names",
}


def counted(number: int, noun: str = "practice") -> str:
    """`1 practice`, `6 practices`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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
            "counted": counted(int(text_of(row, "practices"))),
        }
        for row in rows
    ]


def by_country(cities: Iterable[Shaped]) -> list[Shaped]:
    """Cities in groups by country, with the number of practices listed under each city."""
    return [{"country": country, "cities": group} for country, group in grouped(cities, "country").items()]


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
            "counted": f"{each.count:,} {'city' if each.count == 1 else 'cities'}",
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
        "basis": [{"term": FIELDS.get(name, name), "value": value} for name, value in basis.items()],
        "doubts": [
            {"field": FIELDS.get(text_of(row, "field"), text_of(row, "field")), "reason": text_of(row, "reason")}
            for row in checked
            if slug_of(row["verdict"]) == "doubtful"
        ],
    }


def _facts(row: Row, basis: dict[str, str], checks: list[Row]) -> list[Shaped]:
    geonames, wikidata, nuts3 = text_of(row, "geonames"), text_of(row, "wikidata"), text_of(row, "nuts3")
    found: list[Shaped] = [
        {
            "term": "Country",
            "value": text_of(row, "country_label"),
            "href": url_for("cities.list_", country=text_of(row, "country_id")),
        },
        {
            "term": "Coordinates",
            "value": f"{_degrees(row, 'lat', 'N', 'S')}, {_degrees(row, 'lon', 'E', 'W')}",
            **_trust("lat/lon", basis, checks),
        },
    ]
    if population := text_of(row, "population"):
        year = text_of(row, "population_year") or "year not given"
        found.append(
            {"term": "Population", "value": f"{int(population):,} ({year})", **_trust("population", basis, checks)}
        )
    else:
        found.append({"term": "Population", "value": "Not recorded"})
    if geonames:
        found.append(
            {
                "term": "GeoNames",
                "value": geonames.rstrip("/").rsplit("/", 1)[-1],
                "href": geonames,
                **_trust("geonames", basis, checks),
            }
        )
    if wikidata:
        found.append(
            {"term": "Wikidata", "value": slug_of(wikidata), "href": wikidata, **_trust("wikidata", basis, checks)}
        )
    if nuts3:
        found.append({"term": "NUTS 3 region", "value": nuts3, **_trust("nuts3", basis, checks)})
    return found


def _degrees(row: Row, name: str, positive: str, negative: str) -> str:
    value = float(text_of(row, name))
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"


def _trust(field: str, basis: dict[str, str], checks: list[Row]) -> Shaped:
    """The marks and the note of one field: what it rests on and what a check found."""
    mine = [row for row in checks if field in _checked_fields(row)]
    doubtful = [row for row in mine if slug_of(row["verdict"]) == "doubtful"]
    confirmed = [row for row in mine if slug_of(row["verdict"]) == "confirmed"]
    words = [f"Basis: {basis_words(basis[field])}." if field in basis else "No basis is recorded for this field."]
    words += [f"Doubt: {text_of(row, 'reason')}." for row in doubtful]
    words += [f"Check: {text_of(row, 'reason')}." for row in confirmed]
    if doubtful:
        return {"marks": [DOUBTFUL], "note": " ".join(words)}
    unproved = GENERAL_KNOWLEDGE in basis.get(field, "") and not confirmed
    return {"marks": [UNVERIFIED] if unproved else [], "note": " ".join(words)}


def _checked_fields(check: Row) -> list[str]:
    return text_of(check, "field").replace("population_approx", "population").split(", ")


def practices(rows: Iterable[Row]) -> list[Shaped]:
    """Practices of a city as rows of a table."""
    return [
        {
            "practice": {"label": text_of(row, "x_label"), "href": href("practices", text_of(row, "x_id"))},
            "years": _years(row),
            "status": {"badges": [_badge(row, "status", "status")]},
            "outcome": {"badges": [_badge(row, "outcome", "outcome")]},
            "evidence": {"badges": [_badge(row, "evidence", "evidence")]},
        }
        for row in rows
    ]


def _badge(row: Row, name: str, kind: str) -> Shaped:
    return {"kind": f"{kind}-{slug_of(row[name])}", "label": text_of(row, f"{name}_label")}


def _years(row: Row) -> str:
    return Period(text_of(row, "start_year"), text_of(row, "end_year")).words(unknown="Not known")


def legal_events(rows: Iterable[Row]) -> list[Shaped]:
    """What courts and authorities decided, in order of date, undated last."""
    found = [_legal_event(group) for group in grouped(rows, "x").values()]
    return sorted(found, key=lambda each: (not each["sort"], each["sort"]))


def _legal_event(group: list[Row]) -> Shaped:
    first = group[0]
    return {
        "sort": text_of(first, "date"),
        "date": long_date(text_of(first, "date")) or "Date not known",
        "title": text_of(first, "practice_label"),
        "href": href("practices", text_of(first, "practice_id")),
        "text": ": ".join(part for part in (text_of(first, "authority"), text_of(first, "x_label")) if part),
        "badges": [{"kind": "plain", "label": text_of(first, "outcome_label")}],
        "marks": marks_of(first),
        "sources": sources(group),
    }


def partners(rows: Iterable[Row]) -> list[Shaped]:
    """Organisations that carry the same Wikidata id as the city."""
    return [
        {
            "label": text_of(row, "x_label"),
            "href": href("organisations", text_of(row, "x_id")),
            "role": "no role in the Partnership" if slug_of(row["role"]) == "none" else text_of(row, "role_label"),
        }
        for row in rows
    ]
