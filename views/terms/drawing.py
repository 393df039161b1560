"""What a drawing of classes is made of: boxes, pills with properties, and the lines and tips between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.lexicon.links import SUBCLASS, ClassLink
from graph.text.messages import N_, joined
from views.languages.told import told
from views.shown.statements import short

MARGIN, HEIGHT, LINE = 14, 48, 19
LETTER, SMALL_LETTER = 8.0, 6.5
TIP = 9


@dataclass(frozen=True, slots=True)
class Named:
    """A class as it is drawn: what it is called, how it is written, how many things are of it in words, its page."""

    label: str
    curie: str
    things: str
    href: str


@dataclass(slots=True)
class ClassBox:
    """A class on the drawing; `chief` is the one that everything stands around."""

    x: float
    y: float
    width: int
    label: str
    note: str
    title: str
    href: str
    chief: bool = False
    height: int = HEIGHT

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(slots=True)
class Pill:
    """The properties from one class to another, one in a line; a kind has one that says so."""

    x: float
    y: float
    width: int
    lines: Sequence[str]
    title: str
    kind: bool = False

    @property
    def height(self) -> int:
        return 10 + LINE * len(self.lines)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def written(self) -> list[tuple[str, float]]:
        """Each line with the height on which it is written."""
        return [(text, self.y + LINE * number) for number, text in enumerate(self.lines, 1)]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A line, and the tip at its end if it has one: hollow for a kind of the class that it points to."""

    path: str
    tip: str = ""
    kind: bool = False


@dataclass(slots=True)
class ClassDrawing:
    """Boxes, pills and the lines between them."""

    boxes: list[ClassBox] = field(default_factory=list)
    pills: list[Pill] = field(default_factory=list)
    lines: list[ClassLine] = field(default_factory=list)

    @property
    def _placed(self) -> list[ClassBox | Pill]:
        return [*self.boxes, *self.pills]

    @property
    def width(self) -> float:
        return max((each.x + each.width for each in self._placed), default=0) + MARGIN

    @property
    def height(self) -> float:
        return max((each.y + each.height for each in self._placed), default=0) + MARGIN


def box_of(each: Named, x: float, y: float, width: int, chief: bool = False) -> ClassBox:
    """The box of a class with its left upper corner at a place."""
    title = joined((N_("%(label)s (%(written)s)", label=each.label, written=each.curie), each.things), ": ")
    return ClassBox(x, y, width, _fitting(told(each.label), width, LETTER), told(each.things), title, each.href, chief)


def pill_of(links: Sequence[ClassLink], x: float, y: float, width: int, most: int, names: tuple[str, str]) -> Pill:
    """The pill of all links from one class to another, at most so many lines; `names` are those of both classes."""
    kind = links[0].property == SUBCLASS
    if kind:
        title = N_("%(kind)s is a kind of %(whole)s", kind=names[0], whole=names[1])
        return Pill(x, y, width, [told(N_("kind of"))], title, True)
    shown = links if len(links) <= most else links[: most - 1]
    lines = [_written(each, width) for each in shown]
    if len(shown) < len(links):
        lines.append(told(N_("and %(number)s more", number=len(links) - len(shown))))
    if names[0] == names[1]:
        lines.insert(0, told(N_("to itself:")))
    every = ", ".join(f"{short(each.property)} {each.statements:,}" for each in links)
    return Pill(x, y, width, lines, f"{names[0]} → {names[1]}: {every}")


def _written(link: ClassLink, width: int) -> str:
    """The name of a property without its prefix, as people know it from queries, and how often it stands."""
    count = f" {link.statements:,}"
    room = width - len(count) * SMALL_LETTER
    return _fitting(short(link.property).rpartition(":")[2], int(room), SMALL_LETTER) + count


def _fitting(text: str, width: int, letter: float) -> str:
    most = int((width - 18) / letter)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def line_through(points: Iterable[tuple[float, float]], tip: bool = False, kind: bool = False) -> ClassLine:
    """A line that leaves and reaches each point level, so that it goes straight through columns and bends between."""
    places = list(points)
    (x, y), before = places[-1], places[-2]
    side = -1 if before[0] > x else 1
    ends = [*places[:-1], (x - side * TIP, y)] if tip else places
    path = f"M{ends[0][0]:g} {ends[0][1]:g}" + "".join(
        f"C{(a + c) / 2:g} {b:g} {(a + c) / 2:g} {d:g} {c:g} {d:g}" for (a, b), (c, d) in pairwise(ends)
    )
    return ClassLine(path, tip_at(x, y, side) if tip else "", kind)


def tip_at(x: float, y: float, side: int = 1) -> str:
    """A tip that points to the right at a place, or to the left where `side` is -1."""
    return f"{x - side * TIP:g} {y - 5:g}L{x:g} {y:g}L{x - side * TIP:g} {y + 5:g}Z"


def elbow(start: tuple[float, float], turn: float, end: tuple[float, float]) -> str:
    """A way that turns at one place across, so that many ways to the same end run together there."""
    (x, y), (to_x, to_y) = start, end
    round_ = min(8.0, abs(to_y - y) / 2)
    if not round_:
        return f"M{x:g} {y:g}H{to_x:g}"
    up = round_ if to_y > y else -round_
    return (
        f"M{x:g} {y:g}H{turn - round_:g}Q{turn:g} {y:g} {turn:g} {y + up:g}V{to_y - up:g}"
        f"Q{turn:g} {to_y:g} {turn + round_:g} {to_y:g}H{to_x:g}"
    )
