"""What a technology page tells of the law is what the decision says, and what the pages of practices say."""

from __future__ import annotations

import itertools

import pytest
from flask.testing import FlaskClient

from graph.governing import HOLDS, OUTSIDE, QUESTION, Case, Library, decide
from graph.governing.index import library_of
from graph.governing.scope import day_before
from graph.governing.statements import practice_cases
from graph.law.period import long_date
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from tests.reading import Part, page
from tests.views.facts import rows_of
from views.law.rulings import GUIDANCE

DAYS = ("2012-06-01", "2019-10-09", "2023-12-31", "2026-11-29", "2027-12-31")
DAY = "2026-11-29"
GUIDELINES = {row["id"] for row in rows_of("acts.csv") if row["type"] == "guideline"}
FACES = "/technologies/facial-recognition"
ENTRIES = {row["id"] for row in rows_of("provisions.csv") if row["rule_type"] == "application"}
USED_BY = {"any": "municipality", "police": "state-police"}
"""Who is asked about, for the kinds of actors of rules that are no choice of a reader."""


@pytest.fixture(scope="module")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


def decided(library: Library, case: Case, on: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {HOLDS: set(), QUESTION: set()}
    for ruling in decide(library, case):
        guides = ruling.rule.effect == GUIDANCE or ruling.rule.act in GUIDELINES
        if ruling.standing != OUTSIDE and not guides and ruling.start <= on <= (ruling.end or "9999"):
            found[ruling.standing].add(ruling.rule.provision)
    return found


def told(shown: Part, actor: str) -> dict[str, set[str]]:
    part = shown.all(f'.law-actor[data-actor="{actor}"]')
    return {
        standing: {str(each.tag["data-provision"]) for one in part for each in one.all(f"{place} .law-rule")}
        for standing, place in ((HOLDS, ".law-holds"), (QUESTION, ".law-only-if"))
    }


def test_a_technology_page_says_what_the_decision_says_for_every_actor_and_place_of_a_practice(
    client: FlaskClient, store: EmbeddedStore, library: Library
) -> None:
    wanted = {
        (technology, each.case.actor, each.case.country, each.case.region)
        for each in practice_cases(store, library)
        for technology in each.case.technologies
    }
    assert wanted
    for (technology, actor, country, region), on in zip(sorted(wanted), itertools.cycle(DAYS), strict=False):
        where = region or library.lands[country].jurisdiction
        case = Case((technology,), actor, country, region)
        shown = page(client, f"/technologies/{technology}?actor={actor}&jurisdiction={where}&on={on}")
        assert told(shown, actor) == decided(library, case, on), (technology, actor, country, on)


def test_without_an_actor_a_municipality_and_the_state_police_stand_side_by_side(client: FlaskClient) -> None:
    actors = [each.tag["data-actor"] for each in page(client, f"{FACES}?on={DAY}").all(".law-side .law-actor")]
    assert actors == ["municipality", "state-police"]


def test_every_actor_that_acts_in_a_practice_can_be_chosen(client: FlaskClient) -> None:
    options = {str(each.tag["value"]) for each in page(client, FACES).all("#actor option")}
    acting = {row["actor"] for row in rows_of("practice_actors.csv")}
    assert acting and acting <= options


def test_the_gdpr_does_not_apply_to_the_state_police_and_the_page_says_why(client: FlaskClient) -> None:
    shown = page(client, f"{FACES}?actor=state-police&on={DAY}")
    assert any("GDPR does not apply here, because:" in each.text for each in shown.all(".law-outside li"))
    assert not any(name.startswith("32016R0679/") for name in told(shown, "state-police")[HOLDS])


@pytest.mark.parametrize("actor", ["state-police", "municipality"])
def test_a_rule_for_a_narrower_technology_is_no_heading_of_the_wider_one(
    client: FlaskClient, library: Library, actor: str
) -> None:
    shown = page(client, f"{FACES}?actor={actor}&on={DAY}")
    narrower = {str(each.tag["data-provision"]) for each in shown.all(".law-narrower .law-rule")}
    assert narrower
    assert told(shown, actor) == decided(library, Case(("facial-recognition",), actor), DAY)
    assert all(each.text.startswith("If used for") for each in shown.all(".law-narrower .law-if"))
    assert not shown.all(".law-narrower .law-prohibited")


def test_live_identification_by_police_is_told_as_a_narrower_use_of_facial_recognition(client: FlaskClient) -> None:
    shown = page(client, f"{FACES}?actor=state-police&on={DAY}")
    live = [each for each in shown.all(".law-narrower .law-block") if "Real-time" in each.all(".law-if")[0].text]
    assert any("32024R1689/art_5/par_1/pnt_h" in {one.tag["data-provision"] for one in each.all(".law-rule")}
               for each in live)  # fmt: skip


def test_directives_name_the_law_that_carries_them_out_in_the_country(client: FlaskClient) -> None:
    shown = page(client, f"{FACES}?actor=state-police&jurisdiction=ES&on={DAY}")
    led = next(each for each in shown.all(".law-holds .law-act") if each.tag["data-act"] == "32016L0680")
    whose = led.all(".law-whose")[0]
    assert "works through national law, in Spain" in whose.text
    assert "/laws/es-lo-7-2021" in [link.path for link in whose.links]


def test_a_later_day_says_which_day_was_first_set_and_which_act_moved_it(client: FlaskClient) -> None:
    moved = {row["id"]: row for row in rows_of("provisions.csv")
             if row["original_application_date"] not in ("", row["application_date"])}  # fmt: skip
    movers = {row["object"]: row["subject"] for row in rows_of("act_relations.csv")
              if row["predicate"] == "amends" and row["object_provision"] in ENTRIES}  # fmt: skip
    names = {row["id"]: row["short_name"] for row in rows_of("acts.csv")}
    rules = [rule for rule in rows_of("technology_rules.csv") if rule["provision"] in moved]
    asked = {(rule["concept"], USED_BY.get(rule["actor_type"], rule["actor_type"]), moved[rule["provision"]]["act"])
             for rule in rules}  # fmt: skip
    told_of = set()
    for technology, actor, act in sorted(asked):
        first = min(row["application_date"] for row in moved.values() if row["act"] == act)
        shown = page(client, f"/technologies/{technology}?actor={actor}&on={day_before(first)}")
        for item in shown.section("What comes next").all("li li"):
            name = item.links[0].path.removeprefix("/laws/")
            if name in moved and "begin" in item.text:
                by, first_set = names[movers[moved[name]["act"]]], long_date(moved[name]["original_application_date"])
                assert f"First set for {first_set}, moved by {by}" in item.text
                told_of.add(name)
    assert told_of == {rule["provision"] for rule in rules}
