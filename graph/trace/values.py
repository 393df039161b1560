"""What a trace answers with: places joined by hops, hops in paths, paths in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.law.effects import PATH_EFFECTS
from graph.law.period import Period, extension


@dataclass(frozen=True, slots=True)
class Dated:
    """A change of the dates of a law: "moved" from the day `old` to `new`, or "extended" until `end`; made by the law
    named `by`, from `start` on; `about` says in words which of several dates it was. What is not known is empty.
    """

    kind: str
    by: str
    by_id: str
    start: str
    end: str = ""
    old: str = ""
    new: str = ""
    about: str = ""

    def words(self, day: Callable[[str], str] = str) -> str:
        """The change as part of a sentence; `day` writes a day."""
        if self.kind == "moved":
            about = f"{self.about}: " if self.about else ""
            return f"{about}first set for {day(self.old)}, moved to {day(self.new)} by {self.by}"
        return f"validity {extension(self.by, Period(self.start, self.end), day)}"


@dataclass(frozen=True, slots=True)
class Place:
    """A thing on a path. `state` says what the law date makes of an act or a provision, `note` what the thing is; both
    are empty when nothing is known. `dated` tells how the dates of a law were moved or extended.
    """

    iri: str
    kind: str
    id: str
    label: str
    name: str
    state: str = ""
    note: str = ""
    dated: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True)
class HopSource:
    """Where a statement comes from; `address` is empty when it has none."""

    id: str
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One link as it was followed: `forward` is false when it was followed against its own direction.

    `start` and `end` are days, empty when not known or open. `weak` lists why the link proves less than others.
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

    @property
    def sentence(self) -> str:
        """The hop in plain words, without its reason."""
        return f"{self.source.name} {self.words} {self.target.name}"


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
        """The first day on which every hop holds; empty when no hop has a known start."""
        return max(hop.start for hop in self.hops)

    @property
    def end(self) -> str:
        """The last day on which every hop holds; empty when open."""
        return min((hop.end for hop in self.hops if hop.end), default="")

    @property
    def weak(self) -> tuple[str, ...]:
        return tuple(sorted({why for hop in self.hops for why in hop.weak}))


@dataclass(frozen=True, slots=True)
class Trace:
    """The paths from one place to another or to a class, on a day.

    `bounded` says in words what was left out; empty means that these are all paths. `coming` are paths that hold only
    later; `reached` counts the different ends of all paths.
    """

    source: Place
    target: Place | None
    target_class: str
    on: str
    paths: tuple[Path, ...]
    coming: tuple[Path, ...]
    bounded: tuple[str, ...]

    @property
    def groups(self) -> dict[str, list[Path]]:
        """Paths by group, groups in their fixed order, none of them empty."""
        return {name: found for name in PATH_EFFECTS if (found := [path for path in self.paths if path.group == name])}

    @property
    def reached(self) -> tuple[Place, ...]:
        """The different last places of all paths, in the order of their best path."""
        return tuple({path.hops[-1].target.iri: path.hops[-1].target for path in self.paths}.values())
