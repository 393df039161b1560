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
  | (?P<name>(?:\w[\w.\-\u00B7]*+(?<!\.))?:(?:(?:[\w:.\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
             (?:[\w:\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)
  | (?P<word>\w+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

# For the inside of a run of characters that may stand in a prefix and that no colon ends.
_NO_NAME = re.compile(r"(?P<word>\w+)|(?P<other>.)", re.DOTALL)
_RUN = re.compile(r"[\w.\-\u00B7]+")

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
    """Each character is looked at a few times at most, whatever the text: nothing here may take long."""
    at, barren = 0, 0
    while match := (_TOKEN if at >= barren else _NO_NAME).match(text, at):
        kind = match.lastgroup or "other"
        yield Token(kind, match.group(), at)
        if kind == "word" and at >= barren:
            # No prefix ends in this run of characters, wherever in it one may begin.
            barren = _end_of_run(text, at)
        at = match.end()
        if kind == "broken":
            break
    if at < len(text):
        # Nothing after a string that is left open can be told apart.
        yield Token("other", text[at:], at)


def _end_of_run(text: str, at: int) -> int:
    run = _RUN.match(text, at)
    return run.end() if run else at


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
