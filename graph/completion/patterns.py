"""Reads the patterns of a query as far as it is written: its triples, and what may stand at its end.

It is no parser: a query that is being written does not parse. It follows the tokens and knows at each whether a
subject, a property or a value is next, and forgets what it cannot follow at the next `.` or `}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from graph.completion.table import TYPE
from graph.sparql.tokens import Token

Place = Literal["start", "prefix", "head", "subject", "verb", "object", "after", "expression", "data", "end", "graph"]
FORMS: Final = frozenset(("select", "ask", "construct", "describe"))
GROUPS: Final = frozenset(("optional", "union", "minus"))
CONDITIONS: Final = frozenset(("filter", "bind", "having"))
MODIFIERS: Final = frozenset(("group", "order", "limit", "offset", "having"))
CLAUSES: Final = MODIFIERS | GROUPS | CONDITIONS | {"graph", "service", "values", "select"}
INVERSE: Final = "^"
TERMS: Final = ("variable", "iri", "name", "string", "word", "broken")


class Triple(NamedTuple):
    """One pattern. `path` has the properties that lead from subject to value one after another, `^` before one that is
    followed against its direction. Variables keep their `?`; a literal is an empty text."""

    subject: str
    path: tuple[str, ...]
    value: str


class _Open(NamedTuple):
    """A bracket that is open: which, where reading goes on after it, and the subject that waits for its end."""

    sign: str
    then: Place
    subject: str
    path: tuple[str, ...]


@dataclass
class Patterns:
    """What was read so far; `place` is what may follow."""

    resolve: Callable[[Token], str | None]
    place: Place = "start"
    subject: str = ""
    path: tuple[str, ...] = ()
    variable: str = ""
    triples: list[Triple] = field(default_factory=list)
    variables: dict[str, None] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)
    _inverse: bool = False
    _skip: bool = False
    _blanks: int = 0

    def read(self, found: Iterable[Token]) -> Patterns:
        """These patterns, with all of the tokens read."""
        for token in found:
            if token.kind == "variable":
                self.variables[f"?{token.text[1:]}"] = None
            self._take(token)
        return self

    def _take(self, token: Token) -> None:
        word = token.text.lower() if token.kind == "word" else ""
        if token.text == "{":
            self._begin_group()
        elif token.text == "}":
            self._close("{")
        elif self.place in ("start", "prefix", "head", "end", "graph"):
            self._outside(token, word)
        elif self.place in ("expression", "data"):
            self._inside(token, word)
        elif word in CLAUSES:
            self._clause(word)
        elif self.place in ("subject", "after"):
            self._subject(token)
        else:
            self._predicate(token, word)

    def _outside(self, token: Token, word: str) -> None:
        if word in ("prefix", "base"):
            self.place = "prefix"
        elif self.place == "prefix":
            self.place = "start" if token.kind == "iri" else "prefix"
        elif word in FORMS:
            self.place = "head"
        elif word == "values":
            self.place = "data"
        elif token.text == "(":
            self._push("(", self.place)
            self.place = "expression"
        elif self.place == "graph" and token.kind in TERMS and word != "silent":
            self.place = "subject"

    def _inside(self, token: Token, word: str) -> None:
        """Conditions, and the rows of VALUES."""
        if token.kind == "variable":
            self.variable = f"?{token.text[1:]}"
        if token.text == "(":
            self._push("(", self.place)
        elif token.text == ")":
            self._close("(")
        elif self.place == "expression" and not self._in("(") and token.text == ".":
            self.place = "subject"
        elif not self._in("(") and (word in GROUPS or word in CONDITIONS or word in ("graph", "values")):
            self._clause(word)

    def _clause(self, word: str) -> None:
        if word in CONDITIONS:
            self.place = "expression"
        elif word in ("graph", "service"):
            self.place = "graph"
        elif word == "values":
            self.place = "data"
        elif word == "select":
            self.place = "head"
        else:
            self.place = "end" if word in MODIFIERS else "subject"

    def _subject(self, token: Token) -> None:
        text = token.text
        if self._skip:
            self._skip = False
        elif text == ".":
            self.place = "subject"
        elif text == ";":
            self._verb()
        elif text == ",":
            self.place = "object"
        elif text == "^":
            self._skip = self.place == "after"
            # Two of them stand before a datatype.
            return
        elif text in ("]", ")"):
            self._close("[" if text == "]" else "(")
        elif text in ("[", "("):
            self._begin_node(text, "verb" if self.place == "subject" else "after")
        elif token.kind in TERMS:
            self.subject = self._term(token)
            self._verb()

    def _predicate(self, token: Token, word: str) -> None:
        text = token.text
        if text in (".", ";", "]"):
            self.place = "after"
            self._subject(token)
        elif self.place == "verb":
            self._step(token, word)
        elif text in ("/", "|", "*", "+", "?") and self.path:
            self._go_on(text)
        elif text in ("[", "("):
            self._begin_node(text, "after")
        elif token.kind in TERMS or text in "+-":
            self.triples.append(Triple(self.subject, self.path, self._term(token)))
            self.place = "after"

    def _step(self, token: Token, word: str) -> None:
        if token.text == INVERSE:
            self._inverse = True
        elif token.kind in ("variable", "iri", "name") or word == "a":
            found = TYPE if word == "a" else self._term(token)
            self.path = (*self.path, f"{INVERSE if self._inverse else ''}{found}")
            self._inverse, self.place = False, "object"

    def _go_on(self, sign: str) -> None:
        """A path goes on, or has another way."""
        if sign == "|":
            self.path = self.path[:-1]
        if sign in "/|":
            self.place = "verb"

    def _verb(self) -> None:
        self.path, self._inverse, self.place = (), False, "verb"

    def _term(self, token: Token) -> str:
        if token.kind == "variable":
            return f"?{token.text[1:]}"
        if token.text.startswith("_:"):
            return token.text
        return self.resolve(token) or "" if token.kind in ("iri", "name") else ""

    def _in(self, sign: str) -> bool:
        return bool(self._open) and self._open[-1].sign == sign

    def _push(self, sign: str, then: Place) -> None:
        self._open.append(_Open(sign, then, self.subject, self.path))

    def _begin_group(self) -> None:
        if self.place == "data":
            self._push("{", "subject" if self._open else "end")
        elif self.place == "expression" and self._in("("):
            self._push("{", "expression")
            self.place = "subject"
        else:
            self._push("{", "subject" if self._open else "end")
            self.place = "subject"

    def _begin_node(self, sign: str, then: Place) -> None:
        """A blank node or a list, as a subject or as a value."""
        self._blanks += 1
        node = f"_:{self._blanks}"
        if self.place == "object":
            self.triples.append(Triple(self.subject, self.path, node))
            self._push(sign, then)
        else:
            self._open.append(_Open(sign, then, node, ()))
        self.subject = node
        if sign == "[":
            self._verb()
        else:
            self.place = "subject"

    def _close(self, sign: str) -> None:
        """Leaves the bracket; one that was never opened leaves nothing."""
        place = next((at for at in reversed(range(len(self._open))) if self._open[at].sign == sign), None)
        if place is None:
            return
        closed = self._open[place]
        del self._open[place:]
        self.place, self.subject, self.path = closed.then, closed.subject, closed.path
        if self.place == "expression" and not self._in("(") and sign == "(":
            # The condition is over.
            self.place = "subject" if self._open else self.place
