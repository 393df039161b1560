"""SPARQL text as tokens: enough to know what is a word, and what is inside a string, a comment or an IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LAYOUT = r"(?:\s++|\#[^\r\n]*+)*+"
IRI = r"""<(?:[^<>"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"""
STRING = r"""
    "{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3} | "(?!"")(?:[^"\\\r\n]++|\\.)*+" | ""(?!")
  | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3} | '(?!'')(?:[^'\\\r\n]++|\\.)*+' | ''(?!')"""
_NAME = r"""(?:\w[\w.\-\u00B7]*+(?<!\.))?:
    (?:(?:[\w:.\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
       (?:[\w:\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?"""
_TAG = "@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
# What may be a prefix, and no colon ends it: words and signs.
_RUN = r"\w[\w.\-\u00B7]*+"
_TOKEN = re.compile(
    rf"""{LAYOUT}(?:(?P<variable>[?$]\w+) | (?P<iri>{IRI}) | (?P<name>{_NAME}) | (?P<word>\w++(?![.\-\u00B7]))
      | (?P<run>{_RUN}) | (?P<string>{STRING}) | (?P<broken>["']) | (?P<tag>{_TAG})
      | (?P<end>\Z) | (?P<other>.))""",
    re.VERBOSE | re.DOTALL,
)
# The same tokens; only the words are told.
_RUNS = re.compile(
    rf"""{LAYOUT}(?:[?$]\w+ | {IRI} | {_NAME} | ({_RUN}) | {STRING} | ["'].* | {_TAG} | \Z | .)""",
    re.VERBOSE | re.DOTALL,
)
_IN_RUN = re.compile(r"(?P<word>\w+)|(?P<other>.)")
_WORD = re.compile(r"\w+")

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


def words(text: str) -> list[str]:
    """The words among the tokens of `text`, in small letters; a quarter of the work of making the tokens."""
    return [word.lower() for word in _WORD.findall(" ".join(_RUNS.findall(text)))]


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
