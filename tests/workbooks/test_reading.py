"""Whatever is sent, reading it ends: in the cells that a person sees, or in a message that says what to do."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadSheet
from graph.workbooks.reading import FAILURES, read
from graph.workbooks.sheet import MAX_FILE_MB, MAX_ROWS, Workbook, address
from graph.workbooks.texts import rows_of
from tests.budget import examples
from tests.patience import without_hanging
from tests.workbooks.making import ods, with_part, xlsx

TABLE = [["Ville", "Pays", "Texte"], ["Łódź", "Pologne", "Straż miejska, nuit"], ["Béziers", "France", 'dit "non"']]
WESTERN = [["Ville", "Pays", "Texte"], ["Béziers", "France", "Médiation, nuit"], ["Nîmes", "France", "l’été"]]
CENTRAL = [["Miasto", "Kraj", "Tekst"], ["Łódź", "Polska", "straż żyje nocą"], ["Kraków", "Polska", "wydział"]]
SPANISH = [["Ciudad", "País", "Texto"], ["Córdoba", "España", "¿Quién cuida la plaza?"], ["Málaga", "España", "sí"]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_text(rows: list[list[str]], divider: str) -> str:
    return "".join(divider.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\r\n" for row in rows)


def cells(book: Workbook) -> list[list[str]]:
    return [list(row) for row in book.sheets[0].rows]


def message_of(data: bytes, name: str = "table.xlsx") -> str:
    with without_hanging(), pytest.raises(BadSheet) as raised:
        read(data, name)
    return raised.value.detail


@pytest.mark.parametrize("divider", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_whatever_divides_its_cells_and_in_any_unicode(divider: str, encoding: str) -> None:
    rows, read_as = rows_of(as_text(TABLE, divider).encode(encoding))
    assert rows == TABLE
    assert read_as.startswith("UTF-8" if encoding.startswith("utf-8") else "UTF-16")


@pytest.mark.parametrize(
    ("rows", "encoding"), [(WESTERN, "cp1252"), (CENTRAL, "cp1250"), (SPANISH, "cp1252"), (WESTERN, "utf-16-le")]
)
def test_old_encodings_of_the_west_and_of_the_centre_are_told_apart(rows: list[list[str]], encoding: str) -> None:
    found, _ = rows_of(as_text(rows, ";").encode(encoding))
    assert found == rows


def test_a_first_line_for_a_spreadsheet_names_the_divider_and_counts_as_a_row() -> None:
    found, _ = rows_of(b"sep=|\r\nVille|Pays\r\nNice|France\r\n")
    assert found == [["sep=|"], ["Ville", "Pays"], ["Nice", "France"]]


def test_a_workbook_is_read_by_its_content_and_days_and_numbers_are_as_a_person_sees_them() -> None:
    day = datetime.datetime(2019, 2, 16)
    data = xlsx([["Titre sur toutes", None, None], [], ["Ville", 2016.0, day], ["Nice", 1.5, True]], merged="A1:C1")
    book = read(data, "named-wrongly.csv")
    assert book.read_as == "XLSX"
    assert cells(book) == [["Titre sur toutes"], [], ["Ville", "2016", "2019-02-16"], ["Nice", "1.5", "True"]]


def test_an_opendocument_file_is_read_as_a_workbook() -> None:
    book = read(ods([["Ville", "Pays"], ["Nice", "France"]]), "x.ods")
    assert (book.read_as, cells(book)) == ("ODS", [["Ville", "Pays"], ["Nice", "France"]])


def test_a_formula_is_no_value_and_the_cell_is_named() -> None:
    book = read(xlsx([["Ville", "Total"], ["Nice", "=1+1"]]), "x.xlsx")
    assert book.valueless == ("B2",)
    assert cells(book) == [["Ville", "Total"], ["Nice"]]


@pytest.mark.parametrize(("row", "column", "expected"), [(0, 0, "A1"), (6, 1, "B7"), (0, 25, "Z1"), (9, 26, "AA10")])
def test_a_cell_has_the_address_that_a_spreadsheet_shows(row: int, column: int, expected: str) -> None:
    assert address(row, column) == expected


def test_a_file_that_is_too_long_or_has_too_many_rows_or_columns_is_told_so() -> None:
    assert str(MAX_FILE_MB) in message_of(b"a;b\n" * (MAX_FILE_MB << 18) + b"a", "x.csv")
    assert f"{MAX_ROWS:,}" in message_of(b"a;b\n" * (MAX_ROWS + 1), "x.csv")
    assert "columns" in message_of(b"a;" * 300, "x.csv")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no cell"),
        (b" ; \n\n", "no cell"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLS"),
        (b"%PDF-1.7 x", "PDF"),
        (b"{\\rtf1 x}", "text document"),
        (b"PK\x03\x04 broken", "damaged"),
        (bytes(range(256)) * 10, "no table"),
    ],
)
def test_what_is_no_table_is_told_with_the_way_to_mend_it(data: bytes, words: str) -> None:
    assert words in message_of(data)


def test_a_workbook_that_grows_a_thousandfold_ends_in_a_message() -> None:
    huge = b"<worksheet>" + b" " * (300 << 20)
    bomb = with_part(xlsx([["a"]]), SHEET, huge)
    assert len(bomb) < MAX_FILE_MB << 20
    assert message_of(bomb) == FAILURES["unpacked"]


def test_a_workbook_that_lies_about_its_size_ends_in_a_message() -> None:
    bomb = bytearray(with_part(xlsx([["a"]]), SHEET, b"<worksheet>" + b"<row>" * (40 << 20)))
    # The size of every part as the directory at the end tells it, made small.
    place = bomb.find(b"PK\x01\x02")
    while place != -1:
        bomb[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = bomb.find(b"PK\x01\x02", place + 4)
    assert message_of(bytes(bomb)) in FAILURES.values()


def test_one_long_text_in_very_many_cells_ends_in_a_message() -> None:
    row = "<row>{}</row>".format('<c t="s"><v>0</v></c>' * 150)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row * 4000}</sheetData></worksheet>'
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30000}</t></si></sst>'
    book = with_part(with_part(xlsx([["a", "b"]]), SHEET, sheet.encode()), "xl/sharedStrings.xml", shared.encode())
    assert message_of(book) in FAILURES.values()


def test_entities_that_explode_are_not_unfolded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    outside = '<!ENTITY f SYSTEM "file:///etc/hostname">'
    document = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "0123456789">{entities}{outside}]>'
    cell = '<c r="A1" t="inlineStr"><is><t>&e9;&f;</t></is></c>'
    sheet = f'<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    data = with_part(xlsx([["a"]]), SHEET, (document + sheet).encode())
    with without_hanging():
        try:
            assert len("".join(cells(read(data, "x.xlsx"))[0])) < 100
        except BadSheet as error:
            assert error.detail in FAILURES.values()


def said_of(data: bytes) -> str:
    """What is wrong with a file; "" when it is read."""
    try:
        read(data, "any.xlsx")
    except BadSheet as error:
        return error.detail
    return ""


@settings(max_examples=examples(40))
@given(st.binary(max_size=2000), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"a;b\n"]))
def test_any_bytes_end_in_cells_or_in_a_clear_message(data: bytes, start: bytes) -> None:
    with without_hanging():
        try:
            book = read(start + data, "any")
        except BadSheet as error:
            assert error.detail in FAILURES.values()
        else:
            assert any(cell for sheet in book.sheets for row in sheet.rows for cell in row)
            assert Workbook.of(book.plain()) == book


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_workbook_with_any_byte_changed_ends_in_cells_or_in_a_clear_message(changes: list[tuple[int, int]]) -> None:
    whole = bytearray(xlsx(TABLE))
    for place, byte in changes:
        whole[place % len(whole)] = byte
    assert said_of(bytes(whole)) in {*FAILURES.values(), ""}
