"""A text that nobody translated is shown in its own language, which it names, and the page says that there are some."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from flask.testing import FlaskClient

from graph.store.embedded import EmbeddedStore
from tests.english_left import OF_WORDS
from tests.views.web.test_every_page_as_read import PAGES
from views.languages.originals import BEGIN, END, LANGUAGE_ENDS

HTML = {"Accept": "text/html"}
SENTENCE = 5
# Names of acts, bodies and places are of many languages, and belong to none.
TEXTS = 'SELECT DISTINCT ?text WHERE { GRAPH ?g { ?s ?p ?text } FILTER(LANG(?text) = "en") }'
NAMES = "SELECT DISTINCT ?text WHERE { GRAPH ?g { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?text } }"
NOT_READ = ("script", "style", "code", "pre", "mark", "title", "option", "textarea", "svg")


@pytest.fixture(scope="module")
def english(store: EmbeddedStore) -> set[str]:
    """Sentences of the graph in English."""
    texts, names = ({plain(str(row["text"])) for row in store.select(each).rows} for each in (TEXTS, NAMES))
    return {each for each in texts - names if len(each.split()) >= SENTENCE}


def plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> dict[str, BeautifulSoup]:
    """Every page in French."""
    addresses = [each for each in PAGES if not each.startswith(OF_WORDS)]
    return {each: BeautifulSoup(client.get(f"/fr{each}", headers=HTML).text, "html.parser") for each in addresses}


def spoken(text: NavigableString) -> str:
    """The language in which a reader of the page hears the text."""
    return next(str(each["lang"]) for each in text.parents if isinstance(each, Tag) and each.get("lang"))


def test_a_sentence_in_english_says_so_and_so_does_its_page(pages: dict[str, BeautifulSoup], english: set[str]) -> None:
    unmarked, marked = [], 0
    for address, page in pages.items():
        texts = [each for each in page.find_all(string=True) if type(each) is NavigableString]
        found = [each for each in texts if plain(each) in english]
        found = [each for each in found if not each.find_parent(NOT_READ)]
        unmarked += [f"{address}: {each}" for each in found if spoken(each) != "en"]
        marked += len(found)
        told = page.find(id="english-left")
        assert not found or (told and "en anglais" in told.get_text()), address
    assert marked > 100 and unmarked == []


def test_what_tells_the_language_is_an_element_and_never_stands_in_an_attribute(
    pages: dict[str, BeautifulSoup],
) -> None:
    assert sum(len(page.select("bdi[lang]")) for page in pages.values()) > 100
    for address, page in pages.items():
        assert not {BEGIN, END, LANGUAGE_ENDS} & set(str(page)), address
        assert not page.select("title bdi, option bdi, svg bdi, textarea bdi"), address
        attributes = [str(value) for tag in page.find_all(True) for value in tag.attrs.values()]
        assert [each for each in attributes if "<bdi" in each] == [], address
    options = {each.get_text() for page in pages.values() for each in page.select("select#city option")}
    assert any(len(each.split()) > 2 for each in options)
    assert [each for each in options if each.startswith("en") and each[2:3].isupper()] == []


def test_no_sign_of_a_text_in_another_language_stands_in_data(client: FlaskClient) -> None:
    for media_type in ("application/json", "text/csv", "text/turtle"):
        reply = client.get("/fr/practices/leuven-night-noise", headers={"Accept": media_type})
        assert reply.status_code == 200 and BEGIN not in reply.text and "<bdi" not in reply.text


def test_a_page_in_english_marks_no_english(client: FlaskClient) -> None:
    assert "<bdi" not in client.get("/practices/leuven-night-noise", headers=HTML).text
