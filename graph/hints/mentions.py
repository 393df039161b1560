"""What a query says of things, each with its place in the text: its triple patterns, and what its variables equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.completion.patterns import Patterns
from graph.sparql.hints import WELL_KNOWN
from graph.sparql.reading import Reading
from graph.sparql.tokens import Token

# Signs that make more, or something else, of a path than one property after another.
BEFORE: Final = frozenset("^!(")
AFTER: Final = frozenset("*?+|)")
TERMS: Final = ("variable", "iri", "name", "string")


@dataclass(frozen=True, slots=True)
class PatternMention:
    """One triple pattern. `subject` and `value` are IRIs, or variables with their `?`; a literal is an empty text.

    `path` has one property after another, `^` before one that is followed backwards. `verbs` are the tokens of these
    properties, `last` the token of the value. `groups` are the groups it stands in, from outside in; of these `selects`
    are sub-queries. A `plain` one says exactly its path: no alternative, negation or repetition stands in it.
    """

    subject: str
    path: tuple[str, ...]
    value: str
    verbs: tuple[Token, ...]
    last: int
    groups: tuple[int, ...]
    selects: tuple[int, ...]
    plain: bool

    def is_told_with(self, other: PatternMention) -> bool:
        """Whether every solution that has `other` was held against this one too."""
        return other.groups[: len(self.groups)] == self.groups and other.selects == self.selects


@dataclass
class _Reader:
    """Follows the braces beside `Patterns`, which does not tell groups apart."""

    query: Reading
    patterns: Patterns
    groups: list[int] = field(default_factory=lambda: [0])
    selects: set[int] = field(default_factory=set)
    template: int = -1
    verbs: list[Token] = field(default_factory=list)
    is_loose: bool = False

    def mentions(self) -> Iterator[PatternMention]:
        tokens, count = self.query.tokens, 0
        for place, token in enumerate(tokens):
            before, known = self.patterns.place, len(self.patterns.triples)
            self._follow(place, token, before)
            self.patterns.read([token])
            self._close(token)
            for triple in self.patterns.triples[known:]:
                if self.template < 0:
                    selects = tuple(each for each in self.groups if each in self.selects)
                    plain = not self.is_loose and len(self.verbs) == len(triple.path)
                    yield PatternMention(triple.subject, triple.path, triple.value, tuple(self.verbs), place,
                                         tuple(self.groups), selects, plain)  # fmt: skip
            if token.text == "{":
                count += 1
                self._open(count, place)

    def _follow(self, place: int, token: Token, before: str) -> None:
        previous = self.query.tokens[place - 1].text if place else ""
        if before == "verb" and not self.patterns.path and previous not in BEFORE:
            self.verbs, self.is_loose = [], False
        if before == "verb" and (token.kind in ("iri", "name", "variable") or token.text == "a"):
            self.verbs.append(token)
        self.is_loose |= token.text in AFTER and before in ("verb", "object")
        self.is_loose |= token.text in BEFORE and before == "verb"

    def _open(self, number: int, place: int) -> None:
        self.groups.append(number)
        tokens = self.query.tokens
        if place + 1 < len(tokens) and tokens[place + 1].text.lower() == "select":
            self.selects.add(number)
        if self.template < 0 and place and tokens[place - 1].text.lower() == "construct":
            self.template = len(self.groups)

    def _close(self, token: Token) -> None:
        if token.text == "}" and len(self.groups) > 1:
            if self.template == len(self.groups):
                self.template = -1
            self.groups.pop()


def mentions(query: Reading) -> list[PatternMention]:
    """The triple patterns of a query, but not those of what it constructs; as far as `Patterns` can follow it."""
    return list(_Reader(query, Patterns(resolver(query))).mentions())


def resolver(query: Reading) -> _Resolver:
    """What a name of the query means; a prefix that is well known need not be declared."""
    return _Resolver(query)


@dataclass(frozen=True, slots=True)
class _Resolver:
    query: Reading

    def __call__(self, token: Token) -> str | None:
        found = self.query.prologue.resolved(token)
        if found is None and token.kind == "name" and token.prefix in WELL_KNOWN:
            return WELL_KNOWN[token.prefix] + token.text.partition(":")[2]
        return found


def equals(query: Reading) -> Mapping[str, Sequence[int]]:
    """By variable, the places of the terms that it is said to equal: by `=`, by IN, or by VALUES of this one alone."""
    found: dict[str, list[int]] = {}
    tokens = query.tokens
    for place, token in enumerate(tokens):
        if token.kind == "variable":
            found.setdefault(f"?{token.text[1:]}", []).extend(_equal_to(tokens, place))
    return found


def _equal_to(tokens: Sequence[Token], place: int) -> Iterator[int]:
    def text(at: int) -> str:
        return tokens[at].text if 0 <= at < len(tokens) else ""

    if text(place + 1) == "=" and text(place + 2) and _ends(text(place - 1)):
        yield place + 2
    elif text(place - 1) == "=" and place > 1 and _ends(text(place + 1)):
        yield place - 2
    elif text(place + 1).lower() == "in" and text(place + 2) == "(":
        yield from _listed(tokens, place + 3, ")")
    elif text(place - 1).lower() == "values" and text(place + 1) == "{":
        yield from _listed(tokens, place + 2, "}")


def _ends(sign: str) -> bool:
    """Whether what stands beside a comparison leaves it as it is: arithmetic would make another value."""
    return sign not in ("+", "-", "*", "/")


def _listed(tokens: Sequence[Token], start: int, end: str) -> Iterator[int]:
    for place in range(start, len(tokens)):
        if tokens[place].text == end:
            return
        if tokens[place].kind in TERMS and tokens[place - 1].text not in ("^",):
            yield place
