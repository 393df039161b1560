"""Whether a law of the Union binds a country at all, by membership or another way, and the rule that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.governing.library import ANY, Library, ScopeRule
from graph.governing.scope import HOLDS, OUTSIDE, QUESTION

VETO: Final = "veto"
ONLY: Final = "only"
PROTOCOLS: Final = "tfeu-protocol-"
"""How the provisions begin on states that take no part in some laws of the Union, or only if they wish."""


@dataclass(frozen=True, slots=True)
class Bond:
    """`standing` is holds, question or outside. `scope` says why; without one, membership alone does."""

    standing: str
    scope: ScopeRule | None = None


def bond(library: Library, target: str, country: str, on: str) -> Bond:
    """Whether the act or provision `target` binds the country on the day.

    A rule that leaves the country out counts before its first day too: nobody is bound sooner. One that takes the
    country in counts from its first day. One for a provision itself counts whatever the purpose.
    """
    named = [
        scope
        for level in library.chain(target)
        for scope in library.scopes_of.get(level, ())
        if country in scope.places and not (scope.end and scope.end < on)
    ]
    begun = [scope for scope in named if scope.start <= on]
    provision = target if target in library.parts else ""
    member = library.lands[country].in_union(on)
    left_out, asked = _for_all(named, VETO, provision), _for_all(begun, QUESTION, provision)
    taken_in = next((scope for scope in begun if scope.effect == ONLY and _is_special(scope, member)), None)
    if left_out:
        return Bond(OUTSIDE, left_out)
    if taken_in:
        return Bond(HOLDS, taken_in)
    if not member:
        asked = asked or next((scope for scope in begun if scope.effect == QUESTION), None)
    if asked:
        return Bond(QUESTION, asked)
    return Bond(HOLDS if member else OUTSIDE)


def _is_special(scope: ScopeRule, member: bool) -> bool:
    """Whether the rule says how the country as such came to be bound, not only which of its bodies are."""
    return not member or ANY in scope.actors or scope.provision.startswith(PROTOCOLS)


def _for_all(scopes: Sequence[ScopeRule], effect: str, provision: str) -> ScopeRule | None:
    """The first rule of this effect for every actor, and for every purpose or for the provision itself."""
    found = (each for each in scopes if each.effect == effect and ANY in each.actors)
    return next((each for each in found if ANY in each.purposes or (provision and each.target == provision)), None)
