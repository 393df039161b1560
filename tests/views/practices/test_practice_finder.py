"""What a partner can rely on when filters are combined, on the list and on its map."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graph.store.embedded import EmbeddedStore
from tests.reading import matched
from tests.views.facts import rows_of

PRACTICES = rows_of("practices.csv")
HTML = {"Accept": "text/html"}
MOST_QUESTIONS = 18
"""One for each kind of statement that a page of one thing tells."""


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text[:500]
    return html.unescape(answer.text)


def total(page: str) -> int:
    return int(matched(r'role="status">([\d,]+) practice', page).replace(",", ""))


def chips(page: str) -> list[tuple[str, str]]:
    """What is chosen, and the address without it."""
    listed = page.partition('<ul class="chips"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="([^"]+)">([^<]+)<svg', listed)


def shown(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/practices/([^"?]+)', page)


def test_what_is_chosen_can_be_taken_away_one_by_one(client: FlaskClient) -> None:
    page = read(client, "/practices?country=FR&country=IT&theme=gender&q=night")
    found = chips(page)
    assert [label for _, label in found] == ["Words: “night”", "Theme: Gender", "Country: France", "Country: Italy"]
    without_italy = {label: href for href, label in found}["Country: Italy"]
    assert [label for _, label in chips(read(client, without_italy))] == [
        "Words: “night”", "Theme: Gender", "Country: France",
    ]  # fmt: skip


def test_nothing_found_says_which_choice_would_bring_something_back(client: FlaskClient) -> None:
    page = read(client, "/practices?country=MT&status=stopped&theme=gender")
    assert total(page) == 0
    ways = re.findall(r'Without ‘([^’]+)’ there would be <a href="([^"]+)">(\d+) practice', page)
    assert ways
    for _, href, count in ways:
        assert total(read(client, href)) == int(count) > 0


def test_a_broader_theme_includes_its_narrower_ones_and_both_can_be_seen(client: FlaskClient) -> None:
    page = read(client, "/practices?theme=video-sensing-and-analytics")
    narrower = {"ai-video-analytics", "facial-recognition", "video-surveillance"}
    expected = {row["id"] for row in PRACTICES if narrower & set(row["themes"].split(";"))}
    answer = client.get("/practices.csv?theme=video-sensing-and-analytics").text
    assert {row["practice_id"] for row in csv.DictReader(io.StringIO(answer))} >= expected
    assert re.search(r'id="theme-video-sensing-and-analytics" checked>', page)
    assert re.search(r'id="theme-video-sensing-and-analytics-more".*?id="theme-facial-recognition"', page, re.DOTALL)


def test_a_practice_of_unknown_funding_can_be_asked_for(client: FlaskClient) -> None:
    answer = client.get("/practices.csv?funding=not-recorded").text
    expected = {row["id"] for row in PRACTICES if not row["funding"]}
    assert {row["practice_id"] for row in csv.DictReader(io.StringIO(answer))} == expected


def test_pages_of_the_list_hold_everything_once_and_the_table_for_programs_holds_all(client: FlaskClient) -> None:
    listed: list[str] = []
    address: str | None = "/practices"
    while address:
        page = read(client, address)
        listed += shown(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else None
    assert sorted(listed) == sorted(row["id"] for row in PRACTICES)
    whole = csv.DictReader(io.StringIO(client.get("/practices.csv?page=2").text))
    assert [row["practice_id"] for row in whole] == listed


def test_words_are_understood_as_on_the_search_page(client: FlaskClient) -> None:
    page = read(client, "/practices?q=facail+recognition")
    assert total(page) == total(read(client, "/practices?q=facial+recognition")) > 0
    assert "“facail”" in page and "“facial”" in page


def test_the_way_to_sort_is_in_the_address_and_a_wrong_one_is_named(client: FlaskClient) -> None:
    strong = shown(read(client, "/practices?sort=evidence"))[0]
    assert next(row for row in PRACTICES if row["id"] == strong)["evidence_level"] == "comparison-evaluation"
    refused = client.get("/practices?sort=colour", headers={"Accept": "application/json"})
    assert refused.status_code == 400 and refused.get_json()["field"] == "sort"


def test_what_else_is_in_the_address_stays(client: FlaskClient) -> None:
    page = read(client, "/practices?country=FR&sort=newest&on=2021-05-01")
    assert all("sort=newest" in href and "on=2021-05-01" in href for href, _ in chips(page))
    assert re.search('<input [^>]*name="on" value="2021-05-01">', page)


def test_the_list_shows_the_queries_behind_counts_and_choice(client: FlaskClient) -> None:
    page = read(client, "/practices?country=FR&city_size=not-recorded")
    assert page.count('<details class="query">') == 3
    assert "https://w3id.org/openplaza/id/countries/FR" in page and "openplaza/facet/not-recorded" in page


def test_the_map_takes_the_same_address_and_finds_the_same(client: FlaskClient) -> None:
    choice = "theme=gender&country=ES&country=FR"
    assert total(read(client, f"/practices/map?{choice}")) == total(read(client, f"/practices?{choice}"))
    assert client.get(f"/practices/map.csv?{choice}").data == client.get(f"/practices.csv?{choice}").data
    assert f'href="/practices/map?{choice}"' in read(client, f"/practices?{choice}")


def test_a_point_of_the_map_chooses_its_city_and_counts_what_that_shows(client: FlaskClient) -> None:
    page = read(client, "/practices/map?status=operational")
    points = re.findall(r'<a href="([^"]+)" data-lat="[^"]+" data-lon="[^"]+" data-count="(\d+)"', page)
    assert points
    for href, count in points[::9]:
        assert total(read(client, href)) == int(count)
    listed = page.partition('<details class="places"')[2].partition("</details>")[0]
    assert {href for href, _ in points} == set(re.findall(r'<a href="([^"]+)"', listed))


def test_the_outline_of_a_country_chooses_it_and_takes_it_away_again(client: FlaskClient) -> None:
    page = read(client, "/practices/map")
    links = dict(re.findall(r'<a href="([^"]+)" data-code="([A-Z]{2})"', page))
    france = next(href for href, code in links.items() if code == "FR")
    assert set(links.values()) == {code for row in PRACTICES for code in row["country"].split(";")}
    chosen = read(client, france)
    assert total(chosen) == sum("FR" in row["country"].split(";") for row in PRACTICES)
    assert re.search(r'data-code="FR" aria-current="true"', chosen)


def test_a_value_that_nobody_knows_is_shown_so_that_it_can_be_taken_away(client: FlaskClient) -> None:
    page = read(client, "/practices?theme=atlantis")
    assert total(page) == 0 and [label for _, label in chips(page)] == ["Theme: atlantis"]
    hostile = client.get("/practices?theme=%22%3E%3Cscript%3Ealert(1)", headers=HTML).text
    assert "<script>alert" not in hostile and "&#34;&gt;&lt;script&gt;alert(1)" in hostile


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every query put to the store while a page is made; the store answers as always."""
    queries: list[str] = []
    answered = EmbeddedStore._query

    def noted(self: EmbeddedStore, text: str) -> object:
        queries.append(text)
        return answered(self, text)

    monkeypatch.setattr(EmbeddedStore, "_query", noted)
    yield queries


LISTS = [
    "/practices",
    "/practices?page=3",
    "/practices?country=FR&theme=gender&funding=eu",
    "/practices?country=MT&status=stopped",
    "/practices?q=camera",
    "/practices/map",
    "/practices/map?city=nice",
    "/cities",
    "/cities?country=FR",
    "/technologies",
    "/laws",
]
ENTITIES = [
    "/practices/nice-school-vsa",
    "/practices/umea-frizon",
    "/practices/nice-school-vsa/peers",
    "/cities/nice",
    "/cities/valenciennes",
    "/cities/nice/peers",
    "/technologies/cctv-fixed",
    "/technologies/smart-glasses",
    "/laws/32016R0679",
    "/laws/32016L0680",
    "/laws/32024R1689?on=2025-03-01",
    "/laws/12012P/TXT",
    "/laws/32024R1689/art_5/par_1/pnt_h",
    "/laws/32016R0679/art_6/par_1/pnt_e",
    "/laws/fr-law-2023-380/art_10",
    "/actions/action-3",
    "/organisations/org-nice",
    "/organisations/org-edpb",
    "/partnership",
    "/partnership/seed",
    "/partnership/events/ev-m4",
    "/partnership/events/ev-m8",
    "/data/sources/seed",
    "/data/countries/FR",
    "/ontology/status",
    "/revisions/1",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_at_most_three_questions_however_much_it_shows(
    client: FlaskClient, asked: list[str], path: str
) -> None:
    read(client, path)
    asked.clear()
    read(client, path)
    assert len(asked) <= 3


@pytest.mark.parametrize("path", ENTITIES)
def test_a_page_of_one_thing_asks_a_bounded_number_of_questions_however_much_it_shows(
    client: FlaskClient, asked: list[str], path: str
) -> None:
    read(client, path)
    asked.clear()
    read(client, path)
    assert len(asked) <= MOST_QUESTIONS
