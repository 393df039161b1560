"""Public Sector Tech Watch of the Joint Research Centre: a CSV file with a case a row."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from typing import Final

from graph.errors import BadSheet
from graph.harvest.entries import Entry, RegisterCopy, day_of

ID, NAME, ORGANISATION, COUNTRY, STATUS, START, END = (
    "PSTW ID", "Name", "Responsible organisation", "Geographical coverage (country)", "Status", "Start Year",
    "End Year",
)  # fmt: skip
NEEDED: Final = (ID, NAME, ORGANISATION, COUNTRY, STATUS, START, END)
DESCRIPTION: Final = "Description"
PILOT: Final = "Pilot"
"""A pilot whose end is known is told apart: whether another one still runs is not."""


def read(data: bytes, name: str, seen: datetime.date | None) -> RegisterCopy:
    """The copy in a file; its day is `seen`, or stands in the name of the file. Raises BadSheet for a damaged one."""
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadSheet(f"{name} is not CSV in UTF-8 ({error}). Take the copy again: it may have been cut.") from None
    headings = {str(heading).strip() for heading in (rows[0] if rows else ())}
    missing = [column for column in NEEDED if column not in headings]
    if missing:
        told = ", ".join(repr(column) for column in missing)
        raise BadSheet(f"{name} has no column {told}. Is it a copy of Public Sector Tech Watch?")
    day = seen or day_of(name, name)
    return RegisterCopy(day, tuple(_entry(row, f"{name}, case {place}") for place, row in enumerate(rows, 1)))


def _entry(row: Mapping[str | None, object], where: str) -> Entry:
    if None in row or None in row.values():
        raise BadSheet(f"{where} has more or fewer cells than the heading. Take the copy again: it may have been cut.")
    cells = {str(name).strip(): " ".join(str(cell).split()) for name, cell in row.items()}
    if not cells[ID]:
        raise BadSheet(f"{where} has no {ID!r}. Take the copy again, or mend the case.")
    ended = cells[STATUS] == PILOT and cells[END]
    return Entry(
        id=cells[ID],
        title=cells[NAME],
        organisation=cells[ORGANISATION],
        country=cells[COUNTRY],
        status=f"{PILOT}, ended" if ended else cells[STATUS],
        start=_year(cells[START]),
        end=_year(cells[END]),
        text=cells.get(DESCRIPTION, ""),
    )


def _year(cell: str) -> str:
    return cell if len(cell) == len("2019") and cell.isdigit() else ""
