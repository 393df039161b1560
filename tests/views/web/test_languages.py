"""What a reader of another language can rely on: the address says the language, every link keeps it, data has none."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from graph.revision import Revision
from graph.settings import Settings
from graph.text.languages import ENGLISH, LANGUAGES
from server import create_app
from tests.reading import words
from tests.views.web.test_every_page_as_read import PAGES
from views.languages.address import FOR_ALL_ENDPOINTS, FOR_ALL_PATHS, split
from views.languages.offer import offered
from views.web.negotiation import SUFFIXES
from views.web.spreadsheet import ENDING

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
HTML = {"Accept": "text/html"}
NICE = "/practices/nice-school-vsa"
# Attributes that a browser or a script of ours follows.
ADDRESS = re.compile(r' (?:href|src|action|formaction|hx-get|hx-post|data-suggest|data-terms)="(/[^"]*)"')
ENDINGS = (*SUFFIXES, f"{ENDING}.csv")


def read(client: FlaskClient, address: str, **headers: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, headers={**HTML, **headers}).text, "html.parser")


@pytest.fixture(scope="module")
def french(client: FlaskClient) -> Mapping[str, str]:
    """A page of every kind, in French."""
    routes = client.application.url_map.bind("localhost")
    kinds = {routes.match(urlsplit(address).path)[0]: address for address in reversed(PAGES)}
    pages = {address: client.get(f"/fr{address}", headers=HTML) for address in kinds.values()}
    assert len(pages) > 30 and {reply.status_code for reply in pages.values()} == {200}
    return {address: reply.text for address, reply in pages.items()}


def addresses(page: str, but: str = "hreflang=") -> Iterator[str]:
    """Where a page leads within the site, without links to other languages."""
    for tag in re.findall(r"<[a-z][^>]*>", page):
        if but not in tag:
            yield from map(html.unescape, ADDRESS.findall(tag))


def is_for_all(path: str) -> bool:
    is_file = path.startswith("/revisions/") and "." in path
    return path.startswith(FOR_ALL_PATHS) or path.endswith(ENDINGS) or is_file


def test_every_link_and_form_of_every_kind_of_page_keeps_the_language(french: Mapping[str, str]) -> None:
    every = [(address, each) for address, page in french.items() for each in addresses(page)]
    lost = [each for each in every if not each[1].startswith("/fr/") and not is_for_all(urlsplit(each[1]).path)]
    assert len(every) > 3000 and lost == []


def test_what_is_the_same_for_all_is_linked_without_a_language(french: Mapping[str, str], client: FlaskClient) -> None:
    every = [urlsplit(each).path for page in french.values() for each in addresses(page)]
    assert len(every) > 3000
    assert [each for each in every if each.startswith("/fr/") and each[3:].startswith(FOR_ALL_PATHS)] == []
    for path in ("/static/dist/app.css", "/id/practices/nice-school-vsa", "/robots.txt", "/sitemap.xml", "/dcat"):
        assert client.get(f"/fr{path}", headers=HTML).status_code == 404, path


def test_no_address_of_the_application_begins_like_a_language(client: FlaskClient) -> None:
    rules = list(client.application.url_map.iter_rules())
    assert len(rules) > 40
    assert [rule.rule for rule in rules if split(rule.rule)[0] != ENGLISH] == []
    assert {rule.endpoint for rule in rules} >= FOR_ALL_ENDPOINTS


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_says_its_language_and_names_itself_in_all_of_them(client: FlaskClient, code: str) -> None:
    root = "" if code == ENGLISH else f"/{code}"
    page = read(client, f"{root}/practices?country=FR")
    assert page.html is not None and (page.html["lang"], page.html["dir"]) == (code, "ltr")
    canonical = page.select_one('link[rel="canonical"]')
    assert canonical is not None and canonical["href"] == f"http://localhost{root}/practices?country=FR"
    named = {str(each["hreflang"]): str(each["href"]) for each in page.select('head link[rel="alternate"][hreflang]')}
    expected = {each: f"http://localhost/{each}/practices?country=FR" for each in OTHERS}
    english = "http://localhost/practices?country=FR"
    assert named == {**expected, ENGLISH: english, "x-default": english}


@pytest.mark.parametrize("menu", [".language-menu", ".footer-languages"])
def test_the_menus_name_each_language_in_its_own_words_and_lead_to_the_same_page(
    client: FlaskClient, menu: str
) -> None:
    page = read(client, "/de/cities/nice?on=2020-01-01")
    links = page.select(f"{menu} a")
    assert {words(each): str(each["href"]) for each in links} == {
        name: f"{'' if code == ENGLISH else f'/{code}'}/cities/nice?on=2020-01-01" for code, name in LANGUAGES.items()
    }
    assert all(each["lang"] == each["hreflang"] for each in links)
    assert [words(each) for each in links if each.has_attr("aria-current")] == ["Deutsch"]


@pytest.mark.parametrize("address", ["/xx/practices", "/en/practices", "/FR/practices", "/fr-FR/practices", "/fr/fr/"])
def test_a_language_that_is_not_offered_is_no_address(client: FlaskClient, address: str) -> None:
    assert client.get(address, headers=HTML).status_code == 404


def test_the_start_page_of_a_language_opens_with_and_without_its_slash(client: FlaskClient) -> None:
    for address in ("/fr", "/fr/"):
        page = read(client, address)
        assert page.html is not None and page.html["lang"] == "fr"
        canonical = page.select_one('link[rel="canonical"]')
        assert canonical is not None and canonical["href"] == "http://localhost/fr/"


@pytest.mark.parametrize("suffix", [*SUFFIXES, f"{ENDING}.csv"])
def test_data_is_the_same_whatever_language_its_address_has(client: FlaskClient, suffix: str) -> None:
    plain, french = (client.get(f"{root}{NICE}{suffix}") for root in ("", "/fr"))
    assert plain.status_code == 200 and french.data == plain.data and len(plain.data) > 100


def test_data_asked_for_by_accept_is_the_same_in_every_language(client: FlaskClient) -> None:
    for accept in ("text/turtle", "application/json", "application/ld+json"):
        plain, french = (client.get(f"{root}{NICE}", headers={"Accept": accept}) for root in ("", "/fr"))
        assert plain.mimetype == accept and french.data == plain.data


def test_an_identifier_leads_to_the_page_without_a_language(client: FlaskClient) -> None:
    assert client.get(f"/id{NICE}", headers=HTML).location == NICE


def test_suggestions_lead_to_pages_in_the_language_of_the_page(client: FlaskClient) -> None:
    found = client.get("/pl/search/suggest?q=nice", headers={"Accept": "application/json"}).get_json()["suggestions"]
    assert found and all(each["address"].startswith("/pl/") for each in found)


def test_a_feed_keeps_its_names_and_leads_to_pages_of_its_language(client: FlaskClient) -> None:
    feeds = [ElementTree.fromstring(client.get(f"{root}/feeds/all.atom").data) for root in ("", "/it")]
    plain, italian = ([str(each.text) for each in feed.iterfind(".//{*}id")] for feed in feeds)
    assert plain and plain == italian
    pages = [urlsplit(str(each.get("href"))).path for each in feeds[1].iterfind(".//{*}link")]
    assert pages and all(path.startswith("/it/") for path in pages)
    assert feeds[1].get("{http://www.w3.org/XML/1998/namespace}lang") == "it"


def test_what_is_collected_is_there_in_every_language(client: FlaskClient) -> None:
    own = client.application.test_client()
    put = own.post("/fr/compare/tray", data={"add": NICE.removeprefix("/")}, headers=HTML)
    assert put.status_code == 303 and put.location == "/fr/compare/tray"
    assert "path=/;" in f"{put.headers['Set-Cookie'].lower()};"
    for root in ("", "/pl"):
        assert read(own, f"{root}/compare/tray").select(f'a[href="{root}{NICE}"]')


@pytest.mark.parametrize(
    ("address", "headers", "code"),
    [
        ("/", {"Accept-Language": "pl,en;q=0.5"}, "pl"),
        ("/", {"Accept-Language": "pt-BR,pt;q=0.9,en;q=0.8"}, "pt"),
        ("/", {"Accept-Language": "sv,fi"}, ""),
        ("/", {"Accept-Language": "en-GB,fr;q=0.5"}, ""),
        ("/", {}, ""),
        ("/", {"Accept-Language": "pl", "Cookie": "language=it"}, "it"),
        ("/", {"Accept-Language": "pl", "Cookie": "language=en"}, ""),
        ("/", {"Accept-Language": "pl", "Cookie": "language=xx"}, "pl"),
        ("/fr/", {"Accept-Language": "fr"}, ""),
        ("/fr/", {"Accept-Language": "fr", "Cookie": "language=en"}, "en"),
        ("/practices", {"Accept-Language": "pl"}, ""),
    ],
)
def test_the_start_page_offers_the_language_chosen_before_else_the_one_of_the_browser(
    client: FlaskClient, address: str, headers: dict[str, str], code: str
) -> None:
    browser = client.application.test_client(use_cookies=False)
    offer = read(browser, address, **headers).select_one(".language-offer")
    assert (offer is not None) == bool(code)
    assert offered(address, headers.get("Cookie", ""), headers.get("Accept-Language", "")) == code
    if offer is not None and offer.a is not None:
        assert (offer["lang"], offer.a["href"]) == (code, "/" if code == ENGLISH else f"/{code}/")
        assert ("English" in words(offer)) == (code == ENGLISH)


def test_caches_are_told_what_the_start_page_depends_on_and_no_other_page_depends_on_it(client: FlaskClient) -> None:
    start, other = (client.get(address, headers=HTML).vary for address in ("/", "/practices"))
    assert {"Accept-Language", "Cookie"} <= {*start} and not {"Accept-Language", "Cookie"} & {*other}


def test_below_a_public_path_the_language_comes_after_it(settings: Settings, revision: Revision) -> None:
    client = create_app(dataclasses.replace(settings, public_url="https://a.example/plaza")).test_client()
    for path in ("/fr/cities", "/plaza/fr/cities"):
        page = read(client, path, Host="a.example")
        canonical = page.select_one('link[rel="canonical"]')
        assert canonical is not None and canonical["href"] == "https://a.example/plaza/fr/cities"
        assert page.select('a[href="/plaza/fr/cities/nice"]') and page.select('.language-menu a[href="/plaza/cities"]')
        styles = [str(each["href"]) for each in page.select('link[rel="stylesheet"]')]
        assert styles and all(each.startswith("/plaza/static/") for each in styles)


def test_the_site_map_names_every_page_in_every_language(client: FlaskClient) -> None:
    document = ElementTree.fromstring(client.get("/sitemap.xml").data)
    pages = document.findall("{*}url")
    assert len(pages) > 500
    for each in pages[:: len(pages) // 20]:
        here = str(each.findtext("{*}loc")).removeprefix("http://localhost")
        assert {str(link.get("hreflang")): link.get("href") for link in each.iterfind("{*}link")} == {
            code: f"http://localhost{'' if code == ENGLISH else f'/{code}'}{here}" for code in LANGUAGES
        }


def test_crawlers_are_kept_from_the_same_addresses_in_every_language(client: FlaskClient) -> None:
    rules = re.findall(r"^Disallow: (\S+)$", client.get("/robots.txt").text, re.MULTILINE)
    plain = [each for each in rules if split(each)[0] == ENGLISH]
    assert plain
    for code in OTHERS:
        assert [split(each)[1] for each in rules if split(each)[0] == code] == plain


def test_a_page_with_words_in_english_says_so_to_other_readers_only(client: FlaskClient) -> None:
    assert words(read(client, f"/fr{NICE}").select("#english-left")[0]) == (
        "Certaines parties de cette page sont en anglais."
    )
    assert read(client, NICE).select("#english-left") == []
