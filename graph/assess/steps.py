"""How a ruling came about: technology, actor, place, scope, day and condition, each met, not met or unknown."""

from __future__ import annotations

from collections.abc import Iterator

from graph.assess.finding import (
    ACTOR,
    CONDITION,
    DAY,
    MET,
    NOT_MET,
    PLACE,
    SCOPE,
    TECHNOLOGY,
    UNKNOWN,
    DecisionStep,
)
from graph.assess.plan import UNION, Plan
from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, Ruling
from graph.governing.decide import NO_FIRST_DAY
from graph.governing.library import ANY
from graph.governing.scope import Where, taken_in
from graph.law import state as states
from graph.law.effects import group_of
from graph.text.messages import N_, joined

OF_STANDING = {HOLDS: MET, QUESTION: UNKNOWN, OUTSIDE: NOT_MET}
FACT = "question"
"""The effect of a rule that says which fact it depends on."""
START_NOT_RECORDED = N_("start not recorded")
NOBODY_TAKES_IN = N_("no rule of scope takes the case in")
READ = N_("in force when it was read")


def steps(library: Library, plan: Plan, actor: str, ruling: Ruling, state: str) -> tuple[DecisionStep, ...]:
    """The steps of a ruling for a plan that `actor` runs, in their order."""
    found = [
        _technology(ruling),
        _actor(ruling, actor),
        _place(library, plan, ruling),
        _scope(library, plan, actor, ruling),
        _day(ruling, state),
    ]
    return (*found, *_condition(ruling))


def _technology(ruling: Ruling) -> DecisionStep:
    own, wide = ruling.technology, ruling.rule.technology
    return DecisionStep(TECHNOLOGY, MET, own if own == wide else _kind_of(own, wide))


def _kind_of(one: str, other: str) -> str:
    return N_("%(one)s is a kind of %(other)s", one=one, other=other)


def _actor(ruling: Ruling, actor: str) -> DecisionStep:
    if ruling.match == ANY:
        return DecisionStep(ACTOR, MET, N_("whoever acts"))
    if ruling.match == "exact":
        return DecisionStep(ACTOR, MET, actor)
    return DecisionStep(ACTOR, MET, _kind_of(actor, ruling.rule.actor))


def _place(library: Library, plan: Plan, ruling: Ruling) -> DecisionStep:
    jurisdiction = ruling.rule.jurisdiction
    if jurisdiction != UNION:
        known = "-" not in jurisdiction or bool(plan.region)
        there = N_("in %(place)s", place=jurisdiction)
        return DecisionStep(PLACE, *((MET, there) if known else (UNKNOWN, N_("only in %(place)s", place=jurisdiction))))
    if plan.country is None:
        return DecisionStep(PLACE, MET, N_("any Member State"))
    if library.lands[plan.country.id].in_union(plan.on):
        return DecisionStep(PLACE, MET, N_("a Member State on the day"))
    return DecisionStep(
        PLACE, OF_STANDING[ruling.standing], N_("no Member State on the day: only as far as its scope says")
    )


def _scope(library: Library, plan: Plan, actor: str, ruling: Ruling) -> DecisionStep:
    scope = ruling.scope
    if ruling.standing == OUTSIDE and scope is None:
        return without_scope(library, plan, actor, ruling.rule.provision)
    if scope is None:
        return DecisionStep(SCOPE, MET, N_("no scope rule leaves it out"))
    if ruling.standing != OUTSIDE and _open_elsewhere(ruling, plan):
        return DecisionStep(SCOPE, MET, scope.condition, scope.provision, scope.id)
    is_open = ruling.standing == HOLDS and bool(ruling.open_question)
    met = UNKNOWN if is_open else OF_STANDING[ruling.standing]
    return DecisionStep(SCOPE, met, ruling.open_question or scope.condition, scope.provision, scope.id)


def without_scope(library: Library, plan: Plan, actor: str, law: str) -> DecisionStep:
    """The step of an act or provision that leaves the plan out though no scope rule names the case."""
    where = Where(actor, plan.country.id if plan.country else "", plan.region, plan.purpose)
    scope = taken_in(library, law, where, plan.on)
    if scope:
        only = N_("It takes in only: %(condition)s", condition=scope.condition)
        return DecisionStep(SCOPE, NOT_MET, only, scope.provision, scope.id)
    member = plan.country is None or library.lands[plan.country.id].in_union(plan.on)
    outside = "" if member else N_("No Member State on this day")
    return DecisionStep(SCOPE, NOT_MET, joined((outside, NOBODY_TAKES_IN), "; "))


def _open_elsewhere(ruling: Ruling, plan: Plan) -> bool:
    """Whether the fact that is open is one of the rule, its day or the place, and not one of scope."""
    asked = ruling.open_question
    of_the_rule = bool(ruling.rule.condition) and asked.startswith(ruling.rule.condition)
    of_the_place = "-" in ruling.rule.jurisdiction and not plan.region and asked.startswith("Only in")
    return of_the_rule or of_the_place or asked.startswith(NO_FIRST_DAY)


def _day(ruling: Ruling, state: str) -> DecisionStep:
    if not ruling.rule.start and ruling.standing != OUTSIDE:
        holds = ruling.standing == HOLDS and state == states.BINDING
        return DecisionStep(DAY, MET if holds else UNKNOWN, joined((START_NOT_RECORDED, READ if holds else ""), ", "))
    reasons = {
        states.BINDING: (MET, N_("since %(day)s", day=ruling.start) if ruling.start else N_("on every day")),
        states.COMING: (NOT_MET, N_("from %(day)s", day=ruling.start)),
        states.ENDED: (NOT_MET, N_("until %(day)s", day=ruling.end)),
    }
    return DecisionStep(DAY, *reasons[state])


def _condition(ruling: Ruling) -> Iterator[DecisionStep]:
    """The condition in words, which no table can answer; what defines, scopes or amends sets none."""
    rule = ruling.rule
    if rule.effect == FACT or (rule.condition and group_of(rule.effect).slug != "defines"):
        yield DecisionStep(CONDITION, UNKNOWN, rule.condition, rule.provision)
