"""What a reader can rely on when practices and law stand on one axis of time."""

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
from rdflib import Graph
from rdflib.namespace import SKOS

from graph.settings import ROOT
from tests.budget import examples
from tests.views.facts import rows_of
from views.compare import timeline
from views.drawing.time_axis import end_of, middle_of, rows_apart, start_of
from views.drawing.time_drawing import (
    LABEL_LETTERS,
    LEFT,
    POINT_PX,
    WIDTH,
    Bar,
    Lane,
    Point,
    TimeLine,
    drawing,
    shortened,
)

BROWSER = {"Accept": "text/html"}
PRACTICES = rows_of("practices.csv")
EVENTS = rows_of("legal_events.csv")
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
JURISDICTION = {row["id"]: row["jurisdiction"] for row in rows_of("countries.csv")}


def rows(client: FlaskClient, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/timeline.csv?{urlencode(query)}").text)))


def of_kind(found: list[dict[str, str]], kind: str) -> list[str]:
    return [row["id"] for row in found if row["kind"] == kind]


def technologies_under(name: str) -> set[str]:
    concepts, found = rows_of("concepts.csv"), {name}
    while more := {row["id"] for row in concepts if found & set(row["broader"].split(";"))} - found:
        found |= more
    return found


def themes_under(name: str) -> set[str]:
    graph = Graph().parse(ROOT / "ontology" / "vocabularies" / "theme.ttl")
    base = "https://w3id.org/openplaza/concept/theme/"
    found = {name}
    while (
        more := {
            str(child).removeprefix(base)
            for child, broader in graph.subject_objects(SKOS.broader)
            if str(broader).removeprefix(base) in found
        }
        - found
    ):
        found |= more
    return found


def having(column: str, values: set[str]) -> set[str]:
    return {row["id"] for row in PRACTICES if values & set(row[column].split(";"))}


@pytest.mark.parametrize("technology", ["facial-recognition", "biometric-technology", "street-lighting"])
def test_a_technology_brings_its_practices_and_those_of_everything_narrower(
    client: FlaskClient, technology: str
) -> None:
    expected = having("technologies_concepts", technologies_under(technology))
    assert set(of_kind(rows(client, technology=technology), "practice")) == expected != set()


@pytest.mark.parametrize("theme", ["lighting", "protection-against-attacks"])
def test_a_theme_brings_its_practices_and_those_of_everything_narrower(client: FlaskClient, theme: str) -> None:
    expected = having("themes", themes_under(theme))
    assert set(of_kind(rows(client, theme=theme), "practice")) == expected != set()


@pytest.mark.parametrize("country", ["FR", "GR", "GB"])
def test_a_country_brings_its_practices_and_only_its_law_and_that_of_the_union(
    client: FlaskClient, country: str
) -> None:
    found = rows(client, country=country)
    assert set(of_kind(found, "practice")) == having("country", {country})
    assert {ACTS[act]["jurisdiction"] for act in of_kind(found, "act")} <= {"EU", JURISDICTION[country]}


def test_choices_narrow_each_other(client: FlaskClient) -> None:
    found = rows(client, technology="cctv-fixed", country="DE")
    expected = having("technologies_concepts", technologies_under("cctv-fixed")) & having("country", {"DE"})
    assert set(of_kind(found, "practice")) == expected != set()


def test_every_legal_event_is_listed_and_every_dated_one_is_drawn_and_leads_to_its_words(client: FlaskClient) -> None:
    wanted = having("technologies_concepts", technologies_under("facial-recognition"))
    events = [row for row in EVENTS if row["practice"] in wanted]
    assert sorted(of_kind(rows(client, technology="facial-recognition"), "legal event")) == sorted(
        r["id"] for r in events
    )
    html = client.get("/timeline?technology=facial-recognition", headers=BROWSER).text
    drawn = re.findall(r'<a class="time-point time-(\w+)" href="#(item-\d+)"', html)
    anchors = re.findall(r'<li id="(item-\d+)">', html)
    assert len(anchors) == len(set(anchors))
    assert {anchor for _, anchor in drawn} <= set(anchors)
    assert sum(kind != "moved" for kind, _ in drawn) == sum(bool(row["date"]) for row in events)


def test_what_is_not_known_of_a_practice_is_said_in_words(client: FlaskClient) -> None:
    running = {"operational", "pilot-running"}
    html = client.get("/timeline?technology=body-worn-camera", headers=BROWSER).text
    wanted = having("technologies_concepts", technologies_under("body-worn-camera"))
    shown = [row for row in PRACTICES if row["id"] in wanted]
    no_end = sum(bool(row["start_year"]) and not row["end_year"] and row["status"] not in running for row in shown)
    neither = sum(not row["start_year"] and not row["end_year"] for row in shown)
    words = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    assert words.count("end not known.</p>") == no_end + neither
    assert words.count("start and end not known.</p>") == neither


def test_a_moved_date_is_shown_with_both_days_and_the_act_that_moved_it(client: FlaskClient) -> None:
    moved = [row for row in rows(client, technology="facial-recognition") if row["kind"] == "moved date"]
    assert {(row["from"], row["to"]) for row in moved} == {("2026-08-02", "2027-12-02")}
    html = client.get("/timeline?technology=facial-recognition", headers=BROWSER).text
    assert "moved from 2 August 2026 to 2 December 2027 by Digital Omnibus on AI" in html


def test_the_day_of_the_law_is_a_line_of_its_own_and_decides_the_states(client: FlaskClient) -> None:
    html = client.get("/timeline?technology=facial-recognition&on=2017-06-01", headers=BROWSER).text
    assert "Law date, 1 June 2017" in html and ">Today</text>" in html
    directive = re.search(r'<div class="timeline-name"><a href="/laws/31995L0046[^"]*">.*?</div>', html, re.DOTALL)
    assert directive and "In force" in directive[0] and "Repealed" not in directive[0]


def test_what_does_not_fit_is_said_and_the_answer_is_not_complete(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/timeline?country=FR", headers=BROWSER)
    assert whole.headers["Complete"] == "?1" and "Not everything fits" not in whole.text
    monkeypatch.setattr(timeline, "MOST_PRACTICES", 3)
    cut = client.get("/timeline?country=FR", headers=BROWSER)
    assert cut.headers["Complete"] == "?0"
    assert f"3 of {len(having('country', {'FR'}))} practices" in cut.text


def test_without_a_choice_the_page_offers_some_that_have_something_to_show(client: FlaskClient) -> None:
    html = client.get("/timeline", headers=BROWSER).text
    links = [unescape(each) for each in re.findall(r'<li>\s*<a href="(/timeline\?[^"]+)"', html)]
    assert len(links) >= 4
    for link in links:
        assert "<svg viewBox" in client.get(link, headers=BROWSER).text


@pytest.mark.parametrize("query", ["technology=none-such", "theme=x", "country=France", "country=FR&on=tomorrow"])
def test_a_choice_that_does_not_exist_is_a_named_problem(client: FlaskClient, query: str) -> None:
    told = client.get(f"/timeline?{query}", headers={"Accept": "application/json"})
    assert told.status_code == 400 and told.get_json()["field"] in ("technology", "theme", "country", "on")


def test_an_unknown_practice_span_and_a_year_stand_where_they_belong() -> None:
    assert (start_of("2020"), end_of("2020"), middle_of("2020")) == (2020, 2021, 2020.5)
    assert start_of("2021-12") < middle_of("2021-12") < end_of("2021-12") == 2022
    with pytest.raises(ValueError, match="no day"):
        start_of("some day")


TEXT = st.text(max_size=80)
MOMENT = st.floats(1990, 2030)
POINTS = st.lists(
    st.builds(Point, MOMENT, st.integers(1, 99).map(str), st.just("bad"), TEXT, st.just("#x")), max_size=12
)
BARS = st.lists(
    st.builds(
        lambda ends, known: Bar(*sorted(ends), "force", "", known, not known), st.tuples(MOMENT, MOMENT), st.booleans()
    ),
    max_size=3,
)


@settings(max_examples=examples(80))
@given(st.lists(st.builds(Lane, TEXT, st.just("/x"), BARS, POINTS), max_size=6), MOMENT)
def test_nothing_in_a_drawing_collides_or_leaves_it(lanes: list[Lane], today: float) -> None:
    found = drawing([("Law", lanes[:2]), ("Practices", lanes[2:])], [TimeLine(today, "Today", "today")])
    if found is None:
        assert not any(lane.bars or lane.points for lane in lanes)
        return
    ends = 0.0
    for lane in found["lanes"]:
        assert lane["y"] >= ends, "lanes do not overlap"
        ends = lane["y"] + lane["height"]
        assert len(lane["label"]) <= LABEL_LETTERS
        places = [(point["x"], point["y"]) for point in lane["points"]]
        assert all(LEFT < x <= WIDTH and lane["y"] < y < ends for x, y in places)
        for number, (x, y) in enumerate(places):
            assert all(y != other_y or abs(x - other_x) >= POINT_PX - 0.1 for other_x, other_y in places[:number])
        for bar in lane["bars"]:
            parts = [bar, *(bar[end] for end in ("before", "after") if bar[end])]
            assert all(part["x"] >= LEFT and part["x"] + part["width"] <= WIDTH for part in parts)
    assert ends <= found["height"]
    ticks = [tick["x"] for tick in found["ticks"]]
    assert all(after - before >= 40 for before, after in pairwise(ticks))


@given(st.lists(st.floats(0, 1000), max_size=30).map(sorted))
def test_points_that_would_touch_get_rows_of_their_own(places: list[float]) -> None:
    numbers = rows_apart(places, POINT_PX)
    assert len(numbers) == len(places)
    for row in set(numbers):
        mine = [place for place, number in zip(places, numbers, strict=True) if number == row]
        assert all(after - before >= POINT_PX for before, after in pairwise(mine))


@given(st.text(max_size=100))
def test_a_long_name_is_cut_and_says_so(text: str) -> None:
    short = shortened(text)
    assert len(short) <= LABEL_LETTERS and (short == text or short.endswith("…"))


CHOICE = st.one_of(
    st.sampled_from(["", "facial-recognition", "lighting", "FR", "GB", "cctv-fixed"]), st.text(max_size=20)
)


@settings(max_examples=examples(40))
@given(technology=CHOICE, theme=CHOICE, country=CHOICE, on=st.one_of(st.just(""), st.dates().map(str), TEXT))
def test_no_address_of_a_timeline_breaks_it(
    client: FlaskClient, technology: str, theme: str, country: str, on: str
) -> None:
    query = urlencode({"technology": technology, "theme": theme, "country": country, "on": on}, errors="replace")
    assert client.get(f"/timeline?{query}", headers=BROWSER).status_code in (200, 400)
