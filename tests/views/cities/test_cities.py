"""What a reader of the cities can rely on."""

from __future__ import annotations

import html
import math
import re

import pytest
from flask.testing import FlaskClient

from tests.reading import matched
from tests.views.facts import rows_of
from views.drawing.outlines import laea

CITIES = rows_of("cities.csv")
PRACTICES = rows_of("practices.csv")
HTML = {"Accept": "text/html"}


def practices_in(city: str) -> list[str]:
    return [each["id"] for each in PRACTICES if city in each["cities"].split(";")]


def test_the_map_and_the_list_hold_every_city_with_its_number_of_practices(client: FlaskClient) -> None:
    shown = client.get("/cities", headers=HTML).text
    assert CITIES
    for city in CITIES:
        number = len(practices_in(city["id"]))
        counted = f"{number} practice{'' if number == 1 else 's'}"
        assert re.search(rf'<a href="/cities/{city["id"]}" [^>]*aria-label="[^"]+: {counted}">', shown)
        assert re.search(rf'<li><a href="/cities/{city["id"]}">[^<]+</a>, {counted}</li>', shown)


def test_every_point_lies_inside_the_map(client: FlaskClient) -> None:
    shown = client.get("/cities", headers=HTML).text.split("<figure")[1].split("</figure>")[0]
    width, height = map(int, matched(r'viewBox="0 0 (\d+ \d+)"', shown).split())
    points = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', shown)]
    assert len(points) == len(CITIES)
    assert all(0 < x < width and 0 < y < height for x, y in points)


def test_the_projection_keeps_areas_and_its_centre() -> None:
    assert laea(10, 52) == pytest.approx((0, 0))
    for lon, lat in ((10, 52), (-9, 38), (25, 65)):
        step = 0.001
        (x0, y0), (x1, y1), (x2, y2) = laea(lon, lat), laea(lon + step, lat), laea(lon, lat + step)
        area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
        assert area == pytest.approx(math.radians(step) ** 2 * math.cos(math.radians(lat)), rel=1e-3)


def test_a_country_filter_narrows_the_map_and_the_list(client: FlaskClient) -> None:
    shown = client.get("/cities?country=FR", headers=HTML).text
    expected = {each["id"] for each in CITIES if each["country"] == "FR"}
    assert set(re.findall(r'href="/cities/([^"?]+)"', shown)) == expected
    assert f'role="status">{len(expected)} cities' in shown


def test_a_country_without_cities_gives_an_empty_list(client: FlaskClient) -> None:
    shown = client.get("/cities?country=AD", headers=HTML)
    assert shown.status_code == 200 and "No city here is in the countries chosen" in shown.text


@pytest.mark.parametrize("city", CITIES, ids=[each["id"] for each in CITIES])
def test_every_city_has_a_page_with_its_practices_and_legal_events(client: FlaskClient, city: dict[str, str]) -> None:
    shown = client.get(f"/cities/{city['id']}", headers=HTML)
    assert shown.status_code == 200
    table = shown.text.split('id="practices"')[1].split("</section>")[0]
    mine = practices_in(city["id"])
    assert sorted(set(re.findall(r'href="/practices/([^"]+)"', table))) == sorted(mine)
    events = [each for each in rows_of("legal_events.csv") if each["practice"] in mine]
    assert shown.text.split('id="legal"')[1].split("</section>")[0].count('class="story-date"') == len(events)


def test_a_population_gives_its_year_or_says_that_none_is_given(client: FlaskClient) -> None:
    assert "342,669 (year not given)" in client.get("/cities/nice", headers=HTML).text
    assert "43,000 (2021)" in client.get("/cities/valenciennes", headers=HTML).text


def test_identifiers_from_memory_are_marked_and_checked_coordinates_say_how(client: FlaskClient) -> None:
    shown = client.get("/cities/nice", headers=HTML).text
    assert re.search(r">Q33959</a>\s*<span class=\"mark-note mark-unverified\"", shown)
    assert "from the GeoNames place of the same id" in shown
    assert 'href="https://sws.geonames.org/2990440/"' in shown


def test_a_doubtful_field_is_shown_with_its_reason(client: FlaskClient) -> None:
    doubtful = [
        each
        for each in rows_of("checks_practices.csv")
        if each["file"] == "cities.csv" and each["verdict"] == "doubtful" and each["row_id"] != "*"
    ]
    assert doubtful
    for check in doubtful:
        shown = client.get(f"/cities/{check['row_id']}", headers=HTML).text
        assert "Doubtful" in shown and html.escape(check["reason"]) in shown


def test_a_city_of_a_partner_links_to_the_organisation(client: FlaskClient) -> None:
    assert 'href="/organisations/org-nice"' in client.get("/cities/nice", headers=HTML).text
    assert "No organisation of the Partnership carries" in client.get("/cities/valenciennes", headers=HTML).text


def test_disagreements_about_a_city_are_shown_on_its_page(client: FlaskClient) -> None:
    assert "Copenhagen coordinates" in client.get("/cities/copenhagen", headers=HTML).text
    assert "Q21765751" in client.get("/cities/mechelen", headers=HTML).text


def test_an_unknown_city_is_not_found(client: FlaskClient) -> None:
    assert client.get("/cities/atlantis").status_code == 404
