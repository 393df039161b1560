"""What stands beside a prohibition in its own article: the exceptions, their conditions, and who must see to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.assess.decision import Decision
from graph.assess.finding import RuleFinding
from graph.governing import LawRule, Library
from graph.law.citation import sort_key
from graph.law.effects import group_of
from graph.law.period import Period

BESIDE = frozenset({"exception", "restricted", "obliged", "permitted"})


@dataclass(frozen=True, slots=True)
class Beside:
    """One provision beside a prohibition; `finding` is what the decision says of it, None where it is for others."""

    law: LawRule
    finding: RuleFinding | None


def prohibits(finding: RuleFinding) -> bool:
    """Whether the rule forbids."""
    return group_of(finding.law.effect).slug == "prohibited"


def article(law: LawRule) -> str:
    """The article or annex that holds the provision; empty for a whole act."""
    part = law.provision.removeprefix(law.act).strip("/").split("/")[0]
    return f"{law.act}/{part}" if part and part != "act" else ""


def beside(library: Library, decided: Decision, finding: RuleFinding) -> tuple[Beside, ...]:
    """The other provisions of the same article on the same technology that may be law on the day, each once.

    Those for the actor come with their finding; what the decision leaves out is left out here too.
    """
    own = article(finding.law)
    if not own:
        return ()
    found: dict[str, Beside] = {}
    mine = {each.law.provision: each for each in decided.of(finding.actor)}
    for law in _of_technology(library, finding):
        here = article(law) == own and law.provision != finding.law.provision
        if not here or group_of(law.effect).slug not in BESIDE or not _may_hold(law, decided.plan.on):
            continue
        told = mine.get(law.provision)
        if told is None or not told.is_outside:
            found.setdefault(law.provision, Beside(told.law if told else law, told))
    return tuple(found[name] for name in sorted(found, key=sort_key))


def _of_technology(library: Library, finding: RuleFinding) -> Iterable[LawRule]:
    steps = library.technology_steps(finding.ruling.technology)
    return (law for name in sorted(steps) for law in library.rules_of.get(name, ()))


def _may_hold(law: LawRule, on: str) -> bool:
    return Period(law.start or law.earliest, law.end).may_cover(on)
