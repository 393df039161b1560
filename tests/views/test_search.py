"""What the search finds, and what it says when it finds nothing."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.views.facts import rows_of

HTML = {"Accept": "text/html"}


def search(client: FlaskClient, q: str, **more: str) -> str:
    response = client.get("/search", query_string={"q": q, **more}, headers=HTML)
    assert response.status_code == 200
    return response.text


def first(page: str) -> str:
    found = re.search(r'<article class="result">\s*<h4><a href="([^"]+)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Nice", "/cities/nice"),
        ("nice", "/cities/nice"),
        ("32016R0679", "/laws/32016R0679"),
        ("Facial recognition", "/technologies/"),
    ],
)
def test_the_best_match_comes_first(client: FlaskClient, words: str, place: str) -> None:
    assert first(search(client, words)).startswith(place)


@pytest.mark.parametrize("words", ["malmo", "Malmö", "MALMÖ"])
def test_accents_and_case_do_not_matter(client: FlaskClient, words: str) -> None:
    assert first(search(client, words)) == "/cities/malmo"


def test_every_word_must_be_there(client: FlaskClient) -> None:
    assert "/practices/prague" in search(client, "airport prague").lower()
    assert "Nothing has all of these words." in search(client, "airport prague zzzz")


def test_the_kinds_are_counted_and_can_be_chosen(client: FlaskClient) -> None:
    page = search(client, "lighting", kind="practices")
    told = [
        row
        for row in rows_of("practices.csv")
        if "lighting" in f"{row['title']} {row['id']} {row['description']}".lower()
    ]
    assert f"{len(told)} result" in page
    assert all(link.startswith("/practices/") for link in re.findall(r'<h4><a href="([^"]+)"', page))


def test_a_word_that_is_everywhere_gives_the_best_and_says_so(client: FlaskClient) -> None:
    page = search(client, "a")
    assert "Only the best 200 results are shown." in page
    total = re.search(r"([\d,]+) results for", page)
    assert total and int(total[1].replace(",", "")) > 200


def test_questions_are_found_too(client: FlaskClient) -> None:
    assert "/queries/prohibitions-on-date" in search(client, "prohibitions")


def test_no_words_show_what_can_be_searched(client: FlaskClient) -> None:
    assert "For instance:" in search(client, "")


def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    assert "<b>x" not in search(client, "<b>x</b>")
    assert search(client, '" } UNION { ?s ?p ?o } #')


def test_too_long_or_of_an_unknown_kind_is_400(client: FlaskClient) -> None:
    assert client.get("/search", query_string={"q": "a" * 201}).status_code == 400
    assert client.get("/search?q=a&kind=animals").status_code == 400
    assert client.get("/search.json").status_code == 400
