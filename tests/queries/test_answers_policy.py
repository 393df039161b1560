"""What policy staff can rely on: every answer equals what the tables say."""

from __future__ import annotations

import pytest

from tests.law_tables import levels, practice_decided
from tests.queries.expected import CONCEPT, THING, Asked, Row, by_id, parts, relations, slug, table

DAYS = ("2018-05-24", "2019-10-09", "2020-12-31", "2021-01-01", "2026-12-03")
GDPR, AI_ACT, POLICE = "32016R0679", "32024R1689", "32016L0680"


def test_every_practice_found_unlawful_annulled_or_fined_is_named_with_its_authority_and_article(asked: Asked) -> None:
    rows = asked("practices-found-unlawful", "practice_id date authority outcome act_id provision_id event_id")
    assert set(rows) == {
        (
            event["practice"],
            event["date"],
            event["authority_named"],
            event["outcome"],
            event["act"],
            provision,
            event["id"],
        )
        for event in table("legal_events")
        if event["outcome"] in ("found-unlawful", "annulled-by-court", "fined")
        for provision in parts(event["provision"]) or [""]
    }


def test_a_sanction_overturned_later_is_said_to_be_overturned(asked: Asked) -> None:
    overturned = {row[0] for row in asked("practices-found-unlawful", "practice_id overturned") if row[1] == "true"}
    later = [event for event in table("legal_events") if event["outcome"] in ("sanction-overturned", "reversed")]
    assert overturned == {
        event["practice"]
        for event in table("legal_events")
        if event["outcome"] in ("found-unlawful", "annulled-by-court", "fined")
        and any(after["practice"] == event["practice"] and after["date"] > event["date"] > "" for after in later)
    }
    assert "enschede-wifi-counting" in overturned


def test_breached_articles_are_the_links_found_unlawful_under(asked: Asked) -> None:
    join = {row["practice_legislation_id"]: row for row in table("practice_legislation_join")}
    assert set(asked("articles-breached", "practice_id act_id provision_id article link_id")) == {
        (link["practice_id"], join[link["id"]]["act"], provision, link["article"], link["id"])
        for link in table("practice_legislation")
        if link["nature"] == "found-unlawful-under"
        for provision in parts(join[link["id"]]["provisions"]) or [""]
    }


def test_the_data_protection_directive_was_repealed_by_article_94_of_the_gdpr_on_25_may_2018(asked: Asked) -> None:
    rows = asked("act-repealed-by", "by_id provision_id date last_day")
    assert rows == [("32016R0679", "32016R0679/art_94", "2018-05-25", "2018-05-24")]


def test_the_dates_of_the_ai_act_that_moved_are_those_with_another_original_date(asked: Asked) -> None:
    moved = {
        (row["id"], row["original_application_date"], row["application_date"])
        for row in table("provisions")
        if row["act"] == AI_ACT and row["original_application_date"] not in ("", row["application_date"])
    } | {
        (row["id"], row["original_date"], row["date"])
        for row in table("timeline_ai_act")
        if row["act"] == AI_ACT and row["original_date"] not in ("", row["date"])
    }
    assert set(asked("moved-dates", "thing_id original now")) == moved
    assert set(asked("moved-dates", "by_id by_provision_id")) == {("32026R1744", "32026R1744/art_1/pnt_40")}


@pytest.mark.parametrize(
    ("act", "day", "states"),
    [
        ("http://data.europa.eu/eli/reg/2024/1689/oj", "2024-07-31", set()),
        ("http://data.europa.eu/eli/reg/2024/1689/oj", "2025-01-01", {"in-force"}),
        ("http://data.europa.eu/eli/reg/2024/1689/oj", "2026-12-03", {"in-force", "applicable"}),
        ("http://data.europa.eu/eli/dir/1995/46/oj", "2018-05-24", {"in-force", "transposition-due"}),
        ("http://data.europa.eu/eli/dir/1995/46/oj", "2018-05-25", {"repealed"}),
        ("http://data.europa.eu/eli/dir/2006/24/oj", "2014-04-09", {"invalidated"}),
    ],
)
def test_the_state_of_an_act_on_a_day_follows_from_its_dates(
    asked: Asked, act: str, day: str, states: set[str]
) -> None:
    assert {state for (state,) in asked("act-status-on-date", "state", act=act, on=day)} == states


def test_the_life_of_the_ai_act_holds_its_own_dates_its_provisions_milestones_and_what_others_did_to_it(
    asked: Asked,
) -> None:
    act = by_id("acts")[AI_ACT]
    own = {
        (act["date_document"], "dated", AI_ACT), (act["date_in_force"], "in force", AI_ACT),
        (act["date_applicable"], "applies", AI_ACT), (act["transposition_deadline"], "to be transposed", AI_ACT),
        (act["date_end_of_validity"], "last day", AI_ACT),
    }  # fmt: skip
    mine = [row for row in table("provisions") if row["act"] == AI_ACT]
    expected = (
        own
        | {(row["application_date"], "provision applies", row["id"]) for row in mine}
        | {(row["end_date"], "provision ends", row["id"]) for row in mine}
        | {(row["date"], f"{row['predicate']} (by)", row["subject"]) for row in relations(object=AI_ACT)}
        | {(row["date"], "milestone", row["id"]) for row in table("timeline_ai_act") if row["act"] == AI_ACT}
    )
    rows = asked("act-timeline", "date what thing_id")
    assert set(rows) == {entry for entry in expected if entry[0]}
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_relations_of_an_act_are_shown_from_both_ends_with_their_provisions(asked: Asked) -> None:
    columns = "direction kind own_provision_id other_id other_provision_id date basis relation_id"
    assert set(asked("act-relations", columns)) == {
        related("from", row, "subject", "object") for row in relations(subject=AI_ACT)
    } | {related("to", row, "object", "subject") for row in relations(object=AI_ACT)}


def related(direction: str, row: Row, own: str, other: str) -> tuple[str, ...]:
    own_provision, other_provision = row[f"{own}_provision"], row[f"{other}_provision"]
    kind = slug(row["predicate"])
    return direction, kind, own_provision, row[other], other_provision, row["date"], row["basis"], row["id"]


def interpreting(provision: str, *types: str) -> set[tuple[str, ...]]:
    return {
        (row["subject"], row["basis"])
        for row in relations(object_provision=provision, predicate="interprets")
        if by_id("acts")[row["subject"]]["type"] in types
    }


def test_case_law_on_a_provision_is_every_judgment_that_interprets_it(asked: Asked) -> None:
    rows = set(asked("case-law-on-provision", "judgment_id basis"))
    assert rows == interpreting(f"{POLICE}/art_10", "judgment")
    assert ("62021CJ0205", "general-knowledge") in rows


def test_guidance_on_a_provision_is_every_guideline_or_opinion_that_interprets_it(asked: Asked) -> None:
    rows = set(asked("guidance-on-provision", "guidance_id basis"))
    assert rows == interpreting(f"{GDPR}/art_35", "guideline", "opinion", "recommendation", "communication")


@pytest.mark.parametrize("area", ["video surveillance", "artificial intelligence", "fundamental rights"])
def test_acts_of_a_policy_area_are_those_whose_row_names_it(asked: Asked, area: str) -> None:
    rows = asked("acts-by-policy-area", "act_id", area=f"{CONCEPT}policy-area/{slug(area)}")
    assert (
        {act for (act,) in rows} == {row["id"] for row in table("acts") if area in parts(row["policy_area"])} != set()
    )


def test_national_law_that_transposes_the_police_directive_is_named_with_its_country(asked: Asked) -> None:
    assert set(asked("national-transposition", "act_id jurisdiction date")) == {
        (row["subject"], by_id("acts")[row["subject"]]["jurisdiction"], row["date"])
        for row in relations(object=POLICE, predicate="transposes")
    }


def test_provisions_starting_between_two_days_include_both_days(asked: Asked) -> None:
    rows = set(
        asked("provisions-starting-between", "from provision_id original", since="2026-12-02", until="2027-12-02")
    )
    assert rows == {
        (row["application_date"], row["id"], row["original_application_date"])
        for row in table("provisions")
        if "2026-12-02" <= row["application_date"] <= "2027-12-02"
    }
    assert {row[0] for row in rows} >= {"2026-12-02", "2027-12-02"}


@pytest.mark.parametrize(
    "provision", ["32024R1689/art_5/par_1/pnt_h", "32024R1689/art_5", "32016R0679/art_9", "32016R0679/art_35"]
)
def test_practices_touched_by_a_provision_come_by_rule_link_event_or_name(asked: Asked, provision: str) -> None:
    def within(cell: str) -> bool:
        return any(provision in levels(each) for each in parts(cell))

    by_rule = {
        row["id"] for row in table("practices") for day in DAYS for f in practice_decided(row, day) if within(f[0])
    }
    stated = {(row["practice_id"], "link") for row in table("practice_legislation_join") if within(row["provisions"])}
    stated |= {(row["practice"], "legal event") for row in table("legal_events") if within(row["provision"])}
    stated |= {(row["practice"], "named law") for row in table("declared_basis") if within(row["provision"])}
    rows = set(asked("practices-touched-by-provision", "practice_id route", provision=law(provision)))
    assert {row for row in rows if row[1] != "rule"} == stated
    assert {practice for practice, route in rows if route == "rule"} >= by_rule != set()


def law(provision: str) -> str:
    return by_id("provisions")[provision]["eli"] or f"{THING}laws/{provision}"


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("provision", ["32016R0679/art_6/par_1/pnt_e", "32016R0679/art_9", "32016L0680/art_10"])
def test_practices_governed_on_a_day_are_those_of_the_provision_and_of_its_parts(
    asked: Asked, provision: str, day: str
) -> None:
    columns = "practice_id part_id technology_id rule_id actor_id standing"
    rows = asked("practices-governed-on-date", columns, provision=law(provision), on=day)
    assert set(rows) == {
        (practice["id"], *found)
        for practice in table("practices")
        for found in practice_decided(practice, day)
        if provision in levels(found[0])
    }


def test_known_uses_of_opening_clauses_are_the_national_laws_that_implement_an_eu_provision(asked: Asked) -> None:
    acts = by_id("acts")
    used = {
        (row["object_provision"], row["subject"], row["subject_provision"])
        for row in relations(predicate="implements")
        if row["object_provision"]
        and acts[row["object"]]["jurisdiction"] == "EU"
        and acts[row["subject"]]["jurisdiction"] != "EU"
    }
    rows = set(asked("opening-clauses", "provision_id national_id national_provision_id"))
    assert {row for row in rows if row[1]} == used != set()
    assert {row[0] for row in rows if not row[1]} == {
        row["id"]
        for row in table("provisions")
        if acts[row["act"]]["jurisdiction"] == "EU"
        and {"Member State", "Member States"} & set(parts(row["addressee"]))
        and row["rule_type"] in ("permission", "legal basis", "exception")
    } - {provision for provision, _, _ in used}


def test_doubtful_legal_facts_are_the_marks_of_the_legal_review(asked: Asked) -> None:
    files = {"acts.csv", "provisions.csv", "act_relations.csv", "technology_rules.csv", "timeline_ai_act.csv"}
    known = {f"{file}/{row['id']}" for file in files for row in table(file.removesuffix(".csv"))}
    rows = asked("doubtful-legal-facts", "marked_row field")
    marks = [row for row in table("checks_legal") if row["verdict"] == "doubtful"]
    marked = [f"{row['file']}/{row['row_id']}" for row in marks]
    expected = [(name, row["field"]) for name, row in zip(marked, marks, strict=True) if name in known]
    assert sorted((row.split("/row/", 1)[1], field) for row, field in rows) == sorted(expected)


def test_rules_from_memory_are_the_rules_whose_basis_is_general_knowledge(asked: Asked) -> None:
    assert set(asked("rules-from-memory", "rule_id technology_id provision_id confidence")) == {
        (row["id"], row["concept"], row["provision"], row["confidence"])
        for row in table("technology_rules")
        if row["basis"] == "general-knowledge"
    }


def test_pending_proposals_are_those_still_proposed_with_what_they_would_change(asked: Asked) -> None:
    targets = ("proposes_amendment_of", "proposes_repeal_of")
    assert set(asked("proposals-pending", "proposal_id kind target_id")) == {
        (row["id"], kind, target)
        for row in table("acts")
        if row["type"] == "proposal" and row["status_2026_11_22"] == "proposed"
        for kind, target in [
            (slug(r["predicate"]), r["object"]) for r in relations(subject=row["id"]) if r["predicate"] in targets
        ]
        or [("", "")]
    }


def test_the_repeal_chain_goes_back_from_an_act_to_everything_it_ended(asked: Asked) -> None:
    assert asked("repeal-chain", "older_id by_id date") == [("31995L0046", GDPR, "2018-05-25")]
    superseded = asked("repeal-chain", "older_id date", act="http://data.europa.eu/eli/reg/2021/1058/oj")
    assert superseded == [("32013R1301", "2021-07-01")]
    rows = asked("repeal-chain", "older_id by_id", act="http://data.europa.eu/eli/dir/2019/1024/oj")
    assert set(rows) == {(row["object"], "32019L1024") for row in relations(subject="32019L1024", predicate="repeals")}


@pytest.mark.parametrize("day", ["2017-01-01", "2025-02-02", "2026-12-03"])
def test_prohibitions_on_a_day_are_the_prohibiting_rules_of_that_day(asked: Asked, day: str) -> None:
    assert set(asked("prohibitions-on-date", "rule_id technology_id provision_id", on=day)) == {
        (row["id"], row["concept"], row["provision"])
        for row in table("technology_rules")
        if row["effect"] == "prohibited"
        and row["from_date"]
        and row["from_date"] <= day
        and (not row["to_date"] or row["to_date"] >= day)
    }


def test_the_law_of_a_country_is_every_act_of_its_jurisdiction_with_the_eu_act_it_carries_out(asked: Asked) -> None:
    acts = by_id("acts")
    assert set(asked("law-of-a-country", "act_id kind eu_id")) == {
        (row["id"], kind, eu)
        for row in table("acts")
        if row["jurisdiction"] == "FR"
        for kind, eu in [
            (slug(r["predicate"]), r["object"])
            for r in relations(subject=row["id"])
            if r["predicate"] in ("transposes", "implements") and acts[r["object"]]["jurisdiction"] == "EU"
        ]
        or [("", "")]
    }


@pytest.mark.parametrize("authority", ["org-cnil", "org-garante", "org-mayor-ljubljana"])
def test_decisions_of_an_authority_are_the_events_that_name_it(asked: Asked, authority: str) -> None:
    rows = asked(
        "decisions-of-an-authority", "event_id date practice_id outcome", authority=f"{THING}organisations/{authority}"
    )
    wanted = [row for row in table("legal_events") if authority in parts(row["authority"])]
    assert wanted and set(rows) == {(row["id"], row["date"], row["practice"], row["outcome"]) for row in wanted}
