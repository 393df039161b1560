"""Practices and law on one axis of time, as a person reads the drawing and the lists that say the same."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
TECHNOLOGY = "facial-recognition"
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
CONCEPTS = {row["id"]: row for row in rows_of("concepts.csv")}
CITIES = {row["id"]: row for row in rows_of("cities.csv")}
COUNTRIES = {row["id"]: row for row in rows_of("countries.csv")}
RUNNING = {"operational", "pilot-running"}


@pytest.fixture(scope="module")
def timeline(client: FlaskClient) -> Part:
    return page(client, f"/timeline?technology={TECHNOLOGY}&on={DAY}")


def narrower(name: str) -> set[str]:
    """The technology and everything below it."""
    found = {name}
    while more := {each for each, row in CONCEPTS.items() if found & set(row["broader"].split(";"))} - found:
        found |= more
    return found


def entries(part: Part, heading: str) -> dict[str, Part]:
    """The things of a list by their identifiers, in their order."""
    items = part.section(heading).all("ul.timeline-list > li")
    assert items
    return {each.links[0].path.split("/", 2)[2]: each for each in items}


def when(row: dict[str, str]) -> str:
    """When a practice ran, in the words of the page."""
    start, end = row["start_year"], row["end_year"]
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start:
        return f"since {start}, still running" if row["status"] in RUNNING else f"from {start}, end not known"
    return f"start not known, until {end}" if end else "start and end not known"


def lanes(part: Part) -> dict[str, Part]:
    """What the drawing has a line for: the whole name of each, and its bars and points."""
    found = {}
    for each in part.all("svg .time-lane"):
        name = each.all("title")[0].text
        assert name not in found, "no thing has two lanes"
        found[name] = each
    return found


def test_the_practices_are_those_with_the_technology_or_a_narrower_one_the_earliest_first(timeline: Part) -> None:
    shown = entries(timeline, "Practices")
    wanted = {name for name, row in PRACTICES.items()
              if narrower(TECHNOLOGY) & set(row["technologies_concepts"].split(";"))}  # fmt: skip
    years = [PRACTICES[name]["start_year"] or "9999" for name in shown]
    assert shown.keys() == wanted and years == sorted(years) and len(set(years)) > 1
    for name, item in shown.items():
        row = PRACTICES[name]
        assert item.links[0].text == row["title"]
        assert f"; {when(row)}." in item.text
        assert [each.tag["class"][-1] for each in item.all(".timeline-name .tag")] == [f"tag-status-{row['status']}"]
        for city in filter(None, row["cities"].split(";")):
            assert f"{CITIES[city]['name']}, {COUNTRIES[CITIES[city]['country']]['name']}" in item.text


def test_what_happened_in_law_stands_under_its_practice_in_time_order(timeline: Part) -> None:
    happened = 0
    for name, item in entries(timeline, "Practices").items():
        wanted = [row for row in rows_of("legal_events.csv") if row["practice"] == name]
        wanted.sort(key=lambda row: (not row["date"], row["date"]))
        shown = item.all("ol.events > li, ul.events > li")
        assert len(shown) == len(wanted), name
        for row, each in zip(wanted, shown, strict=True):
            assert (row["date"][:4] or "Date not stated") in each.all("strong")[0].text
        for row in wanted:
            about = next(each for each in shown if row["summary"] in each.text)
            assert (row["authority_named"] or "Authority not named") in about.text
            assert [each.lower().replace(" ", "-") for each in about.badges] == [row["outcome"]]
            assert any("From memory" in mark for mark in about.marks) == (row["basis"] == "general-knowledge")
        happened += len(wanted)
    assert happened


def test_law_of_the_union_stands_first_then_that_of_each_country_and_the_oldest_first_in_each(timeline: Part) -> None:
    acts = [ACTS[name] for name in entries(timeline, "Law")]
    order = [(act["jurisdiction"] != "EU", act["jurisdiction"]) for act in acts]
    assert order == sorted(order) and len(set(order)) > 2
    union = [act["date_in_force"] for act in acts if act["jurisdiction"] == "EU" and act["date_in_force"]]
    assert union == sorted(union) and len(union) > 2


def test_an_act_says_since_when_it_is_in_force_where_and_how_it_stands_on_the_day(timeline: Part) -> None:
    ended = 0
    for name, item in entries(timeline, "Law").items():
        act = ACTS[name]
        assert item.links[0].text == act["short_name"]
        assert item.all(".note-inline")[0].text == act["jurisdiction"]
        force = item.all("p")[0].text
        assert re.match(rf"In force (since )?[^.]*{act['date_in_force'][:4]}", force) or not act["date_in_force"], name
        over = bool(act["date_end_of_validity"]) and act["date_end_of_validity"] < DAY
        begun = act["date_in_force"] or act["date_applicable"]
        assert ("In force" in item.badges) == bool(begun and not over), name
        ended += over
    assert ended


def test_numbers_run_through_law_and_practices_and_each_is_drawn_or_has_no_day(timeline: Part) -> None:
    items = timeline.all("ul.events > li")
    numbers = [each.all(".number")[0].text for each in items]
    assert numbers == [str(number) for number in range(1, len(items) + 1)] and len(items) > 3
    assert [each.tag["id"] for each in items] == [f"item-{number}" for number in numbers]
    undated = {each.all(".number")[0].text for each in items if "Date not stated" in each.text}
    points = [each for each in timeline.all("svg a") if each.all("circle")]
    drawn = {each.all("text")[0].text: str(each.tag["href"]) for each in points}
    assert drawn == {number: f"#item-{number}" for number in numbers if number not in undated}
    assert (f"{len(undated)} legal event" in timeline.section("Practices").text) == bool(undated)


def test_the_drawing_has_one_line_for_each_act_and_practice_in_the_order_of_the_lists(timeline: Part) -> None:
    law = [each.links[0].text for each in entries(timeline, "Law").values()]
    practices = [each.links[0].text for each in entries(timeline, "Practices").values()]
    assert list(lanes(timeline)) == [*law, *practices]


def test_a_bar_says_what_it_is_and_begins_and_ends_where_its_years_stand(timeline: Part) -> None:
    years = {int(each.text): float(str(each.tag["x"])) for each in timeline.all("svg .time-axis text")}
    first, last = min(years), max(years)
    per_year = (years[last] - years[first]) / (last - first)
    measured = 0
    for name in entries(timeline, "Practices"):
        row = PRACTICES[name]
        bars = lanes(timeline)[row["title"]].all(".time-bar")
        if row["start_year"] and row["end_year"]:
            rect = bars[0].all("rect")[0].tag
            x, width = float(str(rect["x"])), float(str(rect["width"]))
            begins = years[first] + (int(row["start_year"]) - first) * per_year
            lasts = (int(row["end_year"]) - int(row["start_year"]) + 1) * per_year
            assert abs(x - begins) < 2 and abs(width - lasts) < 2, name
            measured += 1
        assert [each.text for each in bars] == ([f"{row['title']}: {when(row)}"] if row["start_year"] else [])
    assert measured


def test_a_country_brings_its_practices_and_no_law_but_its_own_and_that_of_the_union(client: FlaskClient) -> None:
    part = page(client, f"/timeline?technology={TECHNOLOGY}&country=FR&on={DAY}")
    assert {ACTS[name]["jurisdiction"] for name in entries(part, "Law")} == {"EU", "FR"}
    assert {PRACTICES[name]["country"] for name in entries(part, "Practices")} == {"FR"}
    assert [each.text for each in part.all("option[selected]")] == [CONCEPTS[TECHNOLOGY]["label"], "France"]
    assert part.all("h1")[0].text == f"{CONCEPTS[TECHNOLOGY]['label']}, France"
    count = f"{len(entries(part, 'Practices'))} practices and {len(entries(part, 'Law'))} acts"
    assert part.all(".timeline-counts")[0].text.startswith(count)
    same = next(link for link in part.links if link.text == "These practices as a list")
    assert same.query["technology"] == [TECHNOLOGY] and same.query["country"] == ["FR"]


def test_everything_that_can_be_chosen_stands_by_name(client: FlaskClient) -> None:
    part = page(client, "/timeline")
    for field, table in (("technology", CONCEPTS), ("country", COUNTRIES), ("theme", {})):
        offered = [(value, label) for value, label in part.choices(field) if value]
        labels = [label.casefold() for _, label in offered]
        assert labels == sorted(labels) and len(set(offered)) == len(offered) > 10
        names = {each: row.get("label") or row["name"] for each, row in table.items()}
        assert all(names[value] == label for value, label in offered if names)


def test_with_nothing_chosen_or_nothing_found_the_page_says_what_to_do(client: FlaskClient) -> None:
    start = page(client, "/timeline")
    assert "Choose a technology, a theme or a country" in start.text and not start.all("svg.time")
    assert all(link.query for link in start.all("ul.link-list")[0].links)
    nothing = page(client, f"/timeline?technology={TECHNOLOGY}&country=BG&on={DAY}")
    assert "No practice has all of this." in nothing.text and "Take one of the choices away." in nothing.text
