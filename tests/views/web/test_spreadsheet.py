"""Tables for spreadsheet programs hold no formula; every other table holds exactly what the graph says."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from views.web.spreadsheet import RISKY, harmless

FORMULAS = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "\tx",
    "\r=x",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "  =1",
]
QUERY = "SELECT ?cell {{ VALUES ?cell {{ {} }} }}"


def cells(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table, newline="")))


def query_of(formula: str) -> str:
    literal = formula.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    return QUERY.format(f'"{literal}"')


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_in_a_table_for_spreadsheets_and_exact_in_every_other(
    client: FlaskClient, formula: str
) -> None:
    exact = client.get("/sparql", query_string={"query": query_of(formula), "format": "csv"})
    assert cells(exact.data.decode()) == [["cell"], [formula]]
    assert "Content-Disposition" not in exact.headers
    safe = client.get("/sparql-for-spreadsheets.csv", query_string={"query": query_of(formula)})
    assert cells(safe.data.decode("utf-8-sig")) == [["cell"], [f"'{formula}"]]
    assert safe.headers["Content-Disposition"] == 'attachment; filename="sparql-for-spreadsheets.csv"'
    assert safe.mimetype == "text/csv" and safe.headers["Complete"] == "?1"


@pytest.mark.parametrize("number", ["-1", "+3.5", "-1,5", "1e-3", "42"])
def test_a_number_stays_a_number(number: str) -> None:
    assert harmless(f'"{number}"\r\n') in (f"{number}\r\n", f'"{number}"\r\n')


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=4)))
def test_no_cell_of_any_table_begins_like_a_formula_and_nothing_else_changes(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    whole = cells(out.getvalue())
    assert len(whole) == len(table)
    for before, after in zip(whole, cells(harmless(out.getvalue())), strict=True):
        for one, two in zip(before, after, strict=True):
            assert two in (one, f"'{one}")
            assert not two.startswith(RISKY) or two.lstrip("+-").replace(".", "").replace(",", "")[0].isdigit()


@pytest.mark.parametrize("page", ["/practices", "/cities/amsterdam", "/index", "/queries/evidence-gaps"])
def test_every_page_with_a_table_offers_both(client: FlaskClient, page: str) -> None:
    assert f"{page}-for-spreadsheets.csv" in client.get(page).text
    exact, safe = client.get(f"{page}.csv"), client.get(f"{page}-for-spreadsheets.csv")
    assert (exact.status_code, safe.status_code) == (200, 200)
    assert f"{page.rpartition('/')[2]}-for-spreadsheets.csv" in safe.headers["Content-Disposition"]
    assert len(cells(exact.data.decode())) == len(cells(safe.data.decode("utf-8-sig")))
    assert exact.headers["ETag"] != safe.headers["ETag"]


def test_the_query_page_offers_both(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": QUERY.format("1")}, headers={"Accept": "text/html"})
    assert "/sparql-for-spreadsheets.csv?" in page.text
    assert urlencode({"query": QUERY.format("1")}) in page.text.replace("&amp;", "&")


def test_a_mistake_stays_a_mistake_and_a_name_cannot_break_the_header(client: FlaskClient) -> None:
    assert client.get("/practices/none-for-spreadsheets.csv").status_code == 404
    assert client.get("/sparql-for-spreadsheets.csv?query=SELEC").status_code == 400
    odd = client.get("/practices/" + quote('a"; x=1') + "-for-spreadsheets.csv")
    assert odd.status_code in (400, 404) and "Content-Disposition" not in odd.headers
