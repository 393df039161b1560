"""What a reader of the Actions can rely on."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from tests.views.facts import rows_of

ACTIONS = rows_of("actions.csv")
HTML = {"Accept": "text/html"}


def test_the_list_holds_every_action_with_its_number(client: FlaskClient) -> None:
    shown = client.get("/actions", headers=HTML).text
    assert ACTIONS
    for action in ACTIONS:
        assert f'{action["number"]}. <a href="/actions/{action["id"]}">{action["title"]}</a>' in shown


@pytest.mark.parametrize("action", ACTIONS, ids=[each["id"] for each in ACTIONS])
def test_an_action_says_what_is_inferred_and_that_its_leader_is_unknown(
    client: FlaskClient, action: dict[str, str]
) -> None:
    shown = client.get(f"/actions/{action['id']}", headers=HTML).text
    assert action["description"] in shown
    inferred = [action["core_area_basis"].startswith("inferred"), action["pillar_basis"].startswith("inferred")]
    assert shown.count(">Inferred</span>") == sum(inferred)
    assert "Unknown<p" in shown and action["leader"] == ""
    assert (action["outputs"] or "None found") in shown


def test_an_action_counts_the_practices_of_its_core_area(client: FlaskClient) -> None:
    count = sum("technology" in each["core_area"].split(";") for each in rows_of("practices.csv"))
    shown = client.get("/actions/action-3", headers=HTML).text
    assert f'<a href="/practices?core_area=technology">{count} practices' in shown


def test_that_link_leads_to_a_list_of_the_same_length(client: FlaskClient) -> None:
    count = sum("technology" in each["core_area"].split(";") for each in rows_of("practices.csv"))
    assert f'role="status">{count} practices' in client.get("/practices?core_area=technology", headers=HTML).text


def test_the_actions_come_as_csv(client: FlaskClient) -> None:
    table = list(csv.DictReader(io.StringIO(client.get("/actions.csv").text)))
    assert {each["x_id"] for each in table} == {each["id"] for each in ACTIONS}


def test_an_unknown_action_is_not_found(client: FlaskClient) -> None:
    assert client.get("/actions/action-7").status_code == 404
