"""What the page of an assessment shows of rules, steps, national law and peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.law.marks import Mark
from views.shown.values import Badge, Hyperlink, Stat


@dataclass(slots=True)
class ConditionEntry:
    """A condition in words, for whom it stands there, and the reader's `words` that it uses; `source` is a number."""

    text: str
    who: str
    confidence: str
    marks: tuple[Mark, ...]
    doubt: str
    source: int
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step of the decision, and `by` which provision."""

    kind: str
    met: str
    reason: str
    by: str
    href: str


@dataclass(frozen=True, slots=True)
class BesideEntry:
    """What stands beside a prohibition, and for whom."""

    label: str
    href: str
    text: str
    who: str


@dataclass(slots=True)
class RuleEntry:
    """One provision of one period: whether its conditions are met, by which steps, and what would settle it."""

    id: str
    label: str
    href: str
    period: str
    moved: str
    moved_href: str
    home: str
    met: str
    steps: Sequence[StepEntry]
    question: str
    settles: Sequence[Hyperlink]
    is_asked: bool
    badges: list[Badge] = field(default_factory=list)
    conditions: list[ConditionEntry] = field(default_factory=list)
    beside: Sequence[BesideEntry] = ()
    uses: Sequence[Hyperlink] = ()


@dataclass(frozen=True, slots=True)
class RuleList:
    """Rules under a heading: something to do, or what changes on a day."""

    label: str
    rules: Sequence[RuleEntry]
    text: str = ""


@dataclass(frozen=True, slots=True)
class EffectGroup:
    """Rules of one effect, with their number as a figure; `folded` when they are long and ask for nothing."""

    slug: str
    label: str
    stat: Stat
    ask: str
    rules: Sequence[RuleEntry]
    folded: bool


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """An act, or what of it, that leaves the plan out, by which provision, with the rules that fall with it.

    `named` is true where the scope speaks of such a case, false where it takes in others only.
    """

    label: str
    href: str
    reason: str
    by: str
    by_href: str
    named: bool
    rules: Sequence[Hyperlink]


@dataclass(frozen=True, slots=True)
class SideColumn:
    """What is decided if one actor runs the plan."""

    actor: str
    label: str
    title: str
    rule_count: int
    groups: Sequence[EffectGroup]
    asked: Sequence[RuleEntry]
    rights: Sequence[RuleEntry]
    guidance: Sequence[RuleEntry]
    outside: Sequence[OutsideEntry]
    undated: Sequence[RuleEntry]
    duties: Sequence[RuleList]
    changes: Sequence[RuleList]

    @property
    def joined(self) -> bool:
        """Whether rules of one provision to the same effect count as one."""
        return self.rule_count > sum(len(each.rules) for each in self.groups)


@dataclass(frozen=True, slots=True)
class CitingLaw:
    """A law with the law that it would change or carries out, each with the words for that."""

    label: str
    href: str
    note: str
    marks: tuple[Mark, ...]
    targets: list[Hyperlink] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision that leaves something to national law, and the law that uses it or carries out the act."""

    label: str
    href: str
    why: str
    uses: Sequence[Hyperlink]
    whole: Sequence[Hyperlink]


@dataclass(frozen=True, slots=True)
class PeerEvent:
    """What the law said to a practice."""

    date: str
    text: str
    who: str
    outcome: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class PeerEntry:
    """A practice that did the same, why it is near, and what the law said to it; `later` counts later events."""

    label: str
    href: str
    meta: Sequence[str]
    reasons: Sequence[str]
    badges: Sequence[Badge]
    events: Sequence[PeerEvent]
    later: int
