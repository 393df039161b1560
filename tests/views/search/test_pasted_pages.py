"""What a reader sees who pastes an address, a number, or a city into the box or into an address of ours."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.reading import page

EUR_LEX = "https%3A%2F%2Feur-lex.europa.eu%2Flegal-content%2FEN%2FTXT%2F%3Furi%3DCELEX%253A"


def first(client: FlaskClient, pasted: str) -> str:
    return page(client, f"/search?q={pasted}").all("#results article.result h3")[0].links[0].path


def test_an_address_of_eur_lex_leads_to_the_page_of_the_act(client: FlaskClient) -> None:
    assert first(client, f"{EUR_LEX}32016R0679") == "/laws/32016R0679"
    assert first(client, f"{EUR_LEX}02016R0679-20160504") == "/laws/02016R0679-20160504"


def test_what_is_not_held_is_told_and_leads_to_the_act_it_belongs_to(client: FlaskClient) -> None:
    found = page(client, "/search?q=32016R0679R(01)").all("#results")[0]
    assert (
        "“32016R0679R(01)” is not held here. What it belongs to comes first, and says what it is to it." in found.text
    )
    card = found.all("article.result")[0]
    assert card.all("h3")[0].links[0].path == "/laws/32016R0679"
    assert card.all(".result-why")[0].text == "32016R0679R(01) is a corrigendum of it"
    assert len(found.all("article.result")) == 1


def test_what_is_not_held_at_all_offers_nothing_that_only_looks_alike(client: FlaskClient) -> None:
    found = page(client, "/search?q=32019R9999").all("#results")[0]
    assert "“32019R9999” is not held here." in found.text and found.all("article.result") == []
    answers = client.get("/search.json?q=32019R9999").json["answers"]
    assert [row["named"] for row in answers["not_held"]["rows"]] == ["32019R9999"]


@pytest.mark.parametrize("name", ["Padova", "Padua", "Padwa"])
def test_a_city_without_a_practice_leads_to_cities_like_it(client: FlaskClient, name: str) -> None:
    card = page(client, f"/search?q={name}").all("#results article.result")[0]
    assert "No practice is recorded for Padua." in card.text and "Italy" in card.text
    (link,) = card.links
    assert link.path == "/peers/city" and client.get(f"/peers/city?city={link.query['city'][0]}").status_code == 200
    (offered,) = [
        each for each in client.get(f"/search/suggest?q={name}").json["suggestions"] if each["label"] == "Padua"
    ]
    assert offered["address"].startswith("/peers/city?city=")


def test_a_word_that_is_also_a_town_shows_what_has_the_word_in_its_name_first(client: FlaskClient) -> None:
    assert not first(client, "police").startswith("/peers")
    assert "No practice is recorded" not in page(client, "/search?q=Nice").text


def test_a_title_in_another_language_says_so(client: FlaskClient) -> None:
    (title,) = page(client, "/search?q=Saint-Etienne+renonce+a+installer").all("#results article.result h3 [lang=fr]")
    assert title.text == "Saint-Étienne renonce à installer des micros"
    assert page(client, "/search?q=Saint-Etienne+renonce").all("#results q[lang=fr], #results h3 [lang=fr]")
    listed = page(client, "/practices/saint-etienne-audio").all(".sources [lang=fr]")
    assert "Saint-Étienne renonce à installer des micros" in [each.text for each in listed]


OTHER_SPELLINGS = [
    ("/laws/32016R0679/", "/laws/32016R0679"),
    ("/laws/32016r0679", "/laws/32016R0679"),
    ("/laws/32016R679", "/laws/32016R0679"),
    ("/laws/32016r0679/art_35?on=2020-01-01", "/laws/32016R0679/art_35?on=2020-01-01"),
    ("/laws/32016r0679.json", "/laws/32016R0679.json"),
    ("/laws/eli/reg/2016/679/oj", "/laws/32016R0679"),
    ("/data?iri=https://data.europa.eu/eli/reg/2016/679/oj", "/data?iri=http://data.europa.eu/eli/reg/2016/679/oj"),
    ("/data?iri=<https://data.europa.eu/eli/reg/2016/679/oj>", "/data?iri=http://data.europa.eu/eli/reg/2016/679/oj"),
]


@pytest.mark.parametrize(("written", "right"), OTHER_SPELLINGS)
def test_another_spelling_of_an_identifier_leads_to_its_one_address(
    client: FlaskClient, written: str, right: str
) -> None:
    response = client.get(written)
    assert response.status_code in (301, 303) and response.headers["Location"] == right
    assert client.get(right).status_code == 200


@pytest.mark.parametrize("unknown", ["/laws/32019R9999", "/laws/nothing", "/laws/32016R0679R(01)", "/laws/lighting"])
def test_what_is_no_identifier_of_ours_is_not_found(client: FlaskClient, unknown: str) -> None:
    assert client.get(unknown).status_code == 404


def test_an_identifier_that_nobody_states_is_not_found_by_either_scheme(client: FlaskClient) -> None:
    assert client.get("/data?iri=https://data.europa.eu/eli/reg/1958/1/oj").status_code == 404
