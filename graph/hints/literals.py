"""Hints on literals: a text, a number or a year where a property has literals of another type alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from graph.hints.asked import AskedQuery, Hint, at
from graph.sparql.day_hints import COMPARING, DAYS, HAVE_DAYS, PARTIAL
from graph.sparql.tokens import Token
from graph.terms import RDF, XSD

IN_TIME: Final = PARTIAL | DAYS
TEXT: Final = XSD + "string"
INTEGER, BOOLEAN = XSD + "integer", XSD + "boolean"
NUMBERS: Final = frozenset(
    XSD + name for name in "integer decimal double float int long short nonNegativeInteger positiveInteger".split()
)
# Types of which some values equal some of another: no hint tells these apart.
ALIKE: Final[Mapping[str, str]] = {
    **dict.fromkeys(NUMBERS, INTEGER),
    **dict.fromkeys(DAYS, XSD + "date"),
    RDF + "langString": TEXT,
}
ARITHMETIC: Final = frozenset("+-*/")


def other_types(asked: AskedQuery) -> Iterator[Hint]:
    """For each literal that no value of its property can equal or be compared with, by its type: how to write it."""
    for place, properties, is_order in _places(asked):
        tokens = asked.query.tokens
        kind = _type(asked, place)
        held = [asked.table.kinds.get(each, {}) for each in sorted(properties)]
        if not kind or not all(each and all(map(_is_literal, each)) for each in held):
            continue
        have = {ALIKE.get(each, each) for kinds in held for each in kinds}
        # `years` tells what a number beside a date means, `days` what a day beside a year does.
        if is_order and have <= IN_TIME and (kind == INTEGER or kind in DAYS):
            continue
        prop, written = min(properties), _written(tokens, place)
        if kind not in have:
            said = f"Values of {asked.short(prop)} are {_names(asked, held)}, and none compares with {written}."
            yield at("other-type", f"{said} {_way(prop, have, kind, tokens[place].text)}".rstrip(), tokens[place])
        elif is_order and kind in PARTIAL and have != {kind}:
            said = f"Values of {asked.short(prop)} are {_names(asked, held)}, and not all compare with {written}."
            yield at("partial-date", f"{said} {_way(prop, have, kind, tokens[place].text)}", tokens[place])


def _way(prop: str, have: Set[str], kind: str, text: str) -> str:
    """What to write instead; empty where nothing is sure."""
    bare = text.strip("\"'")
    if IN_TIME.issuperset(have):
        own = "op:earliestYear or op:latestYear of the same thing" if prop in HAVE_DAYS else "YEAR( ) of it"
        if have == {XSD + "gYear"} and bare.isdigit() and len(bare) == 4:
            return f'Write "{bare}"^^xsd:gYear, or compare {own} with a number.'
        return f"Compare {own} with a number."
    if kind == TEXT and ((have == {INTEGER} and bare.isdigit()) or (have == {BOOLEAN} and bare in ("true", "false"))):
        return f"Write {bare} without quotes."
    return f'Write "{bare}".' if have == {TEXT} and kind == INTEGER else ""


def _places(asked: AskedQuery) -> Iterator[tuple[int, frozenset[str], bool]]:
    """Where literals stand, beside which properties, and whether they are compared there by their order."""
    for each in asked.mentions:
        last = each.path[-1] if each.path else ""
        if not each.value and each.plain and last[:1] not in ("", "^", "?"):
            yield each.last, frozenset((last,)), False
    found = [(name, place, False) for name, places in asked.equals.items() for place in places]
    found += [(name, place, True) for name, place in _ordered(asked.query.tokens)]
    for name, place, is_order in found:
        properties = asked.properties_of.get(name, frozenset())
        if properties and "" not in properties:
            yield place, properties, is_order


def _ordered(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """The variables that stand beside a sign of order, with the place of the literal on its other side."""
    for place, token in enumerate(tokens):
        if token.kind != "variable":
            continue
        after, before = place + 1, place - 1
        while _text(tokens, after) in COMPARING:
            after += 1
        while _text(tokens, before) in COMPARING:
            before -= 1
        if _text(tokens, place + 1) in "<>" and after < len(tokens) and _text(tokens, place - 1) not in ARITHMETIC:
            yield f"?{token.text[1:]}", after
        elif _text(tokens, before + 1) in "<>" and before + 1 < place and _text(tokens, place + 1) not in ARITHMETIC:
            yield f"?{token.text[1:]}", before - 3 if _text(tokens, before - 1) == "^" else before


def _type(asked: AskedQuery, place: int) -> str:
    """The type of the literal that begins at a place, as ALIKE has it; empty for what is no literal, or is more."""
    tokens = asked.query.tokens
    token = tokens[place]
    if token.kind == "string":
        if _text(tokens, place + 1) == "^":
            kind = asked.meant(tokens[place + 3]) if place + 3 < len(tokens) else ""
            return "" if _text(tokens, place + 4) in ARITHMETIC else ALIKE.get(kind, kind)
        return TEXT if _text(tokens, place + 1) not in ARITHMETIC else ""
    if token.kind != "word" or _text(tokens, place + 1) in ARITHMETIC or _text(tokens, place - 1) in ARITHMETIC:
        return ""
    if token.text.isdigit():
        return INTEGER
    return BOOLEAN if token.text in ("true", "false") else ""


def _written(tokens: Sequence[Token], place: int) -> str:
    text = tokens[place].text
    shown = text if len(text) <= 40 else f"{text[:37]}…{text[-1]}"
    return f"{shown}^^{tokens[place + 3].text}" if _text(tokens, place + 1) == "^" else shown


def _names(asked: AskedQuery, held: Sequence[Mapping[str, int]]) -> str:
    """The types that values have, the most used first."""
    uses: dict[str, int] = {}
    for kinds in held:
        for kind, count in kinds.items():
            uses[kind] = uses.get(kind, 0) + count
    return ", ".join(asked.short(each) for each in sorted(uses, key=lambda each: (-uses[each], each)))


def _is_literal(kind: str) -> bool:
    return kind.startswith(XSD) or kind == RDF + "langString"


def _text(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else " "
