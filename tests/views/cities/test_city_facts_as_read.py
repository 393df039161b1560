"""What a city page says of the place, how sure it is, and what courts said there, as a person reads it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.reading import page
from tests.views.facts import rows_of

DAY = "2026-11-22"
CITIES = {row["id"]: row for row in rows_of("cities.csv")}
COUNTRIES = {row["id"]: row["name"] for row in rows_of("countries.csv")}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
CHECKS = [row for row in rows_of("checks_practices.csv") if row["file"] == "cities.csv"]


@pytest.mark.parametrize("name", ["nice", "porto", "sutton-ashfield", "pella", "london"])
def test_the_place_is_told_with_what_each_fact_rests_on(client: FlaskClient, name: str) -> None:
    row = CITIES[name]
    facts = page(client, f"/cities/{name}?on={DAY}").section("The place").facts()
    lat, lon = float(row["lat"]), float(row["lon"])
    where = f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"
    assert facts["Country"].text == COUNTRIES[row["country"]]
    assert facts["Country"].links[0].query["country"] == [row["country"]]
    assert facts["Coordinates"].text.startswith(where)
    people = f"{int(row['population_approx']):,} ({row['population_year'] or 'year not given'})"
    assert facts["Population"].text.startswith(people)
    assert facts["GeoNames"].links[0].text == row["geonames"] and row["geonames"] in facts["GeoNames"].links[0].href
    assert ("Wikidata" in facts) == bool(row["wikidata"])
    basis = dict(part.strip().partition("=")[::2] for part in row["field_basis"].split(";"))
    assert f"Basis: {basis['geonames']}" in facts["GeoNames"].text
    assert f"Basis: {basis['population']}" in facts["Population"].text


@pytest.mark.parametrize(("name", "field", "term"), [
    ("sutton-ashfield", "population_approx", "Population"), ("pella", "lat/lon", "Coordinates"),
])  # fmt: skip
def test_a_doubted_fact_is_marked_with_the_reason(client: FlaskClient, name: str, field: str, term: str) -> None:
    about = [row for row in CHECKS if (row["row_id"], row["field"]) == (name, field)]
    reason = next(row["reason"] for row in about if row["verdict"] == "doubtful")
    found = page(client, f"/cities/{name}?on={DAY}")
    fact = found.section("The place").facts()[term]
    assert fact.marks == ["Doubtful"] and f"Doubt: {reason}." in fact.text
    others = [each for each, value in found.section("The place").facts().items() if "Doubtful" in value.marks]
    assert others == [term]


def test_a_fact_from_memory_is_unverified_unless_a_check_confirmed_it(client: FlaskClient) -> None:
    facts = page(client, f"/cities/nice?on={DAY}").section("The place").facts()
    confirmed = next(row["reason"] for row in CHECKS if row["row_id"] == "nice" and row["verdict"] == "confirmed")
    basis = dict(part.strip().partition("=")[::2] for part in CITIES["nice"]["field_basis"].split(";"))
    basis_told = basis["lat/lon"].replace("general-knowledge", "general knowledge")
    assert facts["Coordinates"].text.endswith(f"Basis: {basis_told}. Check: {confirmed}.")
    assert facts["Coordinates"].marks == []
    assert facts["Wikidata"].marks == ["Unverified"]


def test_what_the_law_said_in_a_city_stands_in_time_order_with_its_practice_and_what_has_no_day_last(
    client: FlaskClient,
) -> None:
    own = {name for name, row in PRACTICES.items() if "nice" in row["cities"].split(";")}
    wanted = [row for row in rows_of("legal_events.csv") if row["practice"] in own and row["date"] <= DAY]
    wanted.sort(key=lambda row: (not row["date"], row["date"]))
    shown = page(client, f"/cities/nice?on={DAY}").section("Legal events").all("ol.story > li")
    assert len(shown) == len(wanted) > 2
    for row, each in zip(wanted, shown, strict=True):
        assert (row["date"][:4] or "Date not known") in each.all(".story-date")[0].text
        assert each.all(".story-title")[0].text == PRACTICES[row["practice"]]["title"]
        assert each.links[0].path == f"/practices/{row['practice']}"
        assert f"{row['authority_named']}: {row['summary']}" in each.text
        assert [badge.lower().replace(" ", "-") for badge in each.badges] == [row["outcome"]]


def test_an_organisation_of_the_city_is_named_with_its_role(client: FlaskClient) -> None:
    part = page(client, f"/cities/liege?on={DAY}").section("In the Partnership")
    assert [(link.text, link.path) for link in part.links[:1]] == [("City of Liège", "/organisations/org-liege")]
    assert "no role in the Partnership" in part.text
    assert "Coordinator" in page(client, f"/cities/nice?on={DAY}").section("In the Partnership").text
