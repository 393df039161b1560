"""Typed links lead programs from a page to its data, to what it belongs to, and from a practice to the law."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef
from requests.utils import parse_header_links

from graph.revision import Revision, digest_of
from graph.settings import Settings

OP = Namespace("https://w3id.org/openplaza/ontology#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HTML, TURTLE = "text/html", "text/turtle"
PRACTICE = "/practices/paca-lycee-frt"
HOME = "http://localhost"


class Reader:
    """A program that knows one address: it follows what answers and data name, and makes up no address."""

    def __init__(self, client: FlaskClient, base: str) -> None:
        self._client, self._base = client, base

    def get(self, address: str, accept: str) -> tuple[str, str, list[dict[str, str]]]:
        """The address that answers in the end, its text and its typed links, whole."""
        # Identifiers begin with the address that the operator publishes them under: this server stands there.
        path = address.replace(self._base, f"{HOME}/", 1).removeprefix(HOME)
        found = self._client.get(path, headers={"Accept": accept}, follow_redirects=True)
        assert found.status_code == 200, address
        here = f"{HOME}{found.request.path}"
        links = parse_header_links(", ".join(found.headers.getlist("Link")))
        return here, found.text, [{**each, "url": urljoin(here, each["url"])} for each in links]

    def data(self, address: str) -> Graph:
        """What is stated at an address, found by the link that says so."""
        _, _, links = self.get(address, HTML)
        (there,) = [each["url"] for each in links if (each["rel"], each.get("type")) == ("describedby", TURTLE)]
        return Graph().parse(data=self.get(there, TURTLE)[1], format="turtle")

    def pages(self, address: str) -> list[str]:
        """The addresses that a page for people leads to, on this site."""
        here, text, _ = self.get(address, HTML)
        found = [urljoin(here, str(each["href"])) for each in BeautifulSoup(text, "html.parser").select("main a[href]")]
        return list(dict.fromkeys(each.partition("#")[0] for each in found if urlsplit(each).netloc == "localhost"))


@pytest.fixture(scope="module")
def reader(client: FlaskClient, settings: Settings) -> Reader:
    return Reader(client, settings.base_iri)


def links_of(client: FlaskClient, path: str, accept: str = HTML) -> set[tuple[str, str, str]]:
    """The typed links of an answer as (relation, address, media type)."""
    with client.get(path, headers={"Accept": accept}) as found:
        assert found.status_code == 200
        links = parse_header_links(", ".join(found.headers.getlist("Link")))
    return {(each["rel"], each["url"], each.get("type", "")) for each in links}


def test_a_client_that_follows_links_from_a_practice_reaches_its_events_provisions_and_act(reader: Reader) -> None:
    start = reader.data(f"{HOME}{PRACTICE}")
    (practice,) = start.objects(None, FOAF.primaryTopic)
    assert (practice, RDF.type, OP.Practice) in start
    events = [each for each in start.subjects(OP.practice, practice) if (each, RDF.type, OP.LegalEvent) in start]
    assert len(events) > 1
    named: set[tuple[URIRef, URIRef]] = set()
    for event in events:
        told = reader.data(str(event))
        assert (event, RDF.type, OP.LegalEvent) in told and told.value(event, OP.outcome) is not None
        acts, provisions = told.objects(event, OP.act), list(told.objects(event, OP.provision))
        named |= {(URIRef(str(act)), URIRef(str(each))) for act in acts for each in provisions}
    assert named
    # Acts are named by addresses of others; the pages of the practice lead to what is told of them here.
    about = {}
    for page in reader.pages(f"{HOME}{PRACTICE}"):
        if re.match(rf"{HOME}/laws/[^?]+$", page):
            told = reader.data(page)
            about |= dict.fromkeys(told.objects(None, FOAF.primaryTopic), told)
    for act, provision in named:
        assert provision in about and (provision, RDF.type, OP.Provision) in about[provision]
        assert act in about and (act, RDF.type, OP.Act) in about[act]


def test_the_page_of_a_thing_of_ours_says_what_it_is_how_it_is_cited_and_where_it_belongs(
    client: FlaskClient, settings: Settings, revision: Revision
) -> None:
    links = links_of(client, PRACTICE)
    assert ("type", "https://schema.org/AboutPage", "") in links and ("type", str(OP.Practice), "") in links
    assert ("cite-as", f"{settings.base_iri}id{PRACTICE}", "") in links
    assert ("describedby", f"{PRACTICE}.ttl", TURTLE) in links
    assert ("license", "https://creativecommons.org/licenses/by/4.0/", "") in links
    (collection,) = [address for relation, address, _ in links if relation == "collection"]
    assert ("item", f"/revisions/{revision.number}/quads.nq.zst", "") in links_of(client, collection)


def test_data_lead_back_to_the_page_that_they_describe(client: FlaskClient) -> None:
    for suffix in ("ttl", "jsonld"):
        assert ("describes", PRACTICE, HTML) in links_of(client, f"{PRACTICE}.{suffix}")


def test_an_act_is_what_a_page_is_about_and_is_not_cited_as_ours(client: FlaskClient) -> None:
    links = links_of(client, "/laws/32016R0679")
    relations = {relation: address for relation, address, _ in links}
    assert "data.europa.eu/eli" in relations["about"] and "cite-as" not in relations


def test_the_data_is_cited_by_its_digest_and_its_files_lead_back(client: FlaskClient, revision: Revision) -> None:
    page = f"/revisions/{digest_of(revision)}"
    links = links_of(client, page)
    assert ("cite-as", f"{HOME}{page}", "") in links and ("type", "https://schema.org/Dataset", "") in links
    files = [address for relation, address, _ in links if relation == "item"]
    assert files
    for address in files:
        assert ("collection", page, HTML) in links_of(client, address, "*/*")


def test_a_list_is_no_thing_and_is_not_signposted_as_one(client: FlaskClient) -> None:
    assert not {"cite-as", "type", "collection"} & {relation for relation, _, _ in links_of(client, "/practices")}


def test_what_a_link_of_the_header_leads_to_is_there(client: FlaskClient) -> None:
    own = [address for _, address, _ in links_of(client, PRACTICE) if address.startswith("/")]
    assert len(own) > 5
    for address in own:
        assert client.get(address, follow_redirects=True).status_code == 200, address
