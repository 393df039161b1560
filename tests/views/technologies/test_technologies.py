"""What policy staff can rely on when they ask which rules bind a technology."""

from __future__ import annotations

import csv
import re

import pytest
from flask.testing import FlaskClient

from graph.settings import ROOT

CCTV = "/technologies/cctv-fixed"


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def section(client: FlaskClient, address: str, start: str, end: str) -> str:
    """The words between two marks of a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    page = response.get_data(as_text=True)
    part = page[page.index(start) : page.index(end)]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part))


def test_the_list_holds_every_technology_with_its_place(client: FlaskClient) -> None:
    page = client.get("/technologies").get_data(as_text=True)
    assert rows("concepts.csv")
    for row in rows("concepts.csv"):
        assert f'href="/technologies/{row["id"]}"' in page, row["id"]


def test_every_technology_has_a_page(client: FlaskClient) -> None:
    assert rows("concepts.csv")
    for row in rows("concepts.csv"):
        assert client.get(f"/technologies/{row['id']}").status_code == 200, row["id"]


def test_fixed_cameras_of_a_town_fall_under_the_gdpr_only_from_its_first_day(client: FlaskClient) -> None:
    before = section(client, f"{CCTV}?on=2018-05-24", "What governs it", 'id="coming"')
    after = section(client, f"{CCTV}?on=2018-05-25", "What governs it", 'id="coming"')
    assert "GDPR, art. 6(1)(e)" not in before
    assert "GDPR, art. 6(1)(e)" in after
    assert "A national law gives the municipality the task and cameras are necessary for it" in after


@pytest.mark.parametrize("day", ["2019-10-09", "2025-03-01", "2026-12-03"])
def test_every_rule_for_a_town_or_for_anyone_that_holds_on_the_day_is_shown(client: FlaskClient, day: str) -> None:
    page = section(client, f"{CCTV}?on={day}", "What governs it", 'id="practices"')
    rules = [
        row
        for row in rows("technology_rules.csv")
        if row["concept"] in ("cctv-fixed", "video-surveillance") and row["actor_type"] in ("municipality", "any")
        if row["from_date"] and row["from_date"] <= day and (not row["to_date"] or day <= row["to_date"])
    ]
    assert rules
    for row in rules:
        assert row["applicability_condition"].replace("'", "&#39;") in page, row["id"]


def test_a_rule_for_the_police_alone_does_not_bind_a_town(client: FlaskClient) -> None:
    def found(actor: str) -> set[str]:
        answer = client.get(f"/technologies/facial-recognition.json?actor={actor}").get_json()["answers"]["rules"]
        return {row["rule_id"] for row in answer["rows"]}

    police = {
        r["id"]
        for r in rows("technology_rules.csv")
        if r["concept"] == "facial-recognition" and r["actor_type"] == "police"
    }
    assert police and police <= found("police")
    assert not police & found("municipality")


def test_a_country_keeps_its_own_law_and_eu_law(client: FlaskClient) -> None:
    page = section(client, f"{CCTV}?on=2026-12-03&jurisdiction=FR", "What governs it", 'id="practices"')
    assert "Law of FR" in page and "EU law" in page
    assert "Law of IT" not in page and "Law of NL" not in page


def test_two_days_can_be_compared_and_their_order_does_not_matter(client: FlaskClient) -> None:
    forth = section(client, f"{CCTV}?on=2017-01-01&and=2019-10-09", "What changed between", 'id="practices"')
    back = section(client, f"{CCTV}?on=2019-10-09&and=2017-01-01", "What changed between", 'id="practices"')
    assert "GDPR, art. 13" in forth
    assert re.findall(r"(Started|Ended) \((\d+)\)", forth) == re.findall(r"(Started|Ended) \((\d+)\)", back)


def test_the_number_of_practices_is_that_of_the_tables(client: FlaskClient) -> None:
    narrower = {"anpr"} | {row["id"] for row in rows("concepts.csv") if row["broader"] == "anpr"}
    used = [row["id"] for row in rows("practices.csv") if narrower & set(row["technologies_concepts"].split(";"))]
    found = client.get("/technologies/anpr.json").get_json()["answers"]["practices"]["rows"]
    assert sorted(row["practice_id"] for row in found) == sorted(used)


def test_an_unknown_technology_actor_or_day_is_said_plainly(client: FlaskClient) -> None:
    assert client.get("/technologies/no-such-thing").status_code == 404
    assert client.get(f"{CCTV}?actor=martians").status_code == 400
    assert client.get(f"{CCTV}?and=tomorrow").status_code == 400
    assert client.get(f"{CCTV}?jurisdiction=XX").status_code == 400
