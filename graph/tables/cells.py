"""One cell at a time: is it there, can it be kept, and has it the form that its column asks for?"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Final

from graph.tables.damage import Fault, coded_fault, day_of_serial, text_fault
from graph.tables.metadata import Column

REDUCED_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
FIRST_YEAR, LAST_YEAR = 1750, 2199
"""Years that facts about cities and law in force can have. Registers write 1003 for not known and 9999 for no end."""

LEXICAL: Final = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYear": re.compile(r"[0-9]{4}"),
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    "anyURI": re.compile(r"https?://[^\s<>\"{}|\\^`]+"),
}
EXAMPLES: Final = {
    "celex": "32016R0679",
    "eli": "http://data.europa.eu/eli/reg/2016/679/oj",
    "geonames": "2990440, all digits of the number in the address at geonames.org",
    "lau": "001272, with all zeros in front",
    "nuts3": "FRL03, the code of level 3",
    "nuts_prefix": "DE1, the beginning of a NUTS code",
    "own_name_language": "fr, the two letters of the language of the name",
    "title_language": "fr, the two letters of the language of the title",
    "url": "https://www.example.eu/page, in full",
    "wikidata": "Q33959, the letter Q and the number",
}
MENDS: Final = {
    "date": "Write a calendar day as 2019-10-09.",
    "gYear": "Write a year as 2019.",
    "integer": "Write a whole number without separators.",
    "decimal": "Write a decimal number within the range, as 43.70.",
    "anyURI": "Write a full address that starts with http:// or https://.",
}
A_DATE: Final = "Write it as 2019, 2019-10 or 2019-10-09."
DATED: Final = ("date", "gYear")


def cell_faults(column: Column, cell: str, is_coded: bool) -> Iterator[tuple[str, Fault]]:
    """What is wrong with a cell, each with the value it is about; `is_coded` says that it names a row or a concept."""
    if not cell.strip():
        if column.required:
            yield "", ("The cell is empty.", f"Write the {column.name}: every row needs one.")
        return
    if problem := text_fault(cell):
        yield cell, problem
        return
    for item in column.items(cell):
        if problem := (is_coded and coded_fault(item)) or _type_fault(column, item):
            yield item, problem


def typed_reduced_date(text: str) -> str:
    """Return the XSD type name of a date written as year, year-month or day. Raises ValueError when it is none."""
    if not REDUCED_DATE.fullmatch(text):
        raise ValueError("not a year, a month or a day")
    datetime.date.fromisoformat((text + "-01-01")[:10])
    return {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)]


def _type_fault(column: Column, item: str) -> Fault | None:
    if column.is_reduced_date:
        return _date_fault(item)
    if column.max_words and len(item.split()) > column.max_words:
        message = f"The {column.name} has {len(item.split())} words, {column.max_words} at most are allowed."
        return message, "Shorten it."
    if column.datatype is None:
        return None
    return _form_fault(column, item, column.datatype.base)


def _date_fault(item: str) -> Fault | None:
    try:
        typed_reduced_date(item)
    except ValueError:
        return _counted_day(item) or ("This is not a date.", A_DATE)
    return _year_fault(item)


def _year_fault(item: str) -> Fault | None:
    """A year that no fact has: registers put a far day where none is known, or none is meant."""
    if FIRST_YEAR <= int(item[:4]) <= LAST_YEAR:
        return None
    message = f"The year is not between {FIRST_YEAR} and {LAST_YEAR}: registers write it for no end or not known."
    return message, "Leave the cell empty, or write the real date."


def _counted_day(item: str) -> Fault | None:
    day = day_of_serial(item)
    return ("A spreadsheet wrote the day as a number.", f"Write {day}, if that is the day meant.") if day else None


def _form_fault(column: Column, item: str, base: str) -> Fault | None:
    message, mend = f"This is not a valid {column.name}", _mend(column, base)
    # The library accepts digits of any script, underscores and NaN, which no reader of RDF does.
    if base in LEXICAL and not LEXICAL[base].fullmatch(item):
        found = coded_fault(item) or (_counted_day(item) if base in DATED else None)
        return found or (f"{message}.", mend)
    try:
        column.datatype.read(item)
    except ValueError as error:
        return coded_fault(item) or ((f"{message}: {error}." if base in LEXICAL else f"{message}."), mend)
    return _year_fault(item) if base in DATED else None


def _mend(column: Column, base: str) -> str:
    if base in MENDS and column.name not in EXAMPLES:
        return MENDS[base]
    if column.name in EXAMPLES:
        return f"{MENDS.get(base, '')} Write it as {EXAMPLES[column.name]}.".strip()
    return f"Use the form {column.datatype.format}."


def forms_by_example() -> Mapping[str, str]:
    """Columns of identifiers with a value each that has their form."""
    return {name: text.partition(",")[0] for name, text in EXAMPLES.items()}
