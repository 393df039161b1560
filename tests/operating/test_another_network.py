"""Another network has an installation of its own: its name, its identifiers, the law, and no fact of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from graph.settings import ROOT, load_settings
from graph.settings_file import settings_in
from graph.tables.metadata import METADATA, AtStart, load_metadata
from server import create_app
from tests.operating.another_network import Walk, add_practices, openplaza, rows_of, walk
from tests.serving import Server, serving

NAME, BASE, OPERATOR = "Rede Praça Segura", "https://rede.example.pt/", "Associação das Praças"
INTRO = "O que as nossas cidades fazem pela segurança nas praças."
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><script>alert(1)</script><path d="M0 0h4v4z"/></svg>'
ADDED = 15
STARTS = """
    / /practices /practices/map /cities /organisations /laws /technologies /assess /sparql /about /gaps /trace /impact
    /timeline /compare /compare/tray /peers/city /queries /calendar /transposition /ontology /revisions /search
    /search?q=camera /search?q=Lisboa /peers/city?city=2267057 /feeds/all.atom /calendar.ics /robots.txt /sitemap.xml
    /trace/network /assess?technology=cctv-fixed&actor=municipality&country=PT
""".split()
# Where the software and its ontology are named, not the site.
SOFTWARE = (
    "Made with OpenPlaza.",
    "The classes, properties and vocabularies of OpenPlaza",
    "The law and the vocabularies began as those of OpenPlaza, CC BY 4.0; the pages are made with its software.",
    "PRODID:-//OpenPlaza//Calendar of the law//EN",
    "OpenPlaza ontology",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation with nothing in it, built."""
    folder = tmp_path_factory.mktemp("networks") / "rede"
    made = openplaza("init", folder, "--name", NAME, "--base-iri", BASE, cwd=folder.parent)
    assert made.returncode == 0 and "openplaza serve" in made.stdout, made.stderr
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    with (folder / "openplaza.env").open("a", encoding="utf-8") as settings:
        settings.write(f'OPENPLAZA_SITE_INTRO="{INTRO}"\nOPENPLAZA_SITE_LANGUAGE=pt\n')
        settings.write(f"OPENPLAZA_SITE_LOGO=logo.svg\nOPENPLAZA_OPERATOR='{OPERATOR}'\n")
    built = openplaza("build", cwd=folder)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def empty(home: Path) -> FlaskClient:
    return create_app(load_settings(settings_in(home))).test_client()


@pytest.fixture(scope="module")
def walked(empty: FlaskClient) -> Walk:
    return walk(empty, STARTS, each=2)


@pytest.fixture(scope="module")
def running(home: Path, walked: Walk) -> Iterator[Server]:
    """The same installation with some practices, as the real server shows it."""
    practices = [row["id"] for row in rows_of(ROOT / "data" / "practices.csv")]
    add_practices(home / "data", practices[:: len(practices) // ADDED][:ADDED])
    checked = openplaza("check", cwd=home)
    assert checked.returncode == 0, checked.stderr
    built = openplaza("build", cwd=home)
    assert built.returncode == 0, built.stderr
    with serving(home / "var" / "revisions", home.parent / "tmp", home=str(home), workers="1") as server:
        yield server


def main(text: str) -> str:
    found = BeautifulSoup(text, "html.parser").find("main")
    assert found is not None
    return " ".join(found.get_text(" ").split())


def test_a_new_installation_has_the_law_whole_and_no_fact_of_ours(home: Path) -> None:
    kinds = {each: [] for each in AtStart}  # type: dict[AtStart, list[str]]
    for table in load_metadata(ROOT / "data" / METADATA):
        kinds[table.at_start].append(table.file)
    assert {"acts.csv", "provisions.csv", "technology_rules.csv", "countries.csv"} <= set(kinds[AtStart.WHOLE])
    assert {"practices.csv", "cities.csv", "partnership.csv", "events.csv"} <= set(kinds[AtStart.EMPTY])
    for file in kinds[AtStart.WHOLE]:
        assert (home / "data" / file).read_bytes() == (ROOT / "data" / file).read_bytes()
    for file in kinds[AtStart.EMPTY]:
        assert (home / "data" / file).read_text().splitlines() == (ROOT / "data" / file).read_text().splitlines()[:1]
    ours, theirs = (len(rows_of(folder / "data" / "sources.csv")) for folder in (ROOT, home))
    assert 0 < theirs < ours
    kept = {
        row["file"] for name in ("checks_legal.csv", "checks_practices.csv") for row in rows_of(home / "data" / name)
    }
    assert kept and kept.isdisjoint(kinds[AtStart.EMPTY])


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("ours")
    refused = openplaza("init", tmp_path, cwd=tmp_path)
    assert refused.returncode == 2 and "is not empty" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_base_that_cannot_begin_an_address_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    refused = openplaza("init", tmp_path / "new", "--base-iri", "rede.example.pt", cwd=tmp_path)
    assert refused.returncode == 2 and "OPENPLAZA_BASE_IRI" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_without_a_practice_no_link_of_any_page_leads_nowhere(walked: Walk) -> None:
    assert len(walked.pages) > 35
    # Some graphs have nothing stated about them, here as elsewhere.
    graphs = re.compile(r"/data\?iri=.*%2Fgraph%2F")
    assert [each for each in walked.dead if each[1] and not graphs.match(each[0])] == []


def test_without_a_practice_lists_say_so_with_the_way_to_add_one(empty: FlaskClient) -> None:
    lists = {"/": "practice", "/practices": "practice", "/practices/map": "practice", "/compare": "practice",
             "/peers/city?city=2267057": "practice", "/cities": "city", "/organisations": "organisation"}  # fmt: skip
    for address, thing in lists.items():
        text = empty.get(address, headers={"Accept": "text/html"}).text
        assert f"No {thing} is recorded here yet." in main(text), address
        assert 'href="/gaps#mend"' in text, address
    assert "practices.csv" in main(empty.get("/gaps", headers={"Accept": "text/html"}).text)
    assert "No practice is recorded for Lisbon" in main(
        empty.get("/search?q=Lisboa", headers={"Accept": "text/html"}).text
    )


def test_without_a_partnership_no_page_tells_of_one(empty: FlaskClient, walked: Walk) -> None:
    assert {empty.get(address).status_code for address in ("/partnership", "/partnership/seed", "/actions")} == {404}
    for pages in walked.pages.values():
        for address, text in pages.items():
            assert 'href="/partnership' not in text and 'href="/actions' not in text, address
    for address in ("/", "/organisations", "/cities", "/practices"):
        assert "Partnership" not in main(empty.get(address, headers={"Accept": "text/html"}).text).partition("#+")[0]


def test_the_site_is_called_by_its_own_name_wherever_it_names_itself(walked: Walk, empty: FlaskClient) -> None:
    texts = {address: text for pages in walked.pages.values() for address, text in pages.items()}
    texts["/nowhere"] = empty.get("/nowhere", headers={"Accept": "text/html"}).text
    texts["/dcat"] = empty.get("/dcat", headers={"Accept": "text/turtle"}).text
    texts["/sparql"] = empty.get("/sparql", headers={"Accept": "text/turtle"}).text
    texts["/laws.ttl"] = empty.get("/laws.ttl").text
    for address, text in texts.items():
        left = text
        for words in SOFTWARE:
            left = left.replace(words, "")
        # What a reader sees; the address of the ontology has the name in small letters.
        assert "OpenPlaza" not in left, address
    for address in ("/", "/practices", "/nowhere", "/dcat", "/sparql", "/laws.ttl", "/feeds/all.atom", "/calendar.ics"):
        assert NAME in texts[address], address
    titles = [BeautifulSoup(text, "html.parser").title for text in texts.values() if "<!doctype html" in text]
    assert len(titles) > 40
    assert {str(title) for title in titles if NAME not in str(title)} == set()
    assert f'dcterms:title "{NAME}"@pt' in texts["/dcat"] and f'foaf:name "{OPERATOR}"@pt' in texts["/dcat"]


def test_what_the_site_says_of_itself_is_marked_with_its_language(empty: FlaskClient) -> None:
    page = BeautifulSoup(empty.get("/", headers={"Accept": "text/html"}).text, "html.parser")
    assert [each.get("lang") for each in page.select(".lede, .footer-name, .brand span")] == ["pt"] * 3
    assert page.select_one(".lede").text == INTRO  # type: ignore[union-attr]
    assert OPERATOR in page.select_one(".site-footer").text  # type: ignore[union-attr]
    portuguese = BeautifulSoup(empty.get("/pt/", headers={"Accept": "text/html"}).text, "html.parser")
    assert [each.get("lang") for each in portuguese.select(".lede, .footer-name")] == [None, None]


def test_the_drawing_of_the_site_runs_nothing(empty: FlaskClient) -> None:
    shown = BeautifulSoup(empty.get("/", headers={"Accept": "text/html"}).text, "html.parser")
    image, icon = shown.select_one(".brand img"), shown.select_one("link[rel=icon]")
    assert image is not None and icon is not None and image["src"] == icon["href"]
    answered = empty.get(str(image["src"]))
    assert (answered.status_code, answered.mimetype, answered.text) == (200, "image/svg+xml", LOGO)
    assert "sandbox" in answered.headers["Content-Security-Policy"]
    assert "script-src" not in answered.headers["Content-Security-Policy"]
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert empty.get("/site-logo/other").status_code == 404


def test_an_example_is_about_something_that_is_there(empty: FlaskClient) -> None:
    """Here nothing but law is, so a question about a practice has none and says so."""
    asked = empty.get("/queries/legal-history-of-practice", headers={"Accept": "text/html"})
    assert asked.status_code == 200 and "so there is no example" in main(asked.text)
    kept = empty.get("/queries/practices-under-law", headers={"Accept": "text/html"}, follow_redirects=True)
    assert kept.status_code in (200, 404)
    for address in ("/trace", "/impact", "/assess", "/sparql"):
        text = empty.get(address, headers={"Accept": "text/html"}).text
        assert not re.search(r"nice-school-vsa|ev-m4-edpb|cities/nice|city=cologne", text), address


def test_practices_that_are_added_are_shown_under_the_name_of_the_network(running: Server, home: Path) -> None:
    practices = {row["id"]: row for row in rows_of(home / "data" / "practices.csv")}
    assert len(practices) == ADDED
    name, row = next(iter(practices.items()))

    def read(address: str, accept: str = "text/html") -> str:
        reply = running.get(address, Accept=accept)
        assert reply.status == 200, address
        return reply.body.decode()

    start = main(read("/"))
    assert INTRO in start and f"{ADDED} practices" in start and "No practice is recorded" not in start
    assert f"{ADDED} practices" in main(read("/practices"))
    assert row["title"] in main(read(f"/practices/{name}"))
    assert "Map of" in read("/practices/map")
    found = read("/search?q=" + "+".join(row["title"].split()[:4]))
    assert f"/practices/{name}" in found
    assert f"<title>{NAME}: what changed" in read(f"/feeds/practices/{name}.atom", "application/atom+xml")
    asked = running.ask("SELECT ?p { ?p a <https://w3id.org/openplaza/ontology#Practice> }", accept="text/csv")
    assert sorted(asked.body.decode().split()[1:]) == sorted(f"{BASE}id/practices/{each}" for each in practices)
    example = running.get("/queries/legal-history-of-practice", Accept="text/html")
    offered = re.search(r'<a href="([^"]+)">Show an example</a>', example.body.decode())
    assert example.status == 200 and offered and re.search(rf"{re.escape('rede.example.pt')}.*practices", offered[1])
