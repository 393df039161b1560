"""The overview of the chief classes, in layers that a library lays out: properties stand between classes as pills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final

from fast_sugiyama import from_edges

from graph.lexicon.links import ClassLink
from graph.terms import OP, ORG
from views.terms.drawing import (
    HEIGHT,
    MARGIN,
    ClassBox,
    ClassDrawing,
    ClassLine,
    Named,
    Pill,
    box_of,
    line_through,
    pill_of,
)

MAIN: Final = (
    *(OP + name for name in (
        "Practice", "City", "Event", "LegalEvent", "Technology", "Actor", "Act", "Provision", "Rule", "ScopeRule",
        "Governance",
    )),
    ORG + "Organization",
)  # fmt: skip
"""What is drawn. Countries, rows and sources are left out: nearly every class leads to them."""
BOX, PILL, GAP, PITCH, MOST_LINES = 124, 134, 28, 54, 2
Pair = tuple[str, str]


def overview(links: Sequence[ClassLink], classes: Mapping[str, Named]) -> ClassDrawing:
    """The chief classes that the revision has, and what leads from one to another.

    Where properties lead both ways between two classes, the way with the most frequent one is drawn.
    """
    between: dict[Pair, list[ClassLink]] = {}
    for each in links:
        ends = (each.source, each.target)
        if set(ends) <= {*MAIN} & {*classes} and ends[0] != ends[1] and ends[::-1] not in between and each.statements:
            between.setdefault(ends, []).append(each)
    return _drawn(between, classes) if between else ClassDrawing()


def _drawn(between: Mapping[Pair, Sequence[ClassLink]], classes: Mapping[str, Named]) -> ClassDrawing:
    # Numbers, since the library puts what it is given into a set, and sets of texts change their order. Its answer
    # has no order either and is sorted: a revision has one page.
    vertices: list[str | Pair] = [*dict.fromkeys(end for pair in between for end in pair), *between]
    number = {vertex: at for at, vertex in enumerate(vertices)}
    edges = [edge for pair in between for edge in ((number[pair[0]], number[pair]), (number[pair], number[pair[1]]))]
    drawing, top = ClassDrawing(), float(MARGIN)
    # What hangs together is laid out as one; parts that do not are put below each other.
    for positions, height, _, chained in from_edges(
        edges, vertex_spacing=PITCH, dummy_vertices=True, ranking_type="minimize"
    ).to_list():
        part = _Part({int(each): place for each, place in sorted(positions)}, vertices, top)
        places = {at: part.drawn(at, between, classes) for at in part.real}
        drawing.boxes += [each for each in places.values() if isinstance(each, ClassBox)]
        drawing.pills += [each for each in places.values() if isinstance(each, Pill)]
        drawing.lines += sorted(part.lines(places, [(int(a), int(b)) for a, b in chained or ()]), key=str)
        top += height + PITCH
    return drawing


class _Part:
    """Vertices of the library that hang together, turned so that its layers are columns from left to right."""

    def __init__(self, places: Mapping[int, tuple[float, float]], vertices: Sequence[str | Pair], top: float) -> None:
        self._vertices = vertices
        self.real = [at for at in places if at < len(vertices)]
        layers = sorted({y for _, y in places.values()}, reverse=True)
        boxes = {places[at][1] for at in self.real if isinstance(vertices[at], str)}
        widths = [BOX if layer in boxes else PILL for layer in layers]
        lefts = accumulate((width + GAP for width in widths[:-1]), initial=MARGIN)
        columns = dict(zip(layers, zip(lefts, widths, strict=True), strict=True))
        first = min(x for x, _ in places.values())
        self._column = {at: columns[y] for at, (_, y) in places.items()}
        self._middle = {at: top + HEIGHT / 2 + x - first for at, (x, _) in places.items()}

    def drawn(
        self, at: int, between: Mapping[Pair, Sequence[ClassLink]], classes: Mapping[str, Named]
    ) -> ClassBox | Pill:
        """The box of a class, or the pill of a pair of classes."""
        vertex, (left, width), middle = self._vertices[at], self._column[at], self._middle[at]
        if isinstance(vertex, str):
            return box_of(classes[vertex], left, middle - HEIGHT / 2, width)
        pill = pill_of(
            between[vertex], left, middle, width, MOST_LINES, (classes[vertex[0]].label, classes[vertex[1]].label)
        )
        pill.y -= pill.height / 2
        return pill

    def lines(self, places: Mapping[int, ClassBox | Pill], edges: Sequence[tuple[int, int]]) -> list[ClassLine]:
        """A line for each way from a box to a pill or back, through the places that the library keeps free for it."""
        nexts: dict[int, list[int]] = {}
        for a, b in edges:
            left, right = sorted((a, b), key=lambda each: self._column[each])
            nexts.setdefault(left, []).append(right)
        return [self._line(self._way(start, step, nexts)) for start in places for step in nexts.get(start, ())]

    def _way(self, start: int, step: int, nexts: Mapping[int, list[int]]) -> list[int]:
        way = [start, step]
        while way[-1] >= len(self._vertices):
            way.append(nexts[way[-1]][0])
        return way

    def _line(self, way: Sequence[int]) -> ClassLine:
        start, end = way[0], way[-1]
        points = [(self._column[start][0] + self._column[start][1], self._middle[start])]
        for at in way[1:-1]:
            left, width = self._column[at]
            points += [(left, self._middle[at]), (left + width, self._middle[at])]
        points.append((self._column[end][0], self._middle[end]))
        first, last = self._vertices[start], self._vertices[end]
        if isinstance(first, str):
            return line_through(points[::-1], tip=True) if last[1] == first else line_through(points)
        return line_through(points, tip=True) if first[1] == last else line_through(points[::-1])
