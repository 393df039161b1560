"""A text as it was before it was copied from a page, a document or the address line."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import unquote

from graph.text.invisible import visible

ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
NOTES: Final = re.compile(r"(?<=\S)[¹²³⁰⁴-⁹]+|(?<=[\w.)”\"])\[\d{1,3}\]")
"""Marks of footnotes: raised digits, or a number in square brackets."""

BROKEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010]\n(?=[^\W\d_])")
AROUND: Final = "\"'`´’‘‚‛“”„‟«»‹›<>*_|•·▪◦"
AT_END: Final = ".,;:!?…"
PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
MOST_ESCAPES: Final = 3


def pasted(text: str) -> str:
    """`text` without what copying adds: what no reader sees, escapes, marks of notes, quotes and brackets around it."""
    whole = BROKEN.sub("", visible(text))
    for _ in range(MOST_ESCAPES):
        if not ESCAPE.search(whole):
            break
        whole = visible(unquote(whole))
    whole = NOTES.sub("", html.unescape(whole) if "&" in whole else whole)
    return _bare(" ".join(whole.split()))


def _bare(text: str) -> str:
    """Without marks around it; brackets that belong to the text stay: `5(1)(h)`, `R(01)`."""
    before = ""
    while text != before:
        before = text
        text = text.strip().strip(AROUND).rstrip(AT_END).lstrip(",;:!?…–—").strip()
        for opens, closes in PAIRS.items():
            if text.startswith(opens) and (text.find(closes) in (-1, len(text) - 1)):
                text = text[1:].removesuffix(closes)
            elif text.endswith(closes) and text.count(opens) < text.count(closes):
                text = text[:-1]
    return text
