"""What policy staff can rely on when they trace legislation."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from graph.law.citation import eur_lex_address
from graph.law.state import Span, states_on
from tests.views.facts import rows_of
from views.drawing.state_drawing import state_drawing


def words(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def section(page: str, name: str) -> str:
    """The markup of one section of a page."""
    start = page.index(f'<section class="section" id="{name}"')
    return page[start : page.index("</section>", start)]


def test_the_list_holds_every_act_of_the_tables(client: FlaskClient) -> None:
    acts = rows_of("acts.csv")
    assert f"{len(acts)} acts, as on" in words(client, "/laws")
    found = client.get("/laws.json").get_json()["answers"]["acts"]["rows"]
    assert sorted(row["act_id"] for row in found) == sorted(row["id"] for row in acts)


@pytest.mark.parametrize(
    ("column", "facet", "value"), [("type", "type", "judgment"), ("jurisdiction", "jurisdiction", "FR")]
)
def test_a_filter_leaves_the_acts_that_the_tables_name(
    client: FlaskClient, column: str, facet: str, value: str
) -> None:
    expected = {row["id"] for row in rows_of("acts.csv") if row[column] == value}
    found = client.get(f"/laws.json?{facet}={value}").get_json()["answers"]["acts"]["rows"]
    assert {row["act_id"] for row in found} == expected


def test_filters_combine_and_an_unknown_value_finds_nothing(client: FlaskClient) -> None:
    found = client.get("/laws.json?type=national-law&jurisdiction=FR&q=security").get_json()["answers"]["acts"]["rows"]
    assert "fr-csi" in {row["act_id"] for row in found}
    assert "No act matches all of this" in words(client, "/laws?state=no-such-state")


def test_the_status_filter_follows_the_day(client: FlaskClient) -> None:
    def repealed(on: str) -> set[str]:
        found = client.get(f"/laws.json?state=repealed&on={on}").get_json()["answers"]["acts"]["rows"]
        return {row["act_id"] for row in found}

    assert "31995L0046" not in repealed("2018-05-24")
    assert "31995L0046" in repealed("2018-05-25")


def one_of_each_shape(table: str) -> list[str]:
    """One identifier for each set of filled columns, type, and marks in the identifier."""
    shapes: dict[object, str] = {}
    for row in rows_of(table):
        filled = tuple(name for name, cell in row.items() if cell)
        marks = "".join(sorted(set(re.sub(r"\w", "", row["id"]))))
        shapes.setdefault((filled, row.get("type"), marks), row["id"])
    return list(shapes.values())


@pytest.mark.parametrize("address", [*one_of_each_shape("acts.csv"), *one_of_each_shape("provisions.csv")])
def test_an_identifier_of_the_tables_is_an_address(client: FlaskClient, address: str) -> None:
    assert client.get(f"/laws/{address}").status_code == 200


def test_an_unknown_identifier_is_not_found_and_a_bad_day_is_refused(client: FlaskClient) -> None:
    assert client.get("/laws/39999R9999").status_code == 404
    assert client.get("/laws/" + "x" * 5000).status_code == 404
    assert client.get("/laws/32016R0679?on=yesterday").status_code == 400


def test_the_ai_act_is_in_force_before_it_applies(client: FlaskClient) -> None:
    early = words(client, "/laws/32024R1689?on=2025-03-01")
    assert "Status on 1 March 2025" in early
    assert "In force. Since 1 August 2024" in early
    assert "Still to come: Applicable from 2 August 2026" in early
    assert "Applicable. Since 2 August 2026" in words(client, "/laws/32024R1689?on=2026-12-03")


def test_a_repealed_directive_names_the_article_that_repealed_it(client: FlaskClient) -> None:
    page = client.get("/laws/31995L0046?on=2020-01-01").get_data(as_text=True)
    assert "/laws/32016R0679/art_94?on=2020-01-01" in page
    assert "GDPR: Repeal of Directive 95/46/EC" in page
    assert "status-repealed" in page and "status-in-force" not in page


def test_an_act_page_counts_provisions_and_relations_as_the_tables_do(client: FlaskClient) -> None:
    page = words(client, "/laws/32016R0679")
    provisions = sum(row["act"] == "32016R0679" for row in rows_of("provisions.csv"))
    relations = sum("32016R0679" in (row["subject"], row["object"]) for row in rows_of("act_relations.csv"))
    assert f"Provisions ({provisions})" in page
    assert f"Relations ({relations})" in page
    shown = client.get("/laws/32016R0679").get_data(as_text=True)
    tables = re.findall(r"<summary><strong>[^<]+</strong> \((\d+)\)", section(shown, "relations"))
    assert sum(map(int, tables)) == relations


def test_a_moved_date_shows_the_first_date_and_what_moved_it(client: FlaskClient) -> None:
    page = words(client, "/laws/32024R1689/art_6?on=2026-12-03")
    assert "Does not apply on 3 December 2026" in page
    assert "It applies only from 2 December 2027." in page
    assert "It was first to apply from 2 August 2026; the date was moved by Digital Omnibus on AI, art. 1(40)." in page


def test_a_provision_leads_to_its_act_its_parts_and_its_rules(client: FlaskClient) -> None:
    page = client.get("/laws/32016R0679/art_6/par_1/pnt_e?on=2026-12-03").get_data(as_text=True)
    assert 'href="/laws/32016R0679?on=2026-12-03"' in page
    assert 'href="/laws/32016R0679/art_6?on=2026-12-03"' in page
    assert "/technologies/cctv-fixed?actor=municipality" in page
    assert "A national law gives the municipality the task" in page


def test_what_comes_from_memory_or_is_doubtful_says_so(client: FlaskClient) -> None:
    assert "From memory, unverified" in words(client, "/laws/12012P/TXT/art_7")
    assert "What a second reader changed or doubted" in words(client, "/laws/32023L0977")


def test_every_answer_shows_its_query_and_comes_in_other_formats(client: FlaskClient) -> None:
    page = client.get("/laws/32016R0679").get_data(as_text=True)
    assert page.count("Open in the query form") == 7
    assert client.get("/laws/32016R0679.ttl").mimetype == "text/turtle"
    assert client.get("/laws/32016R0679/art_6.csv").mimetype == "text/csv"
    assert client.get("/laws/12012P/TXT/art_7.jsonld").mimetype == "application/ld+json"


@pytest.mark.parametrize("celex", ["32016R0679", "62019CJ0511", "12012P/TXT", "32016R0679R(02)", "02024R1689-20260727"])
def test_celex_numbers_lead_to_eur_lex_and_other_identifiers_do_not(celex: str) -> None:
    assert eur_lex_address(celex).endswith(f"CELEX:{celex}")
    assert eur_lex_address("fr-csi") == "" and eur_lex_address("ECLI:CE:ECHR:2003:0128JUD004464798") == ""


def test_what_ended_an_act_hides_what_it_was_before() -> None:
    known = [
        Span("in-force", "In force", "2000-01-01"),
        Span("repealed", "Repealed", "2010-01-01"),
    ]
    assert [span.state for span in states_on(known, "2009-12-31")] == ["in-force"]
    assert [span.state for span in states_on(known, "2010-01-01")] == ["repealed"]
    assert [span.state for span in states_on(known, "1999-12-31")] == ["upcoming"]


def test_without_bars_there_is_no_drawing() -> None:
    assert state_drawing([], "2026-01-01") is None
