"""What anyone can rely on in the gallery of questions."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from graph.ask.catalogue import Catalogue
from graph.settings import ROOT

HTML = {"Accept": "text/html"}
NAMES = sorted(path.stem for path in (ROOT / "queries").rglob("*.rq"))


def test_the_gallery_names_every_question_once(client: FlaskClient, catalogue: Catalogue) -> None:
    page = client.get("/queries", headers=HTML).text
    for question in catalogue:
        assert page.count(f'href="/queries/{question.name}"') == 1
    assert page.index("Questions of policy staff") < page.index("Questions behind the pages")


def test_the_gallery_can_be_searched(client: FlaskClient) -> None:
    page = client.get("/queries?q=DRÓNES+zzzz", headers=HTML).text
    assert "No question has these words." in page
    found = client.get("/queries.json?q=prohibitions").get_json()["questions"]
    assert "prohibitions-on-date" in [each["name"] for each in found]


def example(page: str) -> str:
    """The address of the example that a form offers."""
    found = re.search(r'<a href="([^"]+)">Show an example</a>', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize("name", NAMES)
def test_every_question_answers_with_its_examples(client: FlaskClient, name: str) -> None:
    page = client.get(f"/queries/{name}", headers=HTML)
    if "Show an example" in page.text:
        page = client.get(example(page.text), headers=HTML)
    assert page.status_code == 200
    assert "Show the query with its values" in page.text
    assert "?_" not in page.text.split("<pre>")[-1].split("SELECT")[-1]


def test_the_file_is_given_as_it_is(client: FlaskClient) -> None:
    response = client.get("/queries/things-statements.rq")
    assert response.mimetype == "application/sparql-query"
    assert response.text == (ROOT / "queries/views/web/things-statements.rq").read_text(encoding="utf-8")


def test_values_of_the_form_reach_the_query(client: FlaskClient) -> None:
    address = "/queries/practices-governed-on-date"
    provision = "http://data.europa.eu/eli/reg/2016/679/art_13/oj"
    early = client.get(f"{address}.json", query_string={"provision": provision, "on": "2017-01-01"}).get_json()
    later = client.get(f"{address}.json", query_string={"provision": provision, "on": "2024-01-01"}).get_json()
    assert len(early["answers"]["practices-governed-on-date"]["rows"]) == 0
    assert len(later["answers"]["practices-governed-on-date"]["rows"]) > 0
    assert f"<{provision}>" in later["answers"]["practices-governed-on-date"]["query"]


def test_a_wrong_value_keeps_the_form_and_says_what_is_wrong(client: FlaskClient) -> None:
    page = client.get("/queries/practices-governed-on-date?on=soon", headers=HTML)
    assert page.status_code == 400
    assert "A value cannot be used." in page.text and 'value="soon"' in page.text
    problem = client.get("/queries/practices-governed-on-date.json?date=2024-01-01")
    assert problem.status_code == 400 and problem.get_json(force=True)["field"] == "date"


def test_a_program_that_leaves_out_what_a_question_needs_is_told_so_and_gets_no_answer_to_an_example(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    needy = [each for each in catalogue if any(not param.optional for param in each.params)]
    assert needy
    for each in needy[::9]:
        for form in ("json", "csv", "ttl"):
            told = client.get(f"/queries/{each.name}.{form}")
            needed = {param.name for param in each.params if not param.optional}
            assert told.status_code == 400 and told.get_json(force=True)["field"] in needed
        anything = client.get(f"/queries/{each.name}", headers={"Accept": "*/*"})
        assert anything.status_code == 400 and "row</span>" not in anything.text
    form = client.get("/queries/practices-governed-on-date?revision=1", headers=HTML).text
    assert {"revision", "on", "provision"} == set(parse_qs(urlsplit(example(form)).query))


def test_an_unknown_question_is_404_with_the_nearest_name(client: FlaskClient) -> None:
    response = client.get("/queries/thing-statement.json")
    assert response.status_code == 404
    assert "thing-statements" in response.get_json(force=True)["detail"]


def test_the_bound_query_opens_in_the_editor(client: FlaskClient) -> None:
    page = client.get("/queries/practices-governed-on-date", headers=HTML).text
    page = client.get(example(page), headers=HTML).text
    link = next(part for part in page.split('"') if part.startswith("/sparql?query="))
    assert "SELECT" in parse_qs(urlsplit(link).query)["query"][0]


@pytest.mark.parametrize("country", ["FR", "fr", "France", "Frankreich", "countries/FR", "EVERY"])
def test_a_program_names_a_thing_as_people_do_and_is_told_what_it_was_taken_for(
    client: FlaskClient, country: str
) -> None:
    iri = "https://w3id.org/openplaza/id/countries/FR"
    asked = {"country": iri if country == "EVERY" else country}
    found = client.get("/queries/practices-by-country.json", query_string=asked).get_json()
    assert found["meta"]["parameters"] == {"country": iri} and found["meta"]["revision"] == 1
    table = client.get("/queries/practices-by-country.csv", query_string=asked)
    assert parse_qs(table.headers["Parameters-Used"]) == {"country": [iri]}
    assert table.headers["Dataset-Revision"] == "1" and table.text.startswith("practice,")
    assert len(table.text.splitlines()) == len(found["answers"]["practices-by-country"]["rows"]) + 1


def test_a_name_that_is_not_known_is_refused_with_every_value_that_is(client: FlaskClient) -> None:
    for asked in ("", "?country=Frankreihc"):
        told = client.get(f"/queries/practices-by-country.json{asked}")
        assert told.status_code == 400
        problem = told.get_json(force=True)
        assert {"value": "FR", "label": "France", "iri": "https://w3id.org/openplaza/id/countries/FR"} in problem[
            "values"
        ]
    page = client.get("/queries/practices-by-country?country=Frankreihc", headers=HTML)
    assert page.status_code == 400 and "<code>FR</code>" in page.text and 'value="Frankreihc"' in page.text


def test_a_form_that_was_not_filled_in_has_the_values_and_no_answer(client: FlaskClient) -> None:
    page = client.get("/queries/practices-by-country", headers=HTML).text
    assert (
        'list="values-country"' in page
        and '<option value="FR">' in page
        and "Data revision" not in page.split("<main")[1].split("<footer")[0]
    )


def test_a_page_that_depends_on_the_day_names_it_in_its_data(client: FlaskClient) -> None:
    found = client.get("/practices.json?on=2025-01-01&country=FR").get_json()["meta"]["parameters"]
    assert found == {"on": "2025-01-01", "country": "FR"}
    assert parse_qs(client.get("/practices.csv").headers["Parameters-Used"]).keys() == {"on"}
