"""What a person sees of an answer on the query page: rows, names, order, and drawings that say what they leave out."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from graph.terms import OP

HEAD = (
    f"PREFIX op: <{OP}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
CITIES = HEAD + "SELECT * WHERE { ?town a op:City ; geo:lat ?lat ; geo:long ?long } ORDER BY ?town"
EVENTS = HEAD + "SELECT ?event ?outcome ?date WHERE { ?event a op:LegalEvent ; op:outcome ?outcome ; op:date ?date }"
NUMBERS = 'SELECT ?name ?n WHERE { VALUES (?name ?n) { ("b" 10) ("a" 9) ("c" -2.5) ("d" UNDEF) } }'
YEARS = (
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nSELECT ?year ?n WHERE { VALUES (?year ?n) "
    '{ ("2020"^^xsd:gYear 3) ("2022"^^xsd:gYear 5) ("2021"^^xsd:gYear 4) } }'
)


def page(client: FlaskClient, query: str, path: str = "/sparql", **more: str | list[str]) -> BeautifulSoup:
    response = client.get(path, query_string={"query": query, **more}, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    return BeautifulSoup(response.text, "html.parser")


def column(found: BeautifulSoup, number: int) -> list[str]:
    return [row.select("td")[number].get_text("|") for row in found.select("table.answer tbody tr")]


def heads(found: BeautifulSoup) -> list[str]:
    return [each.get_text().strip(" ▲▼") for each in found.select("table.answer thead th")]


def views(found: BeautifulSoup) -> list[str]:
    return [each.get_text() for each in found.select(".answer-views a")]


def test_columns_come_in_the_order_of_the_query(client: FlaskClient) -> None:
    assert heads(page(client, CITIES)) == ["town", "lat", "long"]
    assert heads(page(client, HEAD + "SELECT ?z ?a WHERE { ?z rdfs:label ?a } LIMIT 3")) == ["z", "a"]


def test_a_name_stands_beside_an_identifier_and_leads_to_its_page(client: FlaskClient) -> None:
    query = HEAD + "SELECT ?city WHERE { VALUES ?city { <https://w3id.org/openplaza/id/cities/nice> } }"
    cell = page(client, query).select_one("table.answer td")
    assert cell is not None and cell.get_text("|") == "Nice|cities/nice"
    assert cell.select("a")[0]["href"] == "/id/cities/nice"


def test_a_name_is_told_in_the_language_of_the_reader(client: FlaskClient) -> None:
    query = "SELECT ?s WHERE { VALUES ?s { <https://w3id.org/openplaza/concept/status/stopped> } }"
    english, german = column(page(client, query), 0), column(page(client, query, "/de/sparql"), 0)
    assert english == ["Stopped|concept/status/stopped"]
    assert german[0].endswith("|concept/status/stopped") and german != english


@pytest.mark.parametrize(("sort", "order"), [("n", ["c", "a", "b", "d"]), ("-n", ["b", "a", "c", "d"]),
                                             ("name", ["a", "b", "c", "d"]), ("", ["b", "a", "c", "d"])])  # fmt: skip
def test_numbers_are_sorted_by_size_and_what_is_empty_comes_last(
    client: FlaskClient, sort: str, order: list[str]
) -> None:
    assert column(page(client, NUMBERS, sort=sort), 0) == order


def test_the_head_of_a_column_sorts_by_it_and_says_so(client: FlaskClient) -> None:
    found = page(client, NUMBERS, sort="n")
    head = found.select("thead th")[1]
    assert head["aria-sort"] == "ascending" and "sort=-n" in str(head.select("a")[0]["href"])


def test_rows_are_found_by_name_and_by_value_and_counted(client: FlaskClient) -> None:
    found = page(client, EVENTS, find="unlawful")
    rows = [each.get_text() for each in found.select("table.answer tbody tr")]
    assert rows and all("unlawful" in each.lower() for each in rows)
    assert f"{len(rows)} of" in found.select_one(".answer-told").get_text()  # type: ignore[union-attr]
    assert "No row has “xyzzy”" in page(client, EVENTS, find="xyzzy").get_text()


def test_columns_can_be_chosen(client: FlaskClient) -> None:
    assert heads(page(client, EVENTS, column=["date", "event"])) == ["date", "event"]


def test_every_row_is_on_one_of_the_pages(client: FlaskClient) -> None:
    met, address, number = [], page(client, CITIES), 1
    while True:
        met += column(address, 0)
        following = address.select_one(".pages a[rel=next]")
        if following is None:
            break
        number += 1
        assert f"page={number}" in str(following["href"])
        address = page(client, CITIES, page=str(number))
    everything = client.get("/sparql", query_string={"query": CITIES, "format": "csv"}).text.split()
    assert len(met) == len(set(met)) == len(everything) - 1


def test_views_are_offered_where_the_answer_has_what_they_show(client: FlaskClient) -> None:
    assert views(page(client, CITIES)) == ["Table", "Map", "Bars", "Line"]
    assert views(page(client, EVENTS)) == ["Table", "Timeline", "Bars"]
    assert views(page(client, NUMBERS)) == ["Table", "Bars"]
    assert views(page(client, YEARS)) == ["Table", "Timeline", "Bars", "Line"]
    assert views(page(client, "SELECT ?x WHERE { VALUES ?x { } }")) == []


@pytest.mark.parametrize(
    ("query", "view"), [(CITIES, "map"), (EVENTS, "time"), (EVENTS, "bar"), (NUMBERS, "bar"), (YEARS, "line")]
)
def test_every_view_is_drawn_without_a_script_with_its_table_and_can_be_saved(
    client: FlaskClient, query: str, view: str
) -> None:
    found = page(client, query, view=view)
    assert found.select_one(".answer-view svg") is not None and column(found, 0)
    link = found.select_one("#drawing-svg")
    assert link is not None
    saved = client.get(str(link["href"]))
    assert saved.content_type.startswith("image/svg+xml") and saved.headers["Complete"] == "?1"
    root = ElementTree.fromstring(saved.data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and "data revision" in "".join(root.itertext())


def test_a_map_has_every_place(client: FlaskClient) -> None:
    points = page(client, CITIES, view="map").select(".map-points a")
    everything = client.get("/sparql", query_string={"query": CITIES, "format": "csv"}).text.split()
    told = sum(int(str(each["aria-label"]).split(": ")[-1].split()[0]) for each in points)
    assert told == len(everything) - 1


def test_a_place_may_be_a_point_of_geosparql(client: FlaskClient) -> None:
    query = (
        "SELECT ?name ?where WHERE { VALUES (?name ?where) "
        '{ ("Nice" "POINT(7.26 43.7)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>) } }'
    )
    (point,) = page(client, query, view="map").select(".map-points a")
    assert (point["data-lon"], point["data-lat"]) == ("7.26", "43.7")


def test_bars_of_a_number_are_those_of_the_rows_and_none_is_added_up(client: FlaskClient) -> None:
    found = page(client, NUMBERS, view="bar")
    assert [each.get_text() for each in found.select(".chart-bar title")] == ["b: 10", "a: 9", "c: -2.5"]
    assert "1 row without both values is not drawn." in found.get_text()


def test_bars_that_count_rows_have_their_own_table(client: FlaskClient) -> None:
    found = page(client, EVENTS, view="bar", x="outcome")
    table = {row.select("td")[0].get_text(): int(row.select("td")[1].get_text())
             for row in found.select("#answer-view table tbody tr")}  # fmt: skip
    rows = client.get("/sparql", query_string={"query": EVENTS, "format": "csv"}).text.split()
    assert sum(table.values()) == len(rows) - 1
    assert [each.get_text() for each in found.select(".chart-bar title")] == [f"{k}: {v}" for k, v in table.items()]


def test_a_line_goes_through_its_points_in_the_order_of_time(client: FlaskClient) -> None:
    found = page(client, YEARS, view="line")
    xs = [float(pair.split(",")[0]) for pair in str(found.select_one(".chart-line")["points"]).split()]  # type: ignore[index]
    assert xs == sorted(xs) and len(xs) == 3
    assert [each.get_text() for each in found.select(".chart-point title")] == ["2020: 3", "2021: 4", "2022: 5"]


def test_a_point_in_time_has_the_number_of_its_row(client: FlaskClient) -> None:
    found = page(client, EVENTS, view="time")
    point = found.select_one(".time-point")
    assert point is not None
    all_rows = page(client, EVENTS, view="time", find=str(point["aria-label"]).split(":")[0])
    assert all_rows.select_one(str(point["href"])) is not None


def test_what_cannot_be_drawn_is_refused_by_name(client: FlaskClient) -> None:
    response = client.get("/sparql/drawing.svg", query_string={"query": NUMBERS, "view": "map"})
    assert response.status_code == 400
    assert client.get("/sparql/drawing.svg", query_string={"query": "ASK {}"}).status_code == 400


def test_how_a_page_shows_rows_is_told_as_passed_over_where_programs_ask(client: FlaskClient) -> None:
    given = {"query": NUMBERS, "sort": "n"}
    assert (
        client.get("/sparql", query_string=given, headers={"Accept": "text/csv"}).headers["Parameters-Ignored"]
        == "sort"
    )
    shown = client.get("/sparql", query_string=given, headers={"Accept": "text/html"})
    assert "Parameters-Ignored" not in shown.headers and "The address has parameters" not in shown.text
