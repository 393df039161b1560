"""The cells of one row of a sheet, read field by field: what is plain is taken, what is not becomes a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.reconcile.amounts import year_guess
from graph.reconcile.fields import FieldKind, SheetField
from graph.reconcile.guess import LEAVE, Guess, Guesses, Meaning, Sureness
from graph.reconcile.known import KnownFacts
from graph.reconcile.names import ConceptNames
from graph.reconcile.places import NewCities, country_guess
from graph.sheets.columns import DESCRIBE, Layout
from graph.sheets.findings import SheetFinding
from graph.tables.damage import text_fault
from graph.text.folding import plain
from graph.text.invisible import visible
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import N_
from graph.workbooks.sheet import address

DIVIDED: Final = re.compile(r"[;\n|•]+")
DIVIDED_MORE: Final = re.compile(r"[,/]|\s(?:et|and|und|y|e|en|i|oraz)\s")
DOUBTFUL: Final = re.compile(r"(?<=[^\W\d_])\?\s+[a-zà-ž]|(?:^|\s)\?[^\W\d_]")
"""A question mark where a letter may have been: `Stra? miejska`, `?ódź`."""

BY_ITS_BEGINNING: Final = frozenset(("runs", "evidence_level"))
"""Fields whose texts say first what they are: `Ville de Rennes`, `Enquête auprès de 210 participantes`."""

NEEDED: Final = frozenset("title cities description status themes problems".split())
"""What no row can do without."""

LETTER: Final = re.compile(r"[^\W\d_]")
LEFT_OUT: Final = Meaning(LEAVE, N_("Leave it out"))


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with text: where it is, what its column is headed, what is written."""

    address: str
    heading: str
    text: str


@dataclass(frozen=True)
class RowReader:
    """Reads the cells of one row (from 0) of a layout."""

    known: KnownFacts
    layout: Layout
    asked: Guesses
    cities: NewCities
    row: int
    findings: list[SheetFinding]

    def cells(self, field: str) -> list[SheetCell]:
        """The cells of a field that hold anything."""
        found = []
        for column in self.layout.of(field):
            text = visible(self.layout.sheet.cell(self.row, column.place)).strip()
            if text:
                found.append(SheetCell(address(self.row, column.place), column.heading, text))
        return found

    def place(self, field: str) -> str:
        """The address of a field in this row, also where it is empty; that of the first column for one without."""
        column = next(self.layout.of(field), None) or next(self.layout.of("title"), None)
        return address(self.row, column.place if column else 0)

    def text(self, field: str) -> str:
        """The text of a field in one line; what cannot be kept is asked for."""
        return ". ".join(text.rstrip(".") if more else text for text, more in self._texts(self.cells(field)))

    def whole(self, cell: SheetCell) -> str:
        """The text of a cell in one line, as written or as it was mended."""
        text = " ".join(cell.text.split())
        fault, is_doubtful = text_fault(text), bool(DOUBTFUL.search(text))
        if fault is None and not is_doubtful:
            return text
        why = fault[0] if fault else N_("A letter may be lost where the question mark stands.")
        choices = (LEFT_OUT,) if fault else (Meaning(text, N_("It is right as it stands")), LEFT_OUT)
        guess = Guess("text", text, "", why, Sureness.OPEN, choices, is_text=True, context=cell.heading)
        return self.asked.take(guess, cell.address)

    def texts(self, field: str) -> list[str]:
        """The texts that a field lists."""
        every = (part for cell in self.cells(field) for part in _listed(self.whole(cell)))
        return list(dict.fromkeys(every))

    def described(self) -> list[str]:
        """Columns that go into the description, each after its heading."""
        return [f"{cell.heading}: {text}" for cell in self.cells(DESCRIBE) if (text := self.whole(cell))]

    def term(self, field: SheetField, cell: SheetCell, text: str | None = None, name: str = "") -> list[str]:
        """The notations that a text of a cell is taken for."""
        guess = term_guess(self.known.names, name or field.name, field.scheme, cell.text if text is None else text)
        return [value for value in self.asked.take(guess, cell.address).split(";") if value]

    def terms(self, field: SheetField) -> list[str]:
        """The notations that a field lists, or the one that it holds."""
        found: list[str] = []
        for cell in self.cells(field.name):
            parts = [cell.text] if field.kind is FieldKind.TERM else self._parts(field.scheme, cell.text)
            found += [value for part in parts for value in self.term(field, cell, part)]
        return list(dict.fromkeys(found))[: 1 if field.kind is FieldKind.TERM else None]

    def date(self, field: str) -> str:
        """The year, month or day of a field."""
        cells = self.cells(field)
        return (
            self.asked.take(year_guess(field, cells[0].text, self.layout.language), cells[0].address) if cells else ""
        )

    def countries(self) -> list[str]:
        """Codes of the countries that the row names."""
        cells = [(cell, part) for cell in self.cells("country") for part in _listed(cell.text)]
        codes = [self.asked.take(country_guess(self.known, part), cell.address) for cell, part in cells]
        return list(dict.fromkeys(filter(None, codes)))

    def towns(self, countries: list[str]) -> list[str]:
        """Ids of the cities that the row names, those of new rows too."""
        country = countries[0] if len(countries) == 1 else ""
        found = []
        for cell in self.cells("cities"):
            for part in self._towns_in(cell.text, country):
                value = self.asked.take(self.cities.guess(part, country), cell.address)
                found.append(self._town(cell, value, country))
        return list(dict.fromkeys(filter(None, found)))

    def language(self) -> str:
        """The language of the texts, empty for English, which needs no mark."""
        cells = self.cells("language_of_text")
        named = _language(cells[0].text) if cells else ""
        tag = named or self.layout.language
        return "" if tag == ENGLISH else tag

    def missing(
        self, field: str, why: str, guess: str = "", certainty: Sureness = Sureness.OPEN, scheme: str = ""
    ) -> str:
        """What an empty field of this row is to hold."""
        name = " ".join(cell.text for cell in self.cells("title"))
        choices = () if field in NEEDED else (LEFT_OUT,)
        asked = Guess(
            field, "", guess, why, certainty, choices, scheme, is_text=not scheme, context=f"{name}/{self.row + 1}",
            about=name,
        )  # fmt: skip
        return self.asked.take(asked, self.place(field))

    def _town(self, cell: SheetCell, value: str, country: str) -> str:
        """The id of the city of an answer, also of one in words; "" and a finding when it is still not clear."""
        written = self.cities.guess(value, country).value if value else ""
        id_ = self.cities.id_of(value) or self.cities.id_of(written)
        if value and not id_:
            message, mend = N_("This names no city of the country, or several."), N_("Write its name as on a map.")
            self.findings.append(SheetFinding(cell.address, cell.heading, value, message, mend))
        return id_

    def _towns_in(self, text: str, country: str) -> list[str]:
        parts = _listed(text)
        whole = [part for part in parts if self.cities.guess(part, country).choices]
        more = [piece.strip() for part in parts for piece in DIVIDED_MORE.split(part) if piece.strip()]
        return parts if len(whole) == len(parts) else more

    def _parts(self, scheme: str, text: str) -> Iterator[str]:
        """The items of a list; commas and slashes divide where the whole is no name."""
        for part in _listed(text):
            found = self.known.names.find(scheme, part)
            pieces = [piece.strip() for piece in DIVIDED_MORE.split(part) if piece.strip()]
            yield from [part] if (found and found.whole) or not pieces else pieces

    def _texts(self, cells: list[SheetCell]) -> Iterator[tuple[str, bool]]:
        kept = [text for cell in cells if (text := self.whole(cell))]
        return ((text, place < len(kept)) for place, text in enumerate(kept, 1))


def term_guess(names: ConceptNames, field: str, scheme: str, text: str) -> Guess:
    """The concept of a scheme that a text is taken for."""
    found = names.find(scheme, text)
    if found is None:
        return Guess(field, text, "", N_("No word of ours is like it."), Sureness.OPEN, (LEFT_OUT,), scheme)
    value = ";".join(found.values)
    label = " · ".join(names.choice(scheme, each).label for each in found.values)
    choices = (Meaning(value, label) if len(found.values) > 1 else names.choice(scheme, value), LEFT_OUT)
    is_first = field in BY_ITS_BEGINNING and plain(text).startswith(found.name)
    if (found.whole and LETTER.search(text)) or is_first:
        return Guess(field, text, value, N_("It is a name of this."), Sureness.SURE, choices, scheme)
    why = N_("It has the words “%(words)s”.", words=found.name)
    return Guess(field, text, value, why, Sureness.LIKELY, choices, scheme)


def _listed(text: str) -> list[str]:
    return [" ".join(part.split()) for part in DIVIDED.split(text) if part.strip()]


def _language(text: str) -> str:
    names = {plain(name): tag for tag, name in LANGUAGES.items()} | {tag: tag for tag in LANGUAGES}
    return names.get(plain(text), text.strip() if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", text.strip()) else "")
