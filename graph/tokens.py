"""SPARQL text as tokens: enough to know what is a word, and what is inside a string, a comment or an IRI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<string>"{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3}
             | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
             | "(?!"")(?:[^"\\\r\n]|\\.)*+"
             | '(?!'')(?:[^'\\\r\n]|\\.)*+'
             | ""(?!")
             | ''(?!'))
  | (?P<broken>["'])
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:\w(?:[\w.\-\u00B7]*[\w\-\u00B7])?)?:(?:(?:[\w:.\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
             (?:[\w:\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)
  | (?P<word>\w+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

HELD_CHARACTERS = 8_192


class Token(NamedTuple):
    """One token; `kind` is a group name of the pattern, `start` its offset in the text."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Every token of `text`, spaces and comments included, so that joining the texts gives `text` back."""
    return iter(_held(text)) if len(text) <= HELD_CHARACTERS else _scanned(text)


def _scanned(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "other", match.group(), match.start())


# One request looks at the tokens of its query several times.
@lru_cache(maxsize=16)
def _held(text: str) -> tuple[Token, ...]:
    return tuple(_scanned(text))


def meaningful(text: str) -> Iterator[Token]:
    """The tokens a parser sees: neither spaces nor comments. A string left open ends the scan as `broken`."""
    for token in tokens(text):
        if token.kind in ("space", "comment"):
            continue
        yield token
        if token.kind == "broken":
            return


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of `offset` in `text`."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
