"""CELEX numbers, by which EUR-Lex names every document: each form of each sector, strictly or as people write them.

EUR-Lex, How CELEX numbers are composed, https://eur-lex.europa.eu/content/tools/eur-lex-celex-infographic-A3.pdf
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_YEAR: Final = "(?:19|20)[0-9]{2}"
_AFTER: Final = r"(?:\([0-9]{2}\))?(?:R\([0-9]{2}\))?(?:_[A-Z]{3})?"
FORM: Final = (
    rf"0{_YEAR}[A-Z]{{1,2}}(?:[0-9]{{4}}|/TXT)(?:-[0-9]{{8}})?|"
    rf"1{_YEAR}[A-Z]{{1,2}}(?:[0-9]{{3}}|(?:/[A-Z0-9]{{2,3}})+)(?:R\([0-9]{{2}}\)|-[0-9]{{8}})?|"
    rf"[2-68E]{_YEAR}[A-Z]{{1,2}}[0-9]{{4,5}}{_AFTER}|"
    rf"7{_YEAR}[A-Z]{{1,2}}[0-9]{{4}}(?:\([0-9]{{2}}\))?[A-Z]{{3}}_[0-9]{{1,12}}|"
    rf"9{_YEAR}[A-Z]{{1,2}}[0-9]{{4,6}}|"
    rf"C{_YEAR}/[0-9]{{3}}[A-Z]?/[0-9]{{2}}"
)
"""Consolidated texts (0), treaties (1), agreements, acts, other law, preparation, cases (2 to 6), measures of states
(7), national cases (8), questions of Parliament (9), the C series (C) and EFTA (E)."""

CELEX: Final = re.compile(FORM)
WRITTEN: Final = re.compile(
    r"(?<![a-z0-9])(?P<sector>[0-9e])\s?(?P<year>(?:19|20)\d\d)\s?(?P<kind>[a-z]{1,2})\s?"
    r"(?P<number>\d{1,6}|/[a-z]{3})(?P<after>(?:\(\d\d\))?(?:r\s?\(\d\d?\))?(?:-\d{8})?(?:_[a-z]{3})?"
    r"(?:[a-z]{3}_\d{1,12})?)(?![a-z0-9])"
)
OLD: Final = re.compile(r"(?<![a-z0-9])3(?P<year>[5-9]\d)(?P<kind>[rlds])(?P<number>\d{4})(?![a-z0-9])")
"""As they were until 1999, with two digits for the year: 395L0046."""

CASES: Final = {"c": "CJ", "t": "TJ", "f": "FJ"}


@dataclass(frozen=True, slots=True)
class Celex:
    """The parts of a number; `after` is what follows the number of the act: a corrigendum, a day, a measure."""

    sector: str
    year: str
    kind: str
    number: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.sector}{self.year}{self.kind}{self.number}{self.after}"

    def base(self) -> Celex | None:
        """The document to which this one belongs: the act of a corrigendum, consolidation or measure, the judgment."""
        if self.sector == "1":
            return None if self.number == "/TXT" and not self.after else Celex("1", self.year, self.kind, "/TXT")
        if self.sector in "07":
            sector = "1" if self.number == "/TXT" else "3"
            return Celex(sector, self.year, self.kind, self.number)
        if self.after:
            return Celex(self.sector, self.year, self.kind, self.number)
        if self.sector == "6" and self.kind[1:] in ("C", "A", "N", "O", "V"):
            return Celex("6", self.year, f"{self.kind[0]}J", self.number)
        return None

    def relation(self) -> str:
        """What this one is to its base, as the end of `… is`."""
        if self.sector == "0":
            return "a consolidated version"
        if self.sector == "7":
            return "a national measure"
        if self.sector == "1":
            return "a part"
        return "a corrigendum" if self.after.startswith("R") else "a document in the same matter"


def celex_numbers(folded: str) -> list[Celex]:
    """The numbers in a text in small letters, however they are written: unpadded, with spaces, with two-digit years."""
    found = [_read(match) for match in WRITTEN.finditer(folded)]
    old = [Celex("3", f"19{m['year']}", m["kind"].upper(), m["number"]) for m in OLD.finditer(folded)]
    return [each for each in dict.fromkeys([*found, *old]) if CELEX.fullmatch(str(each))]


def case_celex(court: str, number: str, year: str) -> Celex:
    """The judgment in a case of the Court of Justice (c) or the General Court (t): C-311/18 is 62018CJ0311."""
    full = f"{'20' if int(year) < 50 else '19'}{year}" if len(year) == 2 else year
    return Celex("6", full, CASES[court], number.zfill(4))


def _read(match: re.Match[str]) -> Celex:
    sector, kind = match["sector"].upper(), match["kind"].upper()
    number = match["number"].upper()
    if number.isdigit():
        number = number.zfill(3 if sector == "1" else 4)
    after = re.sub(r"\s", "", match["after"]).upper()
    after = re.sub(r"\((\d)\)", r"(0\1)", after)
    return Celex(sector, match["year"], kind, number, after)
