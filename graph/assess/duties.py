"""What to do: the duties that the rules of a plan carry, each with the rules that ask it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.assess.plan import Rule
from graph.law.effects import group_of

ASKING = frozenset({"restricted", "obliged"})
# A permission binds to its conditions too, but it is a thing to do only where a duty says which.
ASKING_WITH_A_DUTY = ASKING | {"permitted", "exception"}
LABELLING = frozenset({"high-risk"})


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do; `rules` are what asks it. Without a duty in the vocabulary, `iri` is empty."""

    iri: str
    label: str
    rules: tuple[Rule, ...]


def asks(rule: Rule) -> bool:
    """Whether the rule asks for something to be done: never while its standing depends on a fact."""
    if not rule.finding.binds:
        return False
    if rule.effect in LABELLING:
        return False
    return group_of(rule.effect).slug in (ASKING_WITH_A_DUTY if rule.duty else ASKING)


def duties(rules: Iterable[Rule], order: Iterable[str]) -> list[Duty]:
    """The duties of rules, in the order of the duty IRIs in `order`; rules that ask without a named duty come last.

    A rule stands under one duty only. The label of the last entry is empty: it is the rest.
    """
    asked: dict[str, list[Rule]] = {}
    for rule in rules:
        if asks(rule):
            asked.setdefault(rule.duty, []).append(rule)
    rest = asked.pop("", [])
    known = list(order)
    rank = {iri: number for number, iri in enumerate(known)}
    found = [
        Duty(iri, each[0].duty_label, tuple(each))
        for iri, each in sorted(asked.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0]))
    ]
    return [*found, Duty("", "", tuple(rest))] if rest else found
