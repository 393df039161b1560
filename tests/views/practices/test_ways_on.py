"""Ways on from a list and from a practice: side by side, and to the law of the reader's own country."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.views.facts import rows_of

MOST_COMPARED, MOST_TECHNOLOGIES = 6, 12


def read(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text[:500]
    return BeautifulSoup(answer.text, "html.parser")


def test_a_list_leads_to_the_comparison_of_its_first_practices_on_the_same_day(client: FlaskClient) -> None:
    page = read(client, "/practices?problem=noise&on=2025-01-01")
    link = page.select_one("a.compare-first")
    assert link is not None and "on=2025-01-01" in str(link["href"])
    first = [str(each["href"]) for each in page.select(".results article.result h3 a")][:MOST_COMPARED]
    compared = read(client, str(link["href"]))
    assert [str(each["href"]) for each in compared.select(".legend li > span > a")] == first


def test_what_would_govern_a_practice_in_the_readers_country_is_one_link_away(client: FlaskClient) -> None:
    link = read(client, "/practices/leuven-night-noise?on=2025-01-01").select_one(".in-your-country a")
    assert link is not None and "on=2025-01-01" in str(link["href"])
    plan = read(client, str(link["href"]))
    assert plan.select("select#country option")
    known = {each["value"] for each in plan.select("#technology option")}
    used = [row["technologies_concepts"].split(";") for row in rows_of("practices.csv") if row["technologies_concepts"]]
    assert used and {name for each in used for name in each} <= known
    assert max(map(len, used)) <= MOST_TECHNOLOGIES


def test_a_practice_without_technology_leads_to_no_plan(client: FlaskClient) -> None:
    without = next(row["id"] for row in rows_of("practices.csv") if not row["technologies_concepts"])
    assert read(client, f"/practices/{without}").select(".in-your-country") == []
