"""MINUS compares the names that it shares with what stands before it in its own group (SPARQL 1.1, 18.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.sparql.reading import Reading
from graph.sparql.tokens import Edit


@dataclass
class _Group:
    """A pair of braces that is open: the names in it so far, and what MINUS around it does to names."""

    renamings: tuple[tuple[frozenset[str], str], ...]
    in_exists: bool
    names: set[str] = field(default_factory=set)


def minus_edits(query: Reading) -> Iterator[Edit]:
    """New names for those inside MINUS that do not stand before it in its group.

    The engine looks into MINUS with the values of groups further out, where it stands inside OPTIONAL, and takes a name
    from there for a shared one. Inside EXISTS the values of the row count by the standard, so nothing is renamed there.
    """
    if "minus" not in query.words:
        return
    open_groups = [_Group((), False)]
    for place, token in enumerate(query.tokens):
        group = open_groups[-1]
        if token.text == "{":
            open_groups.append(_opened(group, _word(query, place - 1), f"_m{place}"))
        elif token.text == "}" and len(open_groups) > 1:
            open_groups.pop()
            open_groups[-1].names |= group.names
        elif token.kind == "variable":
            group.names.add(token.text[1:])
            suffix = "".join(mark for before, mark in group.renamings if token.text[1:] not in before)
            if suffix:
                yield (token.end, token.end, suffix)


def _opened(around: _Group, word: str, mark: str) -> _Group:
    in_exists = around.in_exists or word == "exists"
    if word != "minus" or in_exists:
        return _Group(around.renamings, in_exists)
    return _Group((*around.renamings, (frozenset(around.names), mark)), in_exists)


def _word(query: Reading, place: int) -> str:
    token = query.tokens[place] if place >= 0 else None
    return token.text.lower() if token and token.kind == "word" else ""
