"""What a researcher can rely on: every answer equals what the tables say."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from tests.law_tables import legal_outcomes
from tests.queries.expected import THING, Asked, by_id, parts, relations, slug, table

ONTOLOGY = "https://w3id.org/openplaza/ontology#"
DATA_TABLES = (
    "practices cities countries actors acts provisions act_relations technology_rules timeline_ai_act concepts "
    "practice_legislation practice_legislation_join legal_events sources partnership organisations people events "
    "testimonials actions action_criteria conflicts practice_actors practice_notes declared_basis act_scope "
    "technology_uses regions acts_to_consider practice_contacts practice_lessons city_pages deployments "
    "practice_funding"
).split()


CLASSES = {
    "practices": "Practice", "cities": "City", "acts": "Act", "provisions": "Provision", "act_relations": "Relation",
    "technology_rules": "Rule", "legal_events": "LegalEvent", "concepts": "Technology", "timeline_ai_act": "Milestone",
    "conflicts": "Conflict", "events": "Event", "practice_legislation": "PracticeLink", "actions": "Action",
    "testimonials": "Testimonial", "partnership": "PartnershipFact", "actors": "Actor",
}  # fmt: skip


@pytest.mark.parametrize(("name", "of"), CLASSES.items())
def test_every_row_of_a_table_is_one_thing_of_its_class(asked: Asked, name: str, of: str) -> None:
    counts = dict(asked("count-classes", "class things"))
    assert counts[ONTOLOGY + of] == str(len(table(name)))


def test_every_table_and_every_rule_has_its_graph_and_all_statements_are_counted(asked: Asked) -> None:
    graphs = {graph.split("/graph/", 1)[1]: int(count) for graph, count in asked("count-graphs", "graph statements")}
    assert set(graphs) >= {*DATA_TABLES, "checks_legal", "checks_practices", "provenance", "vocabulary", "rule/governs"}
    assert graphs["practices"] > 20 * len(table("practices"))
    assert min(graphs.values()) > 0


def test_where_a_practice_is_written_gives_file_line_basis_and_every_source(asked: Asked) -> None:
    assert table("practices")
    for number, row in enumerate(table("practices")[:5]):
        rows = asked("where-it-is-written", "file line basis source", thing=f"{THING}practices/{row['id']}")
        assert set(rows) == {
            ("practices.csv", str(number + 2), row["basis"], f"{THING}sources/{source}")
            for source in parts(row["source_ids"])
        }


@pytest.mark.parametrize("name", ["provisions", "technology_rules", "act_relations", "countries"])
def test_things_from_memory_are_the_rows_whose_basis_is_general_knowledge(asked: Asked, name: str) -> None:
    assert set(asked("things-from-memory", "thing_id confidence", file=f"{name}.csv")) == {
        (row["id"], row["confidence"]) for row in table(name) if row["basis"] == "general-knowledge"
    }


def marks() -> list[dict[str, str]]:
    return [*table("checks_legal"), *table("checks_practices")]


def test_every_mark_of_doubt_is_listed_with_its_row_and_field(asked: Asked) -> None:
    rows = asked("doubtful-marks", "marked_row field reason")
    assert sorted((row.split("/row/", 1)[1], field, reason) for row, field, reason in rows) == sorted(
        (f"{row['file']}/{row['row_id']}".replace(" ", "%20"), row["field"], row["reason"])
        for row in marks()
        if row["verdict"] == "doubtful"
    )


def test_verdicts_are_counted_by_table(asked: Asked) -> None:
    counts = {(file, verdict): int(count) for file, verdict, count in asked("verdicts-by-table", "file verdict marks")}
    assert counts == Counter((row["file"], row["verdict"]) for row in marks())


def claims() -> set[tuple[str, str, str]]:
    found = set()
    for row, side in product(table("conflicts"), "ab"):
        accepted = row["accepted"] in (side, "both")
        status = "accepted" if accepted else "open" if row["accepted"] == "open" else "rejected"
        found.add((row["id"], row[f"claim_{side}"], status))
    return found


def test_every_conflict_keeps_both_claims_and_says_which_was_accepted(asked: Asked) -> None:
    assert set(asked("conflicts", "conflict_id claim_value claim_status")) == claims()


def test_the_public_session_was_on_9_october_2019_and_9_november_is_kept_as_rejected(asked: Asked) -> None:
    rows = asked("claims-about", "attribute claim_value claim_status source")
    assert set(rows) == {
        ("date", "Wednesday 9 October 2019, 11:30-13:00", "accepted", f"{THING}sources/ewrc470"),
        ("date", "9 November", "rejected", f"{THING}sources/seed"),
    }
    assert by_id("events")["ev-public-session"]["start"] == "2019-10-09"


def test_evidence_points_at_the_characters_that_the_tables_name(asked: Asked) -> None:
    tables = ("partnership", "people", "action_criteria", "testimonials")
    rows = asked("evidence-in-the-seed", "thing_id start end file")
    assert set(rows) == {
        (row.get("id") or row["key"], row["seed_start"], row["seed_end"], f"{name}.csv")
        for name in tables
        for row in table(name)
        if row["seed_start"]
    }


def test_terms_in_use_count_the_practices_of_every_theme(asked: Asked) -> None:
    uses = Counter(theme for row in table("practices") for theme in parts(row["themes"]))
    rows = asked("terms-in-use", "notation uses")
    assert {notation: int(count) for notation, count in rows} == uses
    assert [int(count) for _, count in rows] == sorted(uses.values(), reverse=True)


@pytest.mark.parametrize(
    ("question", "column"), [("technology-by-outcome", "legal_outcome"), ("technology-by-evidence", "evidence_level")]
)
def test_technologies_are_counted_with_every_outcome_and_kind_of_evidence(
    asked: Asked, question: str, column: str
) -> None:
    rows = asked(question, f"technology_id {column} practices")
    assert {(technology, value): int(count) for technology, value, count in rows} == Counter(
        (technology, legal_outcomes()[row["id"]] if column == "legal_outcome" else row[column])
        for row in table("practices")
        for technology in parts(row["technologies_concepts"])
    )


def test_practices_are_counted_by_country_and_year_also_when_the_year_is_unknown(asked: Asked) -> None:
    rows = asked("practices-per-country-and-year", "country_id start_year practices")
    assert {(country, year): int(count) for country, year, count in rows} == Counter(
        (country, row["start_year"]) for row in table("practices") for country in parts(row["country"])
    )


def test_the_network_joins_every_practice_to_its_cities_and_technologies(asked: Asked) -> None:
    rows = asked("network-edges", "source_id kind target_id")
    assert len(rows) == len(set(rows))
    assert set(rows) == {
        (row["id"], "practice in city", city) for row in table("practices") for city in parts(row["cities"])
    } | {
        (row["id"], "practice uses technology", technology)
        for row in table("practices")
        for technology in parts(row["technologies_concepts"])
    }


def test_the_citation_network_is_every_relation_that_cites(asked: Asked) -> None:
    assert sorted(asked("citation-network", "relation_id from_id to_id basis")) == sorted(
        (row["id"], row["subject"], row["object"], row["basis"]) for row in relations(predicate="cites")
    )


def test_acts_are_ranked_by_how_many_others_point_to_them(asked: Asked) -> None:
    pointing = {(row["subject"], row["object"]) for row in table("act_relations") if row["subject"] != row["object"]}
    expected = Counter(target for _, target in pointing)
    rows = asked("most-related-acts", "act_id acts")
    assert {act: int(count) for act, count in rows} == expected
    assert int(rows[0][1]) == max(expected.values())


def test_provisions_without_rules_apply_to_a_technology_and_are_named_by_no_rule(asked: Asked) -> None:
    ruled = {row["provision"] for row in table("technology_rules")}
    rows = asked("provisions-without-rules", "provision_id")
    assert {provision for (provision,) in rows} == {
        row["id"] for row in table("provisions") if row["applies_to"]
    } - ruled


def test_the_basis_of_every_table_adds_up_to_its_rows(asked: Asked) -> None:
    counts = {(file, basis): int(count) for file, basis, count in asked("basis-by-table", "file basis rows")}
    assert counts == Counter(
        (f"{name}.csv", row["basis"]) for name in DATA_TABLES for row in table(name) if row.get("basis")
    )


def test_sources_are_counted_by_trust_and_kind(asked: Asked) -> None:
    rows = asked("sources-by-trust", "trust kind sources")
    assert {(trust, kind): int(count) for trust, kind, count in rows} == Counter(
        (row["trust"], slug(row["kind"])) for row in table("sources")
    )


def test_practices_count_toward_the_sources_they_rest_on(asked: Asked) -> None:
    used = Counter(source for row in table("practices") for source in parts(row["source_ids"]))
    evaluations = {row["id"] for row in table("sources") if (row["trust"], row["kind"]) == ("high", "evaluation")}
    rows = {(trust, kind): int(count) for trust, kind, count in asked("sources-by-trust", "trust kind rows")}
    assert rows["high", "evaluation"] >= sum(used[source] for source in evaluations) > 0


def test_inferred_relations_of_the_gdpr_are_the_relations_that_reach_it(asked: Asked) -> None:
    acts = {r["subject"] for r in relations(object="32016R0679") if not r["object_provision"]}
    others = {other for _, other in asked("inverse-relations", "property other_id")}
    assert {other for other in others if other in by_id("acts")} >= acts
    assert {other for other in others if other in by_id("acts")} <= {
        r["subject"] for r in relations(object="32016R0679")
    }


def test_every_inference_rule_that_gave_something_says_what_it_means(asked: Asked) -> None:
    rows = {
        rule: (meaning, int(count)) for rule, meaning, count in asked("inference-rules", "rule_id meaning statements")
    }
    assert set(rows) >= {"evidence", "claims", "direct-relations", "inverse-relations", "moved-dates", "governs"}
    assert all(meaning.endswith(".") and count for meaning, count in rows.values())
    graphs = dict(asked("count-graphs", "graph statements"))
    assert {rule: str(count) for rule, (_, count) in rows.items()} == {
        graph.split("/rule/")[1]: count for graph, count in graphs.items() if "/graph/rule/" in graph
    }


def test_cities_carry_their_identifiers_elsewhere(asked: Asked) -> None:
    rows = asked("outside-identifiers", "city_id geonames wikidata nuts3")
    assert set(rows) == {
        (
            row["id"],
            row["geonames"] and f"https://sws.geonames.org/{row['geonames']}/",
            row["wikidata"] and f"http://www.wikidata.org/entity/{row['wikidata']}",
            row["nuts3"],
        )
        for row in table("cities")
    }


def test_intervals_in_force_are_the_dates_in_force_up_to_the_last_day(asked: Asked) -> None:
    rows = asked("intervals", "act_id state from to cause_id")
    assert {(act, start, end) for act, state, start, end, _ in rows if state == "in-force"} == {
        (row["id"], row["date_in_force"], row["date_end_of_validity"]) for row in table("acts") if row["date_in_force"]
    }
    assert {(act, start, cause) for act, state, start, _, cause in rows if state == "repealed"} == {
        (row["object"], row["date"], row["subject_provision"] or row["subject"])
        for row in relations(predicate="repeals", object_provision="")
        if len(row["date"]) == 10
    }


def test_corrected_dates_keep_the_old_and_the_new_value(asked: Asked) -> None:
    rows = asked("corrected-dates", "field old new")
    assert sorted(rows) == sorted(
        (row["field"], row["old"], row["new"])
        for row in marks()
        if row["verdict"] == "corrected" and ("date" in row["field"] or "year" in row["field"])
    )


def test_rules_are_counted_by_technology_actor_and_effect(asked: Asked) -> None:
    ids = {row["label"]: row["id"] for row in table("actors")}
    rows = asked("rules-by-technology-actor-effect", "technology_id actor_id effect rules")
    assert {(technology, actor, effect): int(count) for technology, actor, effect, count in rows} == Counter(
        (row["concept"], ids[row["actor_type"]], slug(row["effect"])) for row in table("technology_rules")
    )
