"""Whom to call, what it cost and what to do differently, as an officer reads it on the page of a practice."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from html import unescape

import pytest
from flask.testing import FlaskClient

from graph.build.rules.contacts import NAME_LIKE
from graph.settings import Settings
from server import create_app
from tests.reading import Part, page
from tests.views.facts import rows_of
from views.practices.lessons import KINDS, MISSING

CONTACTS, LESSONS = rows_of("practice_contacts.csv"), rows_of("practice_lessons.csv")
PAGES = {row["city"]: row["page"] for row in rows_of("city_pages.csv")}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
BUS, SCHOOLS, RIVER, NOBODY = "lille-stop-on-demand", "nice-school-vsa", "turin-tonite", "olawa-netwatch"
NAMES = (BUS, SCHOOLS, RIVER, NOBODY, "brussels-bravvo-guardians")


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> Mapping[str, Part]:
    return {name: page(client, f"/practices/{name}?on=2026-11-29") for name in NAMES}


def of(rows: list[dict[str, str]], practice: str) -> list[dict[str, str]]:
    return [row for row in rows if row["practice"] == practice]


def test_a_page_says_first_whether_it_works_then_whom_to_call_what_it_cost_and_then_the_law(
    pages: Mapping[str, Part],
) -> None:
    assert pages
    first = ["Does it work?", "Whom to call", "What it cost, and what to know before you copy it", "What the law said"]
    for shown in pages.values():
        heads = [each.text for each in shown.all("h2")]
        assert heads[:4] == first
        folded = [each.text for each in shown.all("details.closed > summary h2")]
        assert folded[0].startswith(("What governs it", "What would govern it"))
        assert {"Who does what", "Sources"} <= set(folded) and set(folded).isdisjoint(first)
        assert all(each.tag.get("open") is None for each in shown.all("details.closed"))


def test_a_section_that_is_closed_says_how_much_stands_behind_it(pages: Mapping[str, Part]) -> None:
    shown = pages[SCHOOLS]
    counts = {each.all("h2")[0].text: each.all(".note")[0].text for each in shown.all("details.closed > summary")}
    assert counts["Sources"] == str(len(PRACTICES[SCHOOLS]["source_ids"].split(";")))
    law = next(text for head, text in counts.items() if "govern it" in head)
    held = {each.tag["data-provision"] for each in shown.all(".law-holds [data-provision]")}
    assert law.startswith(f"{len(held)} would hold") and "depend on a fact" in law


def test_the_questions_behind_a_page_are_one_line_at_its_foot(pages: Mapping[str, Part]) -> None:
    assert pages
    for shown in pages.values():
        behind = shown.all('section[aria-label="Data"] > details')
        assert len(behind) == 1 and behind[0].all("summary")[0].text.endswith("questions behind this page")
        assert not shown.all("main > details.query")


def test_every_office_stands_with_its_addresses_the_day_it_was_read_and_where(pages: Mapping[str, Part]) -> None:
    met = 0
    for name, shown in pages.items():
        offices = shown.all("ul.contacts > li")
        assert len(offices) == len(of(CONTACTS, name)), name
        for office, row in zip(offices, of(CONTACTS, name), strict=True):
            assert row["office"] in office.text and "Read on 29 November 2026 at" in office.text
            hrefs = {link.href for link in office.links}
            ways = {row["page"], f"mailto:{row['email']}", f"tel:{row['phone'].replace(' ', '')}"}
            ways -= {"", "mailto:", "tel:"}
            assert ways <= hrefs and ways, row["id"]
            met += 1
    assert met


def test_where_no_office_is_known_one_line_says_so_and_leads_to_the_page_of_the_city(pages: Mapping[str, Part]) -> None:
    shown = pages[NOBODY].section("Whom to call")
    assert not shown.all("ul.contacts")
    (line,) = shown.all("p.contact-none")
    assert line.text.startswith("Not known: no office with a public address was found.")
    assert PAGES[PRACTICES[NOBODY]["cities"]] in [link.href for link in line.links]
    assert "From memory, unverified" in line.marks


def test_what_is_known_of_cost_staff_and_failing_stands_by_kind_and_the_rest_in_one_line(
    pages: Mapping[str, Part],
) -> None:
    for name, shown in pages.items():
        rows = of(LESSONS, name)
        told = {each.all("dt")[0].text: each for each in shown.all("dl.lessons > div")}
        assert {KINDS[row["kind"]] for row in rows} == set(told) - {"Who pays"}, name
        for row in rows:
            assert row["text"] in told[KINDS[row["kind"]]].text, row["id"]
        unknown = [words for kind, words in MISSING.items() if kind not in {row["kind"] for row in rows}]
        unknown += ["who pays"] if not PRACTICES[name]["funding"] else []
        lines = [each.text.replace(" ,", ",").replace(" .", ".") for each in shown.all(".lessons-unknown")]
        assert lines == ([f"Not known: {', '.join(unknown)}."] if unknown else []), name
    assert "€5,804,879 (2023)" in pages[RIVER].text


def test_money_is_told_in_its_own_currency_with_its_year_and_source(pages: Mapping[str, Part]) -> None:
    costs = [each for each in pages[RIVER].all("dl.lessons > div") if each.all("dt")[0].text == KINDS["cost"]]
    assert len(costs[0].all("li")) == len([row for row in of(LESSONS, RIVER) if row["kind"] == "cost"])
    for each in costs[0].all("li"):
        assert "Source:" in each.text and each.links


def test_no_private_person_is_listed(client: FlaskClient) -> None:
    """An address that may be a person's names the public role that it belongs to; notes name nobody."""
    people = {row["name"] for row in rows_of("people.csv")}
    assert CONTACTS and people
    for row in CONTACTS:
        assert not NAME_LIKE.fullmatch(row["email"].partition("@")[0]) or row["role"], row["id"]
        assert not any(name in " ".join(row.values()) for name in people), row["id"]


def test_a_reader_learns_how_an_entry_is_removed_and_whom_to_write_to(
    client: FlaskClient, settings: Settings, pages: Mapping[str, Part]
) -> None:
    nobody = pages[BUS].all("#removal")[0].text
    assert "no private persons" in nobody and "the operator of this server, who gave no address here" in nobody
    named = create_app(dataclasses.replace(settings, contact="mailto:plaza@example.org")).test_client()
    for address in (f"/practices/{BUS}", "/cities/lille", "/about"):
        html = unescape(named.get(address, headers={"Accept": "text/html"}).text)
        assert 'href="mailto:plaza@example.org">plaza@example.org</a>' in html, address
    assert "OPENPLAZA_CONTACT" in page(client, "/about").section("Addresses, people").text


def test_the_page_of_a_city_names_its_offices_each_with_the_practice_and_its_official_page(client: FlaskClient) -> None:
    shown = page(client, "/cities/brussels").section("Whom to call")
    expected = {
        row["office"]: row["practice"]
        for row in CONTACTS
        if "brussels" in PRACTICES[row["practice"]]["cities"].split(";")
    }
    told = {each.all(".contact-office")[0].text: each for each in shown.all("ul.contacts > li")}
    assert set(told) == set(expected) and expected
    for office, practice in expected.items():
        assert f"/practices/{practice}" in [link.path for link in told[office].links]
    assert PAGES["brussels"] in [link.href for link in shown.links]


@pytest.mark.parametrize("language", ["", "/fr", "/pl"])
def test_the_official_page_is_that_of_the_city_in_every_language(client: FlaskClient, language: str) -> None:
    city = next(row for row in rows_of("cities.csv") if row["id"] == PRACTICES[RIVER]["cities"])
    links = {link.href: link.text for link in page(client, f"{language}/practices/{RIVER}").links}
    assert links[PAGES[city["id"]]].startswith(f"{city['name']}, ")


def test_programs_get_the_same_contacts_and_lessons(client: FlaskClient) -> None:
    rows = client.get(f"/practices/{RIVER}.json").get_json()["answers"]["copying"]["rows"]
    assert {row["known_id"] for row in rows if row["kind"] == "lesson"} == {row["id"] for row in of(LESSONS, RIVER)}
    turtle = client.get("/practices/munich-akim.ttl").text
    row = of(CONTACTS, "munich-akim")[0]
    assert f"contacts/{row['id']}" in turtle and row["email"] in turtle
    found = client.get("/practices.csv?known=cost&known=contact").text
    assert all(name in found for name in (RIVER, "munich-akim")) and NOBODY not in found
