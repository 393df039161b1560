"""What the search page and the suggestions give, in every form, and what they say when nothing is found."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.views.facts import rows_of

HTML = {"Accept": "text/html"}
BODY = "/data/actors/municipal-police"


def search(client: FlaskClient, q: str, **more: str) -> str:
    response = client.get("/search", query_string={"q": q, **more}, headers=HTML)
    assert response.status_code == 200
    return response.text


def as_json(client: FlaskClient, q: str, **more: str) -> dict[str, list[dict[str, object]]]:
    response: TestResponse = client.get("/search.json", query_string={"q": q, **more})
    assert response.status_code == 200 and response.json
    return {name: each["rows"] for name, each in response.json["answers"].items()}


def first(page: str) -> str:
    found = re.search(r'<article class="result">.*?<h3><a href="([^"]+)"', page, flags=re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Nice", "/cities/nice"),
        ("32016R0679", "/laws/32016R0679"),
        ("art. 35 GDPR", "/laws/32016R0679/art_35"),
        ("AI Act 5(1)(h)", "/laws/32024R1689/art_5/par_1/pnt_h"),
        ("Gesichtserkennung", "/technologies/facial-recognition"),
        ("506370", "/practices/nice-school-vsa"),
        ("Kieran McCarthy", "/data/people/person-kieran-mccarthy"),
        ("Croatia", "/practices?country=HR"),
        ("Night time economy", "/practices?theme=night-time-economy"),
    ],
)
def test_the_best_match_comes_first_and_leads_to_its_page(client: FlaskClient, words: str, place: str) -> None:
    assert first(search(client, words)) == place
    assert client.get(place).status_code == 200


def test_every_result_leads_to_a_page(client: FlaskClient) -> None:
    for asked in ("camera", "security", "public session", "harassment"):
        counts = as_json(client, asked)["counts"]
        assert counts, asked
        for kind in counts:
            page = search(client, asked, kind=str(kind["kind"]))
            place = first(page).replace("&amp;", "&")
            assert client.get(place, follow_redirects=True).status_code == 200, place


def test_a_result_says_why_it_was_found(client: FlaskClient) -> None:
    assert "Also called: <q><mark>Lissabon</mark></q>" in search(client, "Lissabon")
    assert 'Also called in French: <q lang="fr"><mark>éclairage public</mark></q>' in search(client, "eclairage public")
    assert "GDPR, art. 35" in search(client, "art. 35 GDPR")
    assert "Uses Fixed CCTV, a kind of Video surveillance" in search(client, "videosorveglianza", kind="practices")


def test_the_status_of_law_is_that_of_the_day_asked(client: FlaskClient) -> None:
    assert "tag-status-repealed" in search(client, "Directive 95/46")
    before = search(client, "Directive 95/46", on="2017-01-01")
    assert "tag-status-in-force" in before and "tag-status-repealed" not in before
    assert first(before) == "/laws/31995L0046?on=2017-01-01"


def test_a_word_with_a_wrong_letter_is_taken_for_the_right_one_and_that_is_said(client: FlaskClient) -> None:
    page = search(client, "facail recognition")
    assert "Nothing here says “facail”. It was taken for “facial”." in page
    assert first(page) == "/technologies/facial-recognition"


def test_nothing_found_is_explained_with_what_would_find_something(client: FlaskClient) -> None:
    page = search(client, "drones Portugal")
    assert "No single thing has all of these words." in page
    shown = re.search(r'Without “drones”: <a href="([^"]+)">Portugal</a> <span class="count">\((\d+) results\)', page)
    assert shown and int(shown[2]) > 0
    assert f"{shown[2]} results for" in client.get(shown[1].replace("&amp;", "&"), headers=HTML).text
    assert "Use fewer or shorter words." in search(client, "qqqqqqqqqq")


def test_everyday_words_that_no_single_thing_has_lead_to_things_that_have_most_of_them(client: FlaskClient) -> None:
    page = search(client, "night bus carnival")
    assert "These have some of the words, those with the most first" in page
    listed = re.findall(r'<h3><a href="/practices/([^"?]+)"', page)
    titles = {row["id"]: row["title"].lower() for row in rows_of("practices.csv")}
    assert "night" in titles[listed[0]] and "bus" in titles[listed[0]]
    assert as_json(client, "night bus carnival")["results"] == []


def test_the_kinds_are_counted_and_can_be_chosen(client: FlaskClient) -> None:
    counts = {str(row["kind"]): row["things"] for row in as_json(client, "lighting")["counts"]}
    page = search(client, "lighting", kind="practices")
    assert f"{counts['practices']} results for" in page
    assert all(link.startswith("/practices/") for link in re.findall(r'<h3><a href="([^"]+)"', page))
    with_word = {
        row["id"] for row in rows_of("practices.csv") if "lighting" in f"{row['title']} {row['description']}".lower()
    }
    found = {str(row["x"]).rpartition("/")[2] for number in range(1, 5)
             for row in as_json(client, "lighting", kind="practices", page=str(number))["results"]}  # fmt: skip
    assert with_word <= found and len(found) == counts["practices"]


def test_results_of_other_kinds_are_offered_when_the_chosen_ones_have_none(client: FlaskClient) -> None:
    page = search(client, "Lissabon", kind="acts")
    assert "Nothing of the chosen kinds." in page and "of other kinds" in page


def test_pages_of_results_follow_each_other(client: FlaskClient) -> None:
    ranks = [row["rank"] for number in ("1", "2") for row in as_json(client, "camera", page=number)["results"]]
    assert ranks == list(range(1, 41))
    assert as_json(client, "camera", page="90000")["results"]
    assert client.get("/search?q=camera&page=0").status_code == 400


def test_questions_are_found_too(client: FlaskClient) -> None:
    assert "/queries/prohibitions-on-date" in search(client, "prohibitions")


def test_no_words_show_what_can_be_searched(client: FlaskClient) -> None:
    page = search(client, "")
    assert "It understands, for instance" in page
    for link in re.findall(r'<li><a href="(/search\?q=[^"]+)"', page):
        assert "<article" in client.get(link.replace("&amp;", "&"), headers=HTML).text


def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    assert "<b>x" not in search(client, "<b>x</b>")
    assert search(client, '" } UNION { ?s ?p ?o } #')


def test_too_long_or_of_an_unknown_kind_is_400(client: FlaskClient) -> None:
    assert client.get("/search", query_string={"q": "a" * 1001}).status_code == 400
    assert client.get("/search/suggest", query_string={"q": "a" * 1001}).status_code == 400
    assert client.get("/search?q=a&kind=animals").status_code == 400
    assert client.get("/search.json?kind=animals").status_code == 400


def test_the_query_that_fetches_what_was_found_is_shown_and_answers(client: FlaskClient) -> None:
    response = client.get("/search.json", query_string={"q": "Lissabon"})
    assert response.json
    answers = response.json["answers"]
    assert "<https://w3id.org/openplaza/id/cities/lisbon>" in answers["things"]["query"]
    shown = client.get("/sparql", query_string={"query": answers["things"]["query"]}, headers={"Accept": "text/csv"})
    assert shown.status_code == 200 and len(shown.text.splitlines()) == len(answers["things"]["rows"]) + 1


def test_results_are_a_table_and_a_graph_too(client: FlaskClient) -> None:
    table = list(csv.DictReader(io.StringIO(client.get("/search.csv", query_string={"q": "GDPR 35"}).text)))
    assert table[0]["x"] == "http://data.europa.eu/eli/reg/2016/679/art_35/oj"
    assert table[0]["why"] == "GDPR, art. 35"
    assert "art_35" in client.get("/search.ttl", query_string={"q": "GDPR 35"}).text


def test_suggestions_are_at_most_eight_with_label_kind_address_and_reason(client: FlaskClient) -> None:
    response = client.get("/search/suggest", query_string={"q": "camer"})
    assert response.status_code == 200 and response.json and response.headers["ETag"]
    offered = response.json["suggestions"]
    assert 0 < len(offered) <= 8
    assert offered[0]["label"] == "Video surveillance" and offered[0]["why"] == "Also called: camera"
    assert all(each["address"].startswith("/") and each["kind"] and each["why"] for each in offered)
    assert all(client.get(each["address"], follow_redirects=True).status_code == 200 for each in offered)


@pytest.mark.parametrize(
    ("written", "address", "why"),
    [
        ("art 35 gd", "/laws/32016R0679/art_35", "GDPR, art. 35"),
        ("ai act 5(1", "/laws/32024R1689/art_5/par_1/pnt_a", "Part of AI Act, art. 5(1)"),
        ("32016R06", "/laws/32016R0679", "Identifier 32016R0679"),
        ("directive 2016/68", "/laws/32016L0680", "Number 2016/680"),
        ("harcèl", "/practices?theme=harassment", "Also called in French: Harcèlement"),
    ],
)
def test_what_is_half_written_is_suggested_and_says_why(
    client: FlaskClient, written: str, address: str, why: str
) -> None:
    response = client.get("/search/suggest", query_string={"q": written})
    assert response.status_code == 200 and response.json
    assert (address, why) in [(each["address"], each["why"]) for each in response.json["suggestions"]]


@pytest.mark.parametrize(("prefix", "lang"), [("", "en"), ("/fr", "fr"), ("/pl", "pl")])
def test_what_no_practice_has_is_told_by_its_name_in_the_language_of_the_page(
    client: FlaskClient, prefix: str, lang: str
) -> None:
    table = rows_of("concepts.csv") if lang == "en" else rows_of(f"concept_names_{lang}.csv")
    names = {row.get("concept", f"technology/{row.get('id')}"): row.get("pref_label") or row["label"] for row in table}
    used = {each for row in rows_of("practices.csv") for each in row["technologies_concepts"].split(";")}
    response = client.get(f"{prefix}/search", query_string={"q": "précurseurs d'explosifs"}, headers=HTML)
    told = re.findall(r'class="search-unpractised">(.*?)</p>', response.text, flags=re.DOTALL)
    assert "explosives-precursors" not in used and len(told) == 1
    address = f"{prefix}/technologies/explosives-precursors"
    assert f'<a href="{address}" lang="{lang}">{names["technology/explosives-precursors"]}</a>' in unescape(told[0])


def test_what_no_practice_has_is_told_to_programs_too_and_what_one_has_is_not(client: FlaskClient) -> None:
    told = as_json(client, "précurseurs d'explosifs")["unpractised"]
    assert "https://w3id.org/openplaza/id/technologies/explosives-precursors" in {row["x"] for row in told}
    assert "unpractised" not in as_json(client, "éclairage public")
    assert "search-unpractised" not in search(client, "éclairage public")


def test_a_kind_of_body_is_a_result_with_a_page(client: FlaskClient) -> None:
    assert first(search(client, "straż miejska", kind="concepts")) in ("/ontology/target-group/local-police", BODY)
    assert BODY in search(client, "straż miejska") and client.get(BODY).status_code == 200


@pytest.mark.parametrize("written", ["Padova", "Padwa", "Angers", "Rzeszów"])
def test_a_city_without_a_practice_leads_to_its_peers_from_the_search(client: FlaskClient, written: str) -> None:
    place = first(search(client, written))
    assert place.startswith("/peers/city?city=") and client.get(place).status_code == 200


def test_a_page_in_french_leads_to_the_theme_and_the_practices_that_have_it(client: FlaskClient) -> None:
    page = "".join(search(client, "harcèlement", page=number) for number in ("1", "2"))
    having = {row["id"] for row in rows_of("practices.csv") if "harassment" in row["themes"].split(";")}
    assert having and all(f"/practices/{each}" in page for each in having)
    assert "Has the theme Harassment (“Harcèlement” in French)" in page


def test_suggestions_carry_the_day_of_the_law(client: FlaskClient) -> None:
    response = client.get("/search/suggest", query_string={"q": "gdpr", "on": "2019-10-09"})
    assert response.json and response.json["suggestions"][0]["address"] == "/laws/32016R0679?on=2019-10-09"


def test_nothing_written_suggests_nothing(client: FlaskClient) -> None:
    response = client.get("/search/suggest?q=")
    assert response.json and response.json["suggestions"] == []
