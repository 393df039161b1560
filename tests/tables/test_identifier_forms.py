"""The identifiers that tables may hold: every form that EUR-Lex uses, and nothing that only looks like one."""

from __future__ import annotations

import re

import pytest

from graph.law.celex import CELEX, FORM, celex_numbers
from tests.tables.office import schemas

RIGHT = """
    02016R0679-20160504 02002L0058-20091219 02016R0679 02012E/TXT-20240901 12012E/TXT 12012E016 12016ME/TXT 12012P007
    11957E/TXT 12008E101 12012E/PRO/21 12007L/TXT 12020W/TXT 22006A0609(01) 21994A1223(01) 22017D2047 22016X0520(01)
    32016R0679 32016R0679R(02) 32016L0680 32008F0977 32002D0348 32012Q1106(01) 32022H0915 31958R0001(01) 42000A0922(02)
    41985X0812 52021PC0206 52017DC0612 52019SC0140 52021IP0405 52021AR2682 52021AE2482 52024XC03132 52021XG0604(01)
    52011PC0873R(01) 62018CJ0511 62019CC0817 62018TJ0123 62018CO0123(01) 62014CV0001 62014CN0362 62014CJ0362_SUM
    72016L0680FRA_202000123 72016L0680DEU_257411 82016AT0712(01) 92002E003231 91999E1234 C2012/123/01 E2012C0123(01)
""".split()
WRONG = """
    GDPR 32016R679 2016/679 32016r0679 32016R06799X 31016R0679 32016R0679( 32016R0679R(2) 32016RRR0679 A2016R0679
    02016R0679-2016 62018CJ511 12012E/ 72016L0680 3.2016E+09 320160679 32016-R-0679
""".split()


@pytest.mark.parametrize("number", RIGHT)
def test_a_celex_number_of_any_sector_is_one_and_is_read_again_in_small_letters(number: str) -> None:
    assert CELEX.fullmatch(number)
    if number[0] not in "8C" and "/PRO" not in number:
        assert [str(each) for each in celex_numbers(number.lower())] == [number]


@pytest.mark.parametrize("text", WRONG)
def test_what_only_looks_like_a_celex_number_is_none(text: str) -> None:
    assert not CELEX.fullmatch(text)


@pytest.mark.parametrize(("file", "column"), [("acts.csv", "id"), ("practice_legislation.csv", "celex")])
def test_the_tables_take_exactly_these_forms(file: str, column: str) -> None:
    datatype = schemas()[file].column(column).datatype
    assert FORM in datatype.format and all(re.fullmatch(datatype.format, number) for number in RIGHT)
    assert not [text for text in WRONG if re.fullmatch(datatype.format, text)]
