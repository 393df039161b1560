"""The map of practices and the same places as a list, as a person reads them."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from bs4 import Tag
from flask.testing import FlaskClient

from tests.reading import Link, Part, page, words
from tests.views.facts import rows_of

CITIES = {row["id"]: row for row in rows_of("cities.csv")}
COUNTRIES = {row["id"]: row["name"] for row in rows_of("countries.csv")}
PRACTICES = rows_of("practices.csv")
# How tall the names are and how wide their letters are on average, in the units of the drawing.
LINE, LETTER = 15.0, 8.0
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def whole(client: FlaskClient) -> Part:
    return page(client, "/practices/map")


def in_cities(rows: list[dict[str, str]]) -> Counter[str]:
    return Counter(city for row in rows for city in row["cities"].split(";") if city)


def counted(number: int) -> str:
    return f"{number} practice{'' if number == 1 else 's'}"


def address_of(tag: Tag) -> Link:
    return Link(words(tag), str(tag["href"]))


def points(part: Part) -> dict[str, Tag]:
    """The points of the map by the city that each chooses."""
    return {address_of(each).query["city"][-1]: each for each in part.tag.select(".map-points a")}


def place(point: Tag) -> tuple[float, float, float]:
    """Across, down, and the radius of a point."""
    circle = point.circle
    assert circle is not None
    return float(str(circle["cx"])), float(str(circle["cy"])), float(str(circle["r"]))


def names(part: Part) -> dict[str, Box]:
    """The names written on the map with the box that each covers: left, top, right, bottom."""
    found = {}
    for each in part.tag.select(".map-names text"):
        x, y = float(str(each["x"])), float(str(each["y"]))
        found[words(each)] = (x, y - LINE, x + LETTER * len(words(each)), y)
    return found


def places(part: Part) -> dict[str, list[Part]]:
    """The list below the map: the entries of each country."""
    return {each.all("h3")[0].text: each.all("li") for each in part.all("details.places section")}


def test_each_city_with_practices_is_one_point_that_says_its_name_country_and_number(whole: Part) -> None:
    wanted = in_cities(PRACTICES)
    shown = points(whole)
    assert len(whole.tag.select(".map-points a")) == len(shown) and shown.keys() == wanted.keys()
    for city, point in shown.items():
        row = CITIES[city]
        said = f"{row['name']}, {COUNTRIES[row['country']]}: {counted(wanted[city])}"
        assert point["aria-label"] == said and words(point) == said


def test_north_is_up_east_is_right_and_more_practices_are_a_larger_point(whole: Part) -> None:
    placed = {city: place(point) for city, point in points(whole).items()}
    at = {city: (float(CITIES[city]["lon"]), float(CITIES[city]["lat"])) for city in placed}
    numbers = in_cities(PRACTICES)
    north = east = larger = 0
    for one, other in itertools.permutations(placed, 2):
        (lon, lat), (other_lon, other_lat) = at[one], at[other]
        if lat > other_lat + 1 and abs(lon - other_lon) < 1:
            assert placed[one][1] < placed[other][1], (one, other)
            north += 1
        if lon > other_lon + 1 and abs(lat - other_lat) < 1:
            assert placed[one][0] > placed[other][0], (one, other)
            east += 1
        if numbers[one] > numbers[other]:
            assert placed[one][2] > placed[other][2], (one, other)
            larger += 1
    assert north and east and larger


def test_the_whole_map_is_on_the_drawing(whole: Part) -> None:
    drawing = whole.tag.select_one(".map-drawn svg")
    assert drawing is not None
    width, height = float(str(drawing["width"])), float(str(drawing["height"]))
    circles = [place(point) for point in points(whole).values()]
    assert all(r <= x <= width - r and r <= y <= height - r for x, y, r in circles) and circles
    assert max(x for x, _, _ in circles) - min(x for x, _, _ in circles) > width / 2
    assert all(left >= 0 and top >= 0 and right <= width and bottom <= height
               for left, top, right, bottom in names(whole).values())  # fmt: skip


@pytest.mark.parametrize("choice", ["", "?technology=video-surveillance", "?country=DE"])
def test_no_name_on_the_map_covers_another_or_a_point_but_one_with_far_fewer_practices(
    client: FlaskClient, choice: str
) -> None:
    part = page(client, f"/practices/map{choice}")
    boxes = names(part)
    assert len(boxes) > 1
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)
    for name, (left, top, right, bottom) in boxes.items():
        own = next(int(str(each["data-count"])) for each in points(part).values() if words(each).startswith(name))
        for point in points(part).values():
            x, y, _ = place(point)
            assert not (left < x < right and top < y < bottom) or int(str(point["data-count"])) * 3 <= own, name


def test_a_name_stands_beside_its_own_point_and_the_city_with_most_practices_has_one(whole: Part) -> None:
    written = names(whole)
    by_name = {CITIES[city]["name"].split(" (")[0]: place(point) for city, point in points(whole).items()}
    assert written and written.keys() <= by_name.keys()
    for name, (left, top, _, bottom) in written.items():
        x, y, r = by_name[name]
        assert 0 < left - (x + r) < LINE and top < y < bottom, name
    most = max(in_cities(PRACTICES).values())
    assert any(in_cities(PRACTICES)[city] == most and CITIES[city]["name"] in written for city in CITIES)


def test_the_list_holds_the_same_places_by_country_with_the_same_numbers(whole: Part) -> None:
    shown = places(whole)
    wanted = in_cities(PRACTICES)
    assert list(shown) == sorted(shown) and set(shown) == {COUNTRIES[CITIES[city]["country"]] for city in wanted}
    seen = []
    for country, entries in shown.items():
        cities = [each.links[0].query["city"][0] for each in entries]
        assert [each.links[0].text for each in entries] == [CITIES[city]["name"] for city in cities]
        assert all(COUNTRIES[CITIES[city]["country"]] == country for city in cities)
        assert cities == sorted(cities, key=lambda city: CITIES[city]["name"].casefold())
        assert all(each.text.endswith(f", {counted(wanted[city])}".removeprefix(",").strip())
                   for city, each in zip(cities, entries, strict=True))  # fmt: skip
        seen += cities
    assert sorted(seen) == sorted(wanted)
    summary = whole.all("details.places summary")[0].text
    assert f"{len(wanted)} cities in {len(shown)} countries" in summary


def test_an_outline_of_a_country_chooses_its_practices_and_says_how_many(whole: Part) -> None:
    wanted = Counter(country for row in PRACTICES for country in row["country"].split(";"))
    land = {address_of(each).query["country"][0]: words(each) for each in whole.tag.select(".map-land a")}
    drawn = {code: f"{COUNTRIES[code]}: {counted(number)}" for code, number in wanted.items() if code in land}
    assert land == drawn, "outlines are there once the assets are bundled"


def test_a_choice_leaves_only_the_places_it_has_and_counts_only_its_practices(client: FlaskClient) -> None:
    part = page(client, "/practices/map?status=operational")
    wanted = in_cities([row for row in PRACTICES if row["status"] == "operational"])
    shown = points(part)
    assert 0 < len(wanted) < len(in_cities(PRACTICES)) and shown.keys() == wanted.keys()
    for city, point in shown.items():
        assert point["data-count"] == str(wanted[city])
        assert address_of(point).query == {"status": ["operational"], "city": [city]}


def test_a_chosen_city_says_so_and_can_be_taken_away_again(client: FlaskClient) -> None:
    part = page(client, "/practices/map?status=operational&city=nice")
    chosen = [each for entries in places(part).values() for each in entries if each.all('[aria-current="true"]')]
    assert [each.links[0].text for each in chosen] == ["Nice"] and chosen[0].text.endswith("(chosen)")
    assert chosen[0].links[0].query == {"status": ["operational"]}
    marked = [words(each) for each in part.tag.select(".map-points a[aria-current]")]
    own = [row for row in PRACTICES if "nice" in row["cities"].split(";") and row["status"] == "operational"]
    assert marked == [f"Nice, France: {counted(len(own))}"]
    titles = {row["title"] for row in own}
    assert titles and {each.links[0].text for each in part.all("article.result h3")} == titles


def test_where_nothing_is_left_there_is_no_map_and_the_page_says_what_to_take_away(client: FlaskClient) -> None:
    part = page(client, "/practices/map?country=MT&technology=connectivity-5g")
    assert not part.all("figure") and "Take a choice away" in part.text
