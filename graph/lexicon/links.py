"""What leads from one class to another: as the ontology states it, and as the statements of a revision have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.store import Cell
from graph.terms import RDFS

SUBCLASS = RDFS + "subClassOf"
Row = Mapping[str, Cell | None]


@dataclass(frozen=True, slots=True)
class ClassLink:
    """A property between two classes: in how many statements, and which ends the ontology states.

    For rdfs:subClassOf the statements are the things of the narrower class.
    """

    source: str
    property: str
    target: str
    statements: int
    domain_stated: bool
    range_stated: bool


def class_links(terms: Sequence[Row], seen: Sequence[Row], things: Mapping[str, int]) -> list[ClassLink]:
    """All links: kinds first, then properties, most used first.

    `terms` are the rows of `ontology-terms`, `seen` those of `terms-class-links`; `things` counts those of each class.
    What the ontology states with both ends and no statement has stands there with none.
    """
    classes = {str(row["term"]) for row in terms if str(row["kind"]) == "class"}
    stated: dict[str, tuple[set[str], set[str]]] = {}
    kinds: dict[tuple[str, str], None] = {}
    for row in terms:
        term = str(row["term"])
        if str(row["kind"]) == "class":
            if row["parent"]:
                kinds[term, str(row["parent"])] = None
            continue
        for ends, name in zip(stated.setdefault(term, (set(), set())), ("domain", "range"), strict=True):
            if row[name]:
                ends.add(str(row[name]))
    known = classes | {str(row[name]) for row in seen for name in ("from", "to")}
    counts = {(str(row["from"]), str(row["property"]), str(row["to"])): int(str(row["statements"])) for row in seen}
    for prop, (domains, ranges) in stated.items():
        for pair in ((a, b) for a in domains & known for b in ranges & known):
            counts.setdefault((pair[0], prop, pair[1]), 0)
    nothing: tuple[set[str], set[str]] = (set(), set())
    links = [
        ClassLink(a, prop, b, number, a in stated.get(prop, nothing)[0], b in stated.get(prop, nothing)[1])
        for (a, prop, b), number in counts.items()
    ]
    narrower = [ClassLink(a, SUBCLASS, b, things.get(a, 0), True, True) for a, b in kinds]
    order = sorted(links, key=lambda each: (-each.statements, each.source, each.property, each.target))
    return [*sorted(narrower, key=lambda each: (each.source, each.target)), *order]
