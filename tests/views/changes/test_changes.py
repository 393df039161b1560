"""What policy staff can rely on when they ask what changed in the law, what is coming, and what to subscribe to."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.views.facts import rows_of

SPAN = "/laws/compare{form}?from=2019-10-09&to=2026-11-22"
ATOM = "{http://www.w3.org/2005/Atom}"


def changes(client: FlaskClient, query: str, which: str = "changes") -> list[dict[str, str]]:
    """The rows behind the page."""
    rows: list[dict[str, str]] = client.get(f"/laws/compare.json?{query}").get_json()["answers"][which]["rows"]
    return rows


def told(rows: list[dict[str, str]], event: str) -> set[tuple[str, str]]:
    return {(row["date"], row["thing_id"]) for row in rows if row["event"] == event}


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_every_provision_that_began_to_apply_between_the_days_is_told_and_no_other(client: FlaskClient) -> None:
    acts = {row["id"] for row in rows_of("acts.csv")}
    expected = {
        (row["application_date"], row["id"])
        for row in rows_of("provisions.csv")
        if "2019-10-09" < row["application_date"] <= "2026-11-22"
    }
    found = told(changes(client, "from=2019-10-09&to=2026-11-22"), "applicable")
    assert {each for each in found if each[1] not in acts} == expected and expected


def test_every_amendment_between_the_days_is_told_where_it_was_made(client: FlaskClient) -> None:
    days = {
        (row["date"], row["object_provision"] or row["object"])
        for row in rows_of("act_relations.csv")
        if row["predicate"] == "amends"
    }
    expected = {each for each in days if "2019-10-09" < each[0] <= "2026-11-22"}
    assert told(changes(client, "from=2019-10-09&to=2026-11-22"), "amends") == expected and expected


def test_a_moved_date_is_told_with_both_days_and_the_act_that_moved_it(client: FlaskClient) -> None:
    page = words(client.get("/laws/compare?from=2026-07-01&to=2026-11-22&scope=laws/32024R1689/art_26").text)
    assert "Date of application moved from 2 August 2026 to 2 December 2027 by" in page


def test_what_is_coming_is_all_that_the_tables_date_later(client: FlaskClient) -> None:
    coming = told(changes(client, "from=2019-10-09&to=2026-11-22", "coming"), "applicable")
    expected = {
        (r["application_date"], r["id"]) for r in rows_of("provisions.csv") if r["application_date"] > "2026-11-22"
    }
    assert expected and expected <= coming


def test_swapped_days_give_the_same_changes_and_say_so(client: FlaskClient) -> None:
    there, back = "from=2019-10-09&to=2026-11-22", "from=2026-11-22&to=2019-10-09"
    assert changes(client, there) == changes(client, back)
    assert "put in order" in client.get(f"/laws/compare?{back}").text


def test_equal_days_change_nothing_and_say_why(client: FlaskClient) -> None:
    assert changes(client, "from=2025-02-02&to=2025-02-02") == []
    assert "Both days are the same" in client.get("/laws/compare?from=2025-02-02&to=2025-02-02").text


@pytest.mark.parametrize(
    "asked", ["scope=laws/nothing", "scope=nothing", "scope=actions/action-1", "from=soon", "to=31"]
)
def test_what_cannot_be_compared_is_refused_with_what_to_write(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/laws/compare?{asked}")
    assert answer.status_code == 400 and ("Write" in answer.text)


@pytest.fixture(scope="module")
def every(client: FlaskClient) -> set[str]:
    """All changes of many years, each as text."""
    return {str(row) for row in changes(client, "from=1990-01-01&to=2026-11-22")}


@pytest.mark.parametrize(
    "scope",
    ["laws/32016R0679", "laws/32024R1689/art_5", "technologies/cctv-fixed", "practices/paca-lycee-frt", "cities/nice"],
)
def test_a_scope_tells_a_part_of_all_changes_as_page_and_data(client: FlaskClient, every: set[str], scope: str) -> None:
    query = f"from=1990-01-01&to=2026-11-22&scope={scope}"
    part = {str(row) for row in changes(client, query)}
    assert part and part < every
    for form in ("", ".csv", ".ttl", ".jsonld"):
        assert client.get(f"/laws/compare{form}?{query}").status_code == 200


def test_the_calendar_feed_holds_each_coming_day_once_and_is_the_same_each_time(client: FlaskClient) -> None:
    first, second = (client.get("/calendar.ics?on=2026-11-22") for _ in range(2))
    assert first.data == second.data and first.mimetype == "text/calendar"
    events = Calendar.from_ical(first.data).walk("VEVENT")
    days = {event["DTSTART"].dt.isoformat() for event in events}
    expected = {row["application_date"] for row in rows_of("provisions.csv") if row["application_date"] > "2026-11-22"}
    assert expected <= days and min(days) > "2026-11-22"
    names = [str(event["UID"]) for event in events]
    assert len(names) == len(set(names))


def test_a_program_that_keeps_the_calendar_is_told_to_look_again_every_day(client: FlaskClient) -> None:
    asked = client.get("/calendar?on=2026-11-22", headers={"Accept": "text/calendar"})
    assert asked.data == client.get("/calendar.ics?on=2026-11-22").data
    assert asked.mimetype == "text/calendar" and "Accept" in asked.vary
    lines = asked.text.replace("\r\n ", "").splitlines()
    assert {"REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"} <= set(lines)
    calendar = Calendar.from_ical(asked.data)
    stamps = {event["DTSTAMP"].dt for event in calendar.walk("VEVENT")}
    assert stamps == {calendar["LAST-MODIFIED"].dt}
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for accept in (browser, "*/*", "text/html, text/calendar;q=0.5"):
        assert client.get("/calendar", headers={"Accept": accept}).mimetype == "text/html"


def test_the_calendar_of_one_act_holds_its_whole_timetable(client: FlaskClient) -> None:
    page = words(client.get("/calendar?scope=laws/32024R1689&on=2026-11-22").text)
    timetable = [row for row in rows_of("timeline_ai_act.csv") if row["act"] == "32024R1689"]
    assert timetable
    for row in timetable:
        assert row["what_applies"].rstrip(".") in page, row["id"]


@pytest.mark.parametrize(
    "written",
    [
        "all",
        "laws/32016R0679",
        "laws/32024R1689/art_5",
        "technologies/cctv-fixed",
        "cities/nice",
        "practices/paca-lycee-frt",
    ],
)
def test_a_feed_is_sound_atom_with_names_of_its_own_and_the_newest_first(client: FlaskClient, written: str) -> None:
    answer = client.get(f"/feeds/{written}.atom?on=2026-11-22")
    assert answer.mimetype == "application/atom+xml" and answer.data == client.get(answer.request.full_path).data
    feed = ET.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    updated = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert names and len(names) == len(set(names))
    assert updated == sorted(updated, reverse=True) and updated[0] == feed.findtext(f"{ATOM}updated")
    # What the graph says has days of its own: those of its revisions and contributions.
    titles = [str(entry.findtext(f"{ATOM}title")) for entry in entries]
    of_law = [
        day for title, day in zip(titles, updated, strict=True) if not title.startswith(("Contribution ", "Data rev"))
    ]
    assert all(day < "2026-11-23" for day in of_law)
    assert all(entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}content") for entry in entries)


def test_a_feed_that_is_cut_says_so_and_its_pages_have_every_entry_once(client: FlaskClient) -> None:
    address, seen, pages = "/feeds/all.atom", [], 0
    while address:
        answer = client.get(address)
        feed = ET.fromstring(answer.data)
        links = {str(each.get("rel")): str(each.get("href")) for each in feed.findall(f"{ATOM}link")}
        entries = [str(each.findtext(f"{ATOM}id")) for each in feed.findall(f"{ATOM}entry")]
        assert entries and links["self"].endswith(address)
        assert (answer.headers["Complete"], answer.headers["Limit-Applied"]) == ("?0", "feed_entries")
        assert links["first"] == "http://localhost/feeds/all.atom" and ("previous" in links) == (pages > 0)
        seen += entries
        pages += 1
        address = links.get("next", "").removeprefix("http://localhost")
    assert pages > 1 and links["self"] == links["last"] and len(seen) == len(set(seen))
    short = client.get("/feeds/practices/paca-lycee-frt.atom")
    assert short.headers["Complete"] == "?1" and "Limit-Applied" not in short.headers
    assert b'rel="next"' not in short.data


def test_a_judgement_is_in_the_feed_of_its_practice(client: FlaskClient) -> None:
    assert "the region had no competence" in client.get("/feeds/practices/paca-lycee-frt.atom").text


def test_a_page_names_its_feed(client: FlaskClient) -> None:
    for path in (
        "laws/32016R0679",
        "laws/32024R1689/art_5",
        "technologies/cctv-fixed",
        "cities/nice",
        "practices/paca-lycee-frt",
    ):
        assert f'href="/feeds/{path}.atom"' in client.get(f"/{path}").text


def test_a_practice_says_how_often_the_law_it_was_judged_under_has_changed_since(client: FlaskClient) -> None:
    kinds = {"amends", "corrects", "extends_validity", "repeals", "invalidates", "supersedes", "withdraws"}
    judged = {row["practice"] for row in rows_of("legal_events.csv") if row["act"] and row["date"]}
    assert judged
    undated = 0
    for practice in judged:
        effects = {
            (day, relation["object"], relation["predicate"], relation["subject"])
            for event in rows_of("legal_events.csv")
            for relation in rows_of("act_relations.csv")
            if event["practice"] == practice and event["date"] and relation["object"] == event["act"]
            if relation["predicate"] in kinds
            and (day := relation["date"])  # no other day stands in for that of the change
            if day[: len(event["date"])] > event["date"] and day <= "2026-11-22"
        }
        line = words(client.get(f"/practices/{practice}?on=2026-11-22").text)
        times = "once" if len(effects) == 1 else f"{len(effects)} times"
        assert (f"has changed {times} since" if effects else "No change of the law it was judged under") in line, (
            practice
        )
        unplaced = any(
            relation["object"] == event["act"] and relation["predicate"] in kinds and not relation["date"]
            for event in rows_of("legal_events.csv")
            for relation in rows_of("act_relations.csv")
            if event["practice"] == practice and event["act"] and event["date"]
        )
        assert unplaced == ("of that law is not recorded, so it is not counted" in line), practice
        undated += unplaced
    assert undated


def test_what_relates_to_a_law_is_shown_only_from_its_own_day(client: FlaskClient) -> None:
    acts = {row["id"]: row for row in rows_of("acts.csv")}
    others = {row["subject"] for row in rows_of("act_relations.csv") if row["object"] == "32016R0679"}
    later = {each for each in others if (acts[each]["date_document"] or "") > "2019-10-09"}
    page = words(client.get("/laws/32016R0679?on=2019-10-09").text)
    assert later and f"{len(later)} acts and documents of a later day than 9 October 2019 are not shown" in page


def test_guidance_older_than_an_amendment_of_what_it_explains_is_marked(client: FlaskClient) -> None:
    before = client.get("/laws/32024R1689?on=2026-07-01").text
    after = client.get("/laws/32024R1689?on=2026-11-22").text
    assert "Older than the amendment" not in before
    assert "Older than the amendment of 27 July 2026" in after


def test_a_practice_and_its_city_tell_no_judgement_of_a_later_day(client: FlaskClient) -> None:
    practice = client.get("/practices/paca-lycee-frt?on=2020-01-01").text
    assert (
        "the region had no competence" not in practice
        and "1 of a later day than 1 January 2020 is not shown" in practice
    )
    assert "of a later day than 9 October 2019" in words(client.get("/cities/nice?on=2019-10-09").text)
