"""Hints on words that one class has under another name since a version of the ontology: an old query finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from graph.completion.table import TYPE, CompletionTable
from graph.hints.asked import AskedQuery, Hint, at
from graph.hints.mentions import PatternMention
from graph.sparql.day_hints import compares_a_day
from graph.sparql.tokens import Token
from graph.terms import OP

BACK: Final = "^"
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
        for place, step in enumerate(each.path if each.plain else ()):
            kind, new = RENAMED.get(step.removeprefix(BACK), ("", ""))
            if kind and new in asked.table.statements and _may_be(asked, each, place, kind):
                yield rename_hint(asked, each.verbs[place], kind, new)


def rename_hint(asked: AskedQuery, token: Token, kind: str, new: str) -> Hint:
    """That the things of a class never have the word of `token`, and which they have."""
    said = f"Things of the class {asked.short(kind)} never have {token.text}."
    return at("not-of-class", f"{said} Since version {VERSION} of the ontology it is {asked.short(new)} there.", token)


def _may_be(asked: AskedQuery, each: PatternMention, place: int, kind: str) -> bool:
    """Whether the thing that a step of a path tells of can be of this class, and of none that has the step."""
    step = each.path[place]
    prop, end = step.removeprefix(BACK), place + step.startswith(BACK)
    if 0 < end < len(each.path):
        # The step before leads to it, or this one is the step before and the next leads from it.
        beside = each.path[end - 1] if end == place else each.path[end]
        found = [_classes(asked.table, beside, leads_to=end == place)]
    else:
        found = _told(asked, each, each.value if end else each.subject)
    if not found:
        value = each.subject if end else each.value
        return len(each.path) == 1 and compares_a_day(asked.query) and _is_ordered(asked.query.tokens, value)
    kinds = frozenset.intersection(*found)
    return kind in kinds and not any(prop in asked.table.properties[one] for one in kinds)


def _told(asked: AskedQuery, each: PatternMention, term: str) -> list[frozenset[str]]:
    """The classes of which a subject can be, by each pattern beside that tells something of it."""
    found = []
    for one in asked.mentions:
        if not one.plain or not term or not one.is_told_with(each):
            continue
        if one.subject == term and one.path == (TYPE,):
            found.append(frozenset((one.value,)) & asked.table.properties.keys())
        elif one.subject == term and one.path[0] not in (TYPE, *RENAMED):
            found.append(_classes(asked.table, one.path[0], leads_to=False))
        elif one.value == term and one.path[-1].removeprefix(BACK) not in (TYPE, *RENAMED):
            found.append(_classes(asked.table, one.path[-1], leads_to=True))
    return [kinds for kinds in found if kinds]


def _classes(table: CompletionTable, step: str, *, leads_to: bool) -> frozenset[str]:
    """The classes of the things that a step of a path leads to, or starts from."""
    prop = step.removeprefix(BACK)
    is_value = leads_to != step.startswith(BACK)
    return frozenset(table.classes_of_values(prop) if is_value else table.classes_with([prop]))


def _is_ordered(tokens: Sequence[Token], variable: str) -> bool:
    """Whether a variable is compared by its order, as days are and things are not."""
    for place, token in enumerate(tokens):
        if token.kind == "variable" and f"?{token.text[1:]}" == variable:
            before = [each.text for each in tokens[max(place - 2, 0) : place]]
            after = tokens[place + 1].text if place + 1 < len(tokens) else ""
            if after in ORDER or before[-1:] in (["<"], [">"]) or before in (["<", "="], [">", "="]):
                return True
    return False
