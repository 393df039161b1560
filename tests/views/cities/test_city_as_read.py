"""A city and the map of cities, as a person reads them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
NAMES = {row["id"]: row["name"] for row in rows_of("cities.csv")}


@pytest.fixture(scope="module")
def nice(client: FlaskClient) -> Part:
    return page(client, f"/cities/nice?on={DAY}")


def test_the_table_of_a_city_holds_each_of_its_practices_once(nice: Part) -> None:
    rows = nice.table("Practices in")
    wanted = {name for name, row in PRACTICES.items() if "nice" in row["cities"].split(";")}
    shown = [row["Practice"].links[0].path.removeprefix("/practices/") for row in rows]
    assert sorted(shown) == sorted(wanted)
    for name, row in zip(shown, rows, strict=True):
        assert row["Practice"].text == PRACTICES[name]["title"]
        assert row["Status"].text.lower() == PRACTICES[name]["status"].replace("-", " ")
        assert row["Legal outcome"].text.lower() == PRACTICES[name]["legal_outcome"].replace("-", " ")
        assert (PRACTICES[name]["start_year"] or "Not known") in row["Years"].text


def test_the_latest_practice_stands_first_and_one_without_a_year_last(nice: Part) -> None:
    rows = nice.table("Practices in")
    years = [PRACTICES[row["Practice"].links[0].path.removeprefix("/practices/")]["start_year"] for row in rows]
    assert len(set(years)) > 1
    assert years == sorted(years, reverse=True)


def test_the_act_that_governs_most_practices_stands_first(nice: Part) -> None:
    rows = nice.table("Acts that govern")
    order = [int(row["Practices"].text) for row in rows]
    assert len(set(order)) > 1
    assert order == sorted(order, reverse=True)


def test_every_city_of_the_list_is_named_and_counted_right(client: FlaskClient) -> None:
    shown = [each for each in page(client, "/cities").all("li") if each.links]
    found = {each.links[0].path.removeprefix("/cities/"): each.text for each in shown}
    assert found.keys() >= NAMES.keys()
    for city, name in NAMES.items():
        number = sum(city in row["cities"].split(";") for row in PRACTICES.values())
        assert name in found[city] and f", {number} practice" in found[city].replace(" ,", ",")
