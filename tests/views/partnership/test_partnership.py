"""What a reader of the Partnership's page can rely on."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from tests.views.facts import rows_of

EVENTS = rows_of("events.csv")
FACTS = rows_of("partnership.csv")


def words(client: FlaskClient, address: str) -> str:
    """The page as a reader sees it: no tags, single spaces."""
    shown = client.get(address, headers={"Accept": "text/html"})
    assert shown.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown.text)))


def section(client: FlaskClient, anchor: str) -> str:
    shown = client.get("/partnership", headers={"Accept": "text/html"}).text
    return html.unescape(shown.split(f'id="{anchor}"', 1)[1].split("</section>\n\n", 1)[0])


@pytest.mark.parametrize("fact", FACTS, ids=[each["key"] for each in FACTS])
def test_every_statement_is_on_the_page(client: FlaskClient, fact: dict[str, str]) -> None:
    assert re.sub(r"\s+", " ", fact["value"]) in words(client, "/partnership")


def test_a_statement_of_the_seed_shows_its_characters_and_links_to_them(client: FlaskClient) -> None:
    shown = section(client, "facts")
    of_the_seed = [fact for fact in FACTS if fact["seed_start"]]
    assert of_the_seed
    for fact in of_the_seed:
        start, end = fact["seed_start"], fact["seed_end"]
        assert f'/partnership/seed#c{start}">seed, characters {start}–{end}</a>' in shown


def test_every_event_is_linked_from_the_timeline_once_and_has_a_page(client: FlaskClient) -> None:
    shown = section(client, "timeline")
    assert EVENTS
    for event in EVENTS:
        title = f'class="story-title"><a href="/partnership/events/{event["id"]}"'
        nested = f'<strong><a href="/partnership/events/{event["id"]}"'
        assert (shown.count(title), shown.count(nested)) == ((0, 1) if event["part_of"] else (1, 0))
        assert event["name"] in words(client, f"/partnership/events/{event['id']}")


def test_the_timeline_is_in_order_of_date(client: FlaskClient) -> None:
    order = re.findall(r'story-title"><a href="/partnership/events/([^"]+)"', section(client, "timeline"))
    start = {each["id"]: each["start"] for each in EVENTS}
    assert [start[each] for each in order] == sorted(start[each] for each in order)


def test_an_event_names_its_participants_and_the_event_it_is_part_of(client: FlaskClient) -> None:
    page = client.get("/partnership/events/ev-public-session", headers={"Accept": "text/html"}).text
    event = next(each for each in EVENTS if each["id"] == "ev-public-session")
    assert all(f'href="/organisations/{each}"' in page for each in event["participants"].split(";"))
    assert 'href="/partnership/events/ev-ewrc2019"' in page


def test_the_november_date_is_rejected_and_the_october_date_accepted_with_both_sources(client: FlaskClient) -> None:
    shown = section(client, "fourth")
    rejected, accepted = re.findall(r'<section class="panel">(.*?)</section>', shown, re.DOTALL)
    assert "9 November" in rejected and "mark-rejected" in rejected and "/partnership/seed" in rejected
    assert "9 October 2019" in accepted and "Accepted" in accepted
    assert "https://europa.eu/regions-and-cities/programme/sessions/470_en" in accepted
    assert "9 November 2019 was a Saturday" in shown


def test_the_topics_of_the_testimonials_are_stated_for_the_group(client: FlaskClient) -> None:
    shown = section(client, "fourth")
    for testimonial in rows_of("testimonials.csv"):
        assert f'href="/organisations/{testimonial["organisation"]}"' in shown
        assert all(shown.count(f"<li>{topic}</li>") == 1 for topic in testimonial["topics"].split(";"))
    assert "as a group, not for each partner" in shown


def test_the_path_to_six_actions_names_every_criterion_and_question_and_leaves_the_list_open(
    client: FlaskClient,
) -> None:
    shown = section(client, "path")
    for criterion in rows_of("action_criteria.csv"):
        if criterion["kind"] != "EU-institution expectation":
            assert criterion["criterion"] in shown
    assert "an open list" in shown and "characters 3007–3078" in shown
    assert "no source read lists the 20 candidate Actions by name" in shown


def test_members_carry_no_invented_dates(client: FlaskClient) -> None:
    shown = section(client, "members")
    for organisation in (row for row in rows_of("organisations.csv") if row["partner_role"]):
        assert f'href="/organisations/{organisation["id"]}"' in shown
    assert "No source read says from when to when" in shown
    assert not re.search(r"\b20[12]\d\b", re.sub(r"<[^>]+>", "", shown))


def test_the_seed_page_gives_the_live_address_and_positions_but_not_the_text(client: FlaskClient) -> None:
    page = client.get("/partnership/seed", headers={"Accept": "text/html"}).text
    live = next(each["url"] for each in rows_of("sources.csv") if each["id"] == "uaeu_seed")
    assert live in page and 'id="c3007"' in page
    assert "was asked to provide a brief pitch" not in page


def test_the_same_statements_come_as_csv_json_and_turtle(client: FlaskClient) -> None:
    table = list(csv.DictReader(io.StringIO(client.get("/partnership.csv").text)))
    assert {each["x_id"] for each in table} == {each["key"] for each in FACTS}
    answers = client.get("/partnership.json").get_json()["answers"]
    assert len({each["x_id"] for each in answers["events"]["rows"]}) == len(EVENTS)
    graph = Graph().parse(data=client.get("/partnership.ttl").text, format="turtle")
    partnership = URIRef("https://w3id.org/openplaza/id/partnership")
    assert (partnership, None, URIRef("https://w3id.org/openplaza/ontology#Partnership")) in graph


def test_an_unknown_event_is_not_found(client: FlaskClient) -> None:
    assert client.get("/partnership/events/nothing-of-the-kind").status_code == 404
