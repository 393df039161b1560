"""Hints on words that one class has under another name since a version of the ontology: an old query finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from graph.completion.table import TYPE
from graph.hints.asked import AskedQuery, Hint, at
from graph.hints.mentions import PatternMention
from graph.sparql.day_hints import compares_a_day
from graph.sparql.tokens import Token
from graph.terms import OP

INTERVAL: Final = OP + "Interval"
VERSION: Final = "0.2.0"
ORDER: Final = ("<", ">")
# By the old word: the class whose things have another word now, and that word.
RENAMED: Final[Mapping[str, tuple[str, str]]] = {
    OP + "from": (INTERVAL, OP + "firstDay"),
    OP + "to": (INTERVAL, OP + "lastDay"),
}


def renamed(asked: AskedQuery) -> Iterator[Hint]:
    """For each old word whose subject can be of the class that lost it, and of none that has it: so, and the new word.

    Where nothing says what the subject is, it is what the value tells: the old word leads to no day.
    """
    for each in asked.mentions:
        for place, prop in enumerate(each.path if each.plain else ()):
            kind, new = RENAMED.get(prop, ("", ""))
            if kind and new in asked.table.statements and _may_be(asked, each, place, kind):
                yield rename_hint(asked, each.verbs[place], kind, new)


def rename_hint(asked: AskedQuery, token: Token, kind: str, new: str) -> Hint:
    """That the things of a class never have the word of `token`, and which they have."""
    said = f"Things of the class {asked.short(kind)} never have {token.text}."
    return at("not-of-class", f"{said} Since version {VERSION} of the ontology it is {asked.short(new)} there.", token)


def _may_be(asked: AskedQuery, each: PatternMention, place: int, kind: str) -> bool:
    """Whether the subject of a step of a path can be of this class, and of none that has the property of the step."""
    table = asked.table
    found = [frozenset(table.classes_of_values(each.path[place - 1]))] if place else [*_told(asked, each)]
    if not found:
        days = len(each.path) == 1 and compares_a_day(asked.query)
        return days and _is_ordered(asked.query.tokens, each.value)
    kinds = frozenset.intersection(*found)
    return kind in kinds and not any(each.path[place] in table.properties[one] for one in kinds)


def _told(asked: AskedQuery, each: PatternMention) -> Iterator[frozenset[str]]:
    """The classes of which the subject of a pattern can be, by each pattern beside that tells something of it."""
    table = asked.table
    for one in asked.mentions:
        if not (one.plain and one.path and each.subject and one.is_told_with(each)):
            continue
        if one.subject == each.subject and one.path == (TYPE,):
            kinds = [one.value] if one.value in table.properties else []
        elif one.subject == each.subject and one.path[0] not in RENAMED:
            kinds = table.classes_with([one.path[0]])
        elif one.value == each.subject:
            kinds = table.classes_of_values(one.path[-1])
        else:
            continue
        if kinds:
            yield frozenset(kinds)


def _is_ordered(tokens: Sequence[Token], variable: str) -> bool:
    """Whether a variable is compared by its order, as days are and things are not."""
    for place, token in enumerate(tokens):
        if token.kind == "variable" and f"?{token.text[1:]}" == variable:
            before = [each.text for each in tokens[max(place - 2, 0) : place]]
            after = tokens[place + 1].text if place + 1 < len(tokens) else ""
            if after in ORDER or before[-1:] in (["<"], [">"]) or before in (["<", "="], [">", "="]):
                return True
    return False
