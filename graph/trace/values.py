"""What a trace answers with: places joined by hops, hops in paths, paths in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.law.effects import PATH_EFFECTS
from graph.law.life import Life
from graph.law.period import Period, extension
from graph.links.kinds import INFERRED, TIMELESS
from graph.text.messages import N_, joined


@dataclass(frozen=True, slots=True)
class Dated:
    """A change of the dates of a law: "moved" from the day `old` to `new`, or "extended" until `end`; made by the law
    named `by`, from `start` on; `about` says in words which of several dates it was. What is not known is empty. A
    change is `later` on a day on which it was not made yet.
    """

    kind: str
    by: str
    by_id: str
    start: str
    end: str = ""
    old: str = ""
    new: str = ""
    about: str = ""
    later: bool = False

    def words(self, day: Callable[[str], str] = str) -> str:
        """The change as part of a sentence; `day` writes a day."""
        if self.kind != "moved" and not self.later:
            return N_("validity %(extended)s", extended=extension(self.by, Period(self.start, self.end), day))
        return joined((self.about, self._later(day) if self.later else self._moved(day)), ": ")

    def _moved(self, day: Callable[[str], str]) -> str:
        days = {"old": day(self.old), "new": day(self.new)}
        return N_("first set for %(old)s, moved to %(new)s by %(law)s", **days, law=self.by)

    def _later(self, day: Callable[[str], str]) -> str:
        if self.kind == "moved":
            days = {"old": day(self.old), "new": day(self.new)}
            change = N_("later moved from %(old)s to %(new)s by %(law)s", **days, law=self.by)
        else:
            change = N_("later extended by %(law)s", law=self.by)
        return joined((change, N_("known since %(day)s", day=day(self.start)) if self.start else ""), ", ")


@dataclass(frozen=True, slots=True)
class Place:
    """A thing on a path. `state` says what the law date makes of an act or a provision, `note` what the thing is; both
    are empty when nothing is known. `dated` tells how the dates of a law were moved or extended; `life` is that of a
    practice.
    """

    iri: str
    kind: str
    id: str
    label: str
    name: str
    state: str = ""
    note: str = ""
    dated: tuple[Dated, ...] = ()
    life: Life | None = None


@dataclass(frozen=True, slots=True)
class HopSource:
    """Where a statement comes from; `address` is empty when it has none."""

    id: str
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Certainty:
    """The weakest of the rows that a statement rests on: its own, that of the scope of the act, that of who acts."""

    basis: str = ""
    confidence: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One link as it was followed: `forward` is false when it was followed against its own direction.

    `start` and `end` are recorded days, empty when not known or open; `first` is the day from which the link can be
    followed at all. `group` is the group of its effect: a question for an effect that is not known to reach the
    practice; `standing` is then `question` and `question` the fact on which it depends. `role` is what the actor does
    in the practice, `match` how the actor of the rule fits. `statement` is the IRI of the statement. `weak` lists why
    the link proves less than others.
    """

    link: int
    source: Place
    target: Place
    kind: str
    forward: bool
    words: str
    start: str
    end: str
    effect: str
    reason: str
    who: str
    sources: tuple[HopSource, ...]
    weak: tuple[str, ...]
    first: str = ""
    group: str = "other"
    standing: str = ""
    question: str = ""
    actor: str = ""
    role: str = ""
    match: str = ""
    condition: str = ""
    statement: str = ""
    certainty: Certainty = Certainty()

    @property
    def sentence(self) -> str:
        """The hop in plain words, without its reason."""
        return joined((self.source.name, self.words, self.target.name), " ")

    @property
    def inferred(self) -> bool:
        """Whether a rule of the tables makes the link; otherwise a source states it."""
        return self.kind in INFERRED

    @property
    def timeless(self) -> bool:
        """Whether no day is missing when the link has none."""
        return self.kind in TIMELESS


@dataclass(frozen=True, slots=True)
class Path:
    """Hops one after another. `length` counts those that are more than a part of an act; `rank` orders paths."""

    hops: tuple[Hop, ...]
    group: str
    rank: tuple[int, int, int]

    @property
    def length(self) -> int:
        return self.rank[0]

    @property
    def start(self) -> str:
        """The first day on which every hop is recorded to hold; empty when one of them has no recorded start."""
        dated = [hop.start for hop in self.hops if hop.start or not hop.timeless]
        return max(dated) if dated and all(dated) else ""

    @property
    def first(self) -> str:
        """The first day on which the path can be followed: no earlier than every law on it."""
        return max(hop.first for hop in self.hops)

    @property
    def end(self) -> str:
        """The last day on which every hop holds; empty when open."""
        return min((hop.end for hop in self.hops if hop.end), default="")

    @property
    def ruling(self) -> Hop | None:
        """The hop whose rule has the effect of the path; else the last one that says something of law; else None."""
        telling = [hop for hop in self.hops if not hop.timeless]
        ruled = [hop for hop in telling if hop.inferred]
        return next(iter(ruled), telling[-1] if telling else None)

    @property
    def weak(self) -> tuple[str, ...]:
        return tuple(sorted({why for hop in self.hops for why in hop.weak}))


@dataclass(frozen=True, slots=True)
class Trace:
    """The paths from one place to another or to a class, on a day.

    `bounded` says in words what was left out; empty means that these are all paths. `coming` are paths that hold only
    later; `countries` are the codes of those whose national law was followed, none for every country; `reached` counts
    the different ends of all paths.
    """

    source: Place
    target: Place | None
    target_class: str
    on: str
    paths: tuple[Path, ...]
    coming: tuple[Path, ...]
    bounded: tuple[str, ...]
    countries: tuple[str, ...] = ()

    @property
    def groups(self) -> dict[str, list[Path]]:
        """Paths by group, groups in their fixed order, none of them empty."""
        return {name: found for name in PATH_EFFECTS if (found := [path for path in self.paths if path.group == name])}

    @property
    def reached(self) -> tuple[Place, ...]:
        """The different last places of all paths, in the order of their best path."""
        return tuple({path.hops[-1].target.iri: path.hops[-1].target for path in self.paths}.values())
