"""The rows, heads and cells of a comparison, as a person reads them."""

from __future__ import annotations

import re
from copy import copy

from tests.reading import Part, words


def lines(part: Part, heading: str) -> dict[str, tuple[str, list[Part]]]:
    """The rows of the table in a section: the words of the head, the state told in it, and the cells."""
    found = {}
    for row in part.section(heading).all("tbody tr:not(.compare-group)"):
        head, *cells = row.tag.find_all(["th", "td"], recursive=False)
        state = words(head.select_one(".state") or head.new_tag("i")) if head.select_one(".state") else ""
        name = copy(head)
        for each in name.select(".state, .shared-by"):
            each.extract()
        found[words(name).strip()] = (state, [Part(cell) for cell in cells])
    assert found
    return found


def values(cell: Part) -> list[Part]:
    """What a cell says, one part a value, without the letter of its column; nothing when it says that nobody knows."""
    found = cell.all("li") or [Part(each) for each in cell.tag.find_all("span", recursive=False)][1:]
    return [each for each in found if "unknown" not in each.tag.get("class", [])]


def plain(value: Part) -> str:
    return re.sub(r" \(\d+\)$", "", value.text).strip()


def value_of(value: Part) -> str:
    """The value without the place that it belongs to."""
    return without_place(plain(value))


def without_place(text: str) -> str:
    return re.sub(r"^.+: (?=[\d,]+ \()", "", text)


def held_by_several(part: Part) -> dict[str, dict[str, set[str]]]:
    """By feature, the letters that stand behind each value that several columns have."""
    found: dict[str, dict[str, set[str]]] = {}
    for head in part.section("What is known of each").all("tr[data-feature] > th"):
        for each in head.all(".shared-by"):
            value, _, letters = each.text.rpartition(":")
            found.setdefault(str(head.tag["abbr"]), {})[without_place(value)] = set(letters.split())
    return found
