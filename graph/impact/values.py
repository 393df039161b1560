"""What an impact answers with: things that are touched, each with the path that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.law.effects import PATH_EFFECTS
from graph.law.life import OVER, RUNNING, STATES, Life
from graph.text.messages import N_, joined
from graph.trace.values import Hop, Path, Place, Trace

KINDS: Final[tuple[str, ...]] = ("practice", "city", "organisation", "action")
"""What can be touched, in the order it is shown."""

LIFE_RANKS: Final = {state: 2 if state in OVER else int(state != RUNNING) for state in STATES}
"""Practices that run come first, then those of which it is not known; 2 stands for those that do not run."""

PROPOSALS: Final = frozenset(("proposes-amendment-of", "proposes-repeal-of"))
UNSURE_ACTOR: Final = N_("who runs the practice is not known")
THIN: Final = {"shares-area-with": N_("shares a subject only"), "wrote": N_("as an author only")}
"""Links that join a thing with the law without the law saying anything about it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A thing that is touched, by `path`: of its shortest paths the one that shows the strongest effect.

    `others` counts its further shortest paths. `path` runs from what touches to what is touched.
    """

    place: Place
    path: Path
    others: int

    on: str = ""

    @property
    def practice(self) -> Place | None:
        """The practice that is touched, or through which the thing is touched."""
        if self.place.life:
            return self.place
        return next((hop.target for hop in reversed(self.path.hops) if hop.target.life), None)

    @property
    def life(self) -> Life | None:
        """The life of that practice."""
        return self.practice.life if self.practice else None

    @property
    def state(self) -> str:
        """What that practice is on the day; running where there is no practice on the path."""
        return self.life.state(self.on) if self.life else RUNNING

    @property
    def conditional(self) -> bool:
        """True when a step of the path is a proposal: nothing has changed by it yet."""
        return any(hop.kind in PROPOSALS for hop in self.path.hops)

    @property
    def weak(self) -> tuple[str, ...]:
        """Why the path proves less than others: what is weak about its links, or that it joins subjects only."""
        thin = [THIN[hop.kind] for hop in self.path.hops if hop.kind in THIN]
        unsure = [UNSURE_ACTOR for hop in self.path.hops if UNSURE_ACTOR in hop.who]
        return tuple(dict.fromkeys([*self.path.weak, *unsure, *thin]))

    @property
    def words(self) -> str:
        """The whole path as one line of plain words."""
        return joined((joined((hop.sentence, hop.reason), ", ") for hop in self.hops), "; ")

    @property
    def hops(self) -> tuple[Hop, ...]:
        """The hops of the path that tell something: not the one from an act to itself as a provision."""
        return tuple(hop for hop in self.path.hops if hop.source.name != hop.target.name)


@dataclass(frozen=True, slots=True)
class Impact:
    """What `source` touches on the day `on`.

    `touched` is in the order of KINDS, then strongest effect, then surest. `coming` are things touched only later, or
    then by another effect. `does` are the paths by which a law acts on other law, `undergoes` those by which other law
    acts on it or rests on it; both are empty for what is no law. `bounded` says in words what was left out.
    """

    source: Place
    type: str
    on: str
    touched: tuple[Touched, ...]
    coming: tuple[Touched, ...]
    does: tuple[Path, ...]
    undergoes: tuple[Path, ...]
    bounded: tuple[str, ...]

    def of_kind(self, kind: str) -> tuple[Touched, ...]:
        """The touched things of one of KINDS."""
        return tuple(each for each in self.touched if each.place.kind == kind)

    @property
    def conditional(self) -> bool:
        """True when every practice is touched by a proposal only."""
        practices = self.of_kind("practice")
        return bool(practices) and all(each.conditional for each in practices)

    @property
    def trace(self) -> Trace:
        """The same paths as a trace, so that they can be drawn and written as a network."""
        paths = tuple(each.path for each in self.touched)
        return Trace(self.source, None, "touched", self.on, paths, (), self.bounded)


def strength(group: str) -> int:
    """The place of a group of effects: 0 is the strongest."""
    return list(PATH_EFFECTS).index(group)
