"""The about page tells what the practices are a sample of, and how often a second reading corrected them."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
DEPLOYMENTS = rows_of("deployments.csv")
CHECKS = [
    row for row in rows_of("checks_practices.csv") if row["file"] == "practices.csv" and row["row_id"] in PRACTICES
]
WAYS = {"first-collection": "First collection", "gathered": "Gathered from public pages", "register": "Public register"}


@pytest.fixture(scope="module")
def about(client: FlaskClient) -> Part:
    return page(client, "/about")


def first_number(text: str) -> int:
    """104 of `104 (87 %)`."""
    return int(text.split(" ")[0])


def test_practices_are_counted_by_how_they_were_found_with_and_without_technology(about: Part) -> None:
    rows = {row["How it was found"].text: row for row in about.table("Practices by how they were found")}
    assert rows.keys() == set(WAYS.values())
    for way, name in WAYS.items():
        held = [row for row in PRACTICES.values() if row["found_by"] == way]
        technical = sum(bool(row["technologies_concepts"]) for row in held)
        used = sum(PRACTICES[row["practice"]]["found_by"] == way for row in DEPLOYMENTS)
        told = rows[name]
        assert told["Practices"].text == f"{len(held)} ({round(100 * len(held) / len(PRACTICES))} %)"
        assert told["with technology"].text == str(technical)
        assert told["without technology"].text == str(len(held) - technical)
        assert told["Deployments in registers"].text == str(used)


def test_a_country_counts_its_practices_and_leads_to_them(about: Part, client: FlaskClient) -> None:
    wanted = Counter(code for row in PRACTICES.values() for code in row["country"].split(";"))
    names = {row["id"]: row["name"] for row in rows_of("countries.csv")}
    rows = {row["Country"].text: row for row in about.table("Practices by country")}
    assert {name: first_number(row["Practices"].text) for name, row in rows.items()} == {
        names[code]: number for code, number in wanted.items()
    }
    code, number = wanted.most_common(1)[0]
    (link,) = rows[names[code]]["Country"].links
    assert f"{number} practices of" in page(client, link.href).text
    used = Counter(row["country"] for row in DEPLOYMENTS)
    assert int(rows[names[code]]["Deployments in registers"].text) == used[code]


def test_what_a_second_reading_corrected_is_told_by_field_and_by_how_it_was_found(about: Part) -> None:
    read, corrected = (
        {row["row_id"] for row in CHECKS if wanted in ("", row["verdict"])} for wanted in ("", "corrected")
    )
    rows = {row["How it was found"].text: row for row in about.table("Practices read again and corrected")}
    assert {row["found_by"] for row in PRACTICES.values()} == set(WAYS)
    for way, name in WAYS.items():
        its = {key for key, row in PRACTICES.items() if row["found_by"] == way}
        assert rows[name]["Read again"].text == str(len(its & read))
        told = rows[name]["Corrected in some field"].text
        assert told == "not read again yet" if not its & read else first_number(told) == len(its & corrected)
    fields = {row["Field"].text: row for row in about.table("Practices corrected in each field")}
    wrong = {row["row_id"] for row in CHECKS if (row["field"], row["verdict"]) == ("status", "corrected")}
    assert fields["Status"]["Corrected"].text == f"{len(wrong)} ({round(100 * len(wrong) / len(read))} %)"
    assert not any("consistency" in name for name in fields)


def test_what_each_reading_found_is_told_with_all_that_it_changed(about: Part, client: FlaskClient) -> None:
    told = about.section("How often a second reading corrected them")
    links = [link for link in told.links if "/contributions/" in link.href]
    (registers,) = (link for link in links if "what registers brought" in link.text)
    assert "147 of 2,622 filled fields" in registers.text and "5.6 %" in registers.text
    assert registers.text in page(client, registers.href).text
    rows = {row["How it was found"].text: row for row in about.table("Practices read again and corrected")}
    assert rows["Public register"]["Read again"].text == rows["Public register"]["Practices"].text


@pytest.mark.parametrize(("name", "group"), [("about-practices", "country"), ("about-corrections", "field")])
def test_the_counts_are_data_under_the_address_that_the_page_gives(
    about: Part, client: FlaskClient, name: str, group: str
) -> None:
    assert [link for link in about.links if link.href == f"/queries/{name}"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/queries/{name}.csv").text)))
    assert group in {row["group"] for row in rows}
    assert {"practices", "reread"} <= client.get("/about.json").get_json()["answers"].keys()


def test_the_map_says_of_which_countries_no_practice_is_recorded(client: FlaskClient) -> None:
    held = {code for row in PRACTICES.values() for code in row["country"].split(";")}
    missing = [row["name"] for row in rows_of("countries.csv") if row["id"] not in held]
    text = page(client, "/practices/map").text
    assert all(name in text for name in missing)
    assert ("which does not mean that there is none" in text) == bool(missing)
