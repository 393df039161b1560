"""Where in a query the cursor stands: what has been written of a word, what may stand there, and of what it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.completion.patterns import Patterns, Place, Triple
from graph.completion.table import TYPE
from graph.sparql.hints import WELL_KNOWN
from graph.sparql.reading import read
from graph.sparql.tokens import Token, tokens

# An IRI, a variable, a name or a word that is being written.
_BEGUN: Final = re.compile(r"""(?:<[^<>"{}|^`\\\s]*|[?$]\w*|[\w.\-]*:[\w.\-]*|\w[\w\-]*)?\Z""")
_BARE: Final = re.compile(r"(?<![\w:.\-/?$@])[^\W\d_][\w\-]*(?:[^\S\r\n]+[\w\-]+)*\Z")
_COMMENT: Final = re.compile(r"#[^\r\n]*\Z")
MOST_WORDS: Final = 8
KEYWORDS: Final = frozenset(
    "a in not exists filter optional union minus bind values graph service as having group order by limit offset "
    "select distinct where from true false and or".split()
)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a query. `typed` is what has been written there; `phrase`, longer or the same, is the last words of
    the line, where a thing may be named by several. `place` is empty inside a comment or a string.
    """

    place: Place | None
    typed: str
    phrase: str
    subject: str
    path: tuple[str, ...]
    variable: str
    triples: Sequence[Triple]
    variables: Sequence[str]
    prefixes: Mapping[str, str]

    @property
    def names_thing(self) -> bool:
        """Whether bare words stand where a thing may be, so that they may be its name."""
        return self.place in ("object", "expression", "data") and bool(_BARE.search(self.phrase))

    def types_of(self, thing: str) -> list[str]:
        """The classes that the query states of a variable or a thing."""
        return [each.value for each in self.triples if each.subject == thing and each.path == (TYPE,) and each.value]


def position(before: str, after: str = "") -> Position:
    """The place between `before` and `after`, the two parts of a query text."""
    typed = _begun(before)
    prologue = read(before + after).prologue
    head = before[: len(before) - len(typed)]

    def resolve(token: Token) -> str | None:
        return prologue.resolved(token) or _well_known(token)

    found = list(tokens(head))
    here = Patterns(resolve).read(found)
    # A pattern that is not yet whole must not take in what follows.
    divider = " . " if here.place in ("verb", "object", "after") else " "
    whole = Patterns(resolve).read(tokens(f"{head}{divider}{_rest(after)}"))
    place = None if _is_text(head, found) else here.place
    phrase = _phrase(before, here.place, found)
    if phrase != typed:
        # The words before the last were read as values of the property, or as subjects: they are part of a name.
        here = Patterns(resolve).read(tokens(before[: len(before) - len(phrase)]))
        place = here.place if place else None
    variables = dict.fromkeys([*here.variables, *whole.variables])
    return Position(place, typed, phrase, here.subject, here.path, here.variable, whole.triples, list(variables),
                    prologue.prefixes)  # fmt: skip


def _begun(before: str) -> str:
    match = _BEGUN.search(before)
    return match[0] if match else ""


def _rest(after: str) -> str:
    """What follows the word at the cursor."""
    return re.sub(r"\A[\w.\-:]+", "", after)


def _well_known(token: Token) -> str | None:
    if token.kind != "name" or token.prefix not in WELL_KNOWN:
        return None
    return WELL_KNOWN[token.prefix] + token.text.partition(":")[2]


def _is_text(head: str, found: Sequence[Token]) -> bool:
    """Whether the cursor stands in a string or in a comment."""
    if found and found[-1].kind == "broken":
        return True
    rest = head[found[-1].end if found else 0 :]
    return bool(_COMMENT.search(rest))


def _phrase(before: str, place: Place | None, found: Sequence[Token]) -> str:
    """The last words of the line that are no other part of the query; as `_begun` where there is but one."""
    typed = _begun(before)
    match = _BARE.search(before)
    if match is None or place not in ("object", "after", "expression", "data"):
        return typed
    start = match.start()
    words = [token for token in found if token.start >= start]
    if any(token.kind != "word" for token in words) or len(words) >= MOST_WORDS:
        return typed
    if any(token.text.lower() in KEYWORDS for token in words):
        return typed
    return before[start:]
