"""An answer keeps its rows whatever they contain, in whatever pieces it is written, and wherever it is cut."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from graph.evaluate import row_limit as cut
from graph.evaluate.row_limit import RowLimiter
from graph.sparql.formats import RESULT_FORMATS
from tests.budget import examples

NASTY = ['},{"', "},{", "{}", "]}}", '"', "\\", "\n", "\r\n", "</result>", "<result>", ",", "\t", "a", "ü", '}},{"x":']
texts = st.none() | st.lists(st.sampled_from(NASTY), max_size=6).map("".join)
rows = st.lists(st.tuples(texts, texts), max_size=12)
formats = pytest.mark.parametrize("media_type", RESULT_FORMATS)


def written(values: Sequence[tuple[str | None, str | None]], media_type: str) -> bytes:
    cells = " ".join(
        "(" + " ".join("UNDEF" if text is None else str(ox.Literal(text)) for text in row) + ")" for row in values
    )
    found = ox.Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {cells} }} }}")
    return found.serialize(format=RESULT_FORMATS[media_type]) or b""


def read(body: bytes, media_type: str) -> list[list[str]]:
    """The rows by an independent reader; it fails when the document is not whole."""
    if media_type == "text/csv":
        return list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))[1:]
    found = ox.parse_query_results(body, format=RESULT_FORMATS[media_type])
    assert isinstance(found, ox.QuerySolutions)
    return [[str(row["x"]), str(row["y"])] for row in found]


def passed(body: bytes, limiter: RowLimiter, piece: int) -> bytes:
    given = b""
    for start in range(0, len(body), piece):
        given += limiter.take(body[start : start + piece])
        if limiter.limit:
            return given
    return given + limiter.end()


@pytest.fixture(autouse=True, params=[1, 100, cut.CHUNK])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "CHUNK", request.param)


@formats
@given(values=rows, piece=st.integers(1, 200))
@effort(max_examples=examples(25))
def test_an_answer_within_its_limits_is_passed_on_byte_for_byte(
    media_type: str, values: list[tuple[str | None, str | None]], piece: int
) -> None:
    body = written(values, media_type)
    limiter = RowLimiter(media_type, len(values), len(body))
    assert passed(body, limiter, piece) == body
    assert (limiter.rows, limiter.limit) == (len(values), None)


@formats
@given(values=rows, most=st.integers(0, 11), piece=st.integers(1, 200))
@effort(max_examples=examples(25))
def test_an_answer_with_too_many_rows_keeps_the_first_ones(
    media_type: str, values: list[tuple[str | None, str | None]], most: int, piece: int
) -> None:
    whole = written(values, media_type)
    limiter = RowLimiter(media_type, most, len(whole))
    kept = read(passed(whole, limiter, piece), media_type)
    assert kept == read(whole, media_type)[:most]
    assert (limiter.rows, limiter.limit) == (len(kept), "max_rows" if most < len(values) else None)


@formats
@given(values=rows, share=st.floats(0.3, 0.99), piece=st.integers(1, 200))
@effort(max_examples=examples(25))
def test_an_answer_with_too_many_bytes_keeps_only_whole_rows(
    media_type: str, values: list[tuple[str | None, str | None]], share: float, piece: int
) -> None:
    whole, head = written(values, media_type), len(written([], media_type))
    room = head + int((len(whole) - head) * share)
    limiter = RowLimiter(media_type, len(values), room)
    body = passed(whole, limiter, piece)
    kept = read(body, media_type)
    assert kept == read(whole, media_type)[: limiter.rows]
    assert limiter.limit == ("max_result_mb" if room < len(whole) else None)
    assert len(body) <= room + 20
