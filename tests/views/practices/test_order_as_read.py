"""The order in which a page on practices tells things: what a reader looks at first must be what counts most."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.reading import citation_order, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
PRACTICES = rows_of("practices.csv")


@pytest.mark.parametrize("name", ["nice-school-vsa", "lecce-frt"])
def test_the_act_with_most_provisions_stands_first_and_article_9_before_article_10(
    client: FlaskClient, name: str
) -> None:
    blocks = page(client, f"/practices/{name}?on={DAY}").all("#governing .law-block")
    told = [[act for act in block.all(".law-act") if act.all(".law-rule")] for block in blocks]
    assert max(map(len, told)) > 1
    for acts in told:
        order = [(-len(act.all(".law-rule")), act.links[0].text) for act in acts]
        assert order == sorted(order)
        for act in acts:
            paths = [rule.links[0].path for rule in act.all(".law-rule")]
            articles = [path for path in paths if "/art_" in path]
            assert articles == sorted(articles, key=citation_order)


def test_when_nothing_is_left_each_way_back_says_what_returns_the_most_first(client: FlaskClient) -> None:
    ways = page(client, "/practices?theme=video-surveillance&status=operational&country=FR").all(".empty li")
    numbers = [int(each.links[0].text.split()[0]) for each in ways]
    assert len(ways) > 1 and numbers == sorted(numbers, reverse=True)
    for number, each in zip(numbers, ways, strict=True):
        left = {"theme": "themes", "status": "status", "country": "country"}
        asked = {left[name]: values[0] for name, values in each.links[0].query.items()}
        found = [row for row in PRACTICES if all(value in row[column].split(";") for column, value in asked.items())]
        assert number == len(found) and len(asked) == 2
        assert re.match(
            r"Without ‘(Theme: Video surveillance|Status: Operational|Country: France)’ there would be ", each.text
        )
