"""Point, paragraph, article, act: each has a page, and a whole never holds less than a part of it."""

from __future__ import annotations

import re
from functools import cache

import pytest
from flask.testing import FlaskClient

from graph.law.citation import citation
from tests.reading import page
from tests.views.facts import rows_of

DAY = "2026-11-22"
PROVISIONS = {row["id"]: row for row in rows_of("provisions.csv")}
PARTS = {name: row["part_of"] for name, row in PROVISIONS.items() if row["part_of"]}
SAMPLE = sorted(PARTS)[::9]


def wholes(name: str) -> list[str]:
    """What holds a provision, the nearest first."""
    found = []
    while name := PARTS.get(name, ""):
        found.append(name)
    return found


@cache
def practices(client: FlaskClient, name: str) -> set[tuple[str, str]]:
    """The practices that a law holds: how (governed, linked) and which. Read once however many tests compare them."""
    rows = client.get(f"/laws/{name}.json?on={DAY}").get_json()["answers"]["practices"]["rows"]
    return {(row["kind"], row["practice_id"]) for row in rows}


def test_every_whole_of_a_part_is_a_law_of_its_own_with_a_page(client: FlaskClient) -> None:
    missing = {whole for whole in PARTS.values() if whole not in PROVISIONS}
    assert PARTS and not missing
    for whole in sorted(set(PARTS.values())):
        assert client.get(f"/laws/{whole}").status_code == 200, whole


def test_a_provision_that_stands_for_its_whole_act_holds_what_the_others_hold(client: FlaskClient) -> None:
    acts = [name.rpartition("/")[0] for name in PROVISIONS if name.endswith("/act")]
    held = [(act, name) for act in acts for name, row in PROVISIONS.items() if row["act"] == act]
    assert len(held) > len(acts)
    for act, name in held:
        assert practices(client, name) <= practices(client, f"{act}/act"), name


@pytest.mark.parametrize("name", SAMPLE)
def test_a_whole_holds_every_practice_that_a_part_of_it_holds(client: FlaskClient, name: str) -> None:
    held, larger = practices(client, name), wholes(name)
    assert larger, "every one of the sample is a part"
    for whole in larger:
        assert held <= practices(client, whole), whole


@pytest.mark.parametrize("name", ["32016R0679/art_35/par_3/pnt_c", "32024R1689/art_5/par_1/pnt_h"])
def test_a_part_leads_to_its_wholes_in_order_and_they_lead_back(client: FlaskClient, name: str) -> None:
    crumbs = re.findall(r'<li><a href="([^"?]+)', client.get(f"/laws/{name}?on={DAY}").text.partition("<main")[0])
    expected = [f"/laws/{each}" for each in reversed(wholes(name))]
    assert expected and [each for each in crumbs if each in expected][: len(expected)] == expected
    for whole in wholes(name):
        links = [link.path for link in page(client, f"/laws/{whole}?on={DAY}").all("#family")[0].links]
        assert f"/laws/{name}" in links


@pytest.mark.parametrize("name", ["32016R0679/art_35/par_3", "32016R0679/art_5/par_1", "32024R1689/anx_III"])
def test_a_search_for_laws_finds_a_provision_by_its_citation(client: FlaskClient, name: str) -> None:
    act = next(row["short_name"] for row in rows_of("acts.csv") if row["id"] == PROVISIONS[name]["act"])
    cited = citation(name).removeprefix("art. ")
    found = page(client, f"/laws?q={act}+{cited}").all("#provisions")
    assert f"/laws/{name}" in [link.path for link in found[0].links]
