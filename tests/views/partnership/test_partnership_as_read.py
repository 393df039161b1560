"""The Partnership, its events, its Actions and its organisations, as a person reads them."""

from __future__ import annotations

import datetime

import pytest
from bs4 import Tag
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2020-01-15"
EVENTS = {row["id"]: row for row in rows_of("events.csv")}
ORGANISATIONS = {row["id"]: row for row in rows_of("organisations.csv")}
FACTS = {row["key"]: row for row in rows_of("partnership.csv")}
CONFLICTS = [row for row in rows_of("conflicts.csv") if row["subject"] in (*EVENTS, "partnership")]
SOURCES = {row["id"]: row for row in rows_of("sources.csv")}
COUNTRIES = {row["id"]: row["name"] for row in rows_of("countries.csv")}
ROLES = {"Coordinators": "coordinator", "Members": "member", "Other partners": "other partner",
         "Secretariat": "secretariat", "No role": "none"}  # fmt: skip


@pytest.fixture(scope="module")
def partnership(client: FlaskClient) -> Part:
    return page(client, f"/partnership?on={DAY}")


def listed(text: str) -> list[str]:
    return [each for each in text.split(";") if each]


def named(text: str) -> str:
    """A day or a month as a person writes it."""
    day = datetime.date.fromisoformat(f"{text}-01"[:10])
    return f"{day:%B %Y}" if len(text) == 7 else f"{day.day} {day:%B %Y}"


def when(row: dict[str, str]) -> str:
    """When an event was, in the words of the page."""
    start, end = row["start"], row["end"]
    if not end or start == end:
        return named(start)
    return f"{int(start[8:])} to {named(end)}" if start[:7] == end[:7] else f"{named(start)} to {named(end)}"


def identifiers(part: Part, beginning: str) -> list[str]:
    """The things that the links of a part lead to, of one kind."""
    return [link.path.removeprefix(beginning) for link in part.links if link.path.startswith(beginning)]


def test_events_stand_in_the_order_of_their_days_and_parts_inside_their_whole(partnership: Part) -> None:
    shown = partnership.section("Timeline").all("ol.story > li")
    names = [identifiers(each.all(".story-title")[0], "/partnership/events/")[0] for each in shown]
    days = [EVENTS[name]["start"] for name in names]
    wholes = [name for name, row in EVENTS.items() if not row["part_of"]]
    assert sorted(names) == sorted(wholes) and days == sorted(days)
    inside = 0
    for name, each in zip(names, shown, strict=True):
        row = EVENTS[name]
        assert each.all(".story-date")[0].text.removesuffix("(still to come)").strip() == when(row)
        assert each.all(".story-title")[0].text == row["name"] and row["topic"] in each.text
        assert each.all(".meta span")[0].text.lower() == row["type"].replace("-", " ")
        assert row["place"] in each.all(".meta")[0].text
        parts = [link.path.rpartition("/")[2] for part in each.all("strong") for link in part.links]
        assert parts == [part for part, other in EVENTS.items() if other["part_of"] == name]
        inside += len(parts)
    assert inside


def test_who_took_part_in_an_event_stands_with_it_by_name(partnership: Part) -> None:
    for each in partnership.section("Timeline").all("ol.story > li"):
        name = identifiers(each.all(".story-title")[0], "/partnership/events/")[0]
        own = [note for note in each.all(".story-body > p.note") if note.text.startswith("Took part")]
        shown = [name for note in own for name in identifiers(note, "/organisations/")]
        wanted = sorted(listed(EVENTS[name]["participants"]), key=lambda each: ORGANISATIONS[each]["name"])
        assert shown == wanted, name
    assert any(row["participants"] for row in EVENTS.values())


def test_what_lies_after_the_day_is_still_to_come(partnership: Part) -> None:
    shown = partnership.section("Timeline").all("ol.story > li")
    coming = [each for each in shown if "(still to come)" in each.text]
    names = [identifiers(each.all(".story-title")[0], "/partnership/events/")[0] for each in coming]
    assert 0 < len(coming) < len(shown)
    assert names == [name for name, row in EVENTS.items() if row["start"] > DAY and not row["part_of"]]
    assert all("future" in each.tag["class"] for each in coming)


@pytest.mark.parametrize("heading", ROLES)
def test_each_organisation_stands_under_its_role_with_kind_and_country(partnership: Part, heading: str) -> None:
    wanted = [name for name, row in ORGANISATIONS.items() if row["partner_role"] == ROLES[heading]]
    title = next(each for each in partnership.all("#members ~ h3") if each.text.startswith(heading))
    below = title.tag.find_next("ul")
    assert isinstance(below, Tag)
    items = Part(below).all("li")
    assert title.text.endswith(f"({len(wanted)})") and wanted
    assert [identifiers(each, "/organisations/")[0] for each in items] == wanted
    for name, each in zip(wanted, items, strict=True):
        row = ORGANISATIONS[name]
        assert each.text.startswith(row["name"])
        assert not row["country"] or each.text.endswith(f", {COUNTRIES[row['country']]}")


def test_the_numbers_at_the_top_are_those_of_what_stands_below(partnership: Part) -> None:
    numbers = {each.text.partition(" ")[2]: each for each in partnership.all("ul.stats > li")}
    count = {role: sum(row["partner_role"] == role for row in ORGANISATIONS.values()) for role in ROLES.values()}
    assert numbers["coordinators"].text.startswith(f"{count['coordinator']} ")
    assert numbers["members"].text.startswith(f"{count['member']} ")
    assert numbers["events"].text.startswith(f"{len(EVENTS)} ")
    assert numbers["Actions"].text.startswith(f"{len(rows_of('actions.csv'))} ")
    assert any(each.text == f"{len(FACTS)} statements, each with its source" for each in numbers.values())


def test_every_statement_stands_once_in_the_last_table_with_what_it_rests_on(partnership: Part) -> None:
    rows = partnership.table("Statements about the Partnership")
    assert sorted(row["Statement"].text for row in rows) == sorted(row["value"] for row in FACTS.values())
    by_value = {row["value"]: row for row in FACTS.values()}
    for row in rows:
        fact = by_value[row["Statement"].text]
        basis = {"seed": "The seed", "stored-page": "A page read", "general-knowledge": "From memory, unverified"}
        assert row["Rests on"].text == basis[fact["basis"]]
        source = row["Source"]
        if fact["seed_start"]:
            assert source.text == f"seed, characters {fact['seed_start']}–{fact['seed_end']}"
            assert source.links[0].href.endswith(f"/partnership/seed#c{fact['seed_start']}")
        elif SOURCES[fact["source"]]["url"].startswith("http"):
            told = SOURCES[fact["source"]]
            assert source.links[0].href == told["url"] and source.text == (told["title"] or told["url"])
    assert len(rows) == len(by_value)


def test_where_sources_disagree_both_claims_stand_and_only_one_is_accepted(partnership: Part) -> None:
    boxes = partnership.all("div.compare")
    assert len(boxes) == len(CONFLICTS) > 1
    for row in CONFLICTS:
        box = next(each for each in boxes if f"“{row['claim_a']}”" in each.text)
        claims = {claim: next(each for each in box.all("section") if f"“{row[f'claim_{claim}']}”" in each.text)
                  for claim in "ab"}  # fmt: skip
        for claim, each in claims.items():
            refused = row["accepted"] in "ab" and row["accepted"] != claim
            assert bool(row["accepted"]) and ("Rejected" in each.marks) == refused, row["id"]
            if row[f"source_{claim}"].startswith("http"):
                assert each.links[0].href == row[f"source_{claim}"]
        assert row["resolution"] in Part(box.tag.find_next("p")).text or row["resolution"] in partnership.text


def test_the_way_to_six_actions_is_told_step_by_step_with_its_statements(partnership: Part) -> None:
    steps = partnership.section("From 20 candidates").all("ol.story > li")
    assert [each.all(".story-date")[0].text.split()[:2] for each in steps] == [
        ["Step", str(number)] for number in range(1, len(steps) + 1)
    ]
    titles = [each.all(".story-title")[0].text for each in steps]
    for title, key in (("20 candidate", "candidate_actions_count"), ("A shortlist", "shortlisted_actions_count"),
                       ("The final", "action_plan_final"), ("Scoping", "scope_decision_deadline")):  # fmt: skip
        step = next(each for each, name in zip(steps, titles, strict=True) if name.startswith(title))
        assert FACTS[key]["value"] in step.text
    at = [each for each in steps if identifiers(each, "/partnership/events/")]
    days = [EVENTS[identifiers(each, "/partnership/events/")[0]]["start"] for each in at]
    assert len(days) > 3 and days == sorted(days)
    criteria = [
        row["criterion"] for row in rows_of("action_criteria.csv") if row["kind"] != "EU-institution expectation"
    ]
    assert criteria and all(any(each in step.text for step in steps) for each in criteria)


def test_no_step_repeats_what_an_earlier_one_said_and_no_number_stands_without_its_name(partnership: Part) -> None:
    steps = partnership.section("From 20 candidates").all("ol.story > li")
    told = [each.tag.get_text().partition("(")[0].strip() for step in steps for each in step.all("p:not([class])")]
    said = [each for each in told if each]
    assert len(said) > 8 and len(set(said)) == len(said)
    assert [each for each in said if each.isdigit()] == []


def test_an_event_tells_its_day_place_whole_and_parts(client: FlaskClient) -> None:
    found = page(client, f"/partnership/events/ev-m4?on={DAY}")
    facts, row = found.facts(), EVENTS["ev-m4"]
    assert found.all("h1")[0].text == row["name"]
    assert facts["Date"].text == when(row) and facts["Place"].text == row["place"]
    parts = found.section("Within this event").all("ol.story > li")
    assert [identifiers(each.all(".story-title")[0], "/partnership/events/")[0] for each in parts] == [
        name for name, other in EVENTS.items() if other["part_of"] == "ev-m4"
    ]
    part = page(client, f"/partnership/events/ev-public-session?on={DAY}").facts()["Part of"]
    assert part.text == EVENTS["ev-ewrc2019"]["name"]
    assert identifiers(part, "/partnership/events/") == ["ev-ewrc2019"]


def test_an_event_names_those_who_spoke_and_the_practices_that_were_shown(client: FlaskClient) -> None:
    found = page(client, f"/partnership/events/ev-public-session?on={DAY}")
    spoke = [row["organisation"] for row in rows_of("testimonials.csv") if row["event"] == "ev-public-session"]
    assert identifiers(found.section("Testimonials"), "/organisations/") == spoke
    practices = rows_of("practices.csv")
    shown = {row["id"]: row["title"] for row in practices if "ev-m8" in listed(row["shown_to_partnership_at"])}
    links = page(client, f"/partnership/events/ev-m8?on={DAY}").section("Practices shown here").links
    assert {link.path.removeprefix("/practices/"): link.text for link in links} == shown and shown


def test_the_place_in_the_seed_leads_to_each_statement_once_in_the_order_of_the_text(client: FlaskClient) -> None:
    found = page(client, "/partnership/seed")
    rows = found.table("Statements by their place")
    starts = [int(row["Characters"].text.partition("–")[0]) for row in rows]
    assert starts == sorted(starts) and all(found.all(f"#c{start}") for start in starts)
    kinds = {"Statement": "partnership", "Person": "people", "Testimonial": "testimonials",
             "Criterion": "action_criteria"}  # fmt: skip
    for kind, table in kinds.items():
        wanted = sorted(
            f"{row['seed_start']}–{row['seed_end']}" for row in rows_of(f"{table}.csv") if row["seed_start"]
        )
        assert sorted(row["Characters"].text for row in rows if row["Kind"].text == kind) == wanted and wanted
    texts = {row["value"] for row in FACTS.values()}
    assert all(row["Statement"].text in texts for row in rows if row["Kind"].text == "Statement")
