"""What a query text says, read once: everything that needs to know something about a query asks its reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urljoin

from cachetools import LRUCache, cached

from graph.sparql.tokens import Token, tokens

HELD_CHARACTERS = 1 << 17
UPDATES = frozenset("insert delete load clear drop create add move copy with".split())
QUERIES = frozenset("select ask construct describe".split())
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class FromClause:
    """One FROM or FROM NAMED: the graph, and where the clause stands among the tokens."""

    graph: str
    named: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A query text with its tokens and what they say; two readings of one text are equal.

    `form` is the first word that begins a query or an update, and `words` are all words, in small letters. `declared`
    are the places of the tokens that declare a prefix or the base, or were meant to.
    """

    text: str
    tokens: Sequence[Token] = field(compare=False, repr=False)
    words: frozenset[str] = field(compare=False, repr=False)
    form: str = field(compare=False)
    base: str = field(compare=False)
    prefixes: Mapping[str, str] = field(compare=False)
    declared: frozenset[int] = field(compare=False, repr=False)
    clauses: Sequence[FromClause] = field(compare=False)

    @property
    def default_graphs(self) -> tuple[str, ...]:
        """The graphs of FROM."""
        return tuple(clause.graph for clause in self.clauses if not clause.named)

    @property
    def named_graphs(self) -> tuple[str, ...]:
        """The graphs of FROM NAMED."""
        return tuple(clause.graph for clause in self.clauses if clause.named)

    @property
    def calls_service(self) -> bool:
        """Whether it may call another service; a word that only ends so may be the keyword to the engine."""
        return any(word.endswith("service") for word in self.words)

    def resolved(self, token: Token) -> str | None:
        """The whole IRI of an IRI or a prefixed name; None for another token, or an undeclared prefix."""
        return _resolved(token, self.base, self.prefixes)

    def lacks_prefix(self, token: Token) -> bool:
        """Whether it is a name whose prefix is not declared."""
        return token.kind == "name" and token.prefix not in self.prefixes and not token.text.startswith("_:")

    def called(self, place: int) -> str:
        """The built-in function whose call begins at this token, in small letters; empty if none does."""
        token, following = self.tokens[place], self.tokens[place + 1 : place + 3]
        return token.text.lower() if token.kind == "word" and len(following) == 2 and following[0].text == "(" else ""


# One request asks for the reading of its query at several doors, which only the text connects.
@cached(LRUCache(HELD_CHARACTERS, getsizeof=lambda reading: len(reading.text)), key=str, lock=Lock())
def read(text: str) -> Reading:
    """What `text` says, whether it is a query or not."""
    found = tuple(tokens(text))
    words = [token.text.lower() for token in found if token.kind == "word"]
    form = next((word for word in words if word in UPDATES or word in QUERIES), "")
    base, prefixes, declared = _declarations(found)
    clauses = tuple(_clauses(found, base, prefixes)) if "from" in words else ()
    return Reading(text, found, frozenset(words), form, base, prefixes, declared, clauses)


def _declarations(found: Sequence[Token]) -> tuple[str, dict[str, str], frozenset[int]]:
    base, prefixes, declared = "", dict[str, str](), set[int]()
    for place, token in enumerate(found):
        word = token.text.lower() if token.kind == "word" else ""
        if word not in ("base", "prefix"):
            continue
        kinds = [part.kind for part in found[place + 1 : place + 3]]
        if word == "base" and kinds[:1] == ["iri"]:
            base = _resolved(found[place + 1], base, prefixes) or ""
            declared.add(place + 1)
        if word == "prefix" and kinds[:1] == ["name"]:
            declared.add(place + 1)
        if word == "prefix" and kinds == ["name", "iri"] and found[place + 1].text.endswith(":"):
            prefixes[found[place + 1].text[:-1]] = _resolved(found[place + 2], base, prefixes) or ""
            declared.add(place + 2)
    return base, prefixes, frozenset(declared)


def _clauses(found: Sequence[Token], base: str, prefixes: Mapping[str, str]) -> Iterator[FromClause]:
    for place, token in enumerate(found):
        if token.kind != "word" or token.text.lower() != "from":
            continue
        named = found[place + 1 : place + 2] and found[place + 1].text.lower() == "named"
        last = place + (2 if named else 1)
        graph = _resolved(found[last], base, prefixes) if last < len(found) else None
        if graph is not None:
            yield FromClause(graph, bool(named), place, last)


def _resolved(token: Token, base: str, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        iri = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), token.text[1:-1])
        return urljoin(base, iri) if base else iri
    prefix, _, local = token.text.partition(":")
    if token.kind != "name" or prefix not in prefixes:
        return None
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
