"""Rules for an actor whom their act leaves out: they can never hold, so they would only mislead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from graph.governing.library import ANY, LawRule, Library
from graph.governing.scope import OUTSIDE, SPECIAL_PURPOSES, Where, segments

LATEST = "9999-12-31"


def unreachable(library: Library, running: Iterable[str]) -> Iterator[LawRule]:
    """The rules that reach none of the kinds of actors that run practices, though they name one, on no day they hold.

    Scope says nothing of other kinds of actors, such as manufacturers, so their rules are left alone.
    """
    kinds = list(running)
    for rule in library.rules:
        reached = [actor for actor in kinds if rule.actor in library.actor_steps(actor)]
        if rule.route == "rule" and rule.actor != ANY and reached and not _reaches(library, rule, reached):
            yield rule


def _reaches(library: Library, rule: LawRule, actors: Sequence[str]) -> bool:
    homes = [land.id for land in library.lands.values() if rule.jurisdiction.startswith(land.jurisdiction)]
    region = rule.jurisdiction if "-" in rule.jurisdiction else ""
    return any(
        segment.answer.standing != OUTSIDE
        and (not purpose or (segment.answer.scope and purpose in segment.answer.scope.purposes))
        and rule.start <= (segment.end or LATEST)
        and segment.start <= (rule.end or LATEST)
        for actor, country, purpose in product(actors, homes or [""], ("", *SPECIAL_PURPOSES))
        for segment in segments(library, rule.provision, Where(actor, country, region, purpose))
    )
