"""What will change after the day of a plan: rules that begin or end, and proposals that are pending."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from graph.assess.finding import RuleFinding
from graph.assess.plan import Rule
from graph.governing import HOLDS
from graph.law.citation import sort_key
from graph.law.period import Period
from graph.law.state import COMING, ENDED

BEGINS, MAY_BEGIN, ENDS = "begins", "may begin", "ends"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """From `day` on, the rule begins to bind, may begin to, or binds no more; the day is always after the plan's."""

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


def coming(rules: Iterable[Rule]) -> list[RuleChange]:
    """Every rule of a decision that begins or ends after its day, earliest first; a rule can do both.

    What only goes from one stretch into the next of the same standing does not change.
    """
    reaching = [rule for rule in rules if not rule.finding.is_outside and rule.finding.state != ENDED]
    # Nobody can say of a rule without a recorded start that it begins.
    starts = {_key(rule.finding, rule.finding.ruling.start) for rule in reaching}
    ends = {_key(rule.finding, rule.finding.period.end): rule.finding.standing for rule in reaching}
    changes = []
    for rule in reaching:
        finding = rule.finding
        if (
            finding.law.start
            and finding.state == COMING
            and ends.get(_key(finding, _day_before(rule.first))) != finding.standing
        ):
            changes.append(RuleChange(rule.first, BEGINS if finding.standing == HOLDS else MAY_BEGIN, rule))
        if finding.period.end and _key(finding, _day_after(finding.period.end)) not in starts:
            changes.append(RuleChange(_day_after(finding.period.end), ENDS, rule))
    return sorted(changes, key=lambda each: (each.day, each.kind, sort_key(each.rule.provision_id), each.rule.id))


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


def _key(finding: RuleFinding, day: str) -> tuple[object, ...]:
    return finding.actor, finding.law, finding.ruling.technology, day


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _day_before(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
