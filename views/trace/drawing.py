"""The drawing of a trace: places in columns from left to right, links between them, laid out on the server."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

from graph.things import BY_NAME
from graph.trace.values import Hop, Path, Trace
from views.trace.rows import dates_of, place_href

MOST_PATHS = 12
BOX, GAP, ROW_GAP, MARGIN = 220, 180, 26, 12
LINE, PADDING, LETTERS, MOST_LINES = 20, 10, 26, 4
KIND_LINE = 17
FITS = 1450
LOWEST_TOP = 140
LABEL_LETTERS = 25
EFFECT_CLASS = {"prohibited": "bad", "restricted": "warn", "obliged": "info", "permitted": "good", "exempted": "good"}


def drawing(found: Trace) -> dict[str, Any] | None:
    """Boxes and lines of the best paths, one end's best before another's second; None when there are none."""
    if not found.paths:
        return None
    paths = chosen(found)
    boxes = _boxes(paths, found.on)
    lines = _lines(paths, boxes)
    width = max(box["x"] for box in boxes.values()) + BOX + MARGIN
    height = max(box["y"] + box["height"] for box in boxes.values()) + MARGIN
    return {
        "boxes": list(boxes.values()),
        "lines": lines,
        "width": width,
        "height": height,
        "fits": width <= FITS,
        "drawn": len(paths),
        "all": len(found.paths),
    }


def chosen(found: Trace) -> list[Path]:
    """The paths that are drawn, at most MOST_PATHS: of every group in turn its next best."""
    queues = list(found.groups.values())
    picked: list[Path] = []
    for turn in range(len(found.paths)):
        for queue in queues:
            if turn < len(queue) and len(picked) < MOST_PATHS:
                picked.append(queue[turn])
    return picked


def _boxes(paths: list[Path], on: str) -> dict[str, dict[str, Any]]:
    """One box a place, in the column of its latest turn on any path, in the order in which it is first met."""
    columns: dict[str, int] = {}
    places = {}
    for path in paths:
        for turn, place in enumerate((path.hops[0].source, *(hop.target for hop in path.hops))):
            columns[place.iri] = max(columns.get(place.iri, 0), turn)
            places[place.iri] = place
    tops: dict[int, int] = {}
    boxes = {}
    for iri, column in columns.items():
        place = places[iri]
        words = _wrapped(place.name)
        height = KIND_LINE + len(words) * LINE + 2 * PADDING
        top = tops.get(column, MARGIN)
        tops[column] = top + height + ROW_GAP
        boxes[iri] = {
            "x": MARGIN + column * (BOX + GAP),
            "y": top,
            "width": BOX,
            "height": height,
            "column": column,
            "kind": BY_NAME[place.kind].one,
            "class": place.kind,
            "words": [
                {"text": text, "dy": PADDING + KIND_LINE + LINE * (number + 1) - 6} for number, text in enumerate(words)
            ],
            "kind_dy": PADDING + 10,
            "title": f"{place.name} ({BY_NAME[place.kind].one})" + (f", {dates}" if (dates := dates_of(place)) else ""),
            "href": place_href(place, on),
        }
    _centred(boxes, max(tops.values()))
    return boxes


def _centred(boxes: dict[str, dict[str, Any]], tallest: int) -> None:
    """Short columns stand towards the middle of the tallest one."""
    for column in {box["column"] for box in boxes.values()}:
        own = [box for box in boxes.values() if box["column"] == column]
        low = max(box["y"] + box["height"] for box in own) + ROW_GAP
        # Not too far down: on a narrow screen the start is all that is seen at first.
        down = min((tallest - low) // 2, LOWEST_TOP)
        for box in own:
            box["y"] += down


def _wrapped(name: str) -> list[str]:
    return textwrap.wrap(name, LETTERS, max_lines=MOST_LINES, placeholder=" …", break_long_words=True) or [name]


def _lines(paths: list[Path], boxes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """One line between two boxes, with the words of its best link; further links are counted."""
    drawn: dict[tuple[str, str], dict[str, Any]] = {}
    for path in paths:
        for hop in path.hops:
            ends = hop.source.iri, hop.target.iri
            if ends not in drawn:
                drawn[ends] = {"hop": hop, "links": set(), "group": path.group, "weak": True}
            drawn[ends]["links"].add(hop.link)
            drawn[ends]["weak"] &= bool(hop.weak)
    lines = {ends: _line(boxes[ends[0]], boxes[ends[1]], each) for ends, each in drawn.items()}
    _parted(lines, boxes)
    return list(lines.values())


def _parted(lines: dict[tuple[str, str], dict[str, Any]], boxes: dict[str, dict[str, Any]]) -> None:
    """Moves words that would stand on each other: to the start of a line that leaves its box alone, or one above the
    other; the same words at the same box stand there once.
    """
    leaving = Counter(source for source, _ in lines)
    arriving: dict[str, set[str]] = {}
    for (_, target), line in lines.items():
        arriving.setdefault(target, set()).add(line["label"])
    stacked: dict[str, list[str]] = {}
    for (source, target), line in lines.items():
        if len(arriving[target]) > 1 and leaving[source] == 1:
            box = boxes[source]
            line |= {"x": box["x"] + BOX + 8, "y": box["y"] + box["height"] // 2 - 7, "anchor": "start"}
            continue
        above = stacked.setdefault(target, [])
        if line["label"] in above:
            line["label"] = ""
        else:
            line["y"] -= len(above) * LINE
            above.append(line["label"])


def _line(start: dict[str, Any], end: dict[str, Any], each: dict[str, Any]) -> dict[str, Any]:
    hop: Hop = each["hop"]
    x1, y1 = start["x"] + BOX, start["y"] + start["height"] // 2
    x2, y2 = end["x"], end["y"] + end["height"] // 2
    if x2 <= x1:
        x1, x2 = start["x"] + BOX // 2, end["x"] + BOX // 2
    bend = (x2 - x1) // 2
    words = hop.effect.replace("-", " ") if hop.effect else hop.words
    more = len(each["links"]) - 1
    label = textwrap.shorten(words, LABEL_LETTERS, placeholder=" …") + (f" (+{more})" if more else "")
    return {
        "path": f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 8} {y2}",
        # The words stand before the end of the line, where lines from one box have parted.
        "x": x2 - 14,
        "y": y2 - 7,
        "anchor": "end",
        "label": label,
        "class": EFFECT_CLASS.get(each["group"], "plain") if hop.effect else "plain",
        "weak": each["weak"],
        "tip": f"{x2 - 9} {y2 - 5}L{x2} {y2}L{x2 - 9} {y2 + 5}Z",
    }
