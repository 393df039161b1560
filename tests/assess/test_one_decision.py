"""A plan, a practice that is the same, and the graph say the same of each rule, on whatever day."""

from __future__ import annotations

import pytest

from graph.assess import Plan, RuleFinding, decision
from graph.assess.finding import CONDITION, KINDS, MET, NOT_MET, SCOPE, UNKNOWN
from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, decide, reaches
from graph.governing.statements import practice_cases
from graph.law.state import BINDING, COMING, ENDED
from graph.store.embedded import EmbeddedStore
from tests.assess.cases import DAYS, RUNNING, country, plan, rows, technologies

GOVERNANCES = """
PREFIX op: <https://w3id.org/openplaza/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?practice ?actor ?country ?technology ?rule ?provision ?standing ?role ?from ?to WHERE {
  ?each a op:Governance ; op:governs ?practice ; op:actor/dcterms:identifier ?actor ; op:standing ?standing ;
    op:country/dcterms:identifier ?country ; op:technology/dcterms:identifier ?technology ;
    op:byProvision/dcterms:identifier ?provision .
  OPTIONAL { ?each op:byRule/dcterms:identifier ?rule }
  OPTIONAL { ?each op:participationRole ?role }
  OPTIONAL { ?each op:applicableFrom ?from }
  OPTIONAL { ?each op:applicableTo ?to }
}"""


def on_the_day(finding: RuleFinding) -> bool:
    return finding.state not in (COMING, ENDED)


def key(finding: RuleFinding) -> tuple[str, ...]:
    law = finding.law
    return law.route, law.id, law.technology, law.actor, finding.ruling.technology, finding.standing


def test_every_practice_asked_as_a_plan_gets_the_standings_that_the_one_decision_gives_it(
    library: Library, store: EmbeddedStore
) -> None:
    cases = {each.case for each in practice_cases(store, library)}
    assert len(cases) > 20
    for case in cases:
        rulings = decide(library, case)
        for on in DAYS:
            found = {key(each) for each in decision(library, plan(library, case, on)).findings if on_the_day(each)}
            assert found == {
                (each.rule.route, each.rule.id, each.rule.technology, each.rule.actor, each.technology, each.standing)
                for each in rulings
                if each.start <= on and (not each.end or on <= each.end)
            }, (case, on)


def test_every_practice_asked_as_a_plan_gets_the_standings_that_the_graph_states_of_it(
    library: Library, store: EmbeddedStore
) -> None:
    stated = rows(store, GOVERNANCES)
    cases = [each for each in practice_cases(store, library) if each.part.role and not each.ended]
    assert stated and cases
    for each in cases:
        own = [row for row in stated if row["practice"] == each.practice and row["actor"] == each.case.actor
               and row["country"] == each.case.country and row["role"]]  # fmt: skip
        places = {other.case.region for other in cases if other.practice == each.practice}
        if len(places) > 1:
            continue
        for on in DAYS:
            found = decision(library, plan(library, each.case, on)).findings
            assert {
                (
                    each.ruling.technology,
                    each.law.id if each.law.route == "rule" else "",
                    each.law.provision,
                    each.standing,
                )
                for each in found
                if on_the_day(each) and not each.is_outside
            } == {
                (row["technology"], row["rule"], row["provision"], row["standing"].rpartition("/")[2])
                for row in own
                if row["from"] <= on and (not row["to"] or on <= row["to"])
            }, (each, on)


@pytest.mark.parametrize("on", DAYS)
def test_the_acts_that_reach_a_plan_are_those_that_the_one_decision_names(library: Library, on: str) -> None:
    assert RUNNING
    for actor in RUNNING:
        asked = Plan(("cctv-fixed", "drone-camera"), actor, on, country(library, "NO"))
        assert [each.reach for each in decision(library, asked).acts] == [
            each
            for each in reaches(library, asked.case(actor))
            if each.start <= on and (not each.end or on <= each.end)
        ]


@pytest.mark.parametrize("actor", RUNNING)
def test_conditions_are_met_only_where_nothing_is_open_and_each_step_says_why(library: Library, actor: str) -> None:
    found = [
        each
        for name in technologies(library)
        for place in ("", "FR", "DE", "DK", "CH")
        for each in decision(library, Plan((name,), actor, "2026-12-03", country(library, place))).findings
    ]
    assert {each.met for each in found} == {MET, NOT_MET, UNKNOWN}
    for each in found:
        assert [step.kind for step in each.steps] == [kind for kind in KINDS if each.step(kind)]
        assert all(step.reason for step in each.steps), each
        if each.met == MET:
            assert (each.standing, each.state, each.is_open, each.step(CONDITION)) == (HOLDS, BINDING, False, None)
        if each.standing == QUESTION:
            assert each.met != MET and each.ruling.open_question
        if each.is_outside:
            scope = each.step(SCOPE)
            assert scope is not None and (scope.met, each.met) == (NOT_MET, NOT_MET)
            assert each.ruling.scope is None or scope.scope == each.ruling.scope.id


@pytest.mark.parametrize("actor", ("municipality", "municipal-police", "state-police"))
def test_an_answer_that_is_said_to_settle_a_rule_settles_it_that_way_when_it_is_given(
    library: Library, actor: str
) -> None:
    settled = 0
    for place in ("FR", "DE", "BE"):
        for name in technologies(library):
            asked = Plan((name,), actor, "2026-12-03", country(library, place))
            for each in decision(library, asked).findings:
                for answer in each.settled_by:
                    if answer.field == "technology":
                        continue
                    settled += 1
                    changed = {"purpose": answer.value} if answer.field == "purpose" else {"region": answer.value}
                    again = Plan((name,), actor, "2026-12-03", asked.country, **changed)
                    same = [other for other in decision(library, again).findings
                            if on_the_day(other) and other.law == each.law]  # fmt: skip
                    assert {other.standing for other in same} <= {answer.standing}, (asked, answer)
                    assert same or answer.standing == OUTSIDE
                    assert not any(other.is_open for other in same)
    assert settled


def test_a_rule_without_a_recorded_start_is_never_given_the_day_of_its_act(library: Library) -> None:
    undated = [rule for rule in library.rules if not rule.start and rule.route != "role"]
    assert undated
    seen = 0
    for law in undated:
        place = next((each for each in library.lands.values() if law.jurisdiction.startswith(each.jurisdiction)), None)
        for actor in RUNNING:
            asked = Plan((law.technology,), actor, "2026-12-03", country(library, place.id if place else ""))
            for each in decision(library, asked).findings:
                if not each.law.start and not each.is_outside:
                    seen += 1
                    assert each.period.start == ""
    assert seen


def test_who_runs_it_is_not_known_until_somebody_says_so_and_then_there_are_two_answers(library: Library) -> None:
    asked = Plan(("cctv-fixed",), "", "2026-12-03", country(library, "FR"))
    both = decision(library, asked)
    assert len(asked.actors) == 2
    for actor in asked.actors:
        alone = decision(library, Plan(("cctv-fixed",), actor, "2026-12-03", asked.country))
        assert both.of(actor) == alone.findings and alone.findings
