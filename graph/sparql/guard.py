"""What is refused about a query before anything is evaluated."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from graph.errors import BadQuery, Refused
from graph.sparql.reading import QUERIES, UPDATES, Reading
from graph.sparql.tokens import Token, position
from graph.text.messages import N_

MAX_DEPTH = 200
_OPEN, _CLOSE = "([{", ")]}"
_QUOTING = re.compile(r"[\"'\\]")
_OF_SOME_STORES = UPDATES - {"with"} | {"modify", "define", "sparql"}
_OPEN_SCHEMES = ("bif:", "sql:")


def check_query(query: Reading, graphs: Container[str]) -> None:
    """Raises Refused or BadQuery for a query that must not reach the engine; `graphs` are the graphs that exist."""
    _check_strings(query)
    _check_depth(query)
    if query.form in UPDATES:
        raise Refused(N_("This service answers queries only; it takes no updates."))
    if query.calls_service:
        raise Refused(N_("SERVICE is not answered: this service calls no other."))
    check_graphs((clause.graph for clause in query.clauses), graphs)


def check_graphs(names: Iterable[str], graphs: Container[str]) -> None:
    """Raises Refused for a graph that does not exist here."""
    for name in names:
        if name not in graphs:
            raise Refused(N_("There is no graph %(name)s here, and this service fetches nothing.", name=f"<{name}>"))


def check_portable(query: Reading) -> None:
    """Raises for what the engine here does not know, and a store might: updates, pragmas, calls to its inside."""
    begun = False
    for token in query.tokens:
        word = token.text.lower() if token.kind == "word" else ""
        begun = begun or word in QUERIES
        if word in _OF_SOME_STORES or token.text in ("`", "@") or (token.text == ";" and not begun):
            raise bad_query(query.text, token.start, N_("The query does not parse here."))
        if query.prologue.lacks(token):
            raise undeclared(query, token)
        if (query.prologue.resolved(token) or "").lower().startswith(_OPEN_SCHEMES):
            raise Refused(N_("Functions of one store are not answered: %(name)s.", name=token.text))


def undeclared(query: Reading, token: Token) -> BadQuery:
    """The error that the prefix of `token` is not declared."""
    return bad_query(query.text, token.start, N_("The prefix '%(name)s:' is not declared.", name=token.prefix))


def bad_query(text: str, offset: int, message: str) -> BadQuery:
    """`message` with the line and column of `offset` in `text`, and what stands there."""
    line, column = position(text, offset)
    near = (text[offset : offset + 40].splitlines() or [""])[0]
    place = N_("Line %(line)s, column %(column)s: %(message)s", line=str(line), column=str(column), message=message)
    return BadQuery(place, line, column, near)


def _check_strings(query: Reading) -> None:
    for token in query.tokens if _QUOTING.search(query.text) else ():
        if token.kind == "broken":
            raise bad_query(query.text, token.start, N_("A string is not closed."))
        if token.text == "\\":
            raise bad_query(query.text, token.start, N_("A backslash stands outside a string."))


def _check_depth(query: Reading) -> None:
    depth = 0
    for token in query.tokens if sum(map(query.text.count, _OPEN)) > MAX_DEPTH else ():
        if token.text in _OPEN:
            depth += 1
            if depth > MAX_DEPTH:
                too_deep = N_("Brackets are nested more than %(number)s deep.", number=MAX_DEPTH)
                raise bad_query(query.text, token.start, too_deep)
        elif token.text in _CLOSE:
            depth -= 1
