"""What a query that compares with a day passes over in silence: dates of which only the year or the month is known.

Values of these kinds have no order among each other (SPARQL 1.1, section 17.3), so such a comparison drops their rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.terms import ELI, OP, PREFIXES, XSD

DAYS = frozenset((XSD + "date", XSD + "dateTime"))
PARTIAL = frozenset((XSD + "gYear", XSD + "gYearMonth"))
# ontology/rules/32-event-days.rq gives what they date a first and a last possible day.
HAVE_DAYS = frozenset(
    (*(OP + name for name in ("date", "start", "end", "startYear", "endYear", "year")), ELI + "date_document")
)
COMPARING = frozenset("<>=")


def compares_a_day(query: Reading) -> bool:
    """Whether a query compares something, and names a day."""
    tokens = query.tokens
    if not any(token.kind == "other" and token.text in COMPARING for token in tokens):
        return False
    return any(
        token.kind in ("iri", "name") and _is_value(tokens, place) and query.prologue.resolved(token) in DAYS
        for place, token in enumerate(tokens)
    )


def _is_value(tokens: Sequence[Token], place: int) -> bool:
    """Whether the datatype at `place` is that of a literal, or makes a value of one; else it is only spoken of."""
    return tokens[place - 1].text == "^" or (place + 1 < len(tokens) and tokens[place + 1].text == "(")


def day_hint(name: str) -> str:
    """What to compare instead of a property with dates without a day."""
    space = next((prefix for prefix, space in PREFIXES.items() if name.startswith(space)), "")
    short = f"{space}:{name.removeprefix(PREFIXES[space])}" if space else f"<{name}>"
    way = "op:earliest or op:latest of the same thing" if name in HAVE_DAYS else "YEAR( ), or the text of STR( )"
    return f"Some values of {short} are a year or a month; a comparison with a day leaves them out. Compare {way}."
