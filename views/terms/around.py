"""The drawing of one class among its like: what leads to it, its kinds, the class, and where it leads, in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.lexicon.links import SUBCLASS, ClassLink
from views.terms.drawing import (
    HEIGHT,
    MARGIN,
    TIP,
    ClassBox,
    ClassDrawing,
    ClassLine,
    Named,
    Pill,
    box_of,
    elbow,
    line_through,
    pill_of,
    tip_at,
)

BOX, PILL, GAP, ROW_GAP, MOST_LINES = 204, 206, 38, 14, 5
LEFT, LEFT_PILLS = MARGIN, MARGIN + BOX + GAP
CENTRE = LEFT_PILLS + PILL + GAP
RIGHT_PILLS = CENTRE + BOX + GAP
RIGHT = RIGHT_PILLS + PILL + GAP


def around(links: Sequence[ClassLink], classes: Mapping[str, Named], chief: str) -> ClassDrawing:
    """One class in the middle, every class that leads to it on the left, every class that it leads to on the right.

    A class that does both stands on both sides. Kinds come first; what leads from the class to itself stands below it.
    """
    to, out, own = _sides(links, classes, chief)
    drawing = ClassDrawing()
    centre = box_of(classes[chief], CENTRE, MARGIN, BOX, chief=True)
    drawing.boxes.append(centre)
    left = _side(drawing, to, classes, LEFT, LEFT_PILLS)
    right = _side(drawing, out, classes, RIGHT, RIGHT_PILLS)
    name = classes[chief].label
    itself = pill_of(own, CENTRE - 12, 0, BOX + 24, 2 * MOST_LINES, (name, name)) if own else None
    middle = HEIGHT + (ROW_GAP + itself.height if itself else 0)
    tallest = max(left[0], right[0], middle)
    # Not too far down: on a narrow screen the top is all that is seen at first.
    centre.y = MARGIN + min((tallest - middle) / 2, 200)
    if itself:
        itself.y = centre.y + HEIGHT + ROW_GAP
        drawing.pills.append(itself)
    for side, (_, rows) in (("to", left), ("out", right)):
        for box, pill in rows:
            _join(drawing, side == "to", centre, box, pill)
    return drawing


def _sides(
    links: Sequence[ClassLink], classes: Mapping[str, Named], chief: str
) -> tuple[dict[tuple[str, bool], list[ClassLink]], dict[tuple[str, bool], list[ClassLink]], list[ClassLink]]:
    """Links to the class, from it, and from it to itself; by the other class, and whether that is a kind."""
    to: dict[tuple[str, bool], list[ClassLink]] = {}
    out: dict[tuple[str, bool], list[ClassLink]] = {}
    own = []
    for each in links:
        kind = each.property == SUBCLASS
        if each.source == each.target == chief:
            own.append(each)
        elif each.target == chief and each.source in classes:
            to.setdefault((each.source, kind), []).append(each)
        elif each.source == chief and each.target in classes:
            out.setdefault((each.target, kind), []).append(each)
    return to, out, own


def _side(
    drawing: ClassDrawing, side: Mapping[tuple[str, bool], Sequence[ClassLink]], classes: Mapping[str, Named],
    box_x: int, pill_x: int,
) -> tuple[float, list[tuple[ClassBox, Pill]]]:  # fmt: skip
    """Draws the rows of a side from the top; how high they are, and each box with its pill."""
    rows, y = [], float(MARGIN)
    for (other, _), links in side.items():
        names = (classes[links[0].source].label, classes[links[0].target].label)
        pill = pill_of(links, pill_x, y, PILL, MOST_LINES, names)
        height = max(pill.height, HEIGHT)
        pill.y += (height - pill.height) / 2
        box = box_of(classes[other], box_x, y + (height - HEIGHT) / 2, BOX)
        drawing.boxes.append(box)
        drawing.pills.append(pill)
        rows.append((box, pill))
        y += height + ROW_GAP
    return y - MARGIN, rows


def _join(drawing: ClassDrawing, leads_here: bool, centre: ClassBox, box: ClassBox, pill: Pill) -> None:
    if leads_here:
        turn = pill.x + PILL + GAP / 3
        end = (centre.x - TIP, centre.middle)
        drawing.lines += [
            line_through([(box.x + BOX, box.middle), (pill.x, pill.middle)]),
            ClassLine(elbow((pill.x + PILL, pill.middle), turn, end), tip_at(centre.x, centre.middle), pill.kind),
        ]
        return
    drawing.lines += [
        ClassLine(elbow((centre.x + BOX, centre.middle), pill.x - GAP / 3, (pill.x, pill.middle))),
        line_through([(pill.x + PILL, pill.middle), (box.x, box.middle)], True, pill.kind),
    ]
