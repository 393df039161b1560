"""The decision on a plan: for whoever runs it or may run it, every rule with its standing, the day and the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.assess.finding import RuleFinding
from graph.assess.plan import PURPOSES, Plan
from graph.assess.settling import Alternative, settled
from graph.assess.steps import steps
from graph.governing import QUESTION, Library, Reach, Ruling, decide, reaches
from graph.law.citation import sort_key
from graph.law.period import Period
from graph.law.state import BINDING, COMING, ENDED, UNKNOWN


@dataclass(frozen=True, slots=True)
class ActReach:
    """Whether an act reaches the plan on its day when `actor` runs it."""

    actor: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about a plan. Findings and acts stand in a fixed order: the same answers, the same decision."""

    plan: Plan
    findings: tuple[RuleFinding, ...]
    acts: tuple[ActReach, ...]

    def of(self, actor: str) -> tuple[RuleFinding, ...]:
        """What is found if `actor` runs it."""
        return tuple(each for each in self.findings if each.actor == actor)


def decision(library: Library, plan: Plan) -> Decision:
    """The decision on `plan`, by `graph.governing` alone."""
    findings: list[RuleFinding] = []
    acts: list[ActReach] = []
    for actor in plan.actors:
        case = plan.case(actor)
        found = list(_findings(library, plan, actor, decide(library, case)))
        found = settled(found, alternatives(library, plan, actor), library)
        findings += sorted(found, key=_order)
        acts += [ActReach(actor, reach) for reach in reaches(library, case) if _covers(reach, plan.on)]
    return Decision(plan, tuple(findings), tuple(acts))


def state_of(ruling: Ruling, on: str) -> str:
    """What a ruling is on a day. That is unknown while the first day of its rule is not recorded and leaves it open."""
    if Period(ruling.start, ruling.end).is_over(on):
        return ENDED
    if ruling.start > on:
        return COMING
    return UNKNOWN if ruling.standing == QUESTION and not ruling.rule.start else BINDING


def on_the_day(rulings: Iterable[Ruling], on: str) -> tuple[Ruling, ...]:
    """The rulings that say what the law is on the day: of one rule the first that is not over and has begun."""
    found: dict[tuple[object, ...], Ruling] = {}
    for ruling in rulings:
        if state_of(ruling, on) in (BINDING, UNKNOWN):
            found.setdefault((ruling.rule, ruling.technology), ruling)
    return tuple(found.values())


def alternatives(library: Library, plan: Plan, actor: str) -> Iterator[Alternative]:
    """The plan with each answer that it does not give yet: purposes, parts of the country, narrower technologies."""
    for purpose in PURPOSES if not plan.purpose else ():
        yield _alternative(library, replace(plan, purpose=purpose), actor, "purpose", purpose)
    for region in _regions(library, plan):
        yield _alternative(library, replace(plan, region=region), actor, "region", region)
    for technology in plan.technologies:
        for narrower in sorted(name for name, wide in library.technologies.items() if technology in wide):
            yield _alternative(library, replace(plan, technologies=(narrower,)), actor, "technology", narrower)


def _alternative(library: Library, plan: Plan, actor: str, field: str, value: str) -> Alternative:
    return Alternative(field, value, on_the_day(decide(library, plan.case(actor)), plan.on))


def _regions(library: Library, plan: Plan) -> list[str]:
    """The parts of the country that have law of their own or a scope of their own; none when one is named."""
    if plan.region or plan.country is None:
        return []
    own = {rule.jurisdiction for rule in library.rules} | {place for each in library.scopes for place in each.places}
    return sorted(name for name in own if name.startswith(f"{plan.country.jurisdiction}-"))


def _findings(library: Library, plan: Plan, actor: str, rulings: tuple[Ruling, ...]) -> Iterator[RuleFinding]:
    today = set(on_the_day(rulings, plan.on))
    for ruling in rulings:
        state = state_of(ruling, plan.on)
        if state in (COMING, ENDED) or ruling in today:
            yield RuleFinding(actor, ruling, state, steps(library, plan, actor, ruling, state))


def _covers(reach: Reach, on: str) -> bool:
    return Period(reach.start, reach.end).may_cover(on)


def _order(finding: RuleFinding) -> tuple[object, ...]:
    law, ruling = finding.law, finding.ruling
    return sort_key(law.provision), law.route, law.id, ruling.technology, law.technology, law.actor, ruling.start
