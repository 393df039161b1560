"""What would settle an open finding: the same plan with one more answer, and the standing that its rule then has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.assess.finding import RuleFinding, Settling
from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, Ruling
from graph.law.state import BINDING, UNKNOWN

QUESTION_EFFECT = "question"


@dataclass(frozen=True, slots=True)
class Alternative:
    """The plan with `value` as the answer to `field`, and what the law then is on its day."""

    field: str
    value: str
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question of the form that is not answered, and how many rules each answer settles; `rules` are all of them."""

    field: str
    values: tuple[tuple[str, int], ...]
    rules: int


def settled(findings: Sequence[RuleFinding], others: Iterable[Alternative], library: Library) -> list[RuleFinding]:
    """The findings, each open one of the day with the answers that would settle it."""
    given = list(others)
    return [
        replace(each, settled_by=tuple(_settlings(each, given, library)))
        if each.is_open and each.state in (BINDING, UNKNOWN)
        else each
        for each in findings
    ]


def next_questions(findings: Iterable[RuleFinding]) -> list[NextQuestion]:
    """The questions whose answers would settle findings, the one that settles most rules first."""
    rules: dict[str, set[str]] = {}
    values: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        for each in finding.settled_by:
            rules.setdefault(each.field, set()).add(finding.law.id)
            values.setdefault((each.field, each.value), set()).add(finding.law.id)
    found = [
        NextQuestion(
            field, tuple((value, len(held)) for (name, value), held in values.items() if name == field), len(ids)
        )
        for field, ids in rules.items()
    ]
    return sorted(found, key=lambda each: (-each.rules, each.field))


def _settlings(finding: RuleFinding, others: Iterable[Alternative], library: Library) -> Iterable[Settling]:
    for other in others:
        standing = _narrower(finding, other, library) if other.field == "technology" else _same_rule(finding, other)
        if standing:
            yield Settling(other.field, other.value, standing)


def _same_rule(finding: RuleFinding, other: Alternative) -> str:
    """The standing of the same rule with the other answer, when that leaves nothing open; else an empty text."""
    same = [each for each in other.rulings if each.rule == finding.law and each.technology == finding.ruling.technology]
    if not same:
        return OUTSIDE
    standings = {each.standing for each in same}
    if QUESTION in standings or len(standings) > 1 or any(each.open_question for each in same):
        return ""
    return standings.pop()


def _narrower(finding: RuleFinding, other: Alternative, library: Library) -> str:
    """The standing of a rule of the same provision for a narrower technology, where only the technology was open."""
    if finding.law.effect != QUESTION_EFFECT or finding.ruling.technology not in library.technologies[other.value]:
        return ""
    same = [each for each in other.rulings if each.rule.provision == finding.law.provision]
    told = {each.standing for each in same if each.rule.effect != QUESTION_EFFECT and not each.open_question}
    return next((each for each in (HOLDS, OUTSIDE) if told == {each}), "")
