"""Texts of the graph in another language than the page: each is marked with its own, for who hears or translates it.

While a page is drawn such a text stands between signs that no text has (noncharacters of Unicode), since nobody knows
then whether it comes to stand in an attribute; `drawn` makes elements of them where HTML may have one.
"""

from __future__ import annotations

import re
from typing import Any, Final

from flask import g, render_template

from views.languages.address import language

BEGIN, LANGUAGE_ENDS, END = "\ufdd0", "\ufdd1", "\ufdd2"
SIGNS: Final = re.compile(rf"{BEGIN}[\w-]*{LANGUAGE_ENDS}|[{BEGIN}{LANGUAGE_ENDS}{END}]")
DRAWING: Final = "draws_originals"
FEWEST_WORDS: Final = 3
"""What is shorter and begins with a capital is a name or an abbreviation, which belongs to no language."""
# What takes no element within itself: some elements and, in the second place, every tag with its attributes.
PARTS: Final = re.compile(
    rf"<(title|option|textarea|script|style|svg)\b.*?</\1>|<[^>]*>|{BEGIN}([\w-]+){LANGUAGE_ENDS}([^<{END}]*){END}",
    re.DOTALL,
)


class OriginalText(str):
    """A text that is in `language`."""

    language: str

    def __str__(self) -> str:
        return self


def original(text: str, code: str) -> OriginalText:
    """The text, which remembers that it is in the language `code`."""
    made = OriginalText(text)
    made.language = code
    return made


def between_signs(text: OriginalText) -> str:
    """The text as it stands in a page of another language that is being drawn; elsewhere, and a name, as it is."""
    is_name = len(text.split()) < FEWEST_WORDS and not text[:1].islower()
    if is_name or text.language == language() or not g.get(DRAWING):
        return text
    return f"{BEGIN}{text.language}{LANGUAGE_ENDS}{text}{END}"


def drawn(template: str, **context: Any) -> str:
    """The template as HTML, in which each text in another language says in which."""
    setattr(g, DRAWING, True)
    try:
        html = render_template(template, **context)
    finally:
        setattr(g, DRAWING, False)
    return SIGNS.sub("", PARTS.sub(_marked, html)) if BEGIN in html else html


def _marked(found: re.Match[str]) -> str:
    code, text = found[2], found[3]
    return f'<bdi lang="{code}">{text}</bdi>' if code else found[0]
