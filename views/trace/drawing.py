"""The drawing of a trace: places in columns from left to right, links between them, laid out on the server."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.law.effects import effect_words
from graph.text.messages import N_, joined
from graph.things import BY_NAME
from graph.trace.values import Hop, Path, Trace
from views.languages.told import told
from views.trace.rows import dates_of, place_href

MOST_PATHS = 12
BOX, GAP, ROW_GAP, MARGIN = 220, 180, 26, 12
LINE, PADDING, LETTERS, MOST_LINES = 20, 10, 26, 4
KIND_LINE = 17
FITS = 1450
LOWEST_TOP = 140
LABEL_LETTERS = 25
LETTER = 8
EFFECT_CLASS = {"prohibited": "bad", "restricted": "warn", "obliged": "info", "permitted": "good", "exempted": "good"}


@dataclass(slots=True)
class Box:
    """A place on the drawing: its name in lines of `words`, each with the distance from the top of the box."""

    x: int
    y: int
    height: int
    column: int
    kind: str
    css: str
    words: Sequence[tuple[str, int]]
    title: str
    href: str
    width: int = BOX
    kind_dy: int = PADDING + 10

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(slots=True)
class Line:
    """A link between two boxes, with its words at a place of their own."""

    path: str
    tip: str
    label: str
    css: str
    weak: bool
    x: int
    y: int
    anchor: str = "end"

    @property
    def _reach(self) -> tuple[int, int]:
        """From where to where the words go, by the widest letters."""
        width = len(self.label) * LETTER
        return (self.x - width, self.x) if self.anchor == "end" else (self.x, self.x + width)

    def stands_on(self, other: Line) -> bool:
        """Whether the words of both would be written over each other."""
        (left, right), (others_left, others_right) = self._reach, other._reach
        return left < others_right and others_left < right and abs(self.y - other.y) < LINE


@dataclass(slots=True)
class _Drawn:
    """The best link between two places, and all links between them; weak when each of them is."""

    hop: Hop
    group: str
    links: set[int]
    weak: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and lines, and how many paths they show of how many."""

    boxes: Sequence[Box]
    lines: Sequence[Line]
    drawn: int
    all: int

    @property
    def width(self) -> int:
        return max(box.x for box in self.boxes) + BOX + MARGIN

    @property
    def height(self) -> int:
        return max(box.y + box.height for box in self.boxes) + MARGIN

    @property
    def fits(self) -> bool:
        return self.width <= FITS


def drawing(found: Trace) -> Drawing | None:
    """Boxes and lines of the best paths, one end's best before another's second; None when there are none."""
    if not found.paths:
        return None
    paths = chosen(found)
    boxes = _boxes(paths, found.on)
    return Drawing(list(boxes.values()), _lines(paths, boxes), len(paths), len(found.paths))


def chosen(found: Trace) -> list[Path]:
    """The paths that are drawn, at most MOST_PATHS: of every group in turn its next best."""
    queues = list(found.groups.values())
    picked: list[Path] = []
    for turn in range(len(found.paths)):
        for queue in queues:
            if turn < len(queue) and len(picked) < MOST_PATHS:
                picked.append(queue[turn])
    return picked


def _boxes(paths: list[Path], on: str) -> dict[str, Box]:
    """One box a place, in the column of its latest turn on any path, in the order in which it is first met."""
    columns: dict[str, int] = {}
    places = {}
    for path in paths:
        for turn, place in enumerate((path.hops[0].source, *(hop.target for hop in path.hops))):
            columns[place.iri] = max(columns.get(place.iri, 0), turn)
            places[place.iri] = place
    tops: dict[int, int] = {}
    boxes: dict[str, Box] = {}
    for iri, column in columns.items():
        place = places[iri]
        words = _wrapped(told(place.name))
        height = KIND_LINE + len(words) * LINE + 2 * PADDING
        top = tops.get(column, MARGIN)
        tops[column] = top + height + ROW_GAP
        kind = BY_NAME[place.kind].one
        boxes[iri] = Box(
            x=MARGIN + column * (BOX + GAP),
            y=top,
            height=height,
            column=column,
            kind=kind,
            css=place.kind,
            words=[(text, PADDING + KIND_LINE + LINE * number - 6) for number, text in enumerate(words, 1)],
            title=joined((N_("%(thing)s (%(kind)s)", thing=place.name, kind=kind), dates_of(place)), ", "),
            href=place_href(place, on),
        )
    _centred(boxes, max(tops.values()))
    return boxes


def _centred(boxes: dict[str, Box], tallest: int) -> None:
    """Short columns stand towards the middle of the tallest one."""
    for column in {box.column for box in boxes.values()}:
        own = [box for box in boxes.values() if box.column == column]
        low = max(box.y + box.height for box in own) + ROW_GAP
        # Not too far down: on a narrow screen the start is all that is seen at first.
        down = min((tallest - low) // 2, LOWEST_TOP)
        for box in own:
            box.y += down


def _wrapped(name: str) -> list[str]:
    return textwrap.wrap(name, LETTERS, max_lines=MOST_LINES, placeholder=" …", break_long_words=True) or [name]


def _lines(paths: list[Path], boxes: dict[str, Box]) -> list[Line]:
    """One line between two boxes, with the words of its best link; further links are counted."""
    drawn: dict[tuple[str, str], _Drawn] = {}
    for path in paths:
        for hop in path.hops:
            between = drawn.setdefault((hop.source.iri, hop.target.iri), _Drawn(hop, path.group, set(), True))
            between.links.add(hop.link)
            between.weak &= bool(hop.weak)
    lines = {(source, target): _line(boxes[source], boxes[target], each) for (source, target), each in drawn.items()}
    _parted(lines, boxes)
    _lifted([line for line in lines.values() if line.label])
    return list(lines.values())


def _lifted(lines: list[Line]) -> None:
    """Words that still stand on others, those at the start of a line on those at its end, go above them."""
    placed: list[Line] = []
    for line in lines:
        while any(line.stands_on(other) for other in placed):
            line.y -= LINE
        placed.append(line)


def _parted(lines: dict[tuple[str, str], Line], boxes: dict[str, Box]) -> None:
    """Moves words that would stand on each other: to the start of a line that leaves its box alone, or one above the
    other; the same words at the same box stand there once.
    """
    leaving = Counter(source for source, _ in lines)
    arriving: dict[str, set[str]] = {}
    for (_, target), line in lines.items():
        arriving.setdefault(target, set()).add(line.label)
    stacked: dict[str, list[str]] = {}
    for (source, target), line in lines.items():
        if len(arriving[target]) > 1 and leaving[source] == 1:
            box = boxes[source]
            line.x, line.y, line.anchor = box.x + BOX + 8, box.middle - 7, "start"
            continue
        above = stacked.setdefault(target, [])
        if line.label in above:
            line.label = ""
        else:
            line.y -= len(above) * LINE
            above.append(line.label)


def _line(start: Box, end: Box, between: _Drawn) -> Line:
    hop = between.hop
    x1, y1, x2, y2 = start.x + BOX, start.middle, end.x, end.middle
    if x2 <= x1:
        x1, x2 = start.x + BOX // 2, end.x + BOX // 2
    bend = (x2 - x1) // 2
    words = effect_words(hop.effect) if hop.effect else hop.words
    more = len(between.links) - 1
    return Line(
        path=f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 8} {y2}",
        tip=f"{x2 - 9} {y2 - 5}L{x2} {y2}L{x2 - 9} {y2 + 5}Z",
        label=textwrap.shorten(told(words), LABEL_LETTERS, placeholder=" …") + (f" (+{more})" if more else ""),
        css=EFFECT_CLASS.get(between.group, "plain") if hop.effect else "plain",
        weak=between.weak,
        # The words stand before the end of the line, where lines from one box have parted.
        x=x2 - 14,
        y=y2 - 7,
    )
