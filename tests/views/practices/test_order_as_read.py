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
    acts = page(client, f"/practices/{name}?on={DAY}").section("What governs it").all("details")
    shown = [[item.links[0].path for item in act.all("li") if item.all("p.condition")] for act in acts]
    shown = [paths for paths in shown if paths]
    labels = [act.links[0].text for act in acts if act.all("p.condition")]
    assert len(shown) > 2 and max(map(len, shown)) > 2
    order = [(-len(paths), label) for paths, label in zip(shown, labels, strict=True)]
    assert order == sorted(order)
    for paths in shown:
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
