"""What pages show of rulings: rules at provisions, provisions of acts, acts under a heading, the law for an actor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from graph.law.marks import Mark
from graph.text.messages import N_, joined
from views.shown.measures import NationalMeasure
from views.shown.ruling_marks import doubts

ONLY: Final = re.compile(r"Only (?:if |when |where )?(?P<rest>.+)", re.DOTALL)


AT_ONCE, LATER, MOST_AT_ONCE = ("prohibited", "exception", "restricted"), ("defines", "other"), 8


@dataclass(frozen=True, slots=True)
class Statement:
    """A condition at a provision, why it is joined, its effect where no heading names it, how sure it is, and the
    `rows` of the tables that state it."""

    text: str
    why: str
    effect: str
    badge: str
    marks: tuple[Mark, ...]
    rows: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        return doubts(self.marks)


@dataclass(frozen=True, slots=True)
class StatedBeside:
    """An exception to a prohibition, or what it asks for; `standing` is empty when it surely holds."""

    label: str
    href: str
    text: str
    effect: str
    standing: str
    marks: tuple[Mark, ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision for one period, with every rule there; `beside` and `measures` only where it prohibits."""

    id: str
    label: str
    href: str
    period: str
    statements: tuple[Statement, ...]
    moved: str = ""
    prohibits: bool = False
    beside: tuple[StatedBeside, ...] = ()
    measures: tuple[NationalMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class ActPart:
    """The provisions of one act in a group; `through` says that it binds through national law, `measures` which,
    `unrecorded` what is not known of that."""

    id: str
    label: str
    href: str
    whose: str
    through: bool
    measures: tuple[NationalMeasure, ...]
    provisions: tuple[Provision, ...]
    unrecorded: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Acts under one heading: an effect, an open question with the `rows` of the scope rules that ask it, guidance."""

    slug: str
    label: str
    acts: tuple[ActPart, ...]
    marks: tuple[Mark, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        """The label of an open question as a condition: `If` what decides."""
        found = ONLY.match(self.label)
        if found:
            return N_("If %(fact)s", fact=found["rest"])
        return joined((N_("If"), self.label), ": ") if self.label else N_("If a fact that is not recorded decides so")

    @property
    def is_open(self) -> bool:
        """Whether a page shows it at once: what bars or restricts always, a long list of the rest when asked."""
        return self.slug in AT_ONCE or (self.slug not in LATER and self.count <= MOST_AT_ONCE)

    @property
    def count(self) -> int:
        """How many provisions."""
        return sum(len(act.provisions) for act in self.acts)

    @property
    def doubts(self) -> tuple[str, ...]:
        return doubts(self.marks)


@dataclass(frozen=True, slots=True)
class Excluded:
    """An act, or a part of one, that leaves a case out: the words of the scope rule, and where it stands."""

    id: str
    label: str
    href: str
    because: str
    provision: str
    provision_href: str
    marks: tuple[Mark, ...]
    row: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        return doubts(self.marks)


@dataclass(frozen=True, slots=True)
class ActorLaw:
    """The law for one actor in one country: `several` says that there are more countries.

    `unless` has what holds until a fact is known, by that fact; `candidate` that nobody is known to be the actor."""

    actor: str
    label: str
    country: str
    several: bool
    candidate: bool
    holds: tuple[Block, ...]
    unless: tuple[Block, ...]
    questions: tuple[Block, ...]
    guidance: tuple[Block, ...]
    excluded: tuple[Excluded, ...]

    @property
    def count(self) -> int:
        """How many provisions surely hold."""
        return len({each.id for block in self.holds for act in block.acts for each in act.provisions})
