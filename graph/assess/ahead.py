"""What will change after the day of a plan: rules that begin or end, and proposals that are pending."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from graph.assess.plan import Plan, Rule
from graph.assess.reach import binding, span
from graph.law.period import Period
from graph.law.state import COMING

BEGINS, ENDS = "begins", "ends"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """From `day` on, the rule begins to bind or binds no more; the day is always after that of the plan."""

    day: str
    kind: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that would amend or repeal an act. `ended` and `adopted` are days, empty while there is none."""

    id: str
    label: str
    date: str
    what: str
    target_id: str
    target_label: str
    ended: str = ""
    adopted: str = ""
    basis: str = ""


def coming(rules: Iterable[Rule], plan: Plan) -> list[RuleChange]:
    """Every rule of the plan that begins or ends after its day, earliest first; a rule can do both."""
    listed = list(rules)
    changes = []
    for rule in [*binding(listed, plan), *binding(listed, plan, COMING)]:
        period = span(rule, plan.country)
        if period.start > plan.on:
            changes.append(RuleChange(period.start, BEGINS, rule))
        if period.end:
            changes.append(RuleChange(_day_after(period.end), ENDS, rule))
    return sorted(changes, key=lambda each: (each.day, each.kind, each.rule.provision_id, each.rule.rule_id))


def pending(proposals: Iterable[Proposal], acts: Iterable[str], on: str) -> list[Proposal]:
    """Proposals that would change one of the acts (by id) and were made, not withdrawn and not adopted by the day."""
    touched = set(acts)
    return [
        each
        for each in proposals
        if each.target_id in touched
        and each.date
        and each.date <= on
        and not Period(each.date, each.ended).is_over(on)
        and not (each.adopted and each.adopted <= on)
    ]


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
