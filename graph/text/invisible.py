"""Characters that no reader sees, or that stand for others: what copying and office programs leave in a text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NOT_SEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
"""Soft hyphen, joiners, zero-width spaces, marks of direction, variation selectors, byte order mark."""

SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that are not the plain one: of no break, thin, of a figure's width."""

BREAKS: Final = "\r\n|[\r\u2028\u2029]"

_REMOVED: Final = re.compile(f"[{NOT_SEEN}]")
_SPACES: Final = re.compile(f"[{SPACES}]")
_BREAKS: Final = re.compile(BREAKS)


def visible(text: str) -> str:
    """`text` without characters that no reader sees, with plain spaces and line ends, letters as NFC."""
    if text.isascii() and "\r" not in text:
        return text
    plain = _BREAKS.sub("\n", _SPACES.sub(" ", _REMOVED.sub("", text)))
    return unicodedata.normalize("NFC", plain)
