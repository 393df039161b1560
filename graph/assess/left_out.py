"""Which acts leave a plan out, and why: by a rule of scope that names the case, or because they take in others only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.assess.decision import Decision
from graph.assess.finding import SCOPE
from graph.assess.steps import without_scope
from graph.governing import OUTSIDE, Library
from graph.law.citation import sort_key
from graph.law.period import Period
from graph.law.state import BINDING


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An act that leaves the plan out for a reason, the provision and scope rule that say so, and what falls with it.

    `named` says whether a rule of scope names the case or its place is outside the Union. `provisions` are those that
    speak of the technology to the actor; none when the act has rules for others only.
    """

    act: str
    reason: str
    provision: str
    scope: str
    named: bool
    provisions: tuple[str, ...] = ()


def left_out(library: Library, decided: Decision, actor: str) -> tuple[LeftOut, ...]:
    """What does not apply if `actor` runs the plan: what a rule of scope names first, then by act and reason."""
    found: dict[tuple[str, str], LeftOut] = {}
    for each in (*_of_findings(decided, actor), *_of_acts(library, decided, actor)):
        before = found.setdefault((each.act, each.reason), each)
        told = dict.fromkeys((*before.provisions, *each.provisions))
        found[each.act, each.reason] = replace(before, provisions=tuple(sorted(told, key=sort_key)))
    return tuple(sorted(found.values(), key=lambda each: (not each.named, sort_key(each.act), each.reason)))


def _of_findings(decided: Decision, actor: str) -> Iterator[LeftOut]:
    for finding in decided.of(actor):
        step = finding.step(SCOPE)
        if finding.is_outside and finding.state == BINDING and step:
            named = finding.ruling.scope is not None or _is_abroad(decided)
            yield LeftOut(finding.law.act, step.reason, step.provision, step.scope, named, (finding.law.provision,))


def _of_acts(library: Library, decided: Decision, actor: str) -> Iterator[LeftOut]:
    alive = _alive(library, decided)
    for each in decided.acts:
        reach = each.reach
        if each.actor != actor or reach.standing != OUTSIDE or reach.act not in alive:
            continue
        if reach.scope:
            yield LeftOut(reach.act, reach.scope.condition, reach.scope.provision, reach.scope.id, True)
        else:
            step = without_scope(library, decided.plan, actor, reach.act)
            yield LeftOut(reach.act, step.reason, step.provision, step.scope, _is_abroad(decided))


def _is_abroad(decided: Decision) -> bool:
    country = decided.plan.country
    return country is not None and not country.in_union(decided.plan.on)


def _alive(library: Library, decided: Decision) -> set[str]:
    """The acts with a rule on the plan's technologies that may be law on the day, whoever it is for."""
    names = {wide for each in decided.plan.technologies for wide in library.technology_steps(each)}
    rules = (law for name in names for law in library.rules_of.get(name, ()))
    return {law.act for law in rules if Period(law.start or law.earliest, law.end).may_cover(decided.plan.on)}
