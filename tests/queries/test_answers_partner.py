"""What a partner can rely on: every answer equals what the tables say."""

from __future__ import annotations

import pytest

from tests.law_tables import legal_outcomes
from tests.queries.expected import CONCEPT, THING, Asked, Row, by_id, chain, parts, practices, slug, table


def ids(rows: list[Row]) -> set[tuple[str, ...]]:
    return {(row["id"],) for row in rows}


def test_practices_on_two_themes_are_those_with_either(asked: Asked) -> None:
    rows = asked("practices-by-theme", "practice_id")
    assert set(rows) == ids(practices(themes="park-safety")) | ids(practices(themes="harassment"))
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("technology", ["facial-recognition", "cctv-fixed", "ai-system", "video-surveillance"])
def test_practices_with_a_technology_include_the_narrower_kinds(asked: Asked, technology: str) -> None:
    rows = asked("practices-by-technology", "practice_id", technology=f"{THING}technologies/{technology}")
    assert {practice for (practice,) in rows} == {
        row["id"]
        for row in table("practices")
        if any(technology in chain("concepts", used) for used in parts(row["technologies_concepts"]))
    }


@pytest.mark.parametrize("country", sorted({code for row in table("practices") for code in parts(row["country"])}))
def test_practices_in_a_country_are_those_of_its_towns(asked: Asked, country: str) -> None:
    rows = asked("practices-by-country", "practice_id status", country=f"{THING}countries/{country}")
    assert set(rows) == {(row["id"], row["status"]) for row in practices(country=country)} != set()


@pytest.mark.parametrize("area", ["technology", "managing and sharing public spaces", "urban planning and design"])
def test_practices_of_a_core_area_are_those_the_table_puts_there(asked: Asked, area: str) -> None:
    rows = asked("practices-by-core-area", "practice_id", area=f"{CONCEPT}core-area/{slug(area)}")
    assert set(rows) == ids(practices(core_area=area)) != set()


@pytest.mark.parametrize("level", ["survey", "none-found", "oversight-review"])
def test_practices_by_evidence_are_those_with_that_evidence(asked: Asked, level: str) -> None:
    rows = asked("practices-by-evidence", "practice_id", evidence=f"{CONCEPT}evidence-level/{level}")
    assert set(rows) == ids(practices(evidence_level=level)) != set()


ORDERED = (
    "none-found", "activity-count", "self-reported", "survey", "monitoring-statistics", "independent-evaluation",
    "comparison-evaluation",
)  # fmt: skip


@pytest.mark.parametrize("least", ["none-found", "monitoring-statistics", "comparison-evaluation"])
def test_practices_with_at_least_some_evidence_leave_out_what_has_less_and_what_has_no_place(
    asked: Asked, least: str
) -> None:
    rows = asked(
        "practices-evidence-at-least", "practice_id evidence_level", evidence=f"{CONCEPT}evidence-level/{least}"
    )
    enough = ORDERED[ORDERED.index(least) :]
    wanted = {(row["id"], row["evidence_level"]) for row in table("practices") if row["evidence_level"] in enough}
    assert set(rows) == wanted != set() and len(rows) == len(wanted)


def test_evaluated_practices_come_with_their_result_also_when_no_effect_was_shown(asked: Asked) -> None:
    rows = set(asked("practices-evaluated", "practice_id evidence_level evidence_result evaluation"))
    assert rows == {
        (row["id"], row["evidence_level"], row["evidence_result"], row["evaluation"])
        for row in table("practices")
        if row["evidence_level"] in ("independent-evaluation", "comparison-evaluation")
    }


def test_stopped_suspended_and_never_started_practices_are_told_with_their_legal_outcome(asked: Asked) -> None:
    assert set(asked("practices-not-carried-on", "practice_id status legal_outcome legal_issue")) == {
        (row["id"], row["status"], legal_outcomes()[row["id"]], row["legal_issue"])
        for row in table("practices")
        if row["status"] in ("stopped", "suspended", "never-started")
    }


@pytest.mark.parametrize("city", ["mechelen", "nice", "madrid"])
def test_peers_are_practices_of_other_cities_with_half_to_twice_the_population(asked: Asked, city: str) -> None:
    own = int(by_id("cities")[city]["population_approx"])
    peers = {
        row["id"]
        for row in table("cities")
        if row["id"] != city and row["population_approx"] and own <= 2 * int(row["population_approx"]) <= 4 * own
    }
    rows = asked("peer-practices", "practice_id city_id", city=f"{THING}cities/{city}")
    assert (
        set(rows)
        == {(row["id"], town) for row in table("practices") for town in parts(row["cities"]) if town in peers}
        != set()
    )


@pytest.mark.parametrize("theme", ["night-time-economy", ""])
def test_who_ran_and_paid_gives_lead_level_partners_and_funding_as_far_as_known(asked: Asked, theme: str) -> None:
    found = asked(
        "who-ran-and-paid", "practice_id lead_level partners funding", theme=theme and f"{CONCEPT}theme/{theme}"
    )
    rows = practices(themes=theme) if theme else list(table("practices"))
    assert {(one, level, frozenset(parts(who)), money) for one, level, who, money in found} == {
        (row["id"], slug(level), frozenset(parts(row["partners"])), row["funding"])
        for row in rows
        for level in parts(row["lead_level"]) or [""]
    }


def test_the_law_of_similar_practices_is_every_legal_event_of_others_with_the_same_technology(asked: Asked) -> None:
    mine = by_id("practices")["nice-frt-carnival-2019"]
    used = set(parts(mine["technologies_concepts"]))
    similar = {
        row["id"] for row in table("practices") if row is not mine and used & set(parts(row["technologies_concepts"]))
    }
    assert set(asked("law-of-similar-practices", "practice_id event_id date outcome authority")) == {
        (row["practice"], row["id"], row["date"], row["outcome"], row["authority_named"])
        for row in table("legal_events")
        if row["practice"] in similar
    }


def test_practices_shown_to_the_partnership_come_with_the_meeting(asked: Asked) -> None:
    assert set(asked("practices-shown", "practice_id event_id start")) == {
        (row["id"], event, by_id("events")[event]["start"])
        for row in table("practices")
        for event in parts(row["shown_to_partnership_at"])
    }


def test_four_members_gave_testimonials_in_the_public_session_of_9_october_2019(asked: Asked) -> None:
    rows = asked("testimonials", "speaker_id topic event_id date")
    assert {row[0] for row in rows} == {
        "org-lille-metropole",
        "org-romagna-faentina",
        "org-mechelen",
        "org-croatia-mcpp",
    }
    assert set(rows) == {
        (row["organisation"], topic, "ev-public-session", "2019-10-09")
        for row in table("testimonials")
        for topic in parts(row["topics"])
    }


def test_partners_are_the_organisations_with_a_role_and_bodies_without_one_stay_out(asked: Asked) -> None:
    rows = set(asked("partners-and-roles", "organisation_id role country_id"))
    assert rows == {
        (row["id"], slug(row["partner_role"]), row["country"])
        for row in table("organisations")
        if row["partner_role"] not in ("", "none")
    }
    assert {row[0] for row in rows if row[1] == "coordinator"} == {"org-nice", "org-madrid", "org-efus"}


def test_the_way_from_twenty_candidates_to_six_actions_is_told_by_facts_criteria_sessions_and_actions(
    asked: Asked,
) -> None:
    rows = asked("from-candidates-to-actions", "step thing_id text basis")
    found = {step: {row[1] for row in rows if row[0] == step} for step in {row[0] for row in rows}}
    facts = {"selection_steps", "scope_decision_deadline", "fourth_meeting_objective"}
    kinds = ("pre-agreed selection criterion", "open list marker", "pitch question")
    assert found == {
        "1 fact": {
            key
            for key in (row["key"] for row in table("partnership"))
            if key.startswith(("candidate_", "shortlist")) or key in facts
        },
        "2 criterion": {row["id"] for row in table("action_criteria") if row["kind"] in kinds},
        "3 session": {row["id"] for row in table("events") if row["part_of"] == "ev-m4"},
        "4 Action": {f"action-{number}" for number in range(1, 7)},
    }  # fmt: skip
    assert ("1 fact", "candidate_actions_count", "20", "seed") in rows
    assert ("1 fact", "shortlisted_actions_count", "6", "seed") in rows


def test_actions_by_pillar_name_an_action_under_each_of_its_pillars(asked: Asked) -> None:
    assert set(asked("actions-by-pillar", "pillar number core_area")) == {
        (slug(pillar), row["number"], slug(row["core_area"]))
        for row in table("actions")
        for pillar in parts(row["pillars"])
    }


def test_a_partner_city_is_the_town_that_the_partner_is_the_government_of(asked: Asked) -> None:
    partners = {
        row["city"]: row["id"]
        for row in table("organisations")
        if row["city"] and row["partner_role"] not in ("", "none")
    }
    rows = set(asked("practices-in-partner-cities", "practice_id city_id organisation_id"))
    assert rows == {
        (row["id"], town, partners[town])
        for row in table("practices")
        for town in parts(row["cities"])
        if town in partners
    }
    assert {row[1] for row in rows} >= {"nice", "madrid"}


def test_practices_with_light_are_found_by_theme_or_by_technology(asked: Asked) -> None:
    lights = {"lighting", "smart-lighting"}, {"street-lighting", "smart-lighting"}
    assert set(asked("practices-lighting", "practice_id evidence_result")) == {
        (row["id"], row["evidence_result"])
        for row in table("practices")
        if lights[0] & set(parts(row["themes"])) or lights[1] & set(parts(row["technologies_concepts"]))
    }


def test_practices_for_women_are_those_on_gender_or_harassment(asked: Asked) -> None:
    rows = asked("practices-for-women", "practice_id")
    assert set(rows) == ids(practices(themes="gender")) | ids(practices(themes="harassment"))


def test_practices_for_the_night_come_with_their_towns_and_status(asked: Asked) -> None:
    assert set(asked("practices-at-night", "practice_id city_label status start_year")) == {
        (row["id"], by_id("cities")[town]["name"], row["status"], row["start_year"])
        for row in practices(themes="night-time-economy")
        for town in parts(row["cities"])
    }


def test_practices_without_technology_come_with_their_other_means(asked: Asked) -> None:
    assert set(asked("practices-without-technology", "practice_id means")) == {
        (row["id"], slug(means))
        for row in table("practices")
        if not row["technologies_concepts"]
        for means in parts(row["non_technical_means"]) or [""]
    }


@pytest.mark.parametrize("practice", sorted({row["practice"] for row in table("legal_events")}))
def test_the_legal_history_of_a_practice_is_told_in_order_of_date(asked: Asked, practice: str) -> None:
    rows = asked(
        "legal-history-of-practice", "event_id date authority outcome", practice=f"{THING}practices/{practice}"
    )
    assert set(rows) == {
        (row["id"], row["date"], row["authority_named"], row["outcome"])
        for row in table("legal_events")
        if row["practice"] == practice
    }
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


def test_evidence_gaps_are_running_practices_where_no_evidence_was_found(asked: Asked) -> None:
    rows = asked("evidence-gaps", "practice_id")
    assert set(rows) == ids(practices(status="operational", evidence_level="none-found"))


def test_practices_under_inquiry_or_contested_say_why(asked: Asked) -> None:
    assert set(asked("practices-under-inquiry", "practice_id legal_outcome legal_issue")) == {
        (row["id"], legal_outcomes()[row["id"]], row["legal_issue"])
        for row in table("practices")
        if legal_outcomes()[row["id"]] in ("under-inquiry", "contested")
    }


def test_whom_to_contact_are_the_coordinators_the_secretariat_and_the_offices_of_practices(asked: Asked) -> None:
    partners = {
        (row["id"], row["partner_role"].capitalize(), "", row["country"], "", "", "")
        for row in table("organisations")
        if row["partner_role"] in ("coordinator", "secretariat")
    }
    offices = {
        (row["id"], row["role"], row["practice"], country, row["phone"], row["email"], row["page"])
        for row in table("practice_contacts")
        for country in parts(by_id("practices")[row["practice"]]["country"])
    }
    assert partners and offices
    assert set(asked("whom-to-contact", "who_id role practice_id country_id phone email page")) == partners | offices


def test_meetings_come_with_their_place_dates_and_known_participants(asked: Asked) -> None:
    assert set(asked("meetings", "event_id start end place organisation_id")) == {
        (row["id"], row["start"], row["end"], row["place"], who)
        for row in table("events")
        if row["type"] == "partnership-meeting"
        for who in parts(row["participants"]) or [""]
    }
