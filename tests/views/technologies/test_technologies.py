"""What policy staff can rely on when they ask which rules bind a technology."""

from __future__ import annotations

import csv
import re

import pytest
from flask.testing import FlaskClient

from graph.settings import ROOT
from tests.reading import Part, page

CCTV = "/technologies/cctv-fixed"


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_holds_every_technology_with_its_place(client: FlaskClient) -> None:
    listed = client.get("/technologies").get_data(as_text=True)
    assert rows("concepts.csv")
    for row in rows("concepts.csv"):
        assert f'href="/technologies/{row["id"]}"' in listed, row["id"]


def test_every_technology_has_a_page(client: FlaskClient) -> None:
    assert rows("concepts.csv")
    for row in rows("concepts.csv"):
        assert client.get(f"/technologies/{row['id']}").status_code == 200, row["id"]


def test_fixed_cameras_of_a_town_fall_under_the_gdpr_only_from_its_first_day(client: FlaskClient) -> None:
    def holding(on: str) -> dict[str, str]:
        shown = page(client, f"{CCTV}?actor=municipality&on={on}").all(".law-holds .law-rule")
        return {str(each.tag["data-provision"]): each.text for each in shown}

    task = "32016R0679/art_6/par_1/pnt_e"
    assert task not in holding("2018-05-24")
    words = "A national law gives the municipality the task and cameras are necessary for it"
    assert words in holding("2018-05-25")[task]


@pytest.mark.parametrize("day", ["2019-10-09", "2025-03-01", "2026-12-03"])
def test_every_rule_for_a_town_or_for_anyone_is_told_in_its_own_country(client: FlaskClient, day: str) -> None:
    rules = [
        row
        for row in rows("technology_rules.csv")
        if row["concept"] == "cctv-fixed" and row["actor_type"] in ("municipality", "any")
        if row["from_date"] and row["from_date"] <= day and (not row["to_date"] or day <= row["to_date"])
    ]
    assert rules
    for place in {row["jurisdiction"] for row in rules}:
        where = "" if place == "EU" else f"&jurisdiction={place}"
        answer = client.get(f"{CCTV}.json?actor=municipality&on={day}{where}").get_json()["answers"]["rules"]["rows"]
        told = {row["rule_id"] for row in answer}
        assert {row["id"] for row in rules if row["jurisdiction"] == place} <= told, place


def test_a_rule_for_the_police_alone_does_not_bind_a_town(client: FlaskClient) -> None:
    def found(actor: str) -> set[str]:
        answer = client.get(f"/technologies/facial-recognition.json?actor={actor}").get_json()["answers"]["rules"]
        return {row["rule_id"] for row in answer["rows"]}

    police = {
        r["id"]
        for r in rows("technology_rules.csv")
        if r["concept"] == "facial-recognition" and r["actor_type"] == "police" and r["jurisdiction"] == "EU"
    }
    assert police and police <= found("police") and police <= found("state-police")
    assert not police & found("municipality")


def test_a_country_keeps_its_own_law_and_eu_law(client: FlaskClient) -> None:
    shown = page(client, f"{CCTV}?on=2026-12-03&jurisdiction=FR&actor=municipality").all(".law-actor .law-whose")
    whose = {each.text.split(";")[0] for each in shown}
    assert {"law of France", "EU law"} == whose


def test_without_a_country_no_national_law_is_told_and_the_countries_that_have_some_are_named(
    client: FlaskClient,
) -> None:
    shown = page(client, f"{CCTV}?on=2026-12-03")
    assert {each.text.split(";")[0] for each in shown.all(".law-actor .law-whose")} == {"EU law"}
    elsewhere = next(each for each in shown.all("#rules p") if each.text.startswith("Law of the Union only"))
    assert "France" in [link.text for link in elsewhere.links]


def test_two_days_can_be_compared_and_their_order_does_not_matter(client: FlaskClient) -> None:
    def changed(on: str, other: str) -> Part:
        return page(client, f"{CCTV}?actor=municipality&on={on}&and={other}").all("#changes-1")[0]

    forth, back = changed("2017-01-01", "2019-10-09"), changed("2019-10-09", "2017-01-01")
    assert "32016R0679/art_13" in {each.tag["data-provision"] for each in forth.all(".law-rule")}
    assert re.findall(r"(Started|Ended) \((\d+)\)", forth.text) == re.findall(r"(Started|Ended) \((\d+)\)", back.text)


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
    assert client.get(f"{CCTV}?purpose=fun").status_code == 400
