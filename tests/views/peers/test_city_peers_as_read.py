"""Cities like a city, and what they do that it does not, as a person reads them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
CITIES = {row["id"]: row for row in rows_of("cities.csv")}
COUNTRIES = {row["id"]: row["name"] for row in rows_of("countries.csv")}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
OWN = {name for name, row in PRACTICES.items() if "mechelen" in row["cities"].split(";")}


@pytest.fixture(scope="module")
def mechelen(client: FlaskClient) -> Part:
    return page(client, f"/cities/mechelen/peers?on={DAY}")


def found(part: Part) -> dict[str, Part]:
    """The cities found, in their order."""
    peers = part.all("ol.peers > li")
    assert peers
    return {each.all("h3 a")[0].tag["href"].split("?")[0].removeprefix("/cities/"): each for each in peers}


def practices_of(city: str) -> list[str]:
    return [name for name, row in PRACTICES.items() if city in row["cities"].split(";")]


def test_a_city_found_says_its_country_its_size_and_all_of_its_practices(mechelen: Part) -> None:
    peers = found(mechelen)
    assert peers
    for name, each in peers.items():
        row = CITIES[name]
        assert COUNTRIES[row["country"]] in each.text
        size = f"{int(row['population_approx']):,} inhabitants" if row["population_approx"] else "size not recorded"
        assert size in each.text
        links = {link.path.removeprefix("/practices/"): link.text for link in each.links if "/practices/" in link.path}
        assert links == {practice: PRACTICES[practice]["title"] for practice in practices_of(name)}


def test_a_reason_is_one_that_the_tables_bear_out(mechelen: Part) -> None:
    country = project = 0
    for name, each in found(mechelen).items():
        told = " ".join(reason.text for reason in each.all("ul.reasons li"))
        same = CITIES[name]["country"] == CITIES["mechelen"]["country"]
        assert ("Same country: Belgium" in told) == same, name
        shared = [practice for practice in practices_of(name) if practice in OWN]
        assert ("Same project" in told) == bool(shared), name
        country, project = country + same, project + bool(shared)
    assert country and project


def test_what_the_others_do_and_this_city_does_not_is_grouped_by_problem_what_is_new_first(mechelen: Part) -> None:
    groups = mechelen.all("#lacking details")
    new = [bool(each.all("summary .tag")) for each in groups]
    assert len(groups) > 2 and new == sorted(new, reverse=True) and len(set(new)) == 2
    ours = {problem for name in OWN for problem in PRACTICES[name]["problems"].split(";")}
    where = {name for each in found(mechelen) for name in practices_of(each)} - OWN
    shown = set()
    for group, is_new in zip(groups, new, strict=True):
        names = [link.path.removeprefix("/practices/") for link in group.links]
        number = re.findall(r"(\d+) practice", group.all("summary .note-inline")[0].text)[0]
        assert int(number) == len(names) == len(set(names))
        shared = set.intersection(*(set(PRACTICES[name]["problems"].split(";")) for name in names))
        assert shared and (not is_new or any(each not in ours for each in shared))
        shown |= set(names)
        for item in group.all("ul.link-list > li"):
            name = item.links[0].path.removeprefix("/practices/")
            at = [CITIES[city]["name"].split(" (")[0] for city in found(mechelen) if name in practices_of(city)]
            assert item.links[0].text == PRACTICES[name]["title"]
            assert item.all(".note-inline")[0].text == ", ".join(at)
    assert shown == where


def test_the_way_of_grouping_that_is_shown_is_told_and_the_other_can_be_chosen(
    client: FlaskClient, mechelen: Part
) -> None:
    turned = page(client, f"/cities/mechelen/peers?on={DAY}&by=technology")
    for part, shown, other in ((mechelen, "By problem", "technology"), (turned, "By technology", "problem")):
        ways = part.all("#lacking .group-ways")[0]
        assert [each.text for each in ways.all("strong")] == [shown]
        assert [(link.text, link.query["by"]) for link in ways.links] == [(f"By {other}", [other])]


def test_the_same_groups_are_in_the_csv_with_where_and_whether_they_are_new(
    client: FlaskClient, mechelen: Part
) -> None:
    answer = client.get(f"/cities/mechelen/peers.json?on={DAY}").get_json()["answers"]["lacking"]["rows"]
    told = {(row["group"], row["practice_id"]): row for row in answer}
    groups = mechelen.all("#lacking details")
    assert told and len(told) == sum(len(group.all("ul.link-list > li")) for group in groups)
    for group in groups:
        label = group.all("summary strong")[0].text
        for item in group.all("ul.link-list > li"):
            row = told[label, item.links[0].path.removeprefix("/practices/")]
            assert row["cities"] == item.all(".note-inline")[0].text.replace(", ", "; ")
            assert row["new_to_us"] == ("yes" if group.all("summary .tag") else "no")


@pytest.mark.parametrize("address", ["/cities/mechelen/peers", "/practices/nice-school-vsa/peers"])
def test_what_is_weighed_anew_is_kept_in_the_form_and_changes_what_is_found(client: FlaskClient, address: str) -> None:
    usual = page(client, f"{address}?on={DAY}")
    fields = usual.all('input[type="number"]')
    assert len(fields) > 3 and all(float(str(each.tag["value"])) <= 10 for each in fields)
    names = [str(each.tag["name"]) for each in fields]
    off = "&".join(f"{name}=0" for name in names if name != "w_country") + "&w_country=10"
    assert "w_country" in names
    only = page(client, f"{address}?on={DAY}&{off}")
    kept = {str(each.tag["name"]): str(each.tag["value"]) for each in only.all('input[type="number"]')}
    assert kept == {name: "10" if name == "w_country" else "0" for name in names}
    reasons = [each.text for peer in only.all("ol.peers > li") for each in peer.all("ul.reasons li")]
    assert reasons and all(re.match(r"100 % (Same|Other) country", each) for each in reasons)


def test_the_reasons_of_the_csv_are_those_of_the_page(client: FlaskClient) -> None:
    address = "/practices/nice-school-vsa/peers"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv?on={DAY}").text)))
    peers = page(client, f"{address}?on={DAY}").all("ol.peers > li")
    assert peers and {row["rank"] for row in rows} == {str(number) for number in range(1, len(peers) + 1)}
    for number, peer in enumerate(peers, 1):
        own = [row for row in rows if row["rank"] == str(number)]
        assert {row["practice_label"] for row in own} == {peer.all("h3")[0].links[0].text}
        assert {row["likeness"] for row in own} == {peer.all(".likeness-number strong")[0].text}
        shares = [each.text.split()[0] for each in peer.all("ul.reasons .share")]
        assert [row["share"] for row in own] == shares


def test_the_page_of_a_practice_names_the_first_peers_where_they_are_and_why(client: FlaskClient) -> None:
    items = page(client, f"/practices/nice-school-vsa?on={DAY}").all("ol.like-this > li")
    peers = page(client, f"/practices/nice-school-vsa/peers?on={DAY}").all("ol.peers > li")
    assert items
    for each, peer in zip(items, peers, strict=False):
        row = PRACTICES[each.links[0].path.removeprefix("/practices/")]
        assert each.links[0].text == row["title"] == peer.all("h3")[0].text
        where, why = [note.text for note in each.all(".note-inline")]
        cities = row["cities"].split(";")
        country = f", {COUNTRIES[CITIES[cities[0]]['country']]}" if len(cities) == 1 else ""
        assert where.startswith(CITIES[cities[0]]["name"].split(" (")[0]) and where.endswith(country)
        assert f"({peer.all('ul.reasons .share')[0].text})" in why
