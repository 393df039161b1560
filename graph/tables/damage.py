"""What a text has suffered on its way: characters that no format can hold, and what spreadsheets make of cells."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import lru_cache
from typing import Final

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""

UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff9-\uffff]")
"""Controls, private code points, and the mark of a character that was lost (U+FFFD)."""

ESCAPED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")
FAILED: Final = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!|SPILL!|CALC!|NOM\s?\?|BEZUG!|WERT!|#+)")
FORMULA: Final = re.compile(r"=(?:[A-Z][A-Z.]*\(|[$A-Z]+\$?\d)")
LOST: Final = re.compile(r"(?:^|(?<=\s))[^\s/=&:]*[^\W\d_]\?[^\W\d_][^\s/=&:]*")
MISREAD: Final = re.compile(
    "[\u00c2\u00c3\u00c5][\u00a0-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|"
    "\u00c4[\u00a0-\u00bf\u2026\u2021\u2122\u203a\u0178\u2020]|\u00e2[\u20ac\u201a\u201e][\u00a0-\u2122]"
)
"""Letters and marks beyond ASCII as Windows-1252 shows their bytes: `Ã©`, `Å‚`, `â€™`."""

SHORT: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?[Ee][+-]?\d+")
MONTHS: Final = (
    "jan feb mar apr may jun jul aug sep oct nov dec janv fevr févr avr mai juin juil aout août sept mär mrz okt dez "
    "gen mag giu lug ago set ott dic ene abr mrt mei fev out sty lut kwi maj cze lip sie wrz paź lis gru"
).split()
_MONTH: Final = rf"(?:{'|'.join(MONTHS)})[^\W\d_]*\.?"
DAY_AND_MONTH: Final = re.compile(rf"\d{{1,4}}[-. /]{_MONTH}|{_MONTH}[-. /]\d{{1,4}}", re.IGNORECASE)
SERIAL: Final = re.compile(r"[1-9]\d{4}(?:\.0)?")
SERIAL_ZERO: Final = datetime.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_000
"""Days as spreadsheets count them, from 1927 to 2099: five digits that are likelier a day than anything else."""


@lru_cache(maxsize=20_000)
def text_fault(text: str) -> Fault | None:
    """What makes a cell of any column unfit to be kept; None when nothing does."""
    if found := UNWRITABLE.search(text):
        return _unwritable(found.group())
    if found := ESCAPED.search(text):
        return f"{found.group()} is how a spreadsheet writes a control character.", "Take it out of the cell."
    if FAILED.fullmatch(text.strip()):
        return "This is an error of a spreadsheet, not a value.", "Write the value, or empty the cell."
    if FORMULA.match(text):
        return "This is a formula, not its value.", "Paste the column as values, then save it again."
    if found := LOST.search(text):
        mend = "Write the letter again, and save the file as UTF-8."
        return f"A letter was lost in {found.group()!r}: the program could not write it.", mend
    if right := _misread(text):
        mend = f"Open the file as UTF-8 and save it again. Was {right!r} meant?"
        return "UTF-8 was read as another encoding here.", mend
    return None


@lru_cache(maxsize=20_000)
def coded_fault(text: str) -> Fault | None:
    """What a spreadsheet did to a number, a date or an identifier; None when nothing."""
    if SHORT.fullmatch(text):
        mend = "Format the column as text, then write all digits."
        return "A spreadsheet shortened the number.", mend
    if DAY_AND_MONTH.fullmatch(text):
        return "A spreadsheet made a date of it.", "Format the column as text, then write the value again."
    if text.startswith("'"):
        return "The apostrophe belongs to the spreadsheet, not to the value.", "Remove the apostrophe."
    return None


def day_of_serial(text: str) -> str:
    """The day that a spreadsheet counts as this number, as `2024-11-13`; empty when the text is no such number."""
    if not SERIAL.fullmatch(text):
        return ""
    days = int(text.partition(".")[0])
    return str(SERIAL_ZERO + datetime.timedelta(days)) if FIRST_SERIAL <= days <= LAST_SERIAL else ""


def _unwritable(character: str) -> Fault:
    name = unicodedata.name(character, "control character" if ord(character) < 0xA0 else "character without a meaning")
    message = f"The text holds U+{ord(character):04X} ({name.lower()}), which not every format can hold."
    return message, "Write a space or a line end in its place, or remove it."


def _misread(text: str) -> str:
    """The text as it was before UTF-8 was taken for Windows-1252; empty when it was not."""
    found = MISREAD.search(text)
    if found is None:
        return ""
    try:
        return found.group().encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
