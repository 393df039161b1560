"""A link to a source says in which language that is, as the tables state it, and no other link claims one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import pyoxigraph as ox
import pytest
from babel import Locale
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from graph.errors import StoreUnreachable
from tests.reading import words
from tests.views.facts import rows_of
from tests.views.web.test_every_page_as_read import PAGES
from views.shown import source_languages

HTML = {"Accept": "text/html"}
PRACTICE = "/practices/nice-school-vsa"
KINDS = {"practices", "cities", "laws", "technologies", "partnership", "actions", "organisations", "compare", "impact",
         "trace", "data"}  # fmt: skip
SOURCES = """
@prefix op: <https://w3id.org/openplaza/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<urn:a> a op:Source ; op:address "https://a.example/" ; dcterms:language "fr" .
<urn:b> a op:Source ; op:address "https://b.example/" ; dcterms:language "fr" .
<urn:c> a op:Source ; op:address "https://b.example/" ; dcterms:language "nl" .
<urn:d> a op:Source ; op:address "https://d.example/" ; dcterms:language "nl" .
<urn:e> a op:Source ; op:address "https://d.example/" .
<urn:f> a op:Source ; op:address "https://f.example/" .
"""


@pytest.fixture(scope="module")
def stated() -> Mapping[str, str]:
    """The one language that the tables state of what stands at an address."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("sources.csv"):
        if row["url"] and row["language"]:
            found[row["url"]].add(row["language"])
    return {address: codes.pop() for address, codes in found.items() if len(codes) == 1}


def act_read_in_another_language() -> str:
    """The page of an act that a source tells which is not in English."""
    languages = {row["id"]: row["language"] for row in rows_of("sources.csv")}
    acts = (row["id"] for row in rows_of("acts.csv") if languages.get(row["source"], "") not in ("", "en"))
    return f"/laws/{next(acts)}"


def practice_whose_office_has_a_page_in_another_language(stated: Mapping[str, str]) -> str:
    """The page of a practice that names an office by a page which is a source that is not in English."""
    offices = (row["practice"] for row in rows_of("practice_contacts.csv") if stated.get(row["page"], "en") != "en")
    return f"/practices/{next(offices)}"


def links_out(client: FlaskClient, address: str) -> Iterator[Tag]:
    """The links of a page that lead out of the site."""
    page = BeautifulSoup(client.get(address, headers=HTML).text, "html.parser")
    return (each for each in page.select("a[href]") if not str(each["href"]).startswith(("/", "#", "?")))


@pytest.fixture(scope="module")
def links(client: FlaskClient, stated: Mapping[str, str]) -> Mapping[str, list[Tag]]:
    """The links that lead out of every kind of page."""
    more = act_read_in_another_language(), practice_whose_office_has_a_page_in_another_language(stated)
    return {each: list(links_out(client, each)) for each in (*PAGES, *more)}


def beside(link: Tag) -> str:
    """What the link says of a language."""
    hint = link.select_one(".in-language")
    return words(hint) if hint else ""


def names_of_languages(reader: str) -> Mapping[str, str]:
    """The languages as a reader calls them."""
    names: Mapping[str, str] = Locale(reader).languages
    return names


def test_every_link_has_the_language_that_is_stated_of_its_source_and_no_link_claims_another(
    links: Mapping[str, list[Tag]], stated: Mapping[str, str]
) -> None:
    each = [(address, str(link["href"]), link.get("hreflang")) for address, found in links.items() for link in found]
    assert [(*link, stated.get(link[1])) for link in each if link[2] != stated.get(link[1])] == []
    told = {address.split("/")[1].partition("?")[0] for address, _, language in each if language}
    assert told >= KINDS, "links to sources are looked at on all of these"


def test_it_is_said_in_words_where_it_is_not_the_language_of_the_reader_and_said_once(
    links: Mapping[str, list[Tag]], stated: Mapping[str, str]
) -> None:
    names, seen = names_of_languages("en"), set()
    for address, found in links.items():
        for link in found:
            language = stated.get(str(link["href"]), "en")
            if address.startswith("/practices/") and link.find_parent(id="sources"):
                item = link.find_parent("li")
                assert item and words(item).count(names[language]) >= 1 and not beside(link), (address, link)
                continue
            assert beside(link) == ("" if language == "en" else f"[{names[language]}]"), (address, link)
            seen.add(language)
    assert len(seen) > 3


def test_a_reader_of_french_is_told_of_english_and_not_of_french_and_in_her_language(
    client: FlaskClient, stated: Mapping[str, str]
) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for address in ("/fr/cities/nice", "/fr/partnership"):
        for link in links_out(client, address):
            told[stated.get(str(link["href"]), "")].add(beside(link))
            hint = link.select_one(".in-language")
            assert hint is None or (hint.get("lang") or link.get("lang") or "fr") == "fr", link
    assert told["fr"] == {""} and told["en"] == {"[anglais]"} and told[""] <= {""}


def test_an_address_whose_sources_state_different_languages_or_none_has_none(catalogue: Catalogue) -> None:
    store = ox.Store()
    store.load(SOURCES, format=ox.RdfFormat.TURTLE)
    found = store.query(bind(catalogue["source-languages"], {}))
    assert isinstance(found, ox.QuerySolutions)
    assert {row["address"].value: row["language"].value for row in found} == {
        "https://a.example/": "fr",
        "https://d.example/": "nl",
    }


def test_a_page_of_a_practice_says_the_language_of_each_source_in_its_list_whatever_it_is(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(PRACTICE, headers=HTML).text, "html.parser")
    items = page.select("#sources .sources > li")
    assert items and all("trust: " in words(each) for each in items)
    assert not page.select("#sources .in-language")


def test_a_page_is_shown_without_languages_and_kept_by_nobody_while_the_store_does_not_tell_them(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(name: str) -> None:
        raise StoreUnreachable(name)

    assert "no-store" not in client.get("/cities/nice", headers=HTML).headers["Cache-Control"]
    monkeypatch.setattr(source_languages, "_known", WeakKeyDictionary())
    monkeypatch.setattr(source_languages, "answer", unreachable)
    reply = client.get("/cities/nice", headers=HTML)
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
    assert not BeautifulSoup(reply.text, "html.parser").select("a[hreflang]:not([data-language])")
