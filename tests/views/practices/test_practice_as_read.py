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


def entries(practice: Part) -> list[Part]:
    """Each provision that surely holds, with its place on the page."""
    return practice.all(".law-holds .law-rule")


def test_the_page_names_the_practice_and_what_became_of_it(practice: Part) -> None:
    assert practice.all("h1")[0].text == PRACTICES[NICE]["title"]
    assert PRACTICES[NICE]["status"] in [each.lower() for each in practice.all("header")[0].badges]
    assert len(practice.all("header")[0].badges) == 3


def test_every_condition_of_a_rule_that_holds_is_shown(practice: Part) -> None:
    technologies = set(PRACTICES[NICE]["technologies_concepts"].split(";"))
    shown = {
        str(each.tag["data-provision"]): [one.text for one in each.all("p.condition")] for each in entries(practice)
    }
    several = 0
    for name, texts in shown.items():
        certain = {
            rule["applicability_condition"]
            for rule in RULES
            if rule["provision"] == name and rule["concept"] in technologies and rule["actor_type"] == "any"
            if rule["jurisdiction"] in ("EU", "FR") and rule["from_date"] <= DAY <= (rule["to_date"] or DAY)
        }
        assert all(any(text.startswith(words) for text in texts) for words in certain), name
        several += bool(certain)
    assert several, "some provision has a rule for anyone"


def test_each_heading_says_how_many_provisions_follow_and_each_act_holds_only_its_own(practice: Part) -> None:
    blocks = practice.all(".law-holds .law-block")
    assert blocks
    for block in blocks:
        assert f"{len(block.all('.law-rule'))} provision" in block.all("summary")[0].text
        for act in block.all(".law-act"):
            own = act.links[0].path
            assert all(each.links[0].path.startswith(f"{own}/") for each in act.all(".law-rule"))


def test_legal_events_stand_in_time_order(practice: Part) -> None:
    wanted = [row for row in rows_of("legal_events.csv") if row["practice"] == NICE and row["date"] <= DAY]
    shown = [each.text for each in practice.section("What the law said").all("ol.story > li")]
    assert len(shown) == len(wanted) > 1
    for row, text in zip(sorted(wanted, key=lambda row: row["date"]), shown, strict=True):
        assert row["date"][:4] in text and row["authority_named"] in text


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
