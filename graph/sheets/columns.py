"""Which row has the headings, which column is which field, and in which language the texts are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from graph.reconcile.fields import SheetField
from graph.reconcile.guess import LEAVE, Guess, GuessChoice, Guesses, Sureness
from graph.text.folding import plain
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import N_
from graph.workbooks.sheet import Sheet, Workbook, address

DESCRIBE: Final = "+description"
"""The answer that adds the text of a column to the description, after its heading."""

FIRST_ROWS: Final = 30
LEAST_HEADINGS: Final = 2
CLOSE: Final = 0.86
MANY: Final = 3
BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^]]*\]|\*")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its place from 0, its heading as written and the field it is taken for, "" for none."""

    place: int
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are: the sheet, its row of headings (from 0), what stands above it, the columns, the language."""

    sheet: Sheet
    heading_row: int
    above: str
    columns: tuple[SheetColumn, ...]
    language: str

    def of(self, field: str) -> Iterator[SheetColumn]:
        """The columns of a field."""
        return (column for column in self.columns if column.field == field)

    def data_rows(self) -> Iterator[int]:
        """The rows below the headings that hold anything."""
        every = range(self.heading_row + 1, len(self.sheet.rows))
        return (row for row in every if any(cell.strip() for cell in self.sheet.rows[row]))


def layout_of(book: Workbook, fields: Mapping[str, SheetField], asked: Guesses) -> Layout:
    """The layout of the sheet that has the most known headings; every column that holds anything is a guess."""
    names = _names(fields)
    sheet = max(book.sheets, key=lambda each: _known(each.rows[_heading_row(each, names)], names))
    row = _heading_row(sheet, names)
    # A title over merged cells is one cell; the same text in each is taken once.
    above = dict.fromkeys(cell.strip() for cells in sheet.rows[:row] for cell in cells if cell.strip())
    columns = tuple(_columns(sheet, row, fields, names, asked))
    return Layout(sheet, row, " – ".join(above), columns, _language(sheet.rows[row], fields, asked))


def _names(fields: Mapping[str, SheetField]) -> dict[str, str]:
    """Folded headings to fields: technical names and usual headings first, then what else they are called."""
    found = {plain(name): name for name in fields}
    for place in range(max(len(names) for field in fields.values() for names in field.headings.values())):
        for name, field in fields.items():
            for names in field.headings.values():
                if place < len(names):
                    found.setdefault(_plain(names[place]), name)
    return found


def _plain(heading: str) -> str:
    return plain(BRACKETS.sub(" ", heading)) or plain(heading)


def _known(cells: Sequence[str], names: Mapping[str, str]) -> int:
    return len({names[_plain(cell)] for cell in cells if _plain(cell) in names})


def _heading_row(sheet: Sheet, names: Mapping[str, str]) -> int:
    """The first row with most known headings; without two of them the first row with several texts, else the first."""
    rows = sheet.rows[:FIRST_ROWS]
    known = [_known(cells, names) for cells in rows]
    if max(known) >= LEAST_HEADINGS:
        return known.index(max(known))
    filled = (row for row, cells in enumerate(rows) if sum(bool(cell.strip()) for cell in cells) >= LEAST_HEADINGS)
    return next(filled, 0)


def _columns(
    sheet: Sheet, row: int, fields: Mapping[str, SheetField], names: Mapping[str, str], asked: Guesses
) -> Iterator[SheetColumn]:
    width = max(map(len, sheet.rows[row:]))
    for place in range(width):
        held = [sheet.cell(each, place).strip() for each in range(row + 1, len(sheet.rows))]
        heading = sheet.cell(row, place).strip()
        if not (heading or any(held)):
            continue
        guess = _guess(heading or address(row, place), held, fields, names)
        value = asked.take(guess, address(row, place))
        yield SheetColumn(place, guess.written, value if value in fields or value == DESCRIBE else "")


def _guess(heading: str, held: list[str], fields: Mapping[str, SheetField], names: Mapping[str, str]) -> Guess:
    choices = (
        *(GuessChoice(name, name) for name in fields),
        GuessChoice(DESCRIBE, N_("Add it to the description")),
        GuessChoice(LEAVE, N_("Leave the column out")),
    )

    def made(value: str, why: str, certainty: Sureness) -> Guess:
        return Guess("column", heading, value, why, certainty, choices)

    whole = _plain(heading)
    if whole in names:
        return made(names[whole], N_("It has the name of this column."), Sureness.SURE)
    numbers = [cell for cell in held if cell]
    if (
        numbers
        and all(cell.isdecimal() for cell in numbers)
        and sorted(map(int, numbers)) == [*range(1, len(numbers) + 1)]
    ):
        return made(LEAVE, N_("It counts the rows."), Sureness.SURE)
    if not numbers:
        return made(LEAVE, N_("The column is empty."), Sureness.SURE)
    within = [name for name in names if f" {name} " in f" {whole} " and len(name) > MANY]
    near = within or get_close_matches(whole, names, n=1, cutoff=CLOSE)
    if near:
        return made(names[max(near, key=len)], N_("The name is close to that of this column."), Sureness.LIKELY)
    return made("", N_("No column of ours has such a name."), Sureness.OPEN)


def _language(headings: Sequence[str], fields: Mapping[str, SheetField], asked: Guesses) -> str:
    """The language of the headings, which that of the texts most likely is."""
    counted = Counter(
        language
        for heading in map(_plain, headings)
        for language in LANGUAGES
        if any(heading == _plain(name) for field in fields.values() for name in field.headings.get(language, ()))
    )
    best = counted.most_common(1)
    language = best[0][0] if best else ENGLISH
    others = [count for other, count in counted.items() if other != language]
    is_clear = bool(best) and best[0][1] >= MANY and best[0][1] > max(others, default=0)
    choices = tuple(GuessChoice(tag, name) for tag, name in LANGUAGES.items())
    certainty = Sureness.SURE if is_clear else Sureness.LIKELY
    guess = Guess("language", language, language, N_("It is the language of the headings."), certainty, choices)
    return asked.take(guess) or language
