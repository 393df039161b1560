"""What a curator can rely on who saves a table with an office program: it is read, or told how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.tables.reading import undescribed
from tests.tables.office import cities, read, saved, schemas

COMMAS = "Save it as “CSV UTF-8 (comma delimited)”."
FILES = [
    # what the file is, its bytes, the beginning of the one finding, its mend
    ("semicolons", saved(cities(), ";"), "cities.csv, line 1: The cells are divided by semicolons, not by", COMMAS),
    ("tabs", saved(cities(), "\t"), "cities.csv, line 1: The cells are divided by tabs, not by commas.", COMMAS),
    ("bars", saved(cities(), "|"), "cities.csv, line 1: The cells are divided by vertical bars, not", COMMAS),
    ("French Excel", saved(cities(), ";", "utf-8-sig", "\r\n"), "cities.csv, line 1: The cells are divided by", COMMAS),
    ("sep=", b"sep=,\n" + saved(cities()), "cities.csv, line 1: The first line is for a spreadsheet alone.",
     "Remove the line; cells are divided by commas."),
    ("xlsx", b"PK\x03\x04" + bytes(300), "cities.csv: The file is a workbook (xlsx, ods), whatever its name", COMMAS),
    ("xls", b"\xd0\xcf\x11\xe0" + bytes(300), "cities.csv: The file is a workbook (xls), whatever its name", COMMAS),
    ("Unicode text", saved(cities(), "\t", "utf-16"), "cities.csv: The file is UTF-16, as a spreadsheet's", COMMAS),
    ("Windows-1252", (Path(__file__).parent / "exports" / "windows-1252.csv").read_bytes(),
     "cities.csv, line 1: The file is not valid UTF-8 here. Found: 'id;Intitulé;Ville;Ann",
     "It looks like Windows-1252, the encoding of older office programs. Save it as UTF-8."),
]  # fmt: skip


@pytest.mark.parametrize(("data", "begins", "ends"), [each[1:] for each in FILES], ids=[each[0] for each in FILES])
def test_a_file_of_another_kind_is_one_finding_that_says_what_it_is(
    tmp_path: Path, data: bytes, begins: str, ends: str
) -> None:
    (told,) = map(str, read(tmp_path, data).findings)
    assert told.startswith(begins) and told.endswith(ends)


def test_what_excel_writes_for_csv_utf8_is_read_as_it_is(tmp_path: Path) -> None:
    plain, excel = read(tmp_path, saved(cities())), read(tmp_path, saved(cities(), ",", "utf-8-sig", "\r\n"))
    assert excel.rows == plain.rows != () and excel.findings == excel.notes == ()


IGNORED = "Columns without a name and without cells were ignored."
PADDED = [
    ("two empty columns", [[*row, "", ""] for row in cities()], [IGNORED]),
    ("an empty column in the middle", [[*row[:3], "", *row[3:]] for row in cities()], [IGNORED]),
    ("commas after each row", [cities()[0], [*cities()[1], ""]], [IGNORED]),
    ("spaces around the names", [[f" {name} " for name in cities()[0]], cities()[1]], []),
    ("a space of no break", [[f"{name}\u00a0" for name in cities()[0]], cities()[1]], []),
]


@pytest.mark.parametrize(("rows", "told"), [each[1:] for each in PADDED], ids=[each[0] for each in PADDED])
def test_what_stands_empty_around_the_cells_is_ignored_with_at_most_one_note(
    tmp_path: Path, rows: list[list[str]], told: list[str]
) -> None:
    found = read(tmp_path, saved(rows))
    assert [note.message for note in found.notes] == told
    assert found.findings == () and found.rows == read(tmp_path, saved(cities())).rows != ()


def test_empty_rows_are_ignored_with_one_note_and_rows_keep_their_lines(tmp_path: Path) -> None:
    header, nice = cities()
    found = read(tmp_path, saved([header, [""] * len(header), nice, [""] * len(header), []]))
    assert found.findings == () and [(row.number, row.line) for row in found.rows] == [(1, 3)]
    (note,) = map(str, found.notes)
    assert note == "cities.csv, line 2: 2 empty rows were ignored."


def test_a_cell_in_a_column_without_a_name_is_refused(tmp_path: Path) -> None:
    header, nice = cities()
    (told,) = map(str, read(tmp_path, saved([[*header, ""], [*nice, "ask Marie"]])).findings)
    assert told == (
        "cities.csv, line 2: The cell is in a column without a name. Found: 'ask Marie'. "
        "Name the column in the header, or empty the cell."
    )


MADE_PLAIN = [("Ni\u200bce", "Nice"), ("Ni\u00adce", "Nice"), ("Nice\ufeff", "Nice"), ("\u200eNice\u200f", "Nice"),
              ("Nice\u00a0Côte", "Nice Côte"), ("Orle\u0301ans", "Orléans"), ("Sant\u202fBoi", "Sant Boi"),
              ("  Nice ", "Nice"), ("a\r\nb", "a\nb")]  # fmt: skip


@pytest.mark.parametrize(("written", "kept"), MADE_PLAIN)
def test_what_no_reader_sees_is_made_plain_in_every_column_and_told_once(
    tmp_path: Path, written: str, kept: str
) -> None:
    found = read(tmp_path, saved(cities(name=written, field_basis=written)))
    assert found.findings == ()
    assert {found.rows[0].cells["name"], found.rows[0].cells["field_basis"]} == {kept}
    hidden = written.strip().replace("\r", "") != kept
    assert [note.message[:8] for note in found.notes] == (["2 cells "] if hidden else [])


REFUSED = [
    # column, cell, what is wrong, how to mend it
    ("name", "Algorithmic alert\x0bfor vehicles", "U+000B (control character)", "Write a space or a line end"),
    ("name", "Nice\x00", "U+0000", "or remove it."),
    ("name", "Nice \uf0b7 Côte", "U+F0B7", "or remove it."),
    ("name", "Ni\ufffdce", "U+FFFD (replacement character)", "or remove it."),
    ("name", "Nice\uffff", "U+FFFF", "or remove it."),
    ("name", "Nice_x000D_", "_x000D_ is how a spreadsheet writes a control character.", "Take it out"),
    ("name", "#REF!", "This is an error of a spreadsheet, not a value.", "Write the value, or empty the cell."),
    ("name", "#NOM ?", "This is an error of a spreadsheet", "empty the cell."),
    ("name", "#########", "This is an error of a spreadsheet", "empty the cell."),
    ("name", '=HYPERLINK("x")', "This is a formula, not its value.", "Paste the column as values"),
    ("name", "Mieszka?cy", "A letter was lost in 'Mieszka?cy'", "save the file as UTF-8."),
    ("name", "Ã©clairage", "UTF-8 was read as another encoding here.", "Was 'é' meant?"),
    ("name", "lâ€™été", "UTF-8 was read as another encoding here.", "Was '’' meant?"),
    ("name", "straÅ¼", "UTF-8 was read as another encoding here.", "Was 'ż' meant?"),
    ("geonames", "2.99E+06", "A spreadsheet shortened the number.", "Format the column as text"),
    ("geonames", "2990440.0", "This is not a valid geonames.", "Write it as 2990440"),
    ("geonames", "'2990440", "The apostrophe belongs to the spreadsheet", "Remove the apostrophe."),
    ("geonames", "https://sws.geonames.org/2990440/", "This is not a valid geonames.", "of the number in the address"),
    ("wikidata", "33959", "This is not a valid wikidata.", "the letter Q and the number"),
    ("wikidata", "q33959", "This is not a valid wikidata.", "Write it as Q33959"),
    ("nuts3", "FRL0", "This is not a valid nuts3.", "the code of level 3"),
    ("nuts3", "03-Jan", "A spreadsheet made a date of it.", "write the value again."),
    ("lat", "43,70", "This is not a valid lat.", "as 43.70."),
    ("lat", "4.37E+01", "A spreadsheet shortened the number.", "write all digits."),
    ("population_approx", "342 669", "This is not a valid population_approx.", "without separators."),
    ("population_year", "9999", "The year is not between 1750 and 2199", "Leave the cell empty"),
    ("population_year", "45609", "A spreadsheet wrote the day as a number.", "Write 2024-11-13, if that"),
    ("id", "03-jan", "A spreadsheet made a date of it.", "Format the column as text"),
    ("id", "nice ", "The id begins or ends with a space.", "Remove the space."),
]


@pytest.mark.parametrize(("column", "cell", "wrong", "mend"), REFUSED)
def test_what_a_spreadsheet_did_to_a_cell_is_told_at_the_cell(
    tmp_path: Path, column: str, cell: str, wrong: str, mend: str
) -> None:
    told = [str(each) for each in read(tmp_path, saved(cities(**{column: cell}))).findings]
    assert len(told) == 1 and told[0].startswith(f"cities.csv, line 2, column {column}: "), told
    assert wrong in told[0] and mend in told[0]


@pytest.mark.parametrize("letter", ["{", " ", "<", "^", "[", "%", "\ufdd0", "\U0001ffff", "\U000f0000"])
def test_an_id_without_a_form_holds_nothing_that_an_address_cannot_hold(tmp_path: Path, letter: str) -> None:
    header = [column.name for column in schemas()["partnership.csv"].written]
    row = [f"a{letter}b" if name == "key" else "seed" if name in ("source", "basis") else "x" for name in header]
    told = [str(each) for each in read(tmp_path, saved([header, row]), "partnership.csv").findings]
    place = f"partnership.csv, line 2, column key: The id holds {letter!r}, which no address can hold as it is."
    assert [each for each in told if each.startswith(place) and each.endswith("Take it out of the id.")], told


ORDINARY = [
    "What? Nothing.",
    "https://a.example/b?c=d",
    "see www.a.example/b?c",
    "„GRÜ“",
    "A = B",
    "#1",
    "'s-Gravenhage",
    "e-mail: a@b.example",
    "Ä–Ö",
    "12:30–14:00",
    "1 250 000 €",
    "l’intensité",
    "Łódź",
    "Αθήνα",
    "София",
    "Ω™",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_of_any_language_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, saved(cities(name=text)))
    assert found.findings == found.notes == () and found.rows[0].cells["name"] == text


def test_a_table_that_nobody_described_is_named_as_not_read(tmp_path: Path) -> None:
    for name in ("pratiques.csv", "pratiques.xlsx", "README.md"):
        (tmp_path / name).touch()
    assert [str(note).partition(":")[0] for note in undescribed(tmp_path, [])] == ["pratiques.csv", "pratiques.xlsx"]
