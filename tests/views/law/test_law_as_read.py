"""An act and a provision, as a person reads them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.reading import citation_order, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
PROVISIONS = rows_of("provisions.csv")
ACTS = ["32016R0679", "32024R1689", "32016L0680"]


@pytest.mark.parametrize("act", ACTS)
def test_every_provision_of_an_act_is_in_its_table_once_with_its_kind_of_rule(client: FlaskClient, act: str) -> None:
    rows = page(client, f"/laws/{act}?on={DAY}").table("Provisions of")
    wanted = {row["id"]: row for row in PROVISIONS if row["act"] == act}
    shown = [row["Provision"].links[0].path.removeprefix("/laws/") for row in rows]
    assert sorted(shown) == sorted(wanted)
    for name, row in zip(shown, rows, strict=True):
        assert [each.lower() for each in row["Kind of rule"].badges] == [wanted[name]["rule_type"]]
        assert wanted[name]["label"] in row["Provision"].text
        assert wanted[name]["rule_summary"] in row["Provision"].text


@pytest.mark.parametrize("act", ACTS)
def test_article_9_stands_before_article_10(client: FlaskClient, act: str) -> None:
    rows = page(client, f"/laws/{act}?on={DAY}").table("Provisions of")
    articles = [row["Provision"].links[0].path.rpartition(f"{act}/")[2] for row in rows]
    articles = [each for each in articles if each.startswith("art_")]
    assert articles and articles == sorted(articles, key=citation_order)


def test_the_rules_at_a_provision_are_those_of_the_table(client: FlaskClient) -> None:
    name = "32016R0679/art_35/par_3/pnt_c"
    rows = page(client, f"/laws/{name}?on={DAY}").table("Rules at this provision")
    wanted = [row for row in rows_of("technology_rules.csv") if row["provision"] == name]
    shown = sorted((row["Technology"].links[0].path.rpartition("/")[2], row["Condition"].text) for row in rows)
    assert shown == sorted((row["concept"], row["applicability_condition"]) for row in wanted)
    assert shown


def test_the_list_of_laws_leads_to_acts_of_the_table(client: FlaskClient) -> None:
    known = {row["id"] for row in rows_of("acts.csv")}
    links = [each.links[0] for each in page(client, f"/laws?on={DAY}").all("#results h3") if each.links]
    assert links
    assert {link.path.removeprefix("/laws/") for link in links} <= known
