"""Identifiers of new rows, made of what people wrote, so that they can be read."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from graph.text.folding import fold

PLACEHOLDER: Final = re.compile(r"{(\w+)}")
NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")
LONGEST: Final = 60
NAMELESS: Final = "row"


def slug(text: str) -> str:
    """A text as part of an identifier: small letters, digits and hyphens."""
    return NOT_A_LETTER.sub("-", fold(text)).strip("-")


def minted(template: str, cells: Mapping[str, str], taken: Collection[str], ending: str = "") -> str:
    """An identifier that nobody has yet: the template with the cells filled in, cut at a word, counted where needed.

    An `ending` tells it from others of the same words.
    """
    made = slug(PLACEHOLDER.sub(lambda found: cells.get(found.group(1), ""), template))
    short = "-".join(filter(None, (_cut(made) or NAMELESS, ending)))
    numbers = (f"{short}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (short, *numbers) if each not in taken)


def _cut(made: str) -> str:
    return made if len(made) <= LONGEST else made[: LONGEST + 1].rpartition("-")[0] or made[:LONGEST]
