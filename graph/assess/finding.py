"""What a decision finds about one rule: its standing, whether it is law on the day, and the steps that led there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.governing import HOLDS, OUTSIDE, QUESTION, LawRule, Ruling
from graph.law.period import Period
from graph.law.state import BINDING
from graph.text.messages import N_

MET: Final = N_("met")
NOT_MET: Final = N_("not met")
UNKNOWN: Final = N_("unknown")

TECHNOLOGY, ACTOR, PLACE, SCOPE, DAY, CONDITION = (
    N_("technology"),
    N_("actor"),
    N_("place"),
    N_("scope"),
    N_("day"),
    N_("condition"),
)
KINDS: Final = (TECHNOLOGY, ACTOR, PLACE, SCOPE, DAY, CONDITION)
"""The steps of a decision, in their order."""


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """One question of a decision and its answer: `met`, `not met` or `unknown`, why, and by which provision.

    `scope` is the id of the scope rule that answered. A condition in words is unknown until the reader has checked it.
    """

    kind: str
    met: str
    reason: str
    provision: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Settling:
    """An answer to a question of the form, and the standing that the rule would then have."""

    field: str
    value: str
    standing: str


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One rule for one actor over one stretch of time; `state` is `binding`, `coming`, `ended` or `unknown`."""

    actor: str
    ruling: Ruling
    state: str
    steps: tuple[DecisionStep, ...]
    settled_by: tuple[Settling, ...] = ()

    @property
    def law(self) -> LawRule:
        return self.ruling.rule

    @property
    def standing(self) -> str:
        return self.ruling.standing

    @property
    def period(self) -> Period:
        """From when to when it is so; without a recorded start of the rule, its first day stays empty."""
        return Period(self.ruling.start if self.law.start else "", self.ruling.end)

    @property
    def is_open(self) -> bool:
        """Whether a fact that is not known decides about it, or could change it."""
        return self.standing == QUESTION or (self.standing == HOLDS and bool(self.ruling.open_question))

    @property
    def binds(self) -> bool:
        """Whether the rule holds on the day."""
        return self.standing == HOLDS and self.state == BINDING

    @property
    def is_outside(self) -> bool:
        return self.standing == OUTSIDE

    @property
    def met(self) -> str:
        """Whether its conditions are met: all of them, one of them not, or one of them not known to be."""
        answers = {step.met for step in self.steps}
        return next((each for each in (NOT_MET, UNKNOWN) if each in answers), MET)

    def step(self, kind: str) -> DecisionStep | None:
        """The step of a kind, if the decision took it."""
        return next((step for step in self.steps if step.kind == kind), None)
