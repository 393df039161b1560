"""The search page, as a person reads its results."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
PROVISIONS = {row["id"]: row for row in rows_of("provisions.csv")}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
CITIES = {row["id"]: row for row in rows_of("cities.csv")}


@pytest.fixture(scope="module")
def results(client: FlaskClient) -> Part:
    return page(client, f"/search?q=facial+recognition&on={DAY}")


def cards(part: Part) -> list[Part]:
    found = [each for each in part.all("article.result") if each.all(".result-kind")]
    assert found
    return found


def kind(card: Part) -> str:
    return card.all(".result-kind span")[0].text


def number_of(part: Part) -> int:
    return int(re.findall(r"^([\d,]+) result", part.all("#results h2")[0].text)[0].replace(",", ""))


def test_each_result_is_named_as_its_table_names_it_and_leads_to_its_page(results: Part) -> None:
    names = {f"/practices/{name}": row["title"] for name, row in PRACTICES.items()}
    names |= {f"/laws/{name}": row["short_name"] for name, row in ACTS.items()}
    names |= {f"/laws/{name}": row["label"] for name, row in PROVISIONS.items()}
    known = [each for each in cards(results) if each.links[0].path in names]
    assert len(known) > 5
    for each in known:
        assert each.all("h3")[0].links[0].text == names[each.links[0].path]
        assert each.links[0].query["on"] == [DAY]


def test_a_result_says_what_it_is_and_a_provision_where_it_stands(results: Part) -> None:
    provisions = [each for each in cards(results) if kind(each) == "Provision"]
    acts = [each for each in cards(results) if kind(each) == "Act"]
    assert provisions and acts
    for each in provisions:
        act = ACTS[PROVISIONS[each.links[0].path.removeprefix("/laws/")]["act"]]
        place, whole = each.all(".result-kind span")[1].text, each.links[0].path.endswith("/act")
        assert place == act["short_name"] if whole else place.startswith(f"{act['short_name']}, art. ")
    for each in acts:
        assert each.all(".result-kind span")[1].text == each.links[0].path.removeprefix("/laws/")
    practices = [each for each in cards(results) if each.links[0].path.startswith("/practices/")]
    assert {kind(each) for each in practices} <= {"Practice", "Decision on a practice"} and practices


def test_a_practice_is_described_in_the_words_of_its_table_cut_at_a_word(results: Part) -> None:
    practices = [each for each in cards(results) if kind(each) == "Practice" and each.links[0].path[11:] in PRACTICES]
    described = [(each.all("p:not([class])"), PRACTICES[each.links[0].path[11:]]["description"]) for each in practices]
    told = [(text[0].text.removesuffix(" …"), whole) for text, whole in described if text]
    assert told and all(whole.startswith(text) and whole[len(text) :][:1] in ("", " ") for text, whole in told)
    assert any(len(text) < len(whole) for text, whole in told) or all(len(whole) <= 220 for _, whole in told)
    laws = [each for each in cards(results) if kind(each) == "Provision"]
    assert laws and not any(text.text in ("None", "") for each in laws for text in each.all("p:not([class])"))


def test_what_is_from_memory_says_so_beside_its_title(results: Part) -> None:
    rows = ACTS | PROVISIONS
    laws = [each for each in cards(results) if each.links[0].path.startswith("/laws/")]
    marked = {each.links[0].path for each in laws if any("From memory" in mark for mark in each.marks)}
    remembered = {f"/laws/{name}" for name, row in rows.items() if row["basis"] == "general-knowledge"}
    assert marked and marked == {each.links[0].path for each in laws} & remembered


def test_law_says_how_it_stands_on_the_day_and_nothing_else_does(client: FlaskClient) -> None:
    before, after = (page(client, f"/search?q=AI+Act&on={day}") for day in ("2024-06-01", DAY))
    assert "Status of law as on 22 November 2026." in after.text
    states = [next(each for each in cards(part) if each.links[0].path == "/laws/32024R1689").badges
              for part in (before, after)]  # fmt: skip
    assert "In force" not in states[0] and "In force" in states[1]
    assert not any(each.badges for each in cards(after) if not each.links[0].path.startswith("/laws/"))


def test_what_was_sought_is_marked_in_the_title_or_the_reason_says_why_it_was_found(results: Part) -> None:
    for each in cards(results):
        marked = [mark.text.lower() for mark in each.all("mark")]
        assert all(re.match("fac|rec", mark) for mark in marked), each.text
        assert marked or each.all(".result-why"), each.text
    assert any(each.all("h3 mark") for each in cards(results))


def test_the_kinds_are_counted_and_the_counts_make_the_whole(client: FlaskClient, results: Part) -> None:
    labels = results.all(".facets .facet-option")
    numbers = {
        str(each.all("input")[0].tag["value"]): int(re.findall(r"\( ?(\d+) ?\)", each.text)[0]) for each in labels
    }
    assert sum(numbers.values()) == number_of(results) and len(numbers) > 3
    some = page(client, f"/search?q=facial+recognition&kind=acts&on={DAY}")
    assert number_of(some) == numbers["acts"] == len(cards(some))
    assert {kind(each) for each in cards(some)} == {"Act"}
    assert [str(each.tag["value"]) for each in some.all("input[checked]")] == ["acts"]
    assert any(link.text == "Clear filters" and link.query["q"] == ["facial recognition"] for link in some.links)


def test_pages_of_results_lead_on_and_back_and_show_nothing_twice(client: FlaskClient, results: Part) -> None:
    forward = next(link for link in results.links if link.text == "Next page")
    second = page(client, forward.href)
    assert number_of(second) == number_of(results)
    assert "Page 2 of" in second.text and any(link.text == "Previous page" for link in second.links)
    addresses = [each.links[0].path for each in (*cards(results), *cards(second))]
    titles = [f"{kind(each)} {each.all('h3')[0].text}" for each in (*cards(results), *cards(second))]
    assert len({*zip(titles, addresses, strict=True)}) == len(addresses)


@pytest.mark.parametrize("name", ["nice", "turin", "copenhagen"])
def test_a_city_is_found_first_by_its_name_in_another_language_and_the_reason_says_so(
    client: FlaskClient, name: str
) -> None:
    other = next(each for each in CITIES[name]["other_names"].split(";") if each.lower() != name)
    first = cards(page(client, f"/search?q={other}&on={DAY}"))[0]
    assert first.links[0].path == f"/cities/{name}" and kind(first) == "City"
    assert other in first.text and first.all("h3")[0].text == CITIES[name]["name"]


def test_an_article_of_an_act_is_found_by_how_it_is_cited(client: FlaskClient) -> None:
    first = cards(page(client, f"/search?q=AI+Act+5(1)(h)&on={DAY}"))[0]
    assert first.links[0].path == "/laws/32024R1689/art_5/par_1/pnt_h"
    assert first.all(".result-kind")[0].text == "Provision AI Act, art. 5(1)(h)"


def test_a_word_with_a_wrong_letter_is_taken_for_the_nearest_and_the_page_says_so(client: FlaskClient) -> None:
    found = page(client, f"/search?q=facail+recognition&on={DAY}")
    assert "Nothing here says “facail”. It was taken for “facial”." in found.text
    assert "for “facial recognition”" in found.all("#results h2")[0].text


def test_a_search_of_nothing_shows_what_can_be_sought_and_each_example_finds_something(client: FlaskClient) -> None:
    start = page(client, "/search")
    tries = start.all("ul.search-tries > li")
    assert len(tries) > 3 and not start.all("article.result")
    for each in tries:
        assert each.links[0].query["q"] == [each.links[0].text] and each.all("span")[0].text
        assert number_of(page(client, each.links[0].href)) > 0


def test_nothing_found_says_so_and_what_to_try(client: FlaskClient) -> None:
    found = page(client, "/search?q=zzqqxx")
    assert found.all("#results h2")[0].text == "0 results for “zzqqxx”"
    assert "No single thing has all of these words." in found.text and "Use fewer or shorter words." in found.text
    assert str(found.all("#search-q")[0].tag["value"]) == "zzqqxx"


def test_ready_questions_that_fit_lead_to_their_pages(client: FlaskClient) -> None:
    found = page(client, "/search?q=practices+lighting")
    links = found.section("Ready questions").all("h4")
    assert [each.links[0].path for each in links] == ["/queries/practices-lighting"]
    assert links[0].links[0].text == "Practices with light"
