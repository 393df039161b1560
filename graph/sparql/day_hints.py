"""What a query that compares with a day passes over in silence: dates of which only the year or the month is known.

Values of these kinds have no order among each other (SPARQL 1.1, section 17.3), so such a comparison drops their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.terms import ELI, OP, PREFIXES, XSD

DAYS = frozenset((XSD + "date", XSD + "dateTime"))
# ontology/rules/32-event-days.rq gives what they date a first and a last possible day.
HAVE_DAYS = frozenset((OP + "date", OP + "start", OP + "end", ELI + "date_document"))
COMPARING = frozenset("<>=")
MOST = 5


def compared_properties(query: Reading) -> tuple[str, ...]:
    """The properties that a query names, when it compares something with a day; the first few of them."""
    tokens = query.tokens
    if not any(token.kind == "other" and token.text in COMPARING for token in tokens):
        return ()
    names = {
        place: query.prologue.resolved(token)
        for place, token in enumerate(tokens)
        if token.kind in ("iri", "name") and place not in query.prologue.declared
    }
    if not any(name in DAYS and _is_value(tokens, place) for place, name in names.items()):
        return ()
    return tuple(dict.fromkeys(name for name in names.values() if name and name not in DAYS))[:MOST]


def _is_value(tokens: Sequence[Token], place: int) -> bool:
    """Whether the datatype at `place` is that of a literal, or makes a value of one; else it is only spoken of."""
    return tokens[place - 1].text == "^" or (place + 1 < len(tokens) and tokens[place + 1].text == "(")


def day_hints(query: Reading, is_partial: Callable[[str], bool]) -> list[str]:
    """For each property that is compared with a day and has dates without one (`is_partial`): what to compare."""
    return [_hint(name) for name in compared_properties(query) if is_partial(name)]


def _hint(name: str) -> str:
    space = next((prefix for prefix, space in PREFIXES.items() if name.startswith(space)), "")
    short = f"{space}:{name.removeprefix(PREFIXES[space])}" if space else f"<{name}>"
    way = "op:earliestDay or op:latestDay of the same thing" if name in HAVE_DAYS else "YEAR( ), or the text of STR( )"
    return f"Some values of {short} are a year or a month; a comparison with a day leaves them out. Compare {way}."
