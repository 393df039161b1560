"""The start page: whoever opens it sees at once what cities did, and what is known of its effect."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("language", ["", "/fr"])
def test_practices_stand_after_city_and_problem_with_place_claim_and_evidence(
    client: FlaskClient, language: str
) -> None:
    page = BeautifulSoup(client.get(f"{language}/", headers=HTML).text, "html.parser")
    order = [str(each["id"]) for each in page.select("main h2[id]")]
    assert order[:3] == ["your-city", "your-problem", "practices-first"]
    cards = page.select("#practices article.result")
    assert cards
    for each in cards:
        link, text = each.select_one("h3 a[href*='/practices/']"), each.select_one("h3 ~ p:not(.meta)")
        assert link and text and len(text.get_text().split()) > 10
        assert each.select_one(".meta span") and each.select_one("[class*=tag-evidence-]")
        assert client.get(str(link["href"]), headers=HTML).status_code == 200
