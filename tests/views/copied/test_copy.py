"""A copy of the site: files that say what they are, lead nowhere in vain, and need nothing but a browser."""

from __future__ import annotations

import dataclasses
import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from graph.errors import OpenPlazaError, Refused
from graph.revision import Revision, digest_of
from graph.settings import Settings
from views.copied.addresses import Home
from views.copied.checking import broken
from views.copied.drawing import DrawnSite, application, starts
from views.copied.making import copy_site
from views.copied.markup import Rewriter

NICE = "practices/nice-promenade-protection"
ARTICLE = "laws/32024R1689/art_5"
PAGES = ["/", f"/{NICE}", f"/{ARTICLE}", "/practices", "/ontology/basis", "/ontology/classes", "/about"]


def nothing(_stage: str, _done: float) -> None:
    """Whoever copies in a test looks at no bar."""


@pytest.fixture(scope="module")
def copy(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few pages in two languages."""
    target = tmp_path_factory.mktemp("copy") / "site"
    copy_site(revision, settings, target, ["fr"], nothing, PAGES)
    return target


@pytest.fixture(scope="module")
def hosted(copy: Path) -> Iterator[str]:
    """The same at a path of a plain web server."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Tests say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(copy.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{copy.name}/"
    server.shutdown()
    server.server_close()


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pages_of(copy: Path) -> list[Path]:
    led_on = (copy / "id", copy / "concept")
    return [each for each in sorted(copy.rglob("*.html")) if not any(each.is_relative_to(one) for one in led_on)]


def test_every_link_leads_somewhere_and_there_are_links(copy: Path) -> None:
    assert broken(copy) == []
    links = [str(each["href"]) for each in read(copy / NICE / "index.html").select("main a[href]")]
    assert any(link.startswith("https://") for link in links) and any(link.startswith("../") for link in links)


@pytest.mark.parametrize(
    ("there", "wrong", "told"),
    [
        ("index.html", "nowhere/index.html", "no such file"),
        ("index.html", "#nothing", "no such place"),
        (f"{NICE}/index.html", "/practices", "not relative"),
        ("about/index.html", "../practices/index.html?page=2", "question mark"),
        ("about/index.html", "../practices/", "no such file"),
    ],
)
def test_a_broken_link_is_found_with_its_page(copy: Path, tmp_path: Path, there: str, wrong: str, told: str) -> None:
    for each in pages_of(copy):
        (tmp_path / each.relative_to(copy)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each.relative_to(copy)).write_bytes(each.read_bytes())
    page = tmp_path / there
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", f'<a href="{wrong}">x</a></main>'), "utf-8")
    found = [line for line in broken(tmp_path) if line.startswith(f"{there}: {wrong}: ")]
    assert len(found) == 1 and told in found[0]


def test_each_page_says_that_it_is_a_copy_of_which_data_and_needs_no_server(copy: Path, revision: Revision) -> None:
    pages = pages_of(copy)
    assert len(pages) > 2 * len(PAGES)
    for path in pages:
        page = read(path)
        told = page.select("main > .copy-told")
        assert len(told) == 1 and digest_of(revision)[:19] in told[0].get_text()
        assert not page.select("form, input, button, select, script, [hx-get], link[rel=canonical]")


def test_a_page_opens_by_a_plain_web_server_with_its_styles(hosted: str) -> None:
    address = f"{hosted}{NICE}/"
    with urlopen(address) as answer:
        page = BeautifulSoup(answer.read(), "html.parser")
    assert page.h1 is not None and page.h1.get_text(strip=True)
    styles = [str(each["href"]) for each in page.select("link[rel=stylesheet]")]
    home = page.select_one("a.brand")
    assert styles and home is not None
    for link in (*styles, str(home["href"])):
        with urlopen(urljoin(address, link)) as answer:
            assert answer.status == 200 and answer.read()


def test_the_data_of_a_page_lie_beside_it(copy: Path, settings: Settings) -> None:
    assert json.loads((copy / f"{NICE}.json").read_text(encoding="utf-8"))["answers"]
    told = Graph().parse(copy / f"{NICE}.ttl")
    assert set(told.predicate_objects(URIRef(f"{settings.base_iri}id/{NICE}")))
    forms = [str(each.get("href")) for each in read(copy / NICE / "index.html").select(".formats a")]
    assert [link.rpartition(".")[2] for link in forms] == ["json", "csv", "ttl"]


def test_a_list_is_whole_page_by_page(copy: Path, client: FlaskClient) -> None:
    every = json.loads(client.get("/practices.json").data)["answers"]["practices"]["rows"]
    listed = [each for path in (copy / "practices").glob("*.html") for each in read(path).select("article.result h3")]
    assert len(listed) == len(every) > 15


def test_identifiers_lead_to_where_they_are_told(copy: Path) -> None:
    pages = {f"id/{NICE}": f"{NICE}/index.html", "concept/basis/stored-page": "ontology/basis/index.html"}
    assert len(pages) == 2
    for identifier, page in pages.items():
        led = read(copy / identifier / "index.html")
        to = str(led.select("a")[0]["href"]).partition("#")[0]
        assert (copy / identifier / to).resolve() == (copy / page).resolve()
        assert led.select("meta[http-equiv=refresh]")


def test_another_language_has_its_own_pages_and_the_menu_offers_no_more(copy: Path) -> None:
    page = read(copy / "fr" / NICE / "index.html")
    assert page.html is not None and page.html["lang"] == "fr"
    offered = {str(each["hreflang"]) for each in page.select(".footer-languages a")}
    assert offered == {"en", "fr"}


def test_what_needs_the_service_leads_to_a_page_that_says_so_and_points_to_all_data(copy: Path) -> None:
    links_of_menu = read(copy / NICE / "index.html").select(".site-nav a")
    menu = {each.get_text(strip=True): str(each["href"]) for each in links_of_menu}
    assert menu["Query"] == menu["Assess a plan"] == "../../copy/index.html"
    links = [str(each["href"]) for each in read(copy / "copy" / "index.html").select("main table a[href]")]
    assert {"../dumps/quads.nq.gz", "../dumps/quads.trig.gz", "../dumps/tables.csv.zip"} <= set(links)


def test_the_law_is_that_of_the_day_of_the_data_whatever_the_clock_says(
    settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    manifest = dataclasses.replace(revision.manifest, created="2024-03-05T10:00:00+00:00")
    app = application(settings, dataclasses.replace(revision, manifest=manifest), ["en"], tmp_path)
    drawing = DrawnSite(app, Home(settings.base_iri), tmp_path, ["en"])
    drawing.all_of([f"/{ARTICLE}"], nothing)
    told = read(tmp_path / ARTICLE / "index.html").get_text(" ")
    assert "5 March 2024" in told and not re.search(r"Back to today", told)


def test_all_pages_of_the_site_map_are_copied(
    settings: Settings, revision: Revision, client: FlaskClient, tmp_path: Path
) -> None:
    english = r"<loc>http://localhost(/(?!(?:de|es|fr|it|nl|pl|pt)(?:/|<))[^<]*)</loc>"
    found = re.findall(english, client.get("/sitemap.xml").text)
    planned = starts(application(settings, revision, ["en"], tmp_path), Home(settings.base_iri))
    assert len(found) > 100 and set(found) <= set(planned)


def test_nothing_is_left_of_a_copy_that_would_not_be_whole(
    settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    with pytest.raises(OpenPlazaError, match="/practices/nowhere cannot be copied: it answers 404"):
        copy_site(revision, settings, tmp_path / "site", [], nothing, ["/about", "/practices/nowhere"])
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Refused, match="no language xx"):
        copy_site(revision, settings, tmp_path / "site", ["xx"], nothing, [])
    with pytest.raises(Refused, match="exists already"):
        copy_site(revision, settings, tmp_path, [], nothing, [])


@pytest.mark.parametrize("address", PAGES)
def test_what_nobody_changes_stays_as_it_was(client: FlaskClient, address: str) -> None:
    html = client.get(address, headers={"Accept": "text/html"}).text
    assert Rewriter().written(html) == html
