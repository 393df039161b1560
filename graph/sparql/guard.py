"""What is refused about a query before anything is evaluated."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from graph.errors import BadQuery, Refused
from graph.sparql.plain import openings, plain_form
from graph.sparql.tokens import Token, meaningful, position

MAX_DEPTH = 200
_UPDATES = frozenset("insert delete load clear drop create add move copy with".split())
_QUERIES = frozenset("select ask construct describe".split())
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """What was learned about a query: its tokens, and the graphs that its FROM and FROM NAMED name.

    Of a plain query the tokens are left out: nothing of it is written anew.
    """

    tokens: Sequence[Token]
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]


def check_query(text: str, graphs: Container[str]) -> CheckedQuery:
    """What can be known about a query before it is parsed; `graphs` are the graphs that exist.

    Raises Refused or BadQuery for a query that must not reach the engine.
    """
    if plain_form(text) and openings(text) <= MAX_DEPTH:
        return CheckedQuery((), (), ())
    found = list(meaningful(text))
    for token in found:
        _check_token(text, token)
    _check_depth(text, found)
    prefixes, base = _declared(found)
    _check_form(found)
    _check_service(found, prefixes)
    default, named = _dataset(found, prefixes, base)
    check_graphs([*default, *named], graphs)
    return CheckedQuery(found, default, named)


def check_graphs(names: list[str], graphs: Container[str]) -> None:
    """Raises Refused for a graph that does not exist here."""
    for name in names:
        if name not in graphs:
            raise Refused(f"There is no graph <{name}> here, and this service fetches nothing.")


def bad_query(text: str, offset: int, message: str) -> BadQuery:
    """`message` with the line and column of `offset` in `text`, and what stands there."""
    line, column = position(text, offset)
    near = (text[offset : offset + 40].splitlines() or [""])[0]
    return BadQuery(f"Line {line}, column {column}: {message}", line, column, near)


def _check_token(text: str, token: Token) -> None:
    if token.kind == "broken":
        raise bad_query(text, token.start, "A string is not closed.")
    if token.kind == "other" and token.text == "\\":
        raise bad_query(text, token.start, "A backslash stands outside a string.")


def _check_depth(text: str, found: list[Token]) -> None:
    depth = 0
    for token in found:
        if token.kind == "other" and token.text in _OPEN:
            depth += 1
            if depth > MAX_DEPTH:
                raise bad_query(text, token.start, f"Brackets are nested more than {MAX_DEPTH} deep.")
        elif token.kind == "other" and token.text in _CLOSE:
            depth -= 1


def _check_form(found: list[Token]) -> None:
    for token in found:
        word = token.text.lower() if token.kind == "word" else ""
        if word in _QUERIES:
            return
        if word in _UPDATES:
            raise Refused("This service answers queries only; it takes no updates.")


def _check_service(found: list[Token], prefixes: dict[str, str]) -> None:
    for token in found:
        prefix = token.text.partition(":")[0] if token.kind == "name" else ""
        # An undeclared prefix that ends in the keyword may be read by the engine as the keyword and a name.
        hidden = prefix.lower().endswith("service") and prefix not in prefixes
        if hidden or (token.kind == "word" and token.text.lower().endswith("service")):
            raise Refused("SERVICE is not answered: this service calls no other.")


def declared_prefixes(found: Sequence[Token]) -> dict[str, str]:
    """The IRIs that the prefixes of a query stand for."""
    return _declared(found)[0]


def _declared(found: Sequence[Token]) -> tuple[dict[str, str], str]:
    prefixes, base = {}, ""
    for one, two, three in zip(found, found[1:], [*found[2:], Token("other", "", 0)], strict=False):
        word = one.text.lower() if one.kind == "word" else ""
        if word == "base" and two.kind == "iri":
            base = two.text[1:-1]
        if word == "prefix" and two.kind == "name" and two.text.endswith(":") and three.kind == "iri":
            prefixes[two.text[:-1]] = urljoin(base, three.text[1:-1]) if base else three.text[1:-1]
    return prefixes, base


def _dataset(found: list[Token], prefixes: dict[str, str], base: str) -> tuple[list[str], list[str]]:
    default: list[str] = []
    named: list[str] = []
    for index, token in enumerate(found):
        if token.kind != "word" or token.text.lower() != "from":
            continue
        following = [part for part in found[index + 1 : index + 3] if part.text.lower() != "named"]
        name = _resolved(following[0], prefixes, base) if following else None
        if name is not None:
            (named if found[index + 1].text.lower() == "named" else default).append(name)
    return default, named


def _resolved(token: Token, prefixes: dict[str, str], base: str) -> str | None:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1]) if base else token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if token.kind != "name" or prefix not in prefixes:
        return None
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
