"""The text of a query without its layout, so that requests which ask the same share one answer."""

from __future__ import annotations

from graph.sparql.reading import Reading


def normalised(query: Reading) -> str:
    """The text with every run of spaces and comments between two tokens as one space; it asks the same.

    Tokens that touch stay together, since `^^` and `1.5` are more than one token here. Text that may be read in two
    ways (a string left open, a backslash outside strings) is returned as it is.
    """
    parts: list[str] = []
    end = 0
    for kind, text, start in query.tokens:
        if kind == "broken" or text == "\\" or "\\" in query.text[end:start]:
            return query.text
        parts.append(f" {text}" if start > end and parts else text)
        end = start + len(text)
    return query.text if "\\" in query.text[end:] else "".join(parts)
