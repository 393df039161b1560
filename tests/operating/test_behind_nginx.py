"""Behind nginx with TLS, at the root of a host and under a path, every address leads to where readers came from."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import PurePath
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from rdflib import Graph, URIRef

from graph.revision import Revision
from tests.operating.nginx import HOST, Proxy, nginx
from tests.patience import wait_until
from tests.serving import Reply, Server, serving
from tests.views.web.test_every_page_as_read import PAGES

OTHER_FORMS = ["/practices.json", "/search.json?q=camera", "/gaps.csv", "/search/suggest?q=nice", "/impact.csv?of=GDPR",
               "/trace.json?from=practices/nice-school-vsa", "/queries.json", "/ontology/terms.json",
               "/trace/graph.graphml?from=practices/nice-school-vsa", "/impact/graph.gexf?of=GDPR",
               "/feeds/all.atom", "/feeds/cities/nice.atom", "/calendar.ics", "/dcat", "/sparql?format=ttl",
               "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/no-such-page"]  # fmt: skip
# Attributes that hold addresses. What begins with data- is read by our own scripts.
ATTRIBUTE = re.compile(r'\s(href|src|action|formaction|hx-get|hx-post|poster|srcset|data-[a-z-]+)="([^"]*)"')
LEAKS = re.compile(r"127\.0\.0\.1|localhost|http://plaza\.example\.org|evil\.example")
SPOOFED = {
    "Forwarded": "proto=http;host=evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "81",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Forwarded-Proto": "http",
    "X-Script-Name": "/evil.example",
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@dataclass(frozen=True)
class Site:
    """Our server behind nginx; `path` is the path that its public address has, without a slash at the end."""

    proxy: Proxy
    server: Server
    path: str

    @property
    def home(self) -> str:
        return f"https://{HOST}{self.path}/"

    def get(self, path: str, accept: str = "text/html") -> Reply:
        return self.proxy.request("GET", f"{self.path}{path}", headers={"Accept": accept, **SPOOFED})

    def is_inside(self, address: str) -> bool:
        """Whether an address that stands in an answer leads to this site, or openly to another."""
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            return address.startswith(self.home) or (not LEAKS.search(address) and parts.hostname != HOST)
        if parts.scheme or not address or address[0] in "?#":
            return True
        return address.startswith(f"{self.path}/") and not address.startswith("//")


@pytest.fixture(scope="module")
def sites(revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    folder, revisions = tmp_path_factory.mktemp("nginx"), revision.path.parent
    given = {"security_contact": "mailto:security@example.org", "log": "json", "metrics": "1"}
    with ExitStack() as started:
        paths = {"at the root": "", "under a path": "/plaza"}
        servers = []
        for number, path in enumerate(paths.values()):
            (here := folder / str(number)).mkdir()
            public = f"https://{HOST}{path}/"
            # Where fewer pages are read, two processes count together.
            own = {"public_url": public, "workers": "1" if path else "2"}
            servers.append(started.enter_context(serving(revisions, here / "tmp", **given, **own)))
        proxies = started.enter_context(nginx(folder, *(each.port for each in servers)))
        yield {name: Site(*each, path) for (name, path), *each in zip(paths.items(), proxies, servers, strict=True)}


@pytest.fixture(params=["at the root", "under a path"])
def site(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    return sites[request.param]


def addresses_of(reply: Reply) -> Iterator[str]:
    """Every address in the attributes of a page, and in its headers."""
    for name, value in ATTRIBUTE.findall(reply.body.decode()):
        if not name.startswith("data-") or value.startswith("/"):
            yield html.unescape(value)
    yield from re.findall(r"<([^>]+)>", reply.headers.get("link", ""))
    if "location" in reply.headers:
        yield reply.headers["location"]


def assert_is_inside(site: Site, path: str, text: str) -> None:
    """No address in the text, also where it is not a link, tells another place of this host."""
    assert not LEAKS.search(text), (path, LEAKS.search(text))
    ours = re.findall(rf"https?://{re.escape(HOST)}[^\s\"'<>\\]*", text)
    assert [each for each in ours if not each.startswith(site.home)] == [], path


def shape_of(path: str) -> str:
    """One for each kind of address: its ending, or where it begins and how deep it is."""
    inside = urlsplit(path).path
    return PurePath(inside).suffix or f"{inside.split('/')[1]} {inside.count('/')}"


def test_no_page_of_any_kind_holds_an_address_outside_and_every_kind_of_address_is_answered(site: Site) -> None:
    shapes: dict[str, str] = {}
    # The same code writes both, so a few pages are enough at the root.
    for path in PAGES if site.path else PAGES[::6]:
        reply = site.get(path)
        assert reply.status == 200, (path, reply.status)
        found = list(addresses_of(reply))
        assert len(found) > 20, path
        assert [each for each in found if not site.is_inside(each)] == [], path
        assert_is_inside(site, path, reply.body.decode())
        for each in found:
            if each.startswith("/"):
                shapes.setdefault(shape_of(each.removeprefix(site.path)), each)
    assert len(shapes) > 20
    answered = {each: site.proxy.get(each, "*/*").status for each in shapes.values()}
    assert {each: status for each, status in answered.items() if status not in (200, 303, 405)} == {}


def test_no_other_form_holds_an_address_outside(site: Site) -> None:
    for path in OTHER_FORMS:
        reply = site.get(path, "*/*")
        assert reply.status == (404 if path == "/no-such-page" else 200), (path, reply.status)
        text = reply.body.decode()
        assert_is_inside(site, path, text)
        local = re.findall(r'"((?:/[a-z][a-z0-9/-]*)+)"', text) if "json" in reply.headers["content-type"] else []
        assert [each for each in local if not each.startswith(f"{site.path}/")] == [], path


def test_feeds_calendars_and_descriptions_begin_as_readers_see_them(site: Site) -> None:
    page = BeautifulSoup(site.get("/practices?country=FR").body, "html.parser")
    assert page.select_one('link[rel="canonical"][href]')["href"] == f"{site.home}practices?country=FR"  # type: ignore[index]
    feed = ElementTree.fromstring(site.get("/feeds/cities/nice.atom").body)
    links = [(each.get("rel"), each.get("href")) for each in feed.findall("{http://www.w3.org/2005/Atom}link")]
    assert links == [("self", f"{site.home}feeds/cities/nice.atom"), ("alternate", f"{site.home}cities/nice")]
    events = Calendar.from_ical(site.get("/calendar.ics").body).walk("VEVENT")
    assert events and all(str(each["URL"]).startswith(f"{site.home}laws/") for each in events)
    for path in ("/sparql", "/dcat"):
        told = Graph().parse(data=site.get(path, "text/turtle").body, format="turtle")
        ours = {str(each) for triple in told for each in triple if isinstance(each, URIRef) and HOST in each}
        assert len(ours) > 3 and {each for each in ours if not each.startswith(site.home)} == set()
        dumps = [each for each in ours if each.endswith(".nq.zst")]
        assert dumps
        assert site.proxy.get(urlsplit(dumps[0]).path).status == 200
    listed = [str(each.text) for each in ElementTree.fromstring(site.get("/sitemap.xml").body).iterfind(".//{*}loc")]
    assert len(listed) > 500 and all(each.startswith(site.home) for each in listed)
    assert f"Sitemap: {site.home}sitemap.xml" in site.get("/robots.txt").body.decode()


@pytest.mark.parametrize("asked", ["/.well-known/void", "/id/practices/nice-school-vsa", "/concept/theme",
                                   "/revisions/diff?old=1&new=1"])  # fmt: skip
def test_a_redirect_leads_to_this_site(site: Site, asked: str) -> None:
    reply = site.get(asked, "*/*")
    assert reply.status in (302, 303) and site.is_inside(reply.headers["location"])
    assert site.proxy.get(reply.headers["location"], "*/*").status in (200, 303)


def test_the_cookie_is_for_this_site_alone_and_goes_over_tls_only(site: Site) -> None:
    origin = {"Origin": f"https://{HOST}", "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    reply = site.proxy.request("POST", f"{site.path}/compare/tray", "add=practices/nice-school-vsa", origin)
    cookie = SimpleCookie(reply.headers["set-cookie"])["tray"]
    assert (cookie["path"], cookie["secure"], cookie["domain"]) == (f"{site.path}/", True, "")
    assert reply.headers["location"] == f"{site.path}/compare/tray"
    page = site.proxy.request("GET", reply.headers["location"], headers={"Cookie": f"tray={cookie.coded_value}"})
    assert page.status == 200 and b"nice-school-vsa" in page.body
    stranger = site.proxy.request("POST", f"{site.path}/compare/tray", "clear=all", {**origin, "Origin": "http://a.b"})
    assert stranger.status == 403 and "set-cookie" not in stranger.headers


def test_the_endpoint_answers_in_every_way_and_with_the_trust_headers(site: Site) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    direct = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    path = f"{site.path}/sparql"
    replies = [
        site.proxy.get(f"{path}?query={COUNT.replace(' ', '%20').replace('?', '%3F')}", direct["Accept"]),
        site.proxy.request("POST", path, f"query={COUNT}", form),
        site.proxy.request("POST", path, COUNT, direct),
        site.proxy.request("QUERY", path, COUNT, direct),
    ]
    counts = {reply.json()["results"]["bindings"][0]["n"]["value"] for reply in replies}  # type: ignore[index]
    assert len(counts) == 1 and {reply.headers["complete"] for reply in replies} == {"?1"}
    wrong = site.proxy.request("POST", path, "SELEKT", direct)
    assert (wrong.status, str(wrong.json()["type"])) == (400, f"{site.home}about#problem-bad-query")


def test_a_proxy_may_take_the_path_off_and_a_foreign_host_is_refused_unnamed(sites: dict[str, Site]) -> None:
    server = sites["under a path"].server
    for path in ("/cities", "/plaza/cities"):
        page = server.get(path, Accept="text/html", Host=HOST)
        assert page.status == 200 and b'href="/plaza/cities/nice"' in page.body
    home = server.get("/plaza", Host=HOST, Accept="text/html").body.decode()
    assert f'<link rel="canonical" href="https://{HOST}/plaza/">' in home
    refused = server.get("/plaza/cities", Host="evil.example", X_Forwarded_Host=HOST)
    assert refused.status == 400 and b"evil" not in refused.body
    assert refused.json()["type"] == f"https://{HOST}/plaza/about#problem-bad-request"


def test_what_is_for_prometheus_is_told_to_this_machine_and_not_to_readers(site: Site) -> None:
    def counted(name: str) -> float:
        told = site.server.get("/metrics", Accept="text/plain").body.decode()
        found = re.search(rf"^{re.escape(name)} (\S+)$", told, re.MULTILINE)
        return float(found[1]) if found else 0

    assert site.get("/metrics").status == 404
    requests = 'openplaza_requests_total{section="cities",status="200"}'
    before = counted(requests)
    for _ in range(8):
        assert site.get("/cities").status == 200
    # Counted after the answer was sent, and by whichever process sent it.
    wait_until(lambda: counted(requests) == before + 8)
    assert counted('openplaza_request_seconds_count{section="cities"}') >= 8
    assert counted("openplaza_kept_replies_total") > 0
    assert counted("openplaza_revision") == 1 and counted("openplaza_revision_created_seconds") > 1.7e9


def test_a_request_is_one_line_of_json_under_the_id_that_the_reader_was_told(site: Site) -> None:
    reply = site.get("/cities?country=FR")
    told = reply.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", told)
    # The line is written after the answer was sent.
    wait_until(lambda: told in site.server.log())
    [line] = [each for each in map(json.loads, site.server.log().splitlines()) if each.get("request_id") == told]
    assert (line["path"], line["method"], line["status"], line["level"]) == ("/cities", "GET", 200, "info")
    assert "country" not in json.dumps(line) and line["ms"] > 0
