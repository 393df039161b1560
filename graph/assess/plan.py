"""What a plan is, and what a rule says about it. Days are text, YYYY-MM-DD; an empty text is not known, or open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.assess.finding import RuleFinding
from graph.governing import CANDIDATES, Case

UNION: Final = "EU"
PURPOSES: Final = ("law-enforcement", "other", "event-at-risk", "real-world-test")
"""What a plan can be for, as far as the scope of acts tells purposes apart and a reader can answer."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its days in the Union; `left` is the last day on which EU law applies, empty while it does."""

    id: str
    label: str
    jurisdiction: str
    joined: str = ""
    left: str = ""

    def in_union(self, on: str) -> bool:
        """Whether EU law applies in the country on the day."""
        return bool(self.joined) and self.joined <= on and (not self.left or on <= self.left)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a city wants to do: with which technologies, run by whom, what for, where, under the law of which day.

    An empty actor, purpose or region is not known. Without a country, EU law is that of a member state, and no national
    law counts. `aim` and `place` are the words of the reader: they highlight, they decide nothing.
    """

    technologies: tuple[str, ...]
    actor: str
    on: str
    country: Country | None = None
    region: str = ""
    purpose: str = ""
    city: str = ""
    aim: str = ""
    place: str = ""

    @property
    def actors(self) -> tuple[str, ...]:
        """Who runs it; who may, while nobody knows."""
        return (self.actor,) if self.actor else CANDIDATES

    def case(self, actor: str) -> Case:
        """The plan run by `actor`, as the law is asked about it."""
        return Case(self.technologies, actor, self.country.id if self.country else "", self.region, self.purpose)


@dataclass(frozen=True, slots=True)
class Rule:
    """What the decision finds about one rule, with what the tables say of it: names, duties and what it rests on."""

    finding: RuleFinding
    provision: str
    provision_label: str
    act: str
    act_label: str
    effect_label: str
    addressee: str
    technology: str
    act_type: str = ""
    original: str = ""
    moved_by_id: str = ""
    moved_by: str = ""
    clause: bool = False
    duty: str = ""
    duty_label: str = ""
    basis: str = ""
    confidence: str = ""
    source: str = ""
    doubt: str = ""

    @property
    def id(self) -> str:
        """The id of the row of the rules; empty for what a provision says by its own words."""
        return self.finding.law.id if self.finding.law.route == "rule" else ""

    @property
    def provision_id(self) -> str:
        return self.finding.law.provision

    @property
    def act_id(self) -> str:
        return self.finding.law.act

    @property
    def effect(self) -> str:
        return self.finding.law.effect

    @property
    def condition(self) -> str:
        return self.finding.law.condition

    @property
    def jurisdiction(self) -> str:
        return self.finding.law.jurisdiction

    @property
    def first(self) -> str:
        """The first day in this case; empty when it is not recorded."""
        return self.finding.period.start
