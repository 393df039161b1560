"""A practice and the list of practices, as a person reads them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
RULES = rows_of("technology_rules.csv")
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
NICE = "nice-school-vsa"


@pytest.fixture(scope="module")
def practice(client: FlaskClient) -> Part:
    return page(client, f"/practices/{NICE}?on={DAY}")


def at(provision: str) -> list[dict[str, str]]:
    """The rules of the tables at a provision."""
    return [rule for rule in RULES if rule["provision"] == provision]


def provisions(practice: Part) -> list[tuple[str, Part]]:
    """Each provision that is said to govern, with its place on the page."""
    entries = [each for each in practice.section("What governs it").all("li") if each.all("p.condition")]
    return [(each.links[0].path.removeprefix("/laws/"), each) for each in entries]


def test_the_page_names_the_practice_and_what_became_of_it(practice: Part) -> None:
    assert practice.all("h1")[0].text == PRACTICES[NICE]["title"]
    outcome = PRACTICES[NICE]["legal_outcome"].replace("-", " ")
    assert outcome in [each.lower() for each in practice.all("header")[0].badges]


def test_what_is_known_from_memory_only_says_so(practice: Part) -> None:
    shown = dict(provisions(practice))
    marked = {name for name, entry in shown.items() if any("From memory" in mark for mark in entry.marks)}
    bases = {name: {rule["basis"] for rule in at(name)} for name in shown}
    remembered = {name for name in shown if bases[name] == {"general-knowledge"}}
    read = {name for name in shown if "general-knowledge" not in bases[name]}
    assert remembered and read
    assert remembered <= marked and not marked & read


def test_every_condition_of_a_provision_is_shown_and_no_other(practice: Part) -> None:
    technologies = set(PRACTICES[NICE]["technologies_concepts"].split(";"))
    several = 0
    for name, entry in provisions(practice):
        shown = [each.text for each in entry.all("p.condition")]
        certain = {
            rule["applicability_condition"]
            for rule in at(name)
            if rule["concept"] in technologies and rule["actor_type"] in ("municipality", "any")
            if rule["jurisdiction"] in ("EU", "FR") and rule["from_date"] <= DAY <= (rule["to_date"] or DAY)
        }
        assert certain <= set(shown) <= {rule["applicability_condition"] for rule in at(name)}, name
        several += len(certain) > 1
    assert several, "some provision has more conditions than one"


def test_each_act_says_how_many_provisions_follow_and_holds_only_its_own(practice: Part) -> None:
    acts = [each for each in practice.section("What governs it").all("details") if each.all("p.condition")]
    assert acts
    for act in acts:
        shown = [each for each in act.all("li") if each.all("p.condition")]
        own = act.links[0].path
        assert f"{len(shown)} provision" in act.all("summary")[0].text
        assert all(each.links[0].path.startswith(f"{own}/") for each in shown)


def test_legal_events_stand_in_time_order(practice: Part) -> None:
    wanted = [row for row in rows_of("legal_events.csv") if row["practice"] == NICE and row["date"] <= DAY]
    shown = [each.text for each in practice.section("What the law said").all("ol.story > li")]
    assert len(shown) == len(wanted) > 1
    for row, text in zip(sorted(wanted, key=lambda row: row["date"]), shown, strict=True):
        assert row["date"][:4] in text and row["authority"] in text


@pytest.mark.parametrize(("facet", "field"), [("status", "status"), ("outcome", "legal_outcome")])
def test_each_choice_of_a_filter_is_offered_once_the_most_frequent_first(
    client: FlaskClient, facet: str, field: str
) -> None:
    group = page(client, "/practices").all(f"#facet-{facet}")[0]
    boxes = [str(each.tag["value"]) for each in group.all("input")]
    numbers = [sum(row[field] == slug for row in PRACTICES.values()) for slug in boxes]
    assert len(boxes) == len(set(boxes)) > 1
    assert numbers == sorted(numbers, reverse=True)


def test_every_practice_of_the_list_leads_to_its_page_under_its_title(client: FlaskClient) -> None:
    links = [each.links[0] for each in page(client, "/practices").all("article.result h3")]
    assert links
    assert all(PRACTICES[link.path.removeprefix("/practices/")]["title"] == link.text for link in links)
