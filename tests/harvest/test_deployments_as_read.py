"""Deployments where people read them: on the page of the kind, of the city, of the technology, and as data."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from graph.terms import BASE
from tests.harvest.registers_given import PLATES
from tests.reading import Part, page

ANPR = f"{BASE}id/technologies/anpr"
NATIONAL = "greece-police-anpr"
USED = "Where it is used"
ENTERED = "Entered by the operator in: Dutch Algorithm Register."


def used(client: FlaskClient, address: str, caption: str) -> tuple[Part, list[dict[str, Part]]]:
    """The folded section of deployments of a page, and the rows of its table."""
    section = page(client, address).section(USED)
    return section, section.table(caption)


def test_a_kind_of_practice_shows_each_place_with_what_its_operator_entered(registered: FlaskClient) -> None:
    section, rows = used(registered, f"/practices/{PLATES}", USED)
    assert section.tag.name == "details" and "2 deployments in 2 cities" in section.text
    told = {row["Place"].text: (row["Who"].text, row["Status"].text, row["Impact assessment"].text) for row in rows}
    assert told == {
        "The Hague": ("Municipality of The Hague", "Operational", "Recorded"),
        "Oostzaan": ("Municipality of Oostzaan", "Planned", "Not known"),
    }
    (first,) = (row for row in rows if row["Place"].text == "The Hague")
    assert first["Legal basis, as declared"].text == "GDPR; Road Traffic Act 1994 (NL)"
    assert "900001" in first["Entry"].text and "8 August 2026" in first["Entry"].text
    assert first["Entry"].marks == ["Declared by the operator"]


def test_a_register_entry_is_told_as_one_and_not_as_a_page_that_says_nothing(registered: FlaskClient) -> None:
    entered = page(registered, f"/practices/{PLATES}").section("Does it work?").text
    assert ENTERED in entered and "The pages read" not in entered
    collected = page(registered, f"/practices/{NATIONAL}").section("Does it work?").text
    assert "Recorded in: Public Sector Tech Watch. Those who run it did not enter it." in collected
    curated = page(registered, "/practices/roermond-sensing").section("Does it work?").text
    assert "Public Sector Tech Watch" not in curated


def test_the_law_that_operators_declare_is_what_they_rely_on_and_marked_as_declared(registered: FlaskClient) -> None:
    told = page(registered, f"/practices/{PLATES}").section("The law it names itself")
    assert "those who run it, in the Dutch Algorithm Register" in told.text
    assert "Declared by the operator" in told.marks and "Law that others name" not in told.text


def test_a_city_shows_what_is_used_in_it(registered: FlaskClient) -> None:
    section, rows = used(registered, "/cities/oostzaan", "What is used in Oostzaan")
    assert [row["Practice"].text for row in rows] == ["Number-plate cameras for access rules"]
    assert "Place" not in rows[0] and "1 deployment in 1 city" in section.text
    practices = page(registered, "/cities/oostzaan").section("Practices").text
    assert "Number-plate cameras for access rules" in practices


def test_a_technology_shows_where_it_is_used_with_the_kinds_of_it(registered: FlaskClient) -> None:
    _, rows = used(registered, "/technologies/video-surveillance", "Where Video surveillance is used")
    assert {row["Place"].text for row in rows} == {"The Hague", "Oostzaan", "Greece"}


@pytest.mark.parametrize(
    "address",
    [
        "/practices?country=GR&technology=anpr",
        "/practices/map?country=GR&technology=anpr",
        f"/compare?thing=practices/{NATIONAL}&thing=practices/{PLATES}",
        f"/practices/{NATIONAL}/peers",
        "/technologies/anpr",
        "/timeline?country=GR&technology=anpr",
    ],
)
def test_a_practice_of_a_whole_country_is_wherever_practices_are(registered: FlaskClient, address: str) -> None:
    shown = page(registered, address)
    assert "Number-plate reading in police cars" in shown.text
    assert "Greece, Greece" not in shown.text
    assert not [link for link in shown.links if link.href.startswith("/cities/GR")]


def test_filters_know_the_cities_of_deployments_and_planned_ones(registered: FlaskClient) -> None:
    chosen = page(registered, "/practices?city=oostzaan")
    assert "Number-plate cameras for access rules" in chosen.text
    assert "1 practice of" in chosen.text


def test_many_places_are_counted_where_a_line_would_hold_them_all(registered: FlaskClient) -> None:
    shown = page(registered, "/practices/italy-xlaw")
    assert "Place 8 cities" in shown.section("Key facts").text
    assert [link.text for link in shown.section("Key facts").links if link.href == "#deployments"] == ["8 cities"]
    assert "8 cities" in page(registered, "/practices?country=IT&technology=predictive-policing").text


def test_deployments_are_data_in_every_form(registered: FlaskClient) -> None:
    asked = registered.get("/queries/deployments-by-technology.csv", query_string={"technology": ANPR})
    rows = list(csv.DictReader(io.StringIO(asked.get_data(as_text=True))))
    assert {row["register_id"] for row in rows} == {"900001", "900002", "PSTW-444"}
    assert {row["register_id"]: row["city_label"] for row in rows}["PSTW-444"] == ""
    turtle = registered.get(f"/practices/{PLATES}.ttl").get_data(as_text=True)
    assert "a op:Deployment" in turtle and 'op:registerId "900001"' in turtle
    data = registered.get("/cities/oostzaan.json").get_json()
    assert "900002" in str(data)


def test_the_laws_that_operators_declare_are_counted_with_their_assessments(registered: FlaskClient) -> None:
    asked = registered.get("/queries/laws-that-operators-declare.csv")
    rows = {row["law"]: row for row in csv.DictReader(io.StringIO(asked.get_data(as_text=True)))}
    law = rows["Road Traffic Act 1994 (NL)"]
    assert (law["deployments"], law["practices"], law["assessed"]) == ("2", "1", "1")
    assert "not recorded" in rows
