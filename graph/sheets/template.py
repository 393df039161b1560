"""A template to fill in: the headings of a language, drop-down lists of its words, and a sheet that helps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Final

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.reconcile.fields import CellKind, SheetField
from graph.reconcile.known import KnownFacts
from graph.text.messages import N_

ROWS: Final = 500
LEFT_OUT: Final = frozenset(("language_of_text", "start", "end", "legal_outcome", "lead_level", "legal_issue"))
"""Fields that few have; their columns are read where they stand in a file."""

LISTED: Final = (CellKind.TERM, CellKind.TERMS, CellKind.COUNTRY)
WIDE: Final = frozenset(("title", "description", "target_problem", "results", "evaluation"))
SHEETS: Final = (N_("Practices"), N_("Help"), N_("Lists"))
HELP: Final[dict[str, str]] = {
    "title": N_("A short name. The city need not be in it."),
    "cities": N_("The name on a map. A city not listed with us is added."),
    "country": N_("Its name in any of our languages."),
    "description": N_("What it is, in two sentences, in your own language."),
    "start_year": N_("The year, or the day if you know it."),
    "end_year": N_("Empty while it runs."),
    "status": N_("Choose from the list."),
    "themes": N_("Choose one from the list, or write several with semicolons between them."),
    "target_problem": N_("What was wrong, in your words."),
    "target_groups": N_("One from the list, or several with semicolons between them."),
    "runs": N_("Who runs it: the city, the police, a company."),
    "partners": N_("With semicolons between them."),
    "technologies_concepts": N_("Empty where there is none."),
    "cost": N_("An amount with its currency, or words."),
    "results": N_("What changed, and how it is known."),
    "evaluation": N_("How it was evaluated, and by whom."),
    "source": N_("A page where others can read of it. Without a source nothing can be published."),
    "office": N_("An office, never a private person."),
    "email": N_("The address of the office."),
    "law": N_("Acts by their number or name, with semicolons between them."),
}

Tell = Callable[[str], str]
"""A text of ours in the language of the reader."""


def template_csv(known: KnownFacts, language: str) -> bytes:
    """The headings of a language, for programs that know no workbook: semicolons, and a mark that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(field.title(language) for field in _fields(known))
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(known: KnownFacts, language: str, tell: Tell) -> bytes:
    """A workbook with a sheet to fill in, one with help, and the lists of words that its cells choose from."""
    book = Book()
    sheet, lists = book.active, book.create_sheet(tell(SHEETS[2]))
    assert isinstance(sheet, Worksheet)
    sheet.title = tell(SHEETS[0])
    fields = _fields(known)
    _head(sheet, [field.title(language) for field in fields])
    for place, field in enumerate(fields, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 40 if field.name in WIDE else 22
        if field.kind in LISTED:
            _choose(sheet, lists, place, _words(known, field, language))
    lists.sheet_state = "hidden"
    _help(book.create_sheet(tell(SHEETS[1]), 1), fields, language, tell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fields(known: KnownFacts) -> list[SheetField]:
    return [field for field in known.fields.values() if field.name not in LEFT_OUT]


def _head(sheet: Worksheet, headings: Iterable[str]) -> None:
    for place, heading in enumerate(headings, 1):
        cell = sheet.cell(1, place, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="06363F")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


def _words(known: KnownFacts, field: SheetField, language: str) -> list[str]:
    if field.kind is CellKind.COUNTRY:
        return sorted(known.country_names(language), key=str.casefold)
    values = (choice.value for choice in known.names.choices(field.scheme))
    return sorted({known.names.label(field.scheme, value, language) for value in values}, key=str.casefold)


def _choose(sheet: Worksheet, lists: Worksheet, place: int, words: list[str]) -> None:
    """A list of words for a column; another text is taken too, since a cell may hold several words."""
    column = lists.max_column + 1 if lists.cell(1, 1).value else 1
    for row, word in enumerate(words, 1):
        lists.cell(row, column, word)
    letter, own = get_column_letter(column), get_column_letter(place)
    chosen = DataValidation("list", f"'{lists.title}'!${letter}$1:${letter}${len(words)}", allow_blank=True)
    chosen.showErrorMessage = False
    chosen.add(f"{own}2:{own}{ROWS}")
    sheet.add_data_validation(chosen)


def _help(sheet: Worksheet, fields: list[SheetField], language: str, tell: Tell) -> None:
    told = (
        N_("One row is one practice. Fill in what you know; what is missing is asked for after the upload."),
        N_("Write in your own language. Columns may be moved, taken out or added."),
    )
    for row, text in enumerate(told, 1):
        sheet.cell(row, 1, tell(text))
    start = len(told) + 2
    for row, field in enumerate(fields, start):
        needed = tell(N_("Needed")) if field.is_required and field.name in HELP else ""
        cells = (field.title(language), needed, tell(HELP[field.name]) if field.name in HELP else "")
        for place, words in enumerate(cells, 1):
            sheet.cell(row, place, words).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABC", (30, 12, 80), strict=True):
        sheet.column_dimensions[letter].width = width
