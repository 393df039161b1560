"""The text of a query without its layout, so that requests which ask the same share one answer."""

from __future__ import annotations

from graph.tokens import meaningful, tokens

# These give another value each time they are asked (SPARQL 1.1 Query, sections 17.4.2 to 17.4.5).
_CHANGING = ("now", "rand", "uuid", "service")


def normalised(query: str) -> str:
    """`query` with every run of spaces and comments between two tokens as one space; it asks the same.

    Tokens that touch stay together, since `^^` and `1.5` are more than one token here. Text that may be read in two
    ways (a string left open, a backslash outside strings) is returned as it is.
    """
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


def is_repeatable(query: str) -> bool:
    """Whether asking again on the same revision gives the same answer, so that an answer may be kept."""
    return not any(token.kind == "word" and token.text.lower().endswith(_CHANGING) for token in meaningful(query))
