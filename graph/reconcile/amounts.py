"""Money, years and days as people write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_territory_currencies

from graph.reconcile.guess import LEAVE, Guess, GuessChoice, Sureness
from graph.tables.cells import FIRST_YEAR, LAST_YEAR
from graph.tables.damage import day_of_serial
from graph.text.folding import fold
from graph.text.invisible import visible
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import N_

WORDS_ALONE: Final = "words"
"""The value of a cost that is kept in the words that were written, without an amount."""

SIGNS: Final = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "zl": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "euro": "EUR",
    "euros": "EUR",
}
MANY: Final = {
    "k": 3, "mille": 3, "tsd": 3, "tys": 3, "mil": 3, "thousand": 3, "tausend": 3, "m": 6, "mio": 6, "mln": 6,
    "million": 6, "millions": 6, "millionen": 6, "millones": 6, "milioni": 6, "miljoen": 6, "milhoes": 6, "mn": 6,
    "md": 9, "mrd": 9, "mld": 9,
}  # fmt: skip
MONEY: Final = re.compile(r"([^\d\s.,-]*)\s*(\d[\d .,'’]*)\s*([^\d\s%€£]*)\.?\s*([^\d\s%]*)\.?")
GROUPED: Final = re.compile(r"\d{1,3}([ .,'’])\d{3}(?:\1\d{3})*")
ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]00:00(?::00)?)?")
DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
MONTH_YEAR: Final = re.compile(r"(\d{1,2})[./-](\d{4})")
NAMED: Final = re.compile(r"(?:(\d{1,2})(?:er|\.|º|\s+de)?\s+)?([^\W\d_]{3,})\.?(?:\s+de)?[\s-]+(\d{4}|\d{2})")
YEAR: Final = re.compile(r"(?<!\d)(?:1[7-9]|2[01])\d\d(?!\d)")
LAST_OF_TWO_DIGITS: Final = 49
"""`nov-49` is taken for 2049 and `nov-50` for 1950, as spreadsheet programs write a year in two digits."""
LONGEST: Final = 60
MOST_DIGITS: Final = 15
THOUSANDS: Final = 3
NEW_YEAR: Final = "-01-01"


class Money(NamedTuple):
    """An amount as tables write it; `currency` is empty where none is written, `is_clear` false where a mark may be
    that of thousands or of decimals."""

    amount: str
    currency: str
    is_clear: bool

    @property
    def small(self) -> str:
        """The amount where the mark is that of decimals."""
        return f"{Decimal(self.amount).scaleb(-THOUSANDS).normalize():f}"


def money(text: str) -> Money | None:
    """`1 250 000 €`, `2,4 M€`, `180 000,00`; None for anything else, ranges and percentages too."""
    match = MONEY.fullmatch(visible(text).strip()) if len(text) <= LONGEST else None
    if match is None:
        return None
    before, digits, *after = (part.strip() for part in match.groups())
    words = [word for part in (before, *after) for word in re.split(r"(?<=[a-z])(?=[€£])|\s", fold(part)) if word]
    currencies = [code for word in words if (code := _currency(word))]
    powers = [MANY[word.rstrip(".")] for word in words if word.rstrip(".") in MANY]
    if len(currencies) + len(powers) != len(words) or len(currencies) > 1 or len(powers) > 1:
        return None
    number, is_clear = _number(digits)
    if number is None:
        return None
    amount = number.scaleb(powers[0]) if powers else number
    plain = format(amount.normalize(), "f")
    return Money(plain, currencies[0] if currencies else "", is_clear)


def _currency(word: str) -> str:
    if word in SIGNS:
        return SIGNS[word]
    return word.upper() if len(word) == 3 and word.upper() in Locale(ENGLISH).currencies else ""


def _number(digits: str) -> tuple[Decimal | None, bool]:
    """The number, and whether its marks can be read in one way alone."""
    bare = re.sub(r"[ '’]", "", digits).strip(".,")
    marks = re.findall(r"[.,]", bare)
    if len(bare) > MOST_DIGITS:
        return None, False
    if not marks:
        return Decimal(bare), True
    last = marks[-1]
    whole, _, rest = bare.rpartition(last)
    if len(set(marks)) == 2 or (len(rest) != 3 and marks.count(last) == 1):
        whole = re.sub(r"[.,]", "", whole)
        return Decimal(f"{whole or '0'}.{rest}"), True
    if not GROUPED.fullmatch(bare):
        return None, False
    return Decimal(re.sub(r"[.,]", "", bare)), marks.count(last) > 1 or " " in digits


def cost_guess(written: str, heading: str, country: str) -> Guess:
    """The amount and currency of a cost; its words alone where no amount is written."""
    alone = GuessChoice(WORDS_ALONE, N_("These words, without an amount"))
    nothing = GuessChoice(LEAVE, N_("Leave it out"))
    found = money(written)
    if found is None:
        why = N_("No single amount is written; the words can be kept.")
        return Guess("cost", written, WORDS_ALONE, why, Sureness.LIKELY, (alone, nothing), is_text=True)
    inside = [code for word in re.findall(r"[€£]|[^\W\d_]+", heading) if (code := _currency(fold(word)))]
    local = get_territory_currencies(country) if country else []
    currency = found.currency or next(iter((*inside, *local)), "EUR")
    values = [f"{amount} {currency}" for amount in (found.amount, *([] if found.is_clear else [found.small]))]
    why, certainty = N_("An amount and its currency."), Sureness.SURE
    if not found.is_clear:
        why, certainty = N_("The mark may be of thousands or of decimals."), Sureness.LIKELY
    elif not (found.currency or inside):
        why, certainty = N_("The currency is that of the country."), Sureness.LIKELY
    choices = (*(GuessChoice(value, value) for value in values), alone, nothing)
    return Guess("cost", written, values[0], why, certainty, choices, is_text=True, context=currency)


def year_guess(field: str, written: str, language: str) -> Guess:
    """The year, month or day that a cell names, written as 2019, 2019-10 or 2019-10-09."""
    text = visible(written).strip()
    choices = [GuessChoice(LEAVE, N_("Leave it empty"))]

    def made(value: str, why: str, certainty: Sureness) -> Guess:
        held = (GuessChoice(value, value), *choices) if value else tuple(choices)
        return Guess(field, written, value, why, certainty, held, is_text=True)

    if len(text) > LONGEST:
        return made("", N_("No year can be read here."), Sureness.OPEN)
    for reader in (_iso, _named, _month_and_year):
        if value := _in_range(reader(text)):
            if field.endswith("_year") and value.endswith(NEW_YEAR):
                choices.append(GuessChoice(value, value))
                return made(value[:4], N_("A spreadsheet may have made the year its first day."), Sureness.LIKELY)
            certain = Sureness.SURE if value[:4] in text else Sureness.LIKELY
            return made(value, N_("It is written as a date."), certain)
    if (match := DAY_FIRST.fullmatch(text)) and (days := _day_first(match, language)):
        choices += [GuessChoice(day, day) for day in days[1:]]
        why = N_("The day may stand before or after the month.") if days[1:] else N_("It is written as a date.")
        return made(days[0], why, Sureness.LIKELY if days[1:] else Sureness.SURE)
    if day := day_of_serial(text):
        return made(day, N_("A spreadsheet counts this day so."), Sureness.LIKELY)
    years = [year[0] for year in YEAR.finditer(text)]
    if years:
        year = years[-1] if field.startswith("end") else years[0]
        choices += [GuessChoice(other, other) for other in years if other != year]
        return made(year, N_("The year stands among other words: is it meant so?"), Sureness.LIKELY)
    return made("", N_("No year can be read here."), Sureness.OPEN)


def _day_first(match: re.Match[str], language: str) -> list[str]:
    """The days that `01/09/2012` may be, the likelier first; one where only one can be meant."""
    first, second, year = match.groups()
    days = [_in_range(_day(year, second, first)), _in_range(_day(year, first, second))]
    found = list(dict.fromkeys(day for day in days if day))
    return found if language == ENGLISH else found[:1]


def _iso(text: str) -> str:
    match = ISO.fullmatch(text.removesuffix(".0"))
    return _day(match[1], match[2] or "", match[3] or "") if match else ""


def _named(text: str) -> str:
    match = NAMED.fullmatch(fold(text))
    month = _months().get(match[2]) if match else None
    if match is None or month is None:
        return ""
    century = "" if len(match[3]) == 4 else "20" if int(match[3]) <= LAST_OF_TWO_DIGITS else "19"
    year = century + match[3]
    return _day(year, str(month), match[1] or "")


def _month_and_year(text: str) -> str:
    match = MONTH_YEAR.fullmatch(text)
    return _day(match[2], match[1], "") if match else ""


def _day(year: str, month: str, day: str) -> str:
    """A reduced date; empty when there is no such day."""
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    text = "-".join(parts)
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return ""
    return text


def _in_range(value: str) -> str:
    return value if value and FIRST_YEAR <= int(value[:4]) <= LAST_YEAR else ""


@cache
def _months() -> Mapping[str, int]:
    """Months by their folded names and short forms in every language."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(fold(name).rstrip("."), number)
    return found
