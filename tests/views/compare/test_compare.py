"""What a reader can rely on when practices or cities stand side by side."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal
from werkzeug.test import TestResponse

from tests.budget import examples
from tests.reading import matched
from tests.views.facts import rows_of

BROWSER = {"Accept": "text/html"}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
EVENTS = rows_of("legal_events.csv")
COLUMNS = {
    "Country": "country",
    "Run by": "lead_level",
    "Core area": "core_area",
    "Technologies": "technologies_concepts",
    "Themes": "themes",
    "Kind of problem": "problems",
    "Status": "status",
    "How it was looked at": "evidence_level",
    "Result": "evidence_result",
    "Legal outcome": "legal_outcome",
}
UNKNOWN = {("status", "unknown"), ("evidence_result", "not-read")}
TRIOS = [
    ("nice-school-vsa", "paca-lycee-frt", "lecce-frt"),
    ("enschede-wifi-counting", "leiria-ai-cctv"),
    ("lille-stop-on-demand", "nice-frt-carnival-2019", "prague-airport-frt", "frankfurt-realtime-biometric"),
]


def path(*names: str, kind: str = "practices", form: str = "", **more: str) -> str:
    pairs = [*(("thing", f"{kind}/{name}") for name in names), *more.items()]
    return f"/compare{form}?{urlencode(pairs, safe='/')}"


def table(client: FlaskClient, *names: str, kind: str = "practices") -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(client.get(path(*names, kind=kind, form=".csv")).text))
    return {row["feature"]: row for row in rows}


def cell(name: str, column: str) -> set[str]:
    """The values of one cell of the table of practices, without those that nobody knows."""
    return {part for part in PRACTICES[name][column].split(";") if part and (column, part) not in UNKNOWN}


def expected_state(names: tuple[str, ...], column: str) -> str:
    cells = [cell(name, column) for name in names]
    if not any(cells):
        return "Not recorded"
    if not all(cells):
        return "Not recorded for all"
    if all(each == cells[0] for each in cells):
        return "Same"
    return "Partly the same" if set.intersection(*cells) else "Differs"


@pytest.mark.parametrize("names", TRIOS)
def test_differences_are_those_of_the_table_of_practices(client: FlaskClient, names: tuple[str, ...]) -> None:
    found = table(client, *names)
    for feature, column in COLUMNS.items():
        assert found[feature]["state"] == expected_state(names, column), feature
        for name in names:
            shown = [part for part in found[feature][f"practices/{name}"].split("; ") if part]
            assert len(shown) == len(cell(name, column)), (feature, name)


def test_any_two_neighbours_of_the_table_can_be_compared(client: FlaskClient) -> None:
    neighbours = list(pairwise(PRACTICES))[::6]
    assert neighbours
    for one, other in neighbours:
        found = table(client, one, other)
        wrong = [f for f, column in COLUMNS.items() if found[f]["state"] != expected_state((one, other), column)]
        assert wrong == [], (one, other)


def test_the_line_of_what_all_share_names_shared_values_only(client: FlaskClient) -> None:
    names = ("nice-school-vsa", "paca-lycee-frt")
    html = client.get(path(*names), headers=BROWSER).text
    line = unescape(matched(r'<p class="lede">(.*?)</p>', html))
    assert line.startswith("Both have in common: ") and "themes Schools" in line and "country France" in line
    assert "Fixed CCTV" not in line


def test_only_differences_leaves_out_what_is_the_same_and_says_how_much(client: FlaskClient) -> None:
    names = TRIOS[0]
    # The law keeps all its rows on the page.
    states = [row["state"] for name, row in table(client, *names).items() if not name.startswith("Law on ")]
    html = client.get(path(*names, only="differences"), headers=BROWSER).text
    assert not re.search(r'<tr class="compare-(same|none)"><th scope="row">(?!<a)', html)
    assert f"{sum(state in ('Same', 'Not recorded') for state in states)} rows that are the same for all" in html
    assert "Show all rows" in html and "Show only differences" not in html


def test_a_difference_is_told_in_words_and_not_by_colour_alone(client: FlaskClient) -> None:
    html = client.get(path(*TRIOS[0]), headers=BROWSER).text
    heads = re.findall(r'<tr class="compare-(?:differs|same|unknown)">.*?</th>', html, re.DOTALL)
    assert heads
    for head in heads:
        assert '<span class="state">' in head


def test_columns_move_and_leave_by_links(client: FlaskClient) -> None:
    one, two, three = TRIOS[0]
    html = client.get(path(one, two, three), headers=BROWSER).text
    moves = [unescape(each) for each in re.findall(r'<a href="([^"]+)" rel="nofollow" aria-label="Move ', html)]
    outs = [unescape(each) for each in re.findall(r'<a href="([^"]+)" rel="nofollow" aria-label="Take ', html)]
    assert len(moves) == 2 and len(outs) == 3

    def order(address: str) -> list[str]:
        told = client.get(address.replace("/compare?", "/compare.csv?"))
        return [name.removeprefix("practices/") for name in told.text.splitlines()[0].split(",")[2:]]

    assert [order(each) for each in moves] == [[two, one, three], [one, three, two]]
    assert [order(each) for each in outs] == [[two, three], [one, three], [one, two]]


def test_practices_and_cities_do_not_mix_and_the_mend_is_told(client: FlaskClient) -> None:
    told = client.get(
        "/compare?thing=practices/nice-school-vsa&thing=cities/nice", headers={"Accept": "application/json"}
    )
    assert told.status_code == 400
    assert told.get_json()["field"] == "thing" and "take the others away" in told.get_json()["detail"]


def test_more_than_six_things_are_refused_and_a_repeated_one_counts_once(client: FlaskClient) -> None:
    seven = list(PRACTICES)[:7]
    told = client.get(path(*seven), headers={"Accept": "application/json"})
    assert told.status_code == 400 and "Take away 1" in told.get_json()["detail"]
    assert client.get(path(*seven[:6], *seven[:6]), headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("thing=practices/none-such&thing=practices/nice-school-vsa", 404),
        ("thing=cities/atlantis&thing=cities/nice", 404),
        ("thing=practices/none-such", 404),
        ("thing=laws/32016R0679&thing=laws/32024R1689", 400),
        ("thing=practices/../x&thing=practices/nice-school-vsa", 400),
        ("thing=practices/nice-school-vsa&thing=practices/lecce-frt&on=2025-02-30", 400),
        ("thing=practices/nice-school-vsa&thing=practices/lecce-frt&only=all", 400),
        ("thing=practices/nice-school-vsa&thing=practices/lecce-frt&revision=99", 404),
    ],
)
def test_what_cannot_be_compared_is_a_named_problem(client: FlaskClient, query: str, status: int) -> None:
    told = client.get(f"/compare?{query}", headers={"Accept": "application/json"})
    assert told.status_code == status and told.content_type == "application/problem+json"


@pytest.mark.parametrize("query", ["", "?thing=practices/lecce-frt", "?thing=cities/nice"])
def test_fewer_than_two_things_get_suggestions_that_lead_to_comparisons(client: FlaskClient, query: str) -> None:
    html = client.get(f"/compare{query}", headers=BROWSER).text
    links = [unescape(each) for each in re.findall(r'href="(/compare\?thing=[^"]+)"', html)]
    assert len(links) >= 3
    for link in links:
        told = client.get(link, headers=BROWSER)
        assert told.status_code == 200 and "side by side" in told.text


def test_the_number_of_questions_does_not_grow_with_the_things(client: FlaskClient) -> None:
    def asked(count: int) -> set[str]:
        answers = client.get(path(*list(PRACTICES)[:count], form=".json")).get_json()["answers"]
        return {each["query"] for name, each in answers.items() if name != "comparison"}

    assert len(asked(2)) == len(asked(6)) <= 7


@pytest.mark.parametrize("on", ["2017-01-01", "2025-03-01", "2026-11-22"])
def test_the_governing_provisions_are_the_union_of_those_of_each_practice(client: FlaskClient, on: str) -> None:
    names = TRIOS[0]
    rows = client.get(path(*names, form=".json", on=on)).get_json()["answers"]["governing"]["rows"]
    for name in names:
        own = client.get(f"/practices/{name}.json?on={on}").get_json()["answers"]["governing"]["rows"]
        mine = {(row["provision_id"], row["effect"]) for row in rows if row["thing"].endswith(f"/{name}")}
        assert mine == {(row["provision_id"], row["effect"]) for row in own}
    html = client.get(path(*names, on=on), headers=BROWSER).text
    body = matched(r'<section class="section" id="law">.*?</section>', html)
    assert body.count('<th scope="row">') == len({row["provision_id"] for row in rows})


def test_legal_events_up_to_the_day_are_listed_once_in_order_and_drawn_when_dated(client: FlaskClient) -> None:
    names, on = TRIOS[0], "2025-06-30"
    wanted = [row for row in EVENTS if row["practice"] in names and row["date"] <= on]
    dated = sorted(row["date"] for row in wanted if row["date"])
    html = client.get(path(*names, on=on), headers=BROWSER).text
    listed = re.findall(r'<li id="event-([^"]+)">', html)
    assert set(listed) == {row["id"] for row in wanted} and len(listed) == len(wanted)
    dates = {row["id"]: row["date"] for row in wanted}
    assert [dates[each] for each in listed if dates[each]] == dated
    drawn = re.findall(r'<a class="time-point[^"]*" href="#event-([^"]+)"', html)
    assert sorted(drawn) == sorted(each for each in listed if dates[each])
    later = sum(row["practice"] in names for row in EVENTS) - len(wanted)
    assert f"{later} of a later day than 30 June 2025" in html


def test_cities_are_compared_by_what_their_practices_state(client: FlaskClient) -> None:
    found = table(client, "nice", "mechelen", kind="cities")
    for city in ("nice", "mechelen"):
        own = [row for row in PRACTICES.values() if city in row["cities"].split(";")]
        assert len(found["Practices"][f"cities/{city}"].split("; ")) == len(own)
        themes = {theme for row in own for theme in row["themes"].split(";") if theme}
        assert len(found["Themes"][f"cities/{city}"].split("; ")) == len(themes)


def test_every_form_holds_the_comparison(client: FlaskClient) -> None:
    names = TRIOS[0]
    data = client.get(path(*names, form=".json")).get_json()
    assert data["answers"]["comparison"]["columns"] == ["feature", "state", *(f"practices/{name}" for name in names)]
    graph = Graph().parse(data=client.get(path(*names, form=".ttl")).text, format="turtle")
    for name in names:
        assert (None, None, Literal(PRACTICES[name]["title"], lang="en")) in graph


def test_what_is_not_known_is_said_to_be_not_recorded(client: FlaskClient) -> None:
    name = next(name for name, row in PRACTICES.items() if not row["lead_level"] and not row["funding"])
    other = next(each for each in PRACTICES if each != name)
    html = client.get(path(name, other), headers=BROWSER).text
    assert html.count("Not recorded</span>") >= 2


WORDS = st.one_of(
    st.sampled_from(["practices/nice-school-vsa", "practices/lecce-frt", "cities/nice", "practices/", "practices/no"]),
    st.text(max_size=30),
)


@settings(max_examples=examples(40))
@given(things=st.lists(WORDS, max_size=8), on=st.one_of(st.just(""), st.dates().map(str), st.text(max_size=12)),
       only=st.sampled_from(["", "differences", "x"]), revision=st.sampled_from(["", "1", "2", "-1"]))  # fmt: skip
def test_no_address_of_a_comparison_breaks_it(
    client: FlaskClient, things: list[str], on: str, only: str, revision: str
) -> None:
    pairs = [*(("thing", each) for each in things), ("on", on), ("only", only), ("revision", revision)]
    told: TestResponse = client.get("/compare", query_string=urlencode(pairs, errors="replace"), headers=BROWSER)
    assert told.status_code in (200, 400, 404)


def test_the_table_for_programs_holds_the_events_provisions_and_sources_of_the_page(client: FlaskClient) -> None:
    names = ("nice-school-vsa", "paca-lycee-frt")
    found = table(client, *names)
    known = {row["id"] for row in EVENTS if set(row["practice"].split(";")) & set(names)}
    html = client.get(path(*names), headers=BROWSER).text
    told = {each.split(":")[0].removeprefix("Legal event ") for each in found if each.startswith("Legal event ")}
    assert told == set(re.findall(r'<li id="event-([^"]+)">', html)) and told and told <= known
    law = [row for feature, row in found.items() if feature.startswith("Law on ")]
    assert len(law) == int(re.search(r"<p>(\d+) provisions? of", html)[1])
    assert all(row[f"practices/{name}"] for row in law for name in names)
    assert all(found["Sources"][f"practices/{name}"] for name in names)
