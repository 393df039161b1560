"""The six Actions, and one of them, as a person reads them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
ACTIONS = {row["id"]: row for row in rows_of("actions.csv")}
PRACTICES = rows_of("practices.csv")
SOURCES = {row["id"]: row for row in rows_of("sources.csv")}


def in_area(area: str) -> list[dict[str, str]]:
    return [row for row in PRACTICES if row["core_area"] and area in row["core_area"].split(";")]


def slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def test_each_action_stands_in_its_order_with_status_area_and_pillars(client: FlaskClient) -> None:
    panels = page(client, f"/actions?on={DAY}").all("section.panel")
    assert [each.links[0].path.rpartition("/")[2] for each in panels] == sorted(
        ACTIONS, key=lambda name: int(ACTIONS[name]["number"])
    )
    for panel, row in zip(panels, ACTIONS.values(), strict=True):
        facts = panel.facts()
        assert panel.all("h2")[0].text == f"{row['number']}. {row['title']}"
        assert row["description"] in panel.text
        assert facts["Status"].text.lower() == row["status"].lower()
        assert facts["Core area"].text.lower().startswith(row["core_area"])
        pillars = facts["Pillars"].text.removesuffix("Inferred").strip()
        assert sorted(pillars.lower().split("; ")) == sorted(row["pillars"].split(";"))
        for term, basis in (("Core area", "core_area_basis"), ("Pillars", "pillar_basis")):
            assert ("Inferred" in facts[term].marks) == row[basis].startswith("inferred"), row["id"]


def test_the_practices_of_its_core_area_are_counted_and_can_be_opened(client: FlaskClient) -> None:
    counted = 0
    for panel in page(client, f"/actions?on={DAY}").all("section.panel"):
        row = ACTIONS[panel.links[0].path.rpartition("/")[2]]
        own = in_area(row["core_area"])
        links = [link for link in panel.links if link.path == "/practices"]
        assert [link.text for link in links] == ([f"{len(own)} practices in this core area"] if own else [])
        assert all(link.query["core_area"] == [slug(row["core_area"])] for link in links)
        counted += bool(own)
    assert counted


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_says_what_is_known_and_that_the_rest_is_unknown(client: FlaskClient, name: str) -> None:
    found, row = page(client, f"/actions/{name}?on={DAY}"), ACTIONS[name]
    facts = found.facts()
    assert list(facts) == ["Core area", "Pillars", "Status", "Leader", "Members", "Outputs"]
    assert found.all("h1")[0].text == row["title"] and found.all(".kicker")[0].text == f"Action {row['number']}"
    assert f"Basis: {row['core_area_basis']}" in facts["Core area"].text
    assert f"Basis: {row['pillar_basis']}" in facts["Pillars"].text
    assert facts["Members"].text == (row["members"] or "Unknown")
    assert facts["Outputs"].text == (row["outputs"] or "None found")
    assert facts["Leader"].text.startswith("Unknown") == (not row["leader"])
    assert ("No source read says" in facts["Status"].text) == (row["status"] == "unknown")
    sources = [SOURCES[each] for each in row["source"].split(";")]
    wanted = {each["url"]: each["title"] for each in sources}
    links = found.section("Sources").links
    assert {link.href: link.text for link in links} == {url: title or url for url, title in wanted.items()} and links


def test_the_acts_that_govern_most_of_its_practices_stand_first(client: FlaskClient) -> None:
    found = page(client, f"/actions/action-3?on={DAY}")
    rows = [*found.table("Acts that govern"), *found.table("Further acts that govern")]
    numbers = [int(row["Practices"].text) for row in rows]
    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) > 1
    assert found.section("The law of its practices").all("p")[0].text.startswith(f"{len(rows)} acts govern")
    acts = {row["id"]: row for row in rows_of("acts.csv")}
    countries = {row["jurisdiction"]: row["name"] for row in rows_of("countries.csv")}
    countries |= {row["id"]: row["name"] for row in rows_of("regions.csv")}
    national = 0
    for row in rows:
        act = acts[row["Act"].links[0].path.removeprefix("/laws/")]
        assert row["Act"].links[0].text == act["short_name"] and row["Act"].links[0].query["on"] == [DAY]
        note = "" if act["jurisdiction"] == "EU" else f"law of {countries[act['jurisdiction']]}"
        assert row["Act"].text == f"{act['short_name']} {note}".strip()
        national += bool(note)
    assert national


def test_an_action_across_the_areas_offers_the_practices_of_each(client: FlaskClient) -> None:
    found: Part = page(client, f"/actions/action-1?on={DAY}").section("Related practices")
    assert "No practice carries the core area" in found.text
    for link in found.links:
        number, _, area = link.text.partition(" practices: ")
        assert link.query["core_area"] == [slug(area)] and int(number) == len(in_area(area.lower()))
    assert len(found.links) > 1
