"""The text of a query without its layout, so that requests which ask the same share one answer."""

from __future__ import annotations

from graph.sparql.plain import plain_form
from graph.sparql.tokens import tokens


def normalised(query: str) -> str:
    """`query` with every run of spaces and comments between two tokens as one space; it asks the same.

    Tokens that touch stay together, since `^^` and `1.5` are more than one token here. Text that may be read in two
    ways (a string left open, a backslash outside strings) is returned as it is.
    """
    if plain_form(query):
        return " ".join(query.split())
    parts: list[str] = []
    gap = False
    for token in tokens(query):
        if token.kind == "broken" or (token.kind in ("other", "comment") and "\\" in token.text):
            return query
        if token.kind in ("space", "comment"):
            gap = True
            continue
        if gap and parts:
            parts.append(" ")
        parts.append(token.text)
        gap = False
    return "".join(parts)
