"""What a decision is made from: rules, scope rules, and how provisions, technologies, actors and places nest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

UNION: Final = "EU"
ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class LawRule:
    """What a provision does to whoever uses a technology, under a condition, from `start` to `end` (empty: open).

    `route` is `rule` for a row of the rules, `provision` for a provision whose addressee is an actor, `role` for one
    whose addressee is a role (deployer, Member State) that an actor may or may not have. All names are ids. Where the
    first day is not recorded, it is not before `earliest`, and by `known_from` the rule was read as law in force.
    """

    route: str
    id: str
    technology: str
    actor: str
    provision: str
    act: str
    effect: str
    condition: str
    jurisdiction: str
    row: str
    start: str = ""
    end: str = ""
    earliest: str = ""
    known_from: str = ""


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """A case that an act or a part of it takes in or leaves out (`data/act_scope.csv`).

    `target` is the id of an act or a provision, empty for every act of the Union. `places` are `EU` for the states
    that are members on the day, ids of countries, or ids of regions. Days are whole; empty is open.
    """

    id: str
    target: str
    kind: str
    actors: frozenset[str]
    purposes: frozenset[str]
    places: frozenset[str]
    effect: str
    condition: str
    provision: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """A country: whose law holds there, and its days in the Union, transition included."""

    id: str
    jurisdiction: str
    joined: str = ""
    left: str = ""

    def in_union(self, on: str) -> bool:
        """Whether the law of the Union holds in the country on the day."""
        return bool(self.joined) and self.joined <= on and (not self.left or on <= self.left)


@dataclass(frozen=True, eq=False)
class Library:
    """All that a decision needs, by id. `parts` says which larger part or act a provision lies in.

    `regions` are the parts of a country, by how the NUTS 3 codes of their places begin; `iris` are those of laws.
    `names` are those of countries and regions, by id and by jurisdiction.
    """

    rules: tuple[LawRule, ...]
    scopes: tuple[ScopeRule, ...]
    parts: Mapping[str, str]
    jurisdictions: Mapping[str, str]
    technologies: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, tuple[str, ...]]
    lands: Mapping[str, Land]
    regions: Mapping[str, str]
    iris: Mapping[str, str]
    names: Mapping[str, str]

    @cached_property
    def scopes_of(self) -> Mapping[str, tuple[ScopeRule, ...]]:
        """The scope rules of each act or provision."""
        found: dict[str, list[ScopeRule]] = {}
        for scope in self.scopes:
            found.setdefault(scope.target, []).append(scope)
        return {target: tuple(each) for target, each in found.items()}

    @cached_property
    def rules_of(self) -> Mapping[str, tuple[LawRule, ...]]:
        """The rules of each technology, without those of a broader one."""
        found: dict[str, list[LawRule]] = {}
        for rule in self.rules:
            found.setdefault(rule.technology, []).append(rule)
        return {technology: tuple(each) for technology, each in found.items()}

    def chain(self, target: str) -> tuple[str, ...]:
        """A provision or act, then every larger part that holds it, and its act last."""
        found = [target]
        while found[-1] in self.parts:
            found.append(self.parts[found[-1]])
        return tuple(found)

    def act_of(self, target: str) -> str:
        """The act that a provision stands in; an act is its own, also where it only explains another."""
        return next((part for part in self.chain(target) if part in self.jurisdictions), target)

    def technology_steps(self, technology: str) -> Mapping[str, int]:
        """The technology and every broader one, with the number of steps to it."""
        return _steps(self.technologies, technology)

    def actor_steps(self, actor: str) -> Mapping[str, int]:
        """The actor and every broader one, with the number of steps to it."""
        return _steps(self.actors, actor)

    def region_of(self, nuts3: str) -> str:
        """The region with law of its own in which a place with this NUTS 3 code lies; empty when there is none."""
        return next((region for prefix, region in self.regions.items() if nuts3.startswith(prefix)), "")


def _steps(broader: Mapping[str, tuple[str, ...]], start: str) -> Mapping[str, int]:
    found = {start: 0}
    ahead = [start]
    for here in ahead:
        for wide in broader.get(here, ()):
            if wide not in found:
                found[wide] = found[here] + 1
                ahead.append(wide)
    return found
