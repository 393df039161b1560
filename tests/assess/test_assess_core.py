"""What holds for every plan, whatever its technology, actor, country and day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.assess import Proposal, Rule, RuleFinding, coming, duties, pending, terms_of, touched
from graph.assess.decision import state_of
from graph.assess.peers import ComparablePractice, Event, by_day, distance_km, ranked
from graph.governing import HOLDS, OUTSIDE, QUESTION, LawRule, Ruling
from graph.law.effects import group_of
from graph.law.state import BINDING, COMING, ENDED, UNKNOWN


def rule(**more: Any) -> Rule:
    """A rule of EU law that holds from 2020 to the end of 2024, seen from 2022, otherwise empty."""
    told = {"standing": HOLDS, "first": "2020-01-01", "last": "2024-12-31", "on": "2022-01-01", "effect": "obligation",
            "provision": "x/art_1", "duty": "", "duty_label": "", "recorded": True} | more  # fmt: skip
    start = told["first"] if told["recorded"] else ""
    law = LawRule("rule", "t1", "a", "any", told["provision"], "x", told["effect"], "", "EU", "", start, told["last"])
    ruling = Ruling(law, "a", "any", told["standing"], told["first"], told["last"])
    finding = RuleFinding("municipality", ruling, state_of(ruling, told["on"]), ())
    return Rule(finding, "", "", "", "", "", "", "", duty=told["duty"], duty_label=told["duty_label"])


def test_a_rule_holds_on_its_first_and_on_its_last_day() -> None:
    days = {"2019-12-31": COMING, "2020-01-01": BINDING, "2024-12-31": BINDING, "2025-01-01": ENDED}
    assert {day: rule(on=day).finding.state for day in days} == days


def test_a_rule_without_a_recorded_start_is_unknown_while_that_leaves_it_open_and_never_begins() -> None:
    assert rule(recorded=False, standing=QUESTION).finding.state == UNKNOWN
    assert rule(recorded=False, standing=HOLDS).finding.state == BINDING
    assert coming([rule(recorded=False, standing=QUESTION, on="2019-01-01", last="")]) == []


def test_a_rule_that_ends_on_the_day_is_told_to_end_the_day_after() -> None:
    changes = coming([rule(on="2024-12-31")])
    assert [(change.day, change.kind) for change in changes] == [("2025-01-01", "ends")]


def test_a_rule_begins_may_begin_or_is_left_out_as_its_standing_says() -> None:
    kinds = {standing: [each.kind for each in coming([rule(standing=standing, on="2019-01-01", last="")])]
             for standing in (HOLDS, QUESTION, OUTSIDE)}  # fmt: skip
    assert kinds == {HOLDS: ["begins"], QUESTION: ["may begin"], OUTSIDE: []}


def test_a_rule_that_goes_on_in_another_stretch_neither_ends_nor_begins_there() -> None:
    both = rule(last="2022-12-31"), rule(first="2023-01-01", last="")
    law = both[1].finding.law
    same = [
        replace(each, finding=replace(each.finding, ruling=replace(each.finding.ruling, rule=law))) for each in both
    ]
    assert coming(same) == []


def test_only_rules_that_hold_ask_for_something_to_be_done() -> None:
    assert duties([rule(standing=QUESTION), rule(standing=OUTSIDE), rule(on="2019-01-01")], []) == []
    assert [len(duty.rules) for duty in duties([rule()], [])] == [1]


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
    return ComparablePractice(id=name, label=name, technologies="", cities="", outcome="", outcome_label="",
                              **(told | more))  # fmt: skip


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
