"""Hints on what a query makes of its rows: days, limits, and statements that rules inferred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from graph.completion.table import TYPE
from graph.hints.asked import AskedQuery, Hint, at
from graph.hints.mentions import PatternMention
from graph.sparql.day_hints import COMPARING, DAYS, PARTIAL, compares_a_day, day_hint
from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.terms import OP

IN_TIME: Final = PARTIAL | DAYS
SIGNS: Final = COMPARING | {"!"}
AGGREGATES: Final = frozenset("count sum avg min max sample group_concat".split())


def days(asked: AskedQuery) -> Iterator[Hint]:
    """For each property with dates without a day whose value is compared, where the query names a day."""
    tokens = asked.query.tokens
    if not compares_a_day(asked.query):
        return
    told: set[str] = set()
    for place in _compared(tokens):
        token = tokens[place]
        for each in asked.mentions:
            if (
                each.value == f"?{token.text[1:]}"
                and each.plain
                and each.path[-1] not in told
                and _partial(asked, each)
            ):
                told.add(each.path[-1])
                yield at("partial-date", day_hint(each.path[-1]), token)


def _partial(asked: AskedQuery, each: PatternMention) -> bool:
    """Whether things that the subject of a pattern may be have a year or a month as this value."""
    having = asked.table.partial.get(each.path[-1], frozenset())
    if len(each.path) > 1:
        before = each.path[-2]
        return bool(having.intersection(asked.table.classes_of_values(before))) and before[:1] not in ("^", "?")
    # A sub-query may give the subject: what it says of it counts, so that no class is thought of that it leaves out.
    beside = [one for one in asked.mentions if one.subject == each.subject and one.plain
              and (one.is_told_with(each) or one.selects[len(each.selects) :])]  # fmt: skip
    for one in beside:
        own = one.path[0]
        if own == TYPE and one.value in asked.table.properties:
            having &= {one.value}
        elif own[:1] not in ("^", "?"):
            having = frozenset(kind for kind in having if own in asked.table.properties[kind])
    return bool(having)


def years(asked: AskedQuery) -> Iterator[Hint]:
    """For each property of years, months or days that is compared with a number: so, and that none compares with it."""
    tokens = asked.query.tokens
    for place in _compared(tokens):
        name = f"?{tokens[place].text[1:]}"
        kinds = [asked.table.kinds.get(each, {}) for each in sorted(asked.properties_of.get(name, ()))]
        if kinds and _beside_number(tokens, place) and all(each and each.keys() <= IN_TIME for each in kinds):
            prop = asked.short(min(asked.properties_of[name]))
            said = f"Values of {prop} are dates or years (xsd:gYear), and no number compares with them."
            yield at(
                "number-for-date", f"{said} Compare op:earliestYear or op:latestYear, or YEAR( ) of it.", tokens[place]
            )


def limit_hints(query: Reading, rows: int | None) -> Iterator[Hint]:
    """For a LIMIT of all without ORDER BY: that there may be more, where `rows` are as many or not known."""
    if query.form != "select" or "limit" not in query.words:
        return
    tokens = query.tokens
    place = _top_level(tokens, "limit")
    if place is None or place + 1 >= len(tokens) or _top_level(tokens, "order") is not None:
        return
    number = tokens[place + 1].text
    if not number.isdigit() or int(number) == 0 or (rows is not None and rows < int(number)) or _is_one_row(tokens):
        return
    yield Hint(
        "unordered-limit",
        f"LIMIT {number} without ORDER BY: there may be more rows, and which of them come is not fixed. "
        "Add ORDER BY, or leave LIMIT out and count.",
        tokens[place].start,
        tokens[place + 1].end,
    )


def inferred(asked: AskedQuery) -> Iterator[Hint]:
    """For each property of which a rule inferred a part, where DISTINCT makes one row of inferred and stated."""
    words = asked.query.words
    if "distinct" not in words or "graph" in words or "from" in words:
        return
    told: set[str] = set()
    for each in asked.mentions:
        for token in each.verbs:
            iri = asked.meant(token)
            count = asked.table.statements.get(iri)
            if iri.startswith(OP) and iri not in told and count and 0 < count.inferred < count.statements:
                told.add(iri)
                yield at(
                    "inferred-too",
                    f"{count.inferred} of {count.statements} statements of {token.text} are inferred by a rule, and "
                    "DISTINCT tells them like stated ones. Ask in which graph each stands: the name of an inferred one "
                    "has /graph/rule/.",
                    token,
                )


def _compared(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of the variables that stand beside a sign of comparison, as they are."""
    for place, token in enumerate(tokens):
        if token.kind == "variable" and (
            _text(tokens, place + 1) in COMPARING or _text(tokens, place - 1) in COMPARING
        ):
            yield place


def _beside_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether the other side of the comparison begins, or ends, with a number."""
    after = next((_text(tokens, at) for at in (place + 1, place + 2, place + 3) if _text(tokens, at) not in SIGNS), "")
    before = next((_text(tokens, at) for at in (place - 1, place - 2, place - 3) if _text(tokens, at) not in SIGNS), "")
    is_left = _text(tokens, place + 1) in COMPARING
    return (after if is_left else before).isdigit()


def _text(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else ""


def _top_level(tokens: Sequence[Token], word: str) -> int | None:
    """The place of a word outside all groups; None when it is nowhere there."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.kind == "word" and token.text.lower() == word:
            return place
    return None


def _is_one_row(tokens: Sequence[Token]) -> bool:
    """Whether the whole query adds all up into one row."""
    head = []
    for token in tokens:
        if token.text == "{":
            break
        head.append(token.text.lower())
    return bool(AGGREGATES.intersection(head)) and _top_level(tokens, "group") is None
