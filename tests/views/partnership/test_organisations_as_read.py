"""The organisations and one of them, as a person reads them."""

from __future__ import annotations

from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.law_tables import names_a_provision
from tests.reading import Part, page
from tests.views.facts import rows_of
from tests.views.partnership.test_partnership_as_read import when

DAY = "2026-11-22"
ORGANISATIONS = {row["id"]: row for row in rows_of("organisations.csv")}
EVENTS = {row["id"]: row for row in rows_of("events.csv")}
COUNTRIES = {row["id"]: row["name"] for row in rows_of("countries.csv")}
SOURCES = {row["id"]: row for row in rows_of("sources.csv")}
KINDS = {"DG": "directorate-general of the commission"}
ROLES = ["coordinator", "member", "other partner", "secretariat", "none", ""]
TOLD = {
    "none": "no role in the partnership",
    "": "courts, authorities and legislatures that decided on practices",
}


def name_of(card: Part) -> str:
    return card.links[0].path.removeprefix("/organisations/")


def role_told(role: str) -> str:
    return TOLD.get(role, role)


@pytest.fixture(scope="module")
def everyone(client: FlaskClient) -> Part:
    return page(client, f"/organisations?on={DAY}")


def test_organisations_stand_by_role_the_coordinators_first_each_group_counted(everyone: Part) -> None:
    count = Counter(row["partner_role"] for row in ORGANISATIONS.values())
    assert [each.text.lower() for each in everyone.all("#results h3")] == [
        f"{role_told(role)} ({count[role]})" for role in ROLES
    ]
    assert everyone.all("#results h2")[0].text == f"{len(ORGANISATIONS)} organisations"
    cards = everyone.all("article.result")
    roles = [ROLES.index(ORGANISATIONS[name_of(each)]["partner_role"]) for each in cards]
    assert roles == sorted(roles) and sorted(map(name_of, cards)) == sorted(ORGANISATIONS)


def test_a_card_says_name_kind_country_and_whether_it_is_from_memory(everyone: Part) -> None:
    cards = everyone.all("article.result")
    assert cards
    for card in cards:
        row = ORGANISATIONS[name_of(card)]
        assert card.links[0].text == row["name"]
        told = [each.text.lower() for each in card.all(".meta span")]
        country = [COUNTRIES[row["country"]].lower()] if row["country"] else []
        assert told == [KINDS.get(row["kind"], row["kind"]).lower(), *country]
        assert any("From memory" in mark for mark in card.marks) == (row["basis"] == "general-knowledge")


@pytest.mark.parametrize(("field", "column"), [("role", "partner_role"), ("kind", "kind"), ("country", "country")])
def test_each_choice_is_offered_once_the_most_frequent_first_then_by_name(
    everyone: Part, field: str, column: str
) -> None:
    count = Counter(row[column] for row in ORGANISATIONS.values() if row[column])
    words = {value: COUNTRIES.get(value) or KINDS.get(value) or role_told(value) for value in count}
    boxes = everyone.all(f'input[name="{field}"]')
    shown = [
        (each.lower(), number) for each, number in zip(everyone.options(field), numbers(everyone, field), strict=True)
    ]
    assert len(boxes) == len(count) > 1
    assert shown == sorted(
        ((words[value].lower(), number) for value, number in count.items()), key=lambda each: (-each[1], each[0])
    )


def numbers(part: Part, field: str) -> list[int]:
    labels = [part.all(f'label[for="{each.tag["id"]}"] .count')[0] for each in part.all(f'input[name="{field}"]')]
    return [int("".join(letter for letter in each.text if letter.isdigit())) for each in labels]


def test_a_chosen_filter_stays_chosen_and_only_those_are_left(client: FlaskClient) -> None:
    found = page(client, f"/organisations?role=member&country=BE&on={DAY}")
    assert {str(each.tag["value"]) for each in found.all("input[checked]")} == {"member", "BE"}
    wanted = {name for name, row in ORGANISATIONS.items() if (row["partner_role"], row["country"]) == ("member", "BE")}
    assert wanted and set(map(name_of, found.all("article.result"))) == wanted


@pytest.mark.parametrize("name", ["org-nice", "org-efus", "org-edpb", "org-jrc", "org-uia"])
def test_an_organisation_says_what_it_is_and_what_it_took_part_in(client: FlaskClient, name: str) -> None:
    found, row = page(client, f"/organisations/{name}?on={DAY}"), ORGANISATIONS[name]
    facts = found.facts()
    assert found.all("h1")[0].text == row["name"] and row["note"] in found.all("header")[0].text
    assert facts["Kind"].text.lower() == KINDS.get(row["kind"], row["kind"]).lower()
    assert facts["Country"].text == (COUNTRIES[row["country"]] if row["country"] else "None recorded")
    assert [link.query["country"] for link in facts["Country"].links] == ([[row["country"]]] if row["country"] else [])
    assert found.all("header")[0].badges == [
        role_told(row["partner_role"]).capitalize().replace("partnership", "Partnership")
    ]
    assert facts["Membership"].text.startswith("Not a member") == (row["partner_role"] == "none")
    if row["wikidata"]:
        assert facts["Wikidata"].links[0].text == row["wikidata"]
        assert facts["Wikidata"].links[0].href.endswith(f"/{row['wikidata']}")
        assert ("Unverified" in facts["Wikidata"].marks) == row["wikidata_basis"].startswith("general-knowledge")
    assert ("Wikidata" in facts) == bool(row["wikidata"])
    took_part = sorted((each for each in EVENTS.values() if name in each["participants"].split(";")),
                       key=lambda each: each["start"])  # fmt: skip
    story = found.section("Events").all("ol.story > li")
    assert [each.all(".story-title")[0].text for each in story] == [each["name"] for each in took_part]
    assert [each.all(".story-date")[0].text for each in story] == [when(each) for each in took_part]
    assert all(each["place"] in item.text and item.links[0].path == f"/partnership/events/{each['id']}"
               for item, each in zip(story, took_part, strict=True))  # fmt: skip


@pytest.mark.parametrize("name", ["org-nice", "org-edpb", "org-hungary-ministry"])
def test_an_organisation_names_its_sources(client: FlaskClient, name: str) -> None:
    items = page(client, f"/organisations/{name}?on={DAY}").all("ol.sources > li")
    sources = [SOURCES[each] for each in ORGANISATIONS[name]["source"].split(";")]
    urls = [each["url"] for each in sources]
    assert sorted(each.text for each in items) == sorted(each["title"] or each["url"] for each in sources)
    assert sorted(link.href for each in items for link in each.links) == sorted(
        "/partnership/seed" if url.startswith("seed:") else url for url in urls
    )


def test_practices_of_the_same_city_stand_by_name_and_lead_to_their_pages(client: FlaskClient) -> None:
    part = page(client, f"/organisations/org-nice?on={DAY}").section("Practices in the same city")
    wanted = {row["id"]: row["title"] for row in rows_of("practices.csv") if "nice" in row["cities"].split(";")}
    links = part.all("ul.link-list")[0].links
    assert {link.path.removeprefix("/practices/"): link.text for link in links} == wanted
    assert [link.text for link in links] == sorted(wanted.values(), key=str.casefold)
    assert part.links[0].path == "/cities/nice" and f"has {len(wanted)} practices" in part.text


def test_who_spoke_for_it_and_on_what_is_told(client: FlaskClient) -> None:
    person = next(row for row in rows_of("people.csv") if row["organisation"] == "org-cor")
    people = page(client, f"/organisations/org-cor?on={DAY}").section("People named")
    assert f"{person['name']}: {person['role']}" in people.text
    spoken = next(row for row in rows_of("testimonials.csv") if row["organisation"] == "org-mechelen")
    part = page(client, f"/organisations/org-mechelen?on={DAY}").section("Testimonial")
    assert sorted(each.text for each in part.all("li")) == sorted(spoken["topics"].split(";"))
    assert part.links[0].path == f"/partnership/events/{spoken['event']}" and spoken["note"] in part.text


def test_an_authority_says_its_country_and_name_and_every_decision_with_its_law_or_that_none_is_named(
    client: FlaskClient,
) -> None:
    names = ("org-garante", "org-vg-koeln", "org-police-directorate-ljubljana")
    met = {"with a provision": 0, "without": 0}
    for name in names:
        found, row = page(client, f"/organisations/{name}?on={DAY}"), ORGANISATIONS[name]
        assert found.facts()["In its own language"].text == row["own_name"]
        assert found.facts()["In its own language"].all("[lang]")[0].tag["lang"] == row["own_name_language"]
        wanted = [each for each in rows_of("legal_events.csv") if name in each["authority"].split(";")]
        steps = found.section("What it decided on practices").all("ol.story > li")
        assert len(steps) == len(wanted) > 0
        for event in wanted:
            step = next(each for each in steps if event["summary"] in each.text)
            assert step.links[0].path == f"/practices/{event['practice']}"
            assert ("The source, as read, names no " in step.text) == (not names_a_provision(event))
            met["with a provision" if names_a_provision(event) else "without"] += 1
    assert all(met.values())


def test_an_authority_is_no_part_of_the_partnership(client: FlaskClient) -> None:
    authorities = {name for name, row in ORGANISATIONS.items() if not row["partner_role"]}
    linked = {link.path.removeprefix("/organisations/") for link in page(client, f"/partnership?on={DAY}").links}
    assert authorities and not authorities & linked
