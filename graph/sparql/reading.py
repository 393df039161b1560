"""What a query text says, read once: everything that needs to know something about a query asks its reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import urljoin

from graph.sparql.tokens import Token, tokens, words

HELD_CHARACTERS = 8_192
UPDATES = frozenset("insert delete load clear drop create add move copy with".split())
QUERIES = frozenset("select ask construct describe".split())
_FORMS = UPDATES | QUERIES
_IN_STRING = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class FromClause:
    """One FROM or FROM NAMED: the graph, and where the clause stands among the tokens."""

    graph: str
    named: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Prologue:
    """What BASE and PREFIX say; `declared` are the places of the tokens that they declare, or were meant to."""

    base: str
    prefixes: Mapping[str, str]
    declared: frozenset[int] = frozenset()

    def resolved(self, token: Token) -> str | None:
        """The whole IRI of an IRI or a prefixed name; None for another token, or an undeclared prefix."""
        if token.kind == "iri":
            return _joined(self.base, _ESCAPE.sub(_character, token.text[1:-1]))
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def lacks(self, token: Token) -> bool:
        """Whether it is a name whose prefix is not declared."""
        return token.kind == "name" and token.prefix not in self.prefixes and not token.text.startswith("_:")


@dataclass(frozen=True)
class Reading:
    """A query text, and what it says. Its words are found at once, the rest when it is first asked for.

    `words` are in small letters; `form` is the first of them that begins a query or an update.
    """

    text: str
    words: Sequence[str] = field(compare=False)
    form: str = field(compare=False)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens a parser sees."""
        return tuple(tokens(self.text))

    @cached_property
    def prologue(self) -> Prologue:
        """The base and the prefixes."""
        return _prologue(self.tokens)

    @property
    def clauses(self) -> tuple[FromClause, ...]:
        """FROM and FROM NAMED."""
        return tuple(_clauses(self.tokens, self.prologue)) if "from" in self.words else ()

    @property
    def calls_service(self) -> bool:
        """Whether it may call another service.

        A word that only ends so, or an undeclared prefix that does, may be the keyword to the engine.
        """
        if "service" not in self.text.lower():
            return False
        undeclared = (token.prefix.lower() for token in filter(self.prologue.lacks, self.tokens))
        return any(each.endswith("service") for each in (*self.words, *undeclared))

    @property
    def default_graphs(self) -> tuple[str, ...]:
        """The graphs of FROM."""
        return tuple(clause.graph for clause in self.clauses if not clause.named)

    @property
    def named_graphs(self) -> tuple[str, ...]:
        """The graphs of FROM NAMED."""
        return tuple(clause.graph for clause in self.clauses if clause.named)

    def called(self, place: int) -> str:
        """The built-in function whose call begins at this token, in small letters; empty if none does."""
        token, following = self.tokens[place], self.tokens[place + 1 : place + 3]
        return token.text.lower() if token.kind == "word" and len(following) == 2 and following[0].text == "(" else ""


def read(text: str) -> Reading:
    """What `text` says, whether it is a query or not."""
    return _held(text) if len(text) <= HELD_CHARACTERS else _read(text)


# One request asks for the reading of its query at several doors, which only the text connects.
@lru_cache(maxsize=16)
def _held(text: str) -> Reading:
    return _read(text)


def _read(text: str) -> Reading:
    found = words(text)
    return Reading(text, found, next(filter(_FORMS.__contains__, found), ""))


def unescaped(text: str) -> str:
    """The characters that `text`, the inside of a string, stands for (19.2 and 19.7)."""
    return _IN_STRING.sub(lambda escape: _SIGNS.get(escape[3], escape[3]) if escape[3] else _character(escape), text)


def _character(escape: re.Match[str]) -> str:
    """The character; an escape that stands for none stays."""
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code <= 0x10FFFF else escape[0]


def _joined(base: str, iri: str) -> str:
    try:
        return urljoin(base, iri) if base else iri
    except ValueError:
        # One of them is no IRI, which the engine says better.
        return iri


def _prologue(found: Sequence[Token]) -> Prologue:
    base, prefixes, declared = "", dict[str, str](), set[int]()
    for place, token in enumerate(found):
        word = token.text.lower() if token.kind == "word" else ""
        if word not in ("base", "prefix"):
            continue
        so_far, following = Prologue(base, prefixes), found[place + 1 : place + 3]
        kinds = [part.kind for part in following]
        if word == "base" and kinds[:1] == ["iri"]:
            base = so_far.resolved(following[0]) or ""
            declared.add(place + 1)
        if word == "prefix" and kinds[:1] == ["name"]:
            declared.add(place + 1)
        if word == "prefix" and kinds == ["name", "iri"] and following[0].text.endswith(":"):
            prefixes[following[0].text[:-1]] = so_far.resolved(following[1]) or ""
            declared.add(place + 2)
    return Prologue(base, prefixes, frozenset(declared))


def _clauses(found: Sequence[Token], prologue: Prologue) -> Iterator[FromClause]:
    for place, token in enumerate(found):
        if token.kind != "word" or token.text.lower() != "from":
            continue
        named = found[place + 1 : place + 2] and found[place + 1].text.lower() == "named"
        last = place + (2 if named else 1)
        graph = prologue.resolved(found[last]) if last < len(found) else None
        if graph is not None:
            yield FromClause(graph, bool(named), place, last)
