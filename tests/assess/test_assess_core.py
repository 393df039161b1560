"""What holds for every plan, whatever its technology, actor, country and day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from budget import examples
from expectations import Law, table
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.assess import Country, Plan, Proposal, Rule, binding, coming, duties, pending, span, state, terms_of, touched
from graph.assess.peers import ComparablePractice, Event, by_day, distance_km, ranked
from graph.assess.reach import roles
from graph.law.effects import group_of, in_groups
from graph.law.period import Period
from graph.law.state import COMING
from graph.settings import ROOT

TECHNOLOGIES = sorted(
    line.split(",")[0] for line in (ROOT / "data" / "concepts.csv").read_text(encoding="utf-8").splitlines()[1:]
)
ACTORS = ("municipality", "police", "private-operator", "public-authority", "any", "critical-entity")
PLACES = ("", "FR", "IT", "BE", "DE", "GB", "CH", "HR", "BG")
DAYS = st.dates(datetime.date(1995, 1, 1), datetime.date(2031, 12, 31)).map(datetime.date.isoformat)


def law_rules(technology: str, actor: str) -> list[Rule]:
    """The rows of technology_rules.csv for a technology and an actor, as rules with the days of their provisions."""
    law = Law()
    return [
        Rule(
            route="rule",
            provision=row["provision"],
            provision_id=row["provision"],
            provision_label="",
            act=row["provision"].split("/")[0],
            act_id=row["provision"].split("/")[0],
            act_label="",
            effect=row["effect"].replace(" ", "-"),
            effect_label=row["effect"],
            condition=row["applicability_condition"],
            addressee=row["actor_type"],
            technology=row["concept"],
            jurisdiction=row["jurisdiction"],
            rule_id=row["id"],
            first=law.span(row, None)[0],
            last=law.span(row, None)[1],
        )
        for row in table("technology_rules")
        if row["concept"] in law.above("concepts", technology)
        and row["actor_type"].replace(" ", "-").lower() in {"any", *law.above("actors", actor)}
    ]


def place_of(name: str) -> Country | None:
    row = Law().country(name)
    if row is None:
        return None
    return Country(row["id"], row["name"], row["jurisdiction"], row["eu_member_from"], row["eu_member_to"])


@settings(max_examples=examples(100))
@given(st.sampled_from(TECHNOLOGIES), st.sampled_from(ACTORS), st.sampled_from(PLACES), DAYS)
def test_nothing_is_shown_outside_its_days_and_nothing_that_holds_is_left_out(
    technology: str, actor: str, place: str, on: str
) -> None:
    rules = law_rules(technology, actor)
    plan = Plan((technology,), actor, on, place_of(place))
    bound = binding(rules, plan)
    for rule in bound:
        assert span(rule, plan.country).may_cover(on)
    assert {rule.rule_id for rule in bound} == set(Law().rules([technology], actor, place, on))
    by_group = [rule for each in in_groups(bound, lambda rule: rule.effect).values() for rule in each]
    assert sorted(rule.rule_id for rule in by_group) == sorted(rule.rule_id for rule in bound)
    asked = [rule for duty in duties(bound, []) for rule in duty.rules]
    assert {rule.rule_id for rule in asked} <= {rule.rule_id for rule in bound}
    assert len(asked) == len({rule.rule_id for rule in asked})


@settings(max_examples=examples(100))
@given(st.sampled_from(TECHNOLOGIES), st.sampled_from(ACTORS), st.sampled_from(PLACES), DAYS)
def test_what_changes_later_is_always_later_and_nothing_coming_is_left_out(
    technology: str, actor: str, place: str, on: str
) -> None:
    rules = law_rules(technology, actor)
    plan = Plan((technology,), actor, on, place_of(place))
    changes = coming(rules, plan)
    assert all(change.day > on for change in changes)
    assert [change.day for change in changes] == sorted(change.day for change in changes)
    begins = {(change.rule.rule_id, change.day) for change in changes if change.kind == "begins"}
    assert begins == Law().later([technology], actor, place, on)


@settings(max_examples=examples(8))
@given(st.sampled_from(TECHNOLOGIES), st.sampled_from(ACTORS), st.sampled_from(PLACES), DAYS)
def test_the_page_and_the_tables_agree_on_any_plan(
    client: FlaskClient, technology: str, actor: str, place: str, on: str
) -> None:
    address = f"/assess.json?technology={technology}&actor={actor}&country={place}&on={on}"
    rows = client.get(address).get_json()["answers"]["rules"]["rows"]
    law = Law()
    assert {row["rule_id"] for row in rows if row["state"] == "binding" and row["rule_id"]} == set(
        law.rules([technology], actor, place, on)
    )
    assert {(row["rule_id"], row["from"]) for row in rows if row["state"] == "coming" and row["rule_id"]} == law.later(
        [technology], actor, place, on
    )
    assert all(row["state"] == "ended" for row in rows if row["to"] and row["to"] < on)


def rule(**more: Any) -> Rule:
    """A rule of EU law from 2020 to the end of 2024, otherwise empty."""
    empty = dict.fromkeys(
        ("provision", "provision_label", "act", "act_id", "act_label", "effect_label", "condition", "addressee"), ""
    )
    told = {"route": "rule", "provision_id": "x/art_1", "effect": "obligation", "technology": "", "jurisdiction": "EU",
            "first": "2020-01-01", "last": "2024-12-31"}  # fmt: skip
    return Rule(**(empty | told | more))


def test_a_rule_holds_on_its_first_and_on_its_last_day() -> None:
    days = {"2019-12-31": "coming", "2020-01-01": "binding", "2024-12-31": "binding", "2025-01-01": "ended"}
    assert {day: state(rule(), None, day) for day in days} == days


def test_a_rule_that_began_after_the_country_left_never_holds() -> None:
    left = Country("XX", "Somewhere", "XX", "1973-01-01", "2019-06-30")
    assert {state(rule(), left, day) for day in ("2018-01-01", "2019-06-30", "2020-06-01", "2030-01-01")} == {"never"}


def test_the_day_of_an_act_never_stands_for_the_first_day_of_a_rule() -> None:
    assert state(rule(first="", last="", act_date="2021-05-05"), None, "2021-05-05") == "unknown"
    assert state(rule(first="", last=""), None, "2021-05-04") == "unknown"


def test_eu_law_begins_with_accession_and_ends_with_membership() -> None:
    country = Country("XX", "Somewhere", "XX", "2021-01-01", "2022-12-31")
    assert span(rule(), country) == Period("2021-01-01", "2022-12-31")
    assert span(rule(jurisdiction="XX"), country) == Period("2020-01-01", "2024-12-31")


def test_a_rule_that_ends_on_the_day_is_told_to_end_the_day_after() -> None:
    plan = Plan(("a",), "any", "2024-12-31")
    assert [(change.day, change.kind) for change in coming([rule()], plan)] == [("2025-01-01", "ends")]


def test_state_law_counts_in_its_country_and_nowhere_else() -> None:
    german = Country("DE", "Germany", "DE", "1958-01-01")
    french = Country("FR", "France", "FR", "1958-01-01")
    state_law = rule(jurisdiction="DE-BW")
    assert binding([state_law], Plan(("a",), "any", "2022-01-01", german)) == [state_law]
    assert binding([state_law], Plan(("a",), "any", "2022-01-01", french)) == []
    assert binding([state_law], Plan(("a",), "any", "2022-01-01")) == []


def test_a_provision_for_a_role_is_never_said_to_bind_and_is_not_told_twice() -> None:
    own, role = rule(), rule(route="role", provision_id="x/art_2")
    same = rule(route="role")
    plan = Plan(("a",), "any", "2022-01-01")
    assert binding([own, role, same], plan) == [own]
    assert binding([own, role, same], plan, COMING) == []
    assert roles([own, role, same], plan) == [role]


def test_a_class_of_risk_is_no_duty_and_a_permission_is_one_only_where_a_duty_is_named() -> None:
    risk, allowed = rule(effect="high-risk"), rule(effect="permitted-with-conditions")
    named = rule(effect="permitted-with-conditions", duty="d", duty_label="Do it")
    assert [duty.label for duty in duties([risk, allowed, named, rule()], ["d"])] == ["Do it", ""]
    assert group_of("high-risk").slug == "restricted"


def test_duties_come_in_the_order_of_the_vocabulary() -> None:
    rules = [rule(duty="b", duty_label="B"), rule(duty="a", duty_label="A")]
    assert [duty.label for duty in duties(rules, ["a", "b"])] == ["A", "B"]
    assert [duty.label for duty in duties(rules, ["b", "a"])] == ["B", "A"]


@pytest.mark.parametrize(
    ("on", "there"), [("2024-12-31", False), ("2025-01-01", True), ("2025-06-01", True), ("2026-01-01", False)]
)
def test_a_proposal_is_pending_from_its_day_until_the_act_that_came_of_it(on: str, there: bool) -> None:
    proposal = Proposal("p", "P", "2025-01-01", "Proposes to amend", "x", "X", adopted="2026-01-01")
    assert (pending([proposal], ["x"], on) == [proposal]) is there
    assert pending([proposal], ["y"], on) == []


def peer(name: str, **more: Any) -> ComparablePractice:
    told: dict[str, Any] = {"countries": ("FR",), "actors": ("police",), "start": "2020"}
    return ComparablePractice(id=name, label=name, technologies="", cities="", outcome="", outcome_label="", status="",
                status_label="", **(told | more))  # fmt: skip


def test_the_nearest_peers_are_of_the_country_then_of_the_actor_then_close_by() -> None:
    paris, nice = (48.85, 2.35), (43.7, 7.27)
    far, near = peer("far", points=(paris,)), peer("near", points=(nice,))
    abroad = peer("abroad", countries=("IT",), points=(nice,))
    other = peer("other", actors=("municipality",), points=(nice,))
    later = peer("later", start="2027")
    found = ranked([abroad, later, other, far, near], "FR", "police", [nice], "2026-01-01")
    assert [each.label for each in found] == ["near", "far", "other", "abroad"]
    assert 680 < distance_km(paris, nice) < 690


def test_what_the_law_said_later_is_not_told() -> None:
    events = [Event("2", "2025-03", "", "", ""), Event("1", "2024", "", "", ""), Event("0", "", "", "", "")]
    assert [each.id for each in by_day(events, "2025-03-31")] == ["0", "1", "2"]
    assert [each.id for each in by_day(events, "2025-02-28")] == ["0", "1"]


def test_the_words_of_the_reader_are_found_in_other_forms_and_small_words_are_not() -> None:
    terms = terms_of("Prevent assaults near schools", "at the event")
    assert touched(terms, ["prevention of an assault", "Major events"]) == ["Prevent", "assaults", "event"]
    assert touched(terms, ["a state", "the at"]) == []
    assert terms_of("with the and for this") == {}
