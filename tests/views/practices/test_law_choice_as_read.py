"""What a partner can rely on when practices are chosen by an act or a provision."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-29"
AI_ACT, GDPR = "32024R1689", "32016R0679"
ARTICLE = f"{GDPR}/art_9"
PRACTICES = {row["id"] for row in rows_of("practices.csv")}


def total(shown: Part) -> int:
    return int(shown.all("#results [role=status]")[0].text.split()[0].replace(",", ""))


def names(client: FlaskClient, query: str) -> set[str]:
    """The practices of the table for programs."""
    text = client.get(f"/practices.csv?{query}").text
    return {row["practice_id"] for row in csv.DictReader(io.StringIO(text))}


def counted(shown: Part, name: str) -> Iterator[tuple[str, int]]:
    for each in shown.all(f'#facet-{name} input[name="{name}"]'):
        (count,) = shown.all(f'label[for="{each.tag["id"]}"] .count')
        yield str(each.tag["value"]), int(re.sub(r"\D", "", count.text))


@pytest.mark.parametrize("law", [AI_ACT, ARTICLE])
def test_a_law_tells_what_holds_what_is_open_and_what_would_reach_apart_and_each_number_leads_to_its_list(
    client: FlaskClient, law: str
) -> None:
    shown = page(client, f"/practices?law={law}&on={DAY}")
    (told,) = shown.all(".under-law")
    assert "on 29 November 2026" in told.text
    assert [each.text.partition(" for ")[0] for each in told.all("li")][:2] == ["Holds", "Depends on a fact"]
    assert told.links[0].path == f"/laws/{law}"
    numbers = [int(each) for each in re.findall(r"(\d+) practices?", told.all("ul")[0].text)]
    assert numbers[0] == total(shown) > 0 and len(numbers) == 3
    lists = [names(client, f"law={law}&on={DAY}")]
    for link, number in zip(told.all("ul")[0].links, numbers[1:], strict=True):
        assert total(page(client, link.href)) == number
        lists.append(names(client, link.href.partition("?")[2]))
    assert [len(each) for each in lists] == numbers
    assert len(set().union(*lists)) == sum(numbers), "no practice is told twice"


def test_each_number_beside_a_law_is_what_choosing_it_shows_on_the_day_while_other_filters_hold(
    client: FlaskClient,
) -> None:
    for held in ("country=FR", "country=FR&on=2019-10-09"):
        offered = list(counted(page(client, f"/practices?{held}"), "law"))
        assert offered
        for value, number in offered[:4]:
            assert total(page(client, f"/practices?{held}&law={value}")) == number


def test_list_map_and_data_follow_the_law_and_the_day(client: FlaskClient) -> None:
    choice = f"law={AI_ACT}&on={DAY}"
    found = names(client, choice)
    assert found and total(page(client, f"/practices/map?{choice}")) == len(found)
    assert client.get(f"/practices/map.csv?{choice}").data == client.get(f"/practices.csv?{choice}").data
    answers = client.get(f"/practices.json?{choice}").json["answers"]  # type: ignore[index]
    assert {row["practice_id"] for row in answers["practices"]["rows"]} == found
    turtle = client.get(f"/practices.ttl?{choice}").text
    assert {name for name in PRACTICES if re.search(rf"/practices/{name}>", turtle)} == found
    # Before the act was there, nobody was under it.
    assert names(client, f"law={AI_ACT}&on=2019-10-09") == set()


def test_the_parts_of_a_law_are_offered_below_it_once_it_is_chosen_in_the_order_of_the_act(client: FlaskClient) -> None:
    before = [value for value, _ in counted(page(client, f"/practices?on={DAY}"), "law")]
    assert GDPR in before and not any(value.startswith(f"{GDPR}/") for value in before)
    shown = page(client, f"/practices?law={GDPR}&on={DAY}")
    articles = [int(found[1]) for value, _ in counted(shown, "law") if (found := re.fullmatch(r".*/art_(\d+)", value))]
    assert len(articles) > 5 and articles == sorted(articles)


def test_the_day_can_be_chosen_beside_the_law_without_a_script_and_stays_in_every_link(client: FlaskClient) -> None:
    shown = page(client, f"/practices?law={GDPR}&on=2019-10-09")
    (day,) = shown.all('form.finder input[type="date"][name="on"]')
    assert day.tag["value"] == "2019-10-09" and shown.all('label[for="on"]')
    assert not shown.all('form.finder input[type="hidden"][name="on"]'), "one form asks for one day"
    chips = shown.all(".chips a")
    assert chips and all("on=2019-10-09" in str(each.tag["href"]) for each in chips)


@pytest.mark.parametrize(("written", "near"), [("GDPR", GDPR), (f"{GDPR}/art_99", ARTICLE), ("gdpr art 9", ARTICLE)])
def test_a_law_that_is_not_known_is_said_so_with_the_nearest_to_take_instead(
    client: FlaskClient, written: str, near: str
) -> None:
    shown = page(client, f"/practices?law={written}&country=FR")
    (told,) = shown.all(".unknown-value")
    assert written in told.text and "Did you mean" in told.text and total(shown) == 0
    offers = [link.query for link in told.links]
    assert {"law": [near], "country": ["FR"]} in offers
    # A program gets no empty table that could be taken for an answer.
    refused = client.get(f"/practices.csv?law={written}", headers={"Accept": "text/csv"})
    assert refused.status_code == 400 and near in refused.text


def test_a_practice_without_law_can_be_chosen_and_says_so_itself(client: FlaskClient) -> None:
    without = names(client, f"law=not-recorded&on={DAY}")
    assert 0 < len(without) < len(PRACTICES)
    for name in sorted(without)[::8]:
        assert page(client, f"/practices/{name}?on={DAY}").all("#no-law, .law-guidance"), name


@pytest.mark.parametrize("law", [AI_ACT, ARTICLE])
def test_the_page_of_a_law_leads_to_the_practices_it_reaches_and_apart_to_those_that_are_open(
    client: FlaskClient, law: str
) -> None:
    links = page(client, f"/laws/{law}?on={DAY}").all("#status")[0].links
    queries = [link.query for link in links if link.path == "/practices"]
    assert [set(each) - {"on"} for each in queries] == [{"law"}, {"law_question"}]
    assert all([law] in each.values() for each in queries)
