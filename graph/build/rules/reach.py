"""A rule speaks to somebody whom the scope of its act takes in."""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.governing import Library
from graph.governing.unreachable import unreachable
from graph.tables.findings import Finding


def a_rule_reaches_its_actor(facts: Facts, library: Library) -> Iterator[Finding]:
    """The scope of the act takes in the actor of a rule, or a narrower one, on some day on which the rule holds."""
    rows = facts.by_id("technology_rules")
    for rule in unreachable(library, (key for key, row in facts.by_id("actors").items() if row.cells["regime"])):
        message = f"act_scope.csv leaves this actor out of {rule.act} for as long as the rule holds."
        mend = "Choose another actor, remove the rule, or mend act_scope.csv."
        yield fault("technology_rules", rows[rule.id], "actor_type", message, mend)
