"""SPARQL text as tokens: enough to know what is a word, and what is inside a string, a comment or an IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Spaces and comments before a token go with it. A run is what may be a prefix and that no colon ends.
_TOKEN = re.compile(
    r"""
    (?:\s++|\#[^\r\n]*+)*+
    (?:
    (?P<variable>[?$]\w+)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
  | (?P<name>(?:\w[\w.\-\u00B7]*+(?<!\.))?:(?:(?:[\w:.\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
             (?:[\w:\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)
  | (?P<word>\w++(?![.\-\u00B7]))
  | (?P<run>\w[\w.\-\u00B7]*+)
  | (?P<string>"{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3}
             | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
             | "(?!"")(?:[^"\\\r\n]|\\.)*+"
             | '(?!'')(?:[^'\\\r\n]|\\.)*+'
             | ""(?!")
             | ''(?!'))
  | (?P<broken>["'])
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<end>\Z)
  | (?P<other>.)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_RUN = re.compile(r"(?P<word>\w+)|(?P<other>.)")

# Where something else shall stand in a text: from, to, and what.
Edit = tuple[int, int, str]


class Token(NamedTuple):
    """One token; `kind` is a group name of the pattern, `start` its offset in the text."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.start + len(self.text)

    @property
    def prefix(self) -> str:
        """The prefix of a name."""
        return self.text.partition(":")[0]


def tokens(text: str) -> Iterator[Token]:
    """The tokens a parser sees: neither spaces nor comments. A string left open ends the scan as `broken`.

    Each character is looked at a few times at most, whatever the text: nothing here may take long.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "end"
        if kind == "run":
            start = match.start(kind)
            for part in _IN_RUN.finditer(match[kind]):
                yield Token(part.lastgroup or "other", part[0], start + part.start())
        elif kind != "end":
            yield Token(kind, match[kind], match.start(kind))
        if kind in ("broken", "end"):
            # Nothing after a string that is left open can be told apart.
            return


def edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` with every edit done; no two of them overlap."""
    parts, at = [], 0
    for start, end, instead in sorted(edits):
        parts += [text[at:start], instead]
        at = end
    return "".join([*parts, text[at:]])


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of `offset` in `text`."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
