"""Who acts: a lead level leads to one actor, and what is broader never leads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.build.facts import Facts, fault
from graph.build.findings import Finding
from graph.build.tables import Row
from graph.terms import OP, SKOS


def a_lead_level_has_one_actor(facts: Facts) -> Iterator[Finding]:
    """A lead level of a practice stands with exactly one actor, or its vocabulary says why with none."""
    covered: dict[str, Row] = {}
    for row in facts.rows("actors"):
        for level in facts.items("actors", row, "lead_levels"):
            if level in covered:
                message = f"The lead level already stands with the actor in line {covered[level].line}."
                yield fault("actors", row, "lead_levels", message, "Keep it with one of them.", level)
            covered.setdefault(level, row)
    known = set(covered) | _without_actor(facts)
    for row in facts.rows("practices"):
        for level in facts.items("practices", row, "lead_level"):
            if level not in known:
                mend = "Add it to lead_levels of actors.csv, or say why with op:whyNoActor in lead-level.ttl."
                yield fault("practices", row, "lead_level", "No actor covers this lead level.", mend, level)


def nothing_is_broader_than_itself(facts: Facts) -> Iterator[Finding]:
    """A column that names a row of its own table never leads back to where it started."""
    for name, rows in facts.tables.items():
        for column, target in rows.table.references.items():
            if target != (rows.table.file, rows.table.key):
                continue
            parents = {key: facts.items(name, row, column) for key, row in facts.by_id(name).items()}
            for key, row in facts.by_id(name).items():
                if key in _reached(parents, key):
                    mend = f"Take one {column} out of the circle."
                    yield fault(name, row, column, f"The {column} leads back to {key!r} itself.", mend)


def _without_actor(facts: Facts) -> set[str]:
    file = facts.ontology.vocabulary("lead-level")
    concepts = [concept for concept in file.subjects(SKOS + "Concept") if file.objects(concept, OP + "whyNoActor")]
    return {notation for concept in concepts for notation in file.texts(concept, SKOS + "notation")}


def _reached(parents: Mapping[str, list[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(parents[start])
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            ahead += parents[key]
    return reached
