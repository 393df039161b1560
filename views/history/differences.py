"""Two texts as one: the words that stay, those taken out, and those put in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WORDS: Final = re.compile(r"\s+|\S+")
MOST_WORDS: Final = 2_000
"""Longer texts are shown one after the other: what differs would take too long to find."""

KEPT, TAKEN_OUT, PUT_IN = "kept", "del", "ins"


@dataclass(frozen=True, slots=True)
class TextPart:
    """Some words, where they lead, and whether they stay, are taken out (`del`) or put in (`ins`)."""

    kind: str
    text: str
    href: str = ""


def text_parts(was: str, now: str) -> list[TextPart]:
    """How one text becomes the other; without the parts put in it is the first, without those taken out the second."""
    old, new = WORDS.findall(was), WORDS.findall(now)
    if len(old) + len(new) > MOST_WORDS or not old or not new:
        return [*_part(TAKEN_OUT, [was]), *_part(PUT_IN, [now])]
    found = difflib.SequenceMatcher(None, old, new, autojunk=False)
    parts: list[TextPart] = []
    for tag, i, j, k, m in found.get_opcodes():
        if tag == "equal":
            parts += _part(KEPT, old[i:j])
        else:
            parts += [*_part(TAKEN_OUT, old[i:j]), *_part(PUT_IN, new[k:m])]
    return parts


def _part(kind: str, words: list[str]) -> Iterator[TextPart]:
    if text := "".join(words):
        yield TextPart(kind, text)
