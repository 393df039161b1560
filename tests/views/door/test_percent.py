"""Parameters are read exactly as the standard library reads them."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from views.door.percent import parameters

PARTS = ["%", "%2", "%25", "%41", "%3d", "%3D", "%26", "=", "&", "+", "%2B", "%C3%A9", "%c3", "%F0%9F%A6%89", "%zz"]


def by_the_library(data: bytes) -> list[tuple[str, str]] | None:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return None


def by_us(data: bytes) -> list[tuple[str, str]] | None:
    try:
        return parameters(data)
    except UnicodeDecodeError:
        return None


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.booleans())
@settings(max_examples=1000)
@example("%2541=%25", True)
@example("%%341%41", True)
@example("%2525%3", True)
def test_any_text_is_read_as_the_library_reads_it(text: str, named: bool) -> None:
    data = (f"query={text}" if named else text).encode()
    assert by_us(data) == by_the_library(data)


@given(st.binary(max_size=24))
@settings(max_examples=500)
def test_any_bytes_are_read_as_the_library_reads_them(data: bytes) -> None:
    assert by_us(data) == by_the_library(data)
    assert by_us(b"query=" + data) == by_the_library(b"query=" + data)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
@settings(max_examples=300)
@pytest.mark.parametrize("code", [quote, quote_plus])
def test_what_was_encoded_comes_back(code: object, text: str) -> None:
    assert callable(code)
    assert parameters(f"query={code(text, safe='')}".encode()) == [("query", text)]
