"""What a reader of the organisations can rely on."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.views.facts import rows_of

ORGANISATIONS = rows_of("organisations.csv")
HTML = {"Accept": "text/html"}


def listed(client: FlaskClient, query: str = "") -> set[str]:
    results = client.get(f"/organisations{query}", headers=HTML).text.split('id="results"')[1]
    return set(re.findall(r'href="/organisations/([^"?]+)"', results))


def test_the_list_holds_every_organisation(client: FlaskClient) -> None:
    assert listed(client) == {each["id"] for each in ORGANISATIONS}


@pytest.mark.parametrize(
    ("query", "column", "cells"),
    [
        ("?role=coordinator", "partner_role", {"coordinator"}),
        ("?role=other-partner", "partner_role", {"other partner"}),
        ("?kind=city", "kind", {"city"}),
        ("?country=BE&country=FR", "country", {"BE", "FR"}),
    ],
)
def test_a_filter_leaves_exactly_the_organisations_with_that_value(
    client: FlaskClient, query: str, column: str, cells: set[str]
) -> None:
    expected = {each["id"] for each in ORGANISATIONS if each[column] in cells}
    assert expected and listed(client, query) == expected


def test_filters_that_exclude_each_other_say_so(client: FlaskClient) -> None:
    shown = client.get("/organisations?kind=city&role=secretariat", headers=HTML)
    assert shown.status_code == 200 and "No organisation matches all these filters" in shown.text


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=[each["id"] for each in ORGANISATIONS])
def test_every_organisation_has_a_page_that_names_its_events(client: FlaskClient, organisation: dict[str, str]) -> None:
    shown = client.get(f"/organisations/{organisation['id']}", headers=HTML)
    assert shown.status_code == 200
    for event in rows_of("events.csv"):
        took_part = organisation["id"] in event["participants"].split(";")
        assert (f'story-title"><a href="/partnership/events/{event["id"]}"' in shown.text) is took_part
    assert ("From when to when is not known" in shown.text) is (organisation["partner_role"] not in ("", "none"))


def test_a_wikidata_id_from_memory_is_marked_unverified(client: FlaskClient) -> None:
    shown = client.get("/organisations/org-nice", headers=HTML).text
    assert re.search(
        r'href="http://www.wikidata.org/entity/Q33959">Q33959</a>\s*<span class="mark-note mark-unverified"', shown
    )


def test_practices_of_the_same_city_say_how_they_were_matched(client: FlaskClient) -> None:
    shown = client.get("/organisations/org-nice", headers=HTML).text
    count = sum("nice" in each["cities"].split(";") for each in rows_of("practices.csv"))
    assert f"has {count} practices" in shown and "carry the same Wikidata id" in shown


def test_the_disputed_member_shows_the_disagreement(client: FlaskClient) -> None:
    shown = client.get("/organisations/org-hungary-ministry", headers=HTML).text
    assert "Likely a slip in the December 2018 announcement" in shown and "mark-rejected" in shown


def test_an_unknown_organisation_is_not_found_and_a_malformed_filter_is_refused(client: FlaskClient) -> None:
    assert client.get("/organisations/org-nobody").status_code == 404
    assert client.get("/organisations?kind=a%20b").status_code == 400
