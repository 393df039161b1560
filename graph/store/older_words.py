"""A revision keeps the words that it was built with, and our questions ask it in these.

Words that people write themselves are never changed: they are told (`graph/hints/renamed.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from graph.sparql.tokens import tokens
from graph.terms import OP, RDF

# What the days of an interval were called before version 0.2.0 of the ontology. Relations had these words too, so a
# question must say by `op:interval`, `op:state` or a class that it asks for the days of an interval.
BEFORE_0_2: Final[Mapping[str, str]] = {"op:firstDay": "op:from", "op:lastDay": "op:to"}


def older_words(store: ox.Store) -> Mapping[str, str]:
    """By the word of today, the one that a store has in its place; none where it was built with today's."""
    sign = ox.NamedNode(OP + "from"), ox.NamedNode(RDF + "type"), ox.NamedNode(RDF + "Property")
    return BEFORE_0_2 if next(store.quads_for_pattern(*sign, None), None) else {}


def in_words(text: str, words: Mapping[str, str]) -> str:
    """A query with each name that `words` has told by what stands there; strings, IRIs and comments stay."""
    if not words:
        return text
    parts, done = [], 0
    for token in tokens(text):
        if token.kind == "name" and token.text in words:
            parts += [text[done : token.start], words[token.text]]
            done = token.end
    return "".join((*parts, text[done:]))
