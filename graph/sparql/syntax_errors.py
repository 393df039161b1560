"""Where a query stops being one: the place and the words of a syntax error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyoxigraph as ox

from graph.errors import BadQuery
from graph.sparql.guard import bad_query, undeclared
from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.text.messages import N_

_AT = re.compile(r"(?:error )?at (\d+):(\d+):? ?(.*)", re.DOTALL)
# Longer than the longest keyword, so that a keyword that was looked for in vain does not reach the end.
_PADDING = " " * 40
# Two of our tokens that are one to the engine: a sign of two characters, a part of a number, the start of a call.
_JOINED = re.compile(r"&&|\|\||\^\^.*|<=|>=|!=|<<|>>|\{\||\|\}|[-+.]\d.*|\w*[eE][-+]|\d+\.|\w+\(", re.DOTALL)


def told(query: Reading, error: str) -> BadQuery:
    """The engine's syntax error as a BadQuery with line, column and the text near it."""
    match = _AT.match(error)
    if not match:
        return BadQuery(error)
    start = _start(query.text, query.tokens)
    names = (token for place, token in enumerate(query.tokens) if place not in query.prologue.declared)
    without_prefix = next(filter(query.prologue.lacks, names), None)
    if without_prefix and without_prefix.start <= start:
        return undeclared(query, without_prefix)
    return bad_query(query.text, start, _words(match[3], query.text[start : start + 1]))


def _offset(text: str, line: int, column: int) -> int:
    rows = text.split("\n")
    return min(sum(len(row) + 1 for row in rows[: line - 1]) + column - 1, len(text))


def _start(text: str, found: Sequence[Token]) -> int:
    """The start of the first token after which no text could make this a query.

    The engine says how far it looked, which is up to a keyword further. So it is asked again, with the text ending
    after ever closer tokens: as long as nothing is wrong, it looks to the very end.
    """
    ends = list(_ends(found))
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if _may_go_on(text[: ends[middle]]):
            low = middle + 1
        else:
            high = middle
    if low == len(ends):
        return found[-1].start if found and found[-1].kind == "broken" else len(text)
    before = ends[low - 1] if low else 0
    return next(token.start for token in found if token.start >= before)


def _ends(found: Sequence[Token]) -> Iterator[int]:
    """The places between tokens where a text can end without breaking what the engine takes for one token."""
    for one, two in pairwise(found):
        end = one.end
        if end < two.start or not _JOINED.fullmatch(one.text + two.text):
            yield end
    if found:
        yield found[-1].end


def _may_go_on(beginning: str) -> bool:
    try:
        ox.Store().query(beginning + _PADDING)
    except SyntaxError as error:
        match = _AT.match(str(error))
        return not match or _offset(beginning + _PADDING, int(match[1]), int(match[2])) == len(beginning + _PADDING)
    except RuntimeError:
        pass
    return True


def _words(detail: str, near: str) -> str:
    expected = re.sub(r"\[[^\]]*\](?:\s*\|\s*)?", "", detail.removeprefix("expected one of ").removeprefix("expected "))
    sentences = [part.strip() for part in expected.split(",") if len(part.split()) > 3]
    if sentences:
        return f"{sentences[0]}."
    at_end = N_("The query does not parse near its end, or ends too early.")
    return N_("The query does not parse here.") if near else at_end
