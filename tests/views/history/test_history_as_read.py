"""Who changed what and why, as a person reads it: on the page of a thing, in its history, in the list of all."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from graph.contribute.standing import standing
from graph.settings import ROOT, Settings
from server import create_app
from tests.budget import examples
from tests.contribute.contributed import HOSTILE, JUDGED, NEW, TITLE, WHY_NEW, WHY_STOPPED, judgment
from tests.reading import Part, page
from views.history.differences import PUT_IN, TAKEN_OUT, text_parts

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def changed(contributed: Settings) -> FlaskClient:
    """Asks the installation that has contributions."""
    return create_app(contributed).test_client()


@pytest.fixture(scope="module")
def history(changed: FlaskClient) -> Part:
    return page(changed, f"/practices/{NEW}/history")


def facts(part: Part) -> dict[str, str]:
    """The terms of the first list of facts, with what is said of each."""
    return {each.all("dt")[0].text: each.all("dd")[0].text for each in part.all("dl.facts")[0].all("dl > div")}


def test_the_page_of_a_practice_says_who_added_it_who_changed_it_and_that_it_is_the_citys_own_word(
    changed: FlaskClient,
) -> None:
    shown = page(changed, f"/practices/{NEW}")
    (origin,) = shown.all("#origin")
    assert origin.text.startswith("Added by City of Braga, reviewed on 21 November 2026. Last changed by City of Braga")
    assert origin.marks == ["Reported by the city"]
    assert f"/practices/{NEW}/history" in [link.path for link in shown.links]


def test_nothing_is_said_of_contributions_where_nothing_was_contributed(client: FlaskClient) -> None:
    shown = page(client, "/practices/nice-school-vsa")
    assert shown.all("#origin") == []
    told = page(client, "/practices/nice-school-vsa/history")
    assert "These facts came with the first tables" in told.text and "Contribution T" not in told.text


def test_a_practice_that_was_gathered_tells_who_sent_it_and_who_read_it_again(client: FlaskClient) -> None:
    told = page(client, "/practices/luxembourg-a-vos-cotes/history")
    (title,) = [each.text for each in told.all("h2") if each.text.startswith("Contribution T")]
    assert facts(told.section(title))["From"] == "OpenPlaza, gathering"
    assert facts(told.section(title))["Reviewed by"] == "OpenPlaza, second reading"
    assert "Added: practice" in told.section(title).text and "What stood before" not in told.text
    assert "Added by OpenPlaza, gathering" in page(client, "/practices/luxembourg-a-vos-cotes").text


def test_a_long_contribution_has_pages_that_together_tell_every_row(client: FlaskClient) -> None:
    whole = client.get("/contributions/T1.json").json["answers"]["contribution"]["rows"]
    told: list[str] = []
    number = 1
    while lines := page(client, f"/contributions/T1?page={number}").section("What it changed").all("p"):
        told += [each.text for each in lines if ": " in each.text]
        number += 1
        if number > len(whole):
            break
        if len(told) >= len({row["row"] for row in whole}):
            break
    assert len(told) == len({row["row"] for row in whole})


def test_a_history_tells_the_newest_first_who_when_why_and_who_looked_at_it(history: Part) -> None:
    assert history.all("h1")[0].text == TITLE
    assert [each.text for each in history.all("h2") if each.text.startswith("Contribution")] == [
        "Contribution 2", "Contribution 1",
    ]  # fmt: skip
    assert facts(history.section("Contribution 2")) == {
        "From": "City of Braga",
        "Sent": "21 November 2026",
        "Accepted": "22 November 2026",
        "Reviewed by": "Efus",
        "Why": WHY_STOPPED,
    }
    assert facts(history.section("Contribution 1"))["Why"] == WHY_NEW
    assert "What stood before" not in history.text, "the practice itself was contributed"
    assert f"{NEW}/en" not in history.text, "a row without a name is told by what it names"


def test_a_changed_cell_shows_what_was_taken_out_and_what_was_put_in_with_its_source(history: Part) -> None:
    told = history.section("Contribution 2")
    assert f"Changed: practice: {TITLE}" in [each.text for each in told.all("h3")]
    status = next(each for each in told.all("dl > div") if each.all("dt")[0].text == "Status")
    assert [each.text for each in status.all("del")] == ["Taken out: Pilot running"]
    assert [each.text for each in status.all("ins")] == ["Put in: Stopped"]
    assert ("Luz na cidade [Portuguese]", "https://www.cm-braga.pt/luz") in [
        (link.text, link.href) for link in status.links
    ]
    problem = next(each for each in told.all("dl > div") if each.all("dt")[0].text == "Problem, in your words")
    assert problem.all("del") == [] and [each.text for each in problem.all("ins")] == ["Put in: e vazias"]


def test_the_history_of_a_practice_tells_of_its_events_and_hostile_words_are_words(changed: FlaskClient) -> None:
    told = page(changed, f"/practices/{JUDGED}/history")
    assert [each for each in told.all("h3") if each.text.startswith("Changed: legal event: ")]
    _, before = judgment(standing(ROOT / "data", ROOT / "none"))
    assert f"{before['summary']} Put in: {HOSTILE}" in told.text
    assert facts(told.section("Contribution 4"))["Why"].endswith(HOSTILE)
    assert not [each for each in told.all("main script") if "alert" in each.text]
    assert "What stood before came with the first tables" in told.text


@pytest.mark.parametrize(
    "address", ["/cities/braga/history", "/data/sources/braga_luz/history", "/data/countries/PT/history"]
)
def test_every_thing_that_a_contribution_names_leads_to_it(changed: FlaskClient, address: str) -> None:
    assert f"/practices/{NEW}" in [link.path.replace("/id/", "/") for link in page(changed, address).links]
    assert "Contribution 1" in page(changed, address).text


@pytest.mark.parametrize(
    "address", ["/laws/32019R0881/history", "/laws/32019R0881/art_46/history", "/organisations/org-nice/history",
                "/actions/action-1/history", "/technologies/emotion-recognition/history",
                "/partnership/events/ev-public-session/history", "/data/sources/seed/history"]
)  # fmt: skip
def test_every_kind_of_thing_has_a_history_and_what_is_not_there_has_none(client: FlaskClient, address: str) -> None:
    reply = client.get(address, headers={"Accept": "text/html"})
    assert reply.status_code == 200 and "No contribution has touched them" in reply.text
    assert client.get(address.replace("/history", "-not/history")).status_code == 404


def test_the_list_and_each_contribution_say_the_same_in_every_form(changed: FlaskClient) -> None:
    rows = page(changed, "/contributions").table("Contributions")
    rows = [row for row in rows if "Contribution T" not in row["Contribution"].text]
    assert [row["Contribution"].text for row in rows] == [f"Contribution {number}" for number in (4, 3, 2, 1)]
    assert [row["From"].text for row in rows] == ["City of Nice", "City of Nice", "City of Braga", "City of Braga"]
    assert rows[3]["Changed"].text == "3 rows" and rows[3]["Why"].text == WHY_NEW
    one = page(changed, "/contributions/3")
    assert "Taken out: lesson: Night-time stops on demand on buses" in [each.text for each in one.all("h3")]
    assert one.all("del") and not one.all("ins")
    told = changed.get("/contributions/3.json").json
    assert {row["kind"] for row in told["answers"]["contribution"]["rows"]} == {"retire"}
    assert 'op:changeKind "retire"' in changed.get("/contributions/3.ttl").text
    lines = changed.get("/contributions.csv").text.splitlines()
    assert lines[0] == "number,submitted,accepted,contributor,reviewer,why,rows"
    assert [line.split(",")[0] for line in lines[1:] if line[0].isdecimal()][:2] == ["4", "3"]
    assert changed.get("/id/contributions/3", headers={"Accept": "text/html"}).location == "/contributions/3"
    assert changed.get("/contributions/9").status_code == 404


def test_the_feed_has_an_entry_for_each_contribution_that_keeps_its_name(changed: FlaskClient) -> None:
    feed = ElementTree.fromstring(changed.get("/feeds/contributions.atom").data)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len({each.findtext(f"{ATOM}id") for each in entries})
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    entries = [each for each in entries if "Contribution T" not in (each.findtext(f"{ATOM}title") or "")]
    assert entries[0].findtext(f"{ATOM}title") == "Contribution 4: City of Nice" and len(entries) == 4
    assert entries[0].findtext(f"{ATOM}updated") == "2026-11-24T09:30:00Z"
    assert (entries[0].findtext(f"{ATOM}content") or "").endswith(HOSTILE)
    again = ElementTree.fromstring(changed.get("/feeds/contributions.atom").data)
    assert {each.findtext(f"{ATOM}id") for each in entries} <= {
        each.findtext(f"{ATOM}id") for each in again.findall(f"{ATOM}entry")
    }


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (f"practices/{NEW}", {"1", "2"}),
        (f"practices/{JUDGED}", {"4"}),
        ("practices/paca-lycee-frt", set()),
        ("all", set("1234")),
    ],
)
def test_the_feed_of_a_thing_tells_the_contributions_that_touched_it_as_the_feed_of_all_does(
    changed: FlaskClient, written: str, numbers: set[str]
) -> None:
    known = ElementTree.fromstring(changed.get("/feeds/contributions.atom").data).findall(f"{ATOM}entry")
    entries = []
    address = f"/feeds/{written}.atom"
    while address:
        feed = ElementTree.fromstring(changed.get(address).data)
        entries += feed.findall(f"{ATOM}entry")
        address = next((each.get("href", "") for each in feed.findall(f"{ATOM}link") if each.get("rel") == "next"), "")
    told = {
        str(each.findtext(f"{ATOM}title")).split(":")[0].split()[1]: each
        for each in entries
        if str(each.findtext(f"{ATOM}title")).startswith("Contribution ")
    }
    assert set(told) >= numbers if numbers else told == {}
    same = {each.findtext(f"{ATOM}id"): each.findtext(f"{ATOM}content") for each in known}
    assert all(same[each.findtext(f"{ATOM}id")] == each.findtext(f"{ATOM}content") for each in told.values())


@given(st.text("ab \n", max_size=20), st.text("ab \n", max_size=20))
@tried(max_examples=examples(200))
def test_a_difference_without_what_was_put_in_is_the_old_text_and_without_what_was_taken_out_the_new(
    was: str, now: str
) -> None:
    parts = text_parts(was, now)
    assert "".join(part.text for part in parts if part.kind != PUT_IN) == was
    assert "".join(part.text for part in parts if part.kind != TAKEN_OUT) == now
