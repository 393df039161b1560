"""Provisions for a role, such as deployer or Member State: whether the plan's actor has it is not in the tables."""

from __future__ import annotations

from graph.assess.decision import Decision
from graph.assess.plan import UNION
from graph.governing import OUTSIDE, LawRule, Library
from graph.governing.scope import Where, segments
from graph.law.citation import sort_key
from graph.law.period import Period


def roles(library: Library, decided: Decision) -> tuple[LawRule, ...]:
    """The provisions for a role on the plan's technologies that are law on the day, if the actor has the role.

    What the decision names already, and what leaves out every actor that may run the plan, is not among them.
    """
    plan = decided.plan
    told = {each.law.provision for each in decided.findings}
    names = {wide for each in plan.technologies for wide in library.technology_steps(each)}
    found = [
        law
        for name in sorted(names)
        for law in library.rules_of.get(name, ())
        if law.route == "role"
        and law.provision not in told
        and Period(law.start or law.known_from, law.end).covers(plan.on)
        if _in_place(law, decided) and any(_may_reach(library, law, decided, actor) for actor in plan.actors)
    ]
    return tuple(sorted(found, key=lambda law: (sort_key(law.provision), law.actor, law.technology)))


def _in_place(law: LawRule, decided: Decision) -> bool:
    country = decided.plan.country
    return law.jurisdiction == UNION or (country is not None and law.jurisdiction == country.jurisdiction)


def _may_reach(library: Library, law: LawRule, decided: Decision, actor: str) -> bool:
    plan = decided.plan
    where = Where(actor, plan.country.id if plan.country else "", plan.region, plan.purpose)
    return any(
        each.answer.standing != OUTSIDE
        for each in segments(library, law.provision, where)
        if Period(each.start, each.end).may_cover(plan.on)
    )
