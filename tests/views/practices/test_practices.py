"""What a city partner can rely on when looking for peer practices."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef

from tests.reading import matched
from tests.views.facts import rows_of

PRACTICES = rows_of("practices.csv")


def cards(html: str) -> int:
    return int(matched(r'role="status">(\d+) practice', html))


def test_the_list_counts_every_practice_of_the_table(client: FlaskClient) -> None:
    assert cards(client.get("/practices").text) == len(PRACTICES)


@pytest.mark.parametrize(
    ("parameter", "slug", "column", "cell"),
    [
        ("status", "stopped", "status", "stopped"),
        ("country", "FR", "country", "FR"),
        ("technology", "cctv-fixed", "technologies_concepts", "cctv-fixed"),
        ("evidence", "independent-evaluation", "evidence_level", "independent-evaluation"),
        ("core_area", "urban-planning-and-design", "core_area", "urban planning and design"),
        ("theme", "gender", "themes", "gender"),
        ("problem", "feeling-unsafe", "problems", "feeling unsafe"),
    ],
)
def test_each_filter_leaves_exactly_the_practices_with_that_value(
    client: FlaskClient, parameter: str, slug: str, column: str, cell: str
) -> None:
    expected = {row["id"] for row in PRACTICES if cell in row[column].split(";")}
    answer = client.get(f"/practices.csv?{parameter}={slug}")
    assert {row["practice_id"] for row in csv.DictReader(io.StringIO(answer.text))} == expected


def test_the_filter_of_outcomes_leaves_the_practices_whose_latest_step_led_there(client: FlaskClient) -> None:
    chosen = rows(client, "/practices.csv?outcome=found-unlawful")
    assert chosen
    for name in chosen:
        assert "Found unlawful" in client.get(f"/practices/{name}").text, name


def rows(client: FlaskClient, address: str) -> list[str]:
    return [row["practice_id"] for row in csv.DictReader(io.StringIO(client.get(address).text))]


def test_two_values_of_one_filter_widen_and_two_filters_narrow(client: FlaskClient) -> None:
    both = {
        row["id"] for row in PRACTICES if {"FR", "IT"} & set(row["country"].split(";")) and row["status"] == "stopped"
    }
    answer = client.get("/practices.csv?country=FR&country=IT&status=stopped")
    assert {row["practice_id"] for row in csv.DictReader(io.StringIO(answer.text))} == both


def test_the_count_beside_a_filter_value_is_the_length_of_the_list_it_opens(client: FlaskClient) -> None:
    html = client.get("/practices?country=FR").text
    option = re.search(r'value="found-unlawful".*?</div>', html, re.DOTALL)
    assert option, "the filter offers the value"
    count = re.findall(r">\s*(\d+)\s*<", option[0])
    assert [int(each) for each in count] == [cards(client.get("/practices?country=FR&outcome=found-unlawful").text)]


def test_an_unknown_filter_value_finds_nothing_and_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/practices?status=nonsense")
    assert answer.status_code == 200
    assert cards(answer.text) == 0
    assert "Take one filter away" in answer.text


@pytest.mark.parametrize("row", PRACTICES, ids=lambda row: str(row["id"]))
def test_every_practice_has_a_page_with_its_title_and_all_its_sources(client: FlaskClient, row: dict[str, str]) -> None:
    answer = client.get(f"/practices/{row['id']}.json")
    assert answer.status_code == 200
    sources = {each["id"] for each in answer.json["answers"]["sources"]["rows"] if each["kind"] == "source"}
    assert sources == set(row["source_ids"].split(";"))


def test_what_governs_a_practice_depends_on_the_date_asked(client: FlaskClient) -> None:
    def provisions(on: str) -> set[str]:
        rows = client.get(f"/practices/nice-school-vsa.json?on={on}").json["answers"]["governing"]["rows"]
        return {row["provision_id"] for row in rows}

    assert "31995L0046/act" in provisions("2017-01-01")
    assert "31995L0046/act" not in provisions("2019-10-09")
    assert "32016R0679/art_13" in provisions("2019-10-09")
    assert "32024R1689/art_4" not in provisions("2025-02-01")
    assert "32024R1689/art_4" in provisions("2025-02-02")


def test_a_fine_that_was_overturned_shows_both_events_in_order(client: FlaskClient) -> None:
    html = client.get("/practices/enschede-wifi-counting").text
    story = html[html.index('<ol class="story">') :]
    assert story.index("11 March 2021") < story.index("2 February 2024")
    assert "Sanction overturned" in html


def test_a_practice_page_shows_every_query_behind_it(client: FlaskClient) -> None:
    page = client.get("/practices/nice-school-vsa")
    data = client.get("/practices/nice-school-vsa.json").json
    assert {"governing", "reach", "participations", "declared"} <= data["answers"].keys()
    assert page.text.count("SELECT") >= len(data["answers"])


def test_the_turtle_of_a_practice_states_its_title(client: FlaskClient) -> None:
    row = PRACTICES[0]
    graph = Graph().parse(data=client.get(f"/practices/{row['id']}.ttl").text, format="turtle")
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    thing = URIRef(f"https://w3id.org/openplaza/id/practices/{row['id']}")
    assert (thing, label, Literal(row["title"], lang="en")) in graph


def test_suffix_and_accept_header_give_the_same_bytes(client: FlaskClient) -> None:
    for suffix, media_type in ((".json", "application/json"), (".csv", "text/csv"), (".ttl", "text/turtle")):
        by_header = client.get("/practices/nice-school-vsa?on=2025-03-01", headers={"Accept": media_type}).data
        assert client.get(f"/practices/nice-school-vsa{suffix}?on=2025-03-01").data == by_header


def test_a_form_that_is_not_offered_is_refused_with_406(client: FlaskClient) -> None:
    assert client.get("/practices", headers={"Accept": "image/png"}).status_code == 406


def test_a_wrong_date_is_refused_and_the_field_is_named(client: FlaskClient) -> None:
    answer = client.get("/practices/nice-school-vsa?on=2025-02-30", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json["field"] == "on"
    assert answer.content_type == "application/problem+json"


def test_an_unknown_practice_is_404_in_plain_words(client: FlaskClient) -> None:
    answer = client.get("/practices/no-such-thing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "no practice named" in answer.text


def test_the_counts_on_the_start_page_equal_the_rows_of_the_tables(client: FlaskClient) -> None:
    counts = {row["kind"]: row["things"] for row in client.get("/index.json").json["answers"]["counts"]["rows"]}
    tables = {
        "practices": "practices", "cities": "cities", "acts": "acts", "provisions": "provisions",
        "relations": "act_relations",
        "rules": "technology_rules", "technologies": "concepts", "events": "events", "actions": "actions",
        "links": "practice_legislation", "legal events": "legal_events", "organisations": "organisations",
        "sources": "sources", "milestones": "timeline_ai_act",
    }  # fmt: skip
    assert counts == {kind: len(rows_of(f"{table}.csv")) for kind, table in tables.items()}
    html = client.get("/").text
    for count in counts.values():
        assert f">{count:,}<" in re.sub(r"\s+", "", html)
