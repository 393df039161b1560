"""A rule for an actor whom its act leaves out can never hold, so it would only mislead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from graph.build.facts import Facts, fault
from graph.build.findings import Finding
from graph.governing import OUTSIDE, LawRule, Library
from graph.governing.library import ANY
from graph.governing.scope import SPECIAL_PURPOSES, Where, segments

LATEST = "9999-12-31"


def a_rule_reaches_its_actor(facts: Facts, library: Library) -> Iterator[Finding]:
    """The scope of the act takes in the actor of a rule, or a narrower one, on some day on which the rule holds.

    Only kinds of actors with a regime run practices; scope says nothing of the others, such as manufacturers.
    """
    rows = facts.by_id("technology_rules")
    running = [key for key, row in facts.by_id("actors").items() if row.cells["regime"]]
    for rule in library.rules:
        reached = [actor for actor in running if rule.actor in library.actor_steps(actor)]
        if rule.route == "rule" and rule.actor != ANY and reached and not _reaches(library, rule, reached):
            message = f"act_scope.csv leaves this actor out of {rule.act} for as long as the rule holds."
            mend = "Choose another actor, remove the rule, or mend act_scope.csv."
            yield fault("technology_rules", rows[rule.id], "actor_type", message, mend)


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
