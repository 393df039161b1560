"""What the SHACL shapes ask of the properties of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from graph.completion.table import ShapeRule


def rules_of(turtle: str) -> Mapping[str, Mapping[str, ShapeRule]]:
    """By class and property, what the property shapes of a text in Turtle ask; paths of several steps are left out."""
    shapes = Graph().parse(data=turtle, format="turtle")
    found: dict[str, dict[str, ShapeRule]] = defaultdict(dict)
    for shape, path in sorted(shapes.subject_objects(SH.path)):
        if not isinstance(path, URIRef):
            continue
        for target in shapes.objects(shape, SH.targetClass):
            before = found[str(target)].get(str(path), ShapeRule())
            found[str(target)][str(path)] = _both(before, _rule(shapes, shape))
    return found


def _rule(shapes: Graph, shape: Node) -> ShapeRule:
    kind = shapes.value(shape, SH["class"]) or shapes.value(shape, SH.datatype) or ""
    return ShapeRule(_number(shapes.value(shape, SH.minCount)), _number(shapes.value(shape, SH.maxCount)), str(kind))


def _number(value: Node | None) -> int:
    return int(str(value)) if value is not None else 0


def _both(one: ShapeRule, other: ShapeRule) -> ShapeRule:
    most = min(filter(None, (one.most, other.most)), default=0)
    return ShapeRule(max(one.least, other.least), most, one.kind or other.kind)
