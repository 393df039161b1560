"""How the place of a plan decides: which acts reach its country by a rule of their own, which do not, and why."""

from __future__ import annotations

from dataclasses import dataclass

from graph.assess.decision import Decision
from graph.governing import Library, ScopeRule
from graph.governing.library import UNION
from graph.law.citation import sort_key
from graph.law.state import BINDING, UNKNOWN


@dataclass(frozen=True, slots=True)
class ActBond:
    """A scope rule for the country, the act or part it speaks of, and the standing it gives the plan there."""

    target: str
    standing: str
    scope: ScopeRule


def bounds(library: Library, decided: Decision) -> tuple[ActBond, ...]:
    """What the scope rules for the plan's country decided on its day: acts first, then parts of acts; each once."""
    country = decided.plan.country
    if country is None:
        return ()
    said = [(each.reach.standing, each.reach.scope) for each in decided.acts]
    said += [(each.standing, each.ruling.scope) for each in decided.findings if each.state in (BINDING, UNKNOWN)]
    found = {
        (scope.id, standing): ActBond(scope.target, standing, scope)
        for standing, scope in said
        if scope and country.id in scope.places and _is_union_law(library, scope)
    }
    return tuple(sorted(found.values(), key=lambda each: (sort_key(each.target), each.scope.id, each.standing)))


def _is_union_law(library: Library, scope: ScopeRule) -> bool:
    """Whether the scope rule speaks of law of the Union; one without a target speaks of all of it."""
    return not scope.target or library.jurisdictions.get(library.act_of(scope.target)) == UNION
