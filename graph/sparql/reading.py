"""A query before it goes to another store: its dataset, and what only some stores would understand."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import urljoin

from graph.errors import BadQuery, Refused
from graph.sparql.guard import check_graphs
from graph.sparql.tokens import Token, position, tokens

_UPDATES = frozenset("insert delete load clear drop create add move copy modify define sparql".split())
_FORMS = frozenset("select ask construct describe".split())
_OPEN_SCHEMES = ("bif:", "sql:")


class Reading:
    """The tokens of a query with its prefixes, its base and its FROM clauses."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = list(tokens(query))
        self.seen = [index for index, token in enumerate(self.tokens) if token.kind not in ("space", "comment")]
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self.declared: set[int] = set()
        self.clauses: list[tuple[list[int], bool]] = []
        self._declare()
        self._find_clauses()

    @property
    def names_graphs(self) -> bool:
        return any(token.kind == "word" and token.text.lower() == "graph" for token in self.tokens)

    def check(self) -> None:
        """Raises for what the engine here does not know, and a store might: updates, pragmas, calls to its inside."""
        begun = False
        for index in self.seen:
            token = self.tokens[index]
            word = token.text.lower() if token.kind == "word" else ""
            begun = begun or word in _FORMS
            if word in _UPDATES or (token.kind == "other" and token.text in "`@"):
                raise self._unknown(token)
            if token.kind == "other" and token.text == ";" and not begun:
                raise self._unknown(token)
            if token.kind == "name" and self.resolved(token) is None and not token.text.startswith("_:"):
                raise self._undeclared(token)
            if (self.resolved(token) or "").lower().startswith(_OPEN_SCHEMES):
                raise Refused(f"Functions of one store are not answered: {token.text}.")

    def dataset(self, graphs: Container[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The graphs of FROM and of FROM NAMED; raises Refused for one that does not exist."""
        found = [(self.resolved(self.tokens[clause[-1]]), named) for clause, named in self.clauses]
        check_graphs([iri for iri, _ in found if iri is not None], graphs)
        return tuple(iri for iri, named in found if iri and not named), tuple(
            iri for iri, named in found if iri and named
        )

    def written(self, here: str) -> str:
        """The query without its FROM clauses; a graph name written with a prefix or a base is written out."""
        dropped = {index for clause, _ in self.clauses for index in clause}
        parts = []
        for index, token in enumerate(self.tokens):
            iri = self.resolved(token) if token.kind in ("iri", "name") and index not in self.declared else None
            if index in dropped:
                continue
            parts.append(f"<{iri}>" if iri is not None and iri.startswith(here) else token.text)
        return "".join(parts)

    def resolved(self, token: Token) -> str | None:
        """The whole IRI of an IRI or a prefixed name; None for another token, or an undeclared prefix."""
        if token.kind == "iri":
            iri = _unescaped(token.text[1:-1])
            return urljoin(self.base, iri) if self.base else iri
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _declare(self) -> None:
        for one, two, three in zip(self.seen, self.seen[1:], [*self.seen[2:], -1], strict=False):
            word, name = self.tokens[one], self.tokens[two]
            if word.kind != "word":
                continue
            if word.text.lower() == "base" and name.kind == "iri":
                self.base = self.resolved(name) or ""
                self.declared.add(two)
            if word.text.lower() == "prefix" and name.kind == "name" and three >= 0:
                self.prefixes[name.text[:-1]] = self.resolved(self.tokens[three]) or ""
                self.declared |= {two, three}

    def _find_clauses(self) -> None:
        for place, index in enumerate(self.seen):
            if self.tokens[index].kind != "word" or self.tokens[index].text.lower() != "from":
                continue
            following = self.seen[place + 1 : place + 3]
            named = bool(following) and self.tokens[following[0]].text.lower() == "named"
            clause = [index, *following[: 2 if named else 1]]
            if self.resolved(self.tokens[clause[-1]]) is not None:
                self.clauses.append((clause, named))

    def _unknown(self, token: Token) -> BadQuery:
        line, column = position(self.query, token.start)
        near = self.query[token.start : token.start + 40].splitlines()[0]
        return BadQuery(f"Line {line}, column {column}: The query does not parse here.", line, column, near)

    def _undeclared(self, token: Token) -> BadQuery:
        line, column = position(self.query, token.start)
        prefix = token.text.partition(":")[0]
        return BadQuery(
            f"Line {line}, column {column}: The prefix '{prefix}:' is not declared.", line, column, token.text
        )


def _unescaped(iri: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda found: chr(int(found[1] or found[2], 16)), iri)
