"""A table of ours that an office program saved again is no change; what a person changed in it is one, at its cell."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable

import pytest

from graph.reconcile.known import KnownFacts
from graph.settings import ROOT
from graph.sheets.importing import Imported, imported
from graph.workbooks.reading import read
from tests.workbooks.making import xlsx

MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
Cell = Callable[[str], str]


def table(name: str) -> list[list[str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def french(cell: str) -> str:
    """A cell as a French Excel shows it after it took it for a day, a month or a number."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{match[3]}/{match[2]}/{match[1]}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)", cell):
        return f"{MONTHS[int(match[2]) - 1].rstrip('.')}-{match[1][2:]}"
    return cell.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", cell) else cell


def saved(rows: list[list[str]], encoding: str = "cp1252") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([french(cell) for cell in row] for row in rows)
    return out.getvalue().encode(encoding, "replace")


def result(known: KnownFacts, data: bytes) -> Imported:
    return imported(read(data, "saved.csv"), known, {}, {}, 1)


@pytest.mark.parametrize("name", ["practices", "cities", "sources", "practice_actors", "practice_lessons"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_a_table_saved_again_by_a_french_excel_changes_nothing(known: KnownFacts, name: str, encoding: str) -> None:
    found = result(known, saved(table(name), encoding))
    assert found.columns == ()
    assert [(row.key, row.cells) for row in found.changes.rows] == []
    assert found.findings == ()


def test_a_table_saved_as_a_workbook_with_real_days_changes_nothing(known: KnownFacts) -> None:
    def typed(cell: str) -> object:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
            return datetime.date.fromisoformat(cell)
        return int(cell) if re.fullmatch(r"[1-9]\d{0,8}", cell) else cell

    rows = [[typed(cell) for cell in row] for row in table("practices")]
    assert result(known, xlsx(rows)).changes.rows == ()


def test_what_a_person_changed_is_a_change_of_that_cell_and_a_new_row_is_added(known: KnownFacts) -> None:
    rows = table("practices")
    heads = rows[0]
    place, title = heads.index("funding"), heads.index("title")
    before = rows[1][place]
    rows[1][place] = "Ville et région"
    new = list(rows[2])
    new[0], new[title] = "a-new-practice", "Another"
    found = result(known, saved([*rows, new]))
    change, added = found.changes.rows
    assert (change.table, change.key, change.kind.value) == ("practices", rows[1][0], "change")
    assert [(cell.column, cell.was, cell.now) for cell in change.cells] == [("funding", before, "Ville et région")]
    assert (added.key, added.kind.value, added.now("title")) == ("a-new-practice", "add", "Another")


def test_what_cannot_be_kept_is_told_at_the_cell_of_the_sheet(known: KnownFacts) -> None:
    rows = table("practices")
    rows[4][rows[0].index("start_year")] = "bientôt"
    [finding] = result(known, saved(rows)).findings
    assert (finding.cell, finding.column, finding.written) == ("F5", "start_year", "bientôt")


def test_rows_that_are_gone_stay_and_columns_that_are_gone_are_not_emptied(known: KnownFacts) -> None:
    rows = table("practices")
    place = rows[0].index("funding")
    fewer = [row[:place] + row[place + 1 :] for row in rows[:40]]
    assert result(known, saved(fewer)).changes.rows == ()


def test_a_column_that_is_none_of_the_table_is_named_and_a_new_row_without_what_it_needs_is_told_at_once(
    known: KnownFacts,
) -> None:
    header, first = table("cities")[:2]
    new = ["newtown" if name == "id" else "" if name in ("lat", "name") else cell
           for name, cell in zip(header, first, strict=True)]  # fmt: skip
    found = result(known, saved([[*header, "what_failed"], [*first, "the lamps"], [*new, ""]], "utf-8-sig"))
    assert [note for note in found.notes if "what_failed" in note]
    assert {finding.column for finding in found.findings} == {"cities.name", "cities.lat"}
    assert {finding.cell for finding in found.findings} == {"A3"}
