"""The text of a query without its layout, so that requests which ask the same share one answer."""

from __future__ import annotations

import re

from graph.sparql.reading import Reading
from graph.sparql.tokens import IRI, LAYOUT, STRING

# Tokens that touch, and all that follows a string left open.
_TOUCHING = re.compile(rf"""{LAYOUT}(?:((?:[^\s\#"'<]++|{IRI}|<|{STRING})++|["'].*)|\Z)""", re.VERBOSE | re.DOTALL)


def normalised(query: Reading) -> str:
    """The text with every run of spaces and comments between two tokens as one space; it asks the same.

    Tokens that touch stay together, since `^^` and `1.5` are more than one token here. Text that may be read in two
    ways, because it has a backslash, is returned as it is.
    """
    return query.text if "\\" in query.text else " ".join(filter(None, _TOUCHING.findall(query.text)))
