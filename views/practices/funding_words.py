"""What a text on funding says beyond the data beside it: what the data do not surely tell is shown in its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Final

Money = tuple[Decimal, str]
"""An amount and its currency."""

MONEY: Final = re.compile(r"\b([A-Z]{3}) (\d(?:[\d,.]*\d)?)( million)?\b")
WORD: Final = re.compile(r"[\w%]+")
MILLION: Final = 1_000_000
GLUE: Final = frozenset(("of", "the", "from"))
OF_PRECISION: Final = {
    "about": frozenset(("about",)),
    "at-least": frozenset(("over", "at", "least", "more", "than")),
    "at-most": frozenset(("up", "to", "at", "most")),
}
OF_AMOUNT: Final = {"one-year": frozenset(("a", "year")), "whole-project": frozenset(("budget", "total"))}
OF_PAYER: Final = {"city": "municipal", "town": "municipal", "region": "regional", "land": "state"}
"""The English words of the tables that say no more than a concept does."""


def words(text: str) -> frozenset[str]:
    """The words of a text in small letters."""
    return frozenset(WORD.findall(text.casefold()))


def says_more(text: str, money: Money | None, names: Iterable[str], amount_of: str, precision: str) -> bool:
    """Whether a text has a word that its row does not tell by its amount with its currency, the names of who pays, and
    the slugs of what the amount is of and how exact it is."""
    known = frozenset[str]().union(GLUE, *map(words, names))
    known |= {OF_PAYER[each] for each in known & OF_PAYER.keys()}
    known |= OF_AMOUNT.get(amount_of, frozenset()) | OF_PRECISION.get(precision, frozenset())
    return not words(_without_money(text, money)) <= known


def _without_money(text: str, money: Money | None) -> str:
    """The text without the sums that are the amount; any other sum stays."""
    return MONEY.sub(lambda found: "" if _sum(found) == money else found[0], text)


def _sum(found: re.Match[str]) -> Money | None:
    digits = found[2].replace(",", "")
    if digits.count(".") > 1:
        return None
    return Decimal(digits) * (MILLION if found[3] else 1), found[1]


def left_over(text: str, told: Collection[str], names: Iterable[str]) -> str:
    """Of a text whose parts stand between semicolons, each part that `told` does not tell whole, beside the names."""
    known = frozenset[str](("and",)).union(*map(words, names))
    longest_first = sorted(told, key=len, reverse=True)
    parts = (each.strip() for each in text.split(";"))
    return "; ".join(each for each in parts if not words(_without(each, longest_first)) <= known)


def _without(part: str, told: Iterable[str]) -> str:
    left = part.casefold()
    for each in told:
        left = left.replace(each.casefold(), " ", 1)
    return left
