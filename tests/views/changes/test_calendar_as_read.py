"""The calendar of the law, and what changed in it between two days, as a person reads them."""

from __future__ import annotations

import datetime
import re

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, citation_order, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
FIRST, LAST = "2026-06-01", "2026-11-22"
ACT = "32024R1689"
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
PROVISIONS = {row["id"]: row for row in rows_of("provisions.csv")}
NAMED = {each: {row["id"] for row in rows_of(f"{each}.csv")} for each in ("acts", "practices", "cities", "concepts")}
GROUPS = ["New", "Amended", "Repealed or replaced", "Now applicable", "No longer applicable", "Proposed",
          "In the timetable", "Interpreted", "Carried out"]  # fmt: skip


@pytest.fixture(scope="module")
def calendar(client: FlaskClient) -> Part:
    return page(client, f"/calendar?on={DAY}")


@pytest.fixture(scope="module")
def changes(client: FlaskClient) -> Part:
    return page(client, f"/laws/compare?from={FIRST}&to={LAST}")


def day_of(entry: Part) -> str:
    """The day of an entry as the tables write it; its month or year where no more is known."""
    text = entry.all(".story-date")[0].text
    for pattern, length in (("%d %B %Y", 10), ("%B %Y", 7), ("%Y", 4)):
        try:
            return datetime.datetime.strptime(text, pattern).date().isoformat()[:length]
        except ValueError:
            continue
    raise AssertionError(f"{text!r} is no day")


def entries(part: Part) -> list[Part]:
    found = part.all("ol.story > li")
    assert found
    return found


def title(entry: Part) -> Part:
    return entry.all(".story-title")[0]


def told(entry: Part) -> dict[str, Part]:
    """The provisions of an entry, or the one thing that it is about, by their identifiers."""
    return {each.links[0].path.removeprefix("/laws/"): each for each in entry.all("details li") or [title(entry)]}


def test_what_is_coming_stands_first_in_order_and_what_has_been_the_newest_first(calendar: Part) -> None:
    coming, past = entries(calendar.section("Coming after")), entries(calendar.section("Up to"))
    ahead, behind = [day_of(each) for each in coming], [day_of(each) for each in past]
    assert ahead == sorted(ahead) and min(ahead) > DAY
    assert behind == sorted(behind, reverse=True) and max(behind) <= DAY
    assert all("future" in each.tag.get("class", []) for each in coming)
    assert not any("future" in each.tag.get("class", []) for each in past)
    headings = [each.text for each in calendar.all("h2")]
    assert headings[:2] == ["Coming after 22 November 2026", "Up to 22 November 2026"]


@pytest.mark.parametrize("heading", ["Coming after", "Up to"])
def test_every_provision_stands_once_on_the_day_from_which_it_applies(calendar: Part, heading: str) -> None:
    begins = [each for each in entries(calendar.section(heading)) if "Applies from this day" in each.text]
    shown = sorted((day_of(each), name) for each in begins for name in told(each) if name in PROVISIONS)
    later = heading.startswith("Coming")
    wanted = [(row["application_date"], name) for name, row in PROVISIONS.items() if row["application_date"]]
    wanted = [each for each in wanted if (each[0] > DAY) == later]
    assert wanted and set(wanted) <= set(shown)
    assert len(shown) == len(set(shown))


def test_provisions_that_share_a_day_are_counted_and_follow_in_the_order_of_their_act(calendar: Part) -> None:
    several = [each for each in entries(calendar) if each.all("details li")]
    assert several
    for each in several:
        names = list(told(each))
        assert title(each).text.startswith(f"{ACTS[title(each).links[0].path.removeprefix('/laws/')]['short_name']}: ")
        articles = [name for name in names if "/art_" in name]
        assert articles == sorted(articles, key=citation_order)
        assert title(each).links[0].text.endswith(f": {len(names)} provisions")
        for name, item in told(each).items():
            assert PROVISIONS[name]["label"] in item.text


def test_a_provision_from_memory_says_so_alone_or_with_all_that_share_its_day(calendar: Part) -> None:
    remembered = read = 0
    for each in entries(calendar):
        for name, item in told(each).items():
            if "Applies from this day" in each.text and name in PROVISIONS:
                marked = any("From memory" in mark for mark in (*title(each).marks, *item.marks))
                assert marked == (PROVISIONS[name]["basis"] == "general-knowledge"), name
                remembered, read = remembered + marked, read + (not marked)
    assert remembered and read


def test_a_date_that_was_moved_says_when_it_was_first_set_and_what_moved_it(calendar: Part) -> None:
    moved = {name: row for name, row in PROVISIONS.items()
             if row["original_application_date"] not in ("", row["application_date"])}  # fmt: skip
    assert len({row["act"] for row in moved.values()}) > 1, "dates of several acts were moved"
    begins = [each for each in entries(calendar) if "Applies from this day" in each.text]
    for name, row in moved.items():
        entry = next(each for each in begins if name in told(each) and day_of(each) == row["application_date"])
        assert re.search(rf"First set for [^.]*{row['original_application_date'][:4]}\. Moved by ", entry.text), name


def test_every_link_of_the_calendar_keeps_the_day(calendar: Part) -> None:
    links = [link for each in entries(calendar) for link in each.links]
    assert {tuple(link.query["on"]) for link in links} == {(DAY,)}


@pytest.mark.parametrize(
    ("collection", "table"),
    [("laws", "acts"), ("practices", "practices"), ("cities", "cities"), ("technologies", "concepts")],
)
def test_everything_that_has_law_can_be_chosen_once(calendar: Part, collection: str, table: str) -> None:
    offered = [value.partition("/")[2] for value, _ in calendar.choices("scope") if value.startswith(f"{collection}/")]
    assert len(offered) == len(set(offered)) and set(offered) <= NAMED[table]
    assert set(offered) == NAMED[table] or collection == "technologies"


def test_a_chosen_act_stays_chosen_and_only_its_dates_are_shown(client: FlaskClient) -> None:
    found = page(client, f"/calendar?on={DAY}&scope=laws/{ACT}")
    assert [str(each.tag["value"]) for each in found.all("option[selected]")] == [f"laws/{ACT}"]
    assert found.all("header")[0].text.startswith(ACTS[ACT]["short_name"])
    names = {name for each in entries(found) for name in told(each)}
    assert names and all(name == ACT or name.startswith(f"{ACT}/") for name in names)
    feed = next(link for link in found.links if link.path == "/calendar.ics")
    assert feed.query["scope"] == [f"laws/{ACT}"] and "Coming dates" in feed.text


def test_without_a_later_date_the_calendar_says_so_and_what_to_try(client: FlaskClient) -> None:
    coming = page(client, f"/calendar?on={DAY}&scope=laws/31995L0046").section("Coming after")
    assert "No later date is recorded." in coming.text and "Choose an earlier day." in coming.text
    assert not coming.all("ol.story")


def test_changes_stand_in_their_groups_each_counted_and_linked_from_the_top(changes: Part) -> None:
    headings = [each.text for each in changes.all("h2") if re.fullmatch(r".+ \(\d+\)", each.text)]
    names = [each.rpartition(" (")[0] for each in headings]
    assert names == [each for each in GROUPS if each in names] and len(names) > 3
    overview = changes.all("p[role=status]")[0]
    assert [link.text for link in overview.links] == [each[0].lower() + each[1:] for each in headings]
    total = sum(int(re.findall(r"\((\d+)\)", each)[0]) for each in headings)
    assert overview.text.startswith(f"{total} changes")
    for link in overview.links:
        section = changes.all(link.href)[0]
        days = [day_of(each) for each in entries(section)]
        assert section.all("h2")[0].text.lower() == link.text
        assert days == sorted(days) and min(days) > FIRST and max(days) <= LAST


def test_every_amendment_dated_in_these_days_names_what_was_amended_and_by_what(changes: Part) -> None:
    wanted = [row for row in rows_of("act_relations.csv")
              if row["predicate"] == "amends" and FIRST < row["date"] <= LAST]  # fmt: skip
    assert wanted
    amended = entries(changes.section("Amended ("))
    for row in wanted:
        name = row["object_provision"] or row["object"]
        about = [each for each in amended if name in told(each) and day_of(each) == row["date"]]
        assert any(ACTS[row["subject"]]["short_name"] in each.text for each in about), row


def test_every_act_dated_in_these_days_is_new(changes: Part) -> None:
    new = {name for each in entries(changes.section("New (")) for name in told(each)}
    wanted = {name for name, row in ACTS.items() if FIRST < row["date_document"] <= LAST}
    proposed = {name for each in entries(changes.section("Proposed (")) for name in told(each)}
    assert wanted and wanted <= new | proposed and not new & proposed


def test_what_is_coming_follows_what_changed(changes: Part) -> None:
    days = [day_of(each) for each in entries(changes.section("Coming after"))]
    assert days == sorted(days) and min(days) > LAST
    assert [each.text for each in changes.all("h2")][-1] == "Coming after 22 November 2026"


def test_days_between_which_nothing_changed_say_so_and_that_it_is_no_proof(client: FlaskClient) -> None:
    found = page(client, "/laws/compare?from=1901-01-01&to=1901-01-02")
    assert "No change is recorded between these days." in found.text
    assert "does not prove that there was none" in found.text
