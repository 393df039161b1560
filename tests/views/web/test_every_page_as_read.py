"""What a person may expect of every page: links that say where they lead, headings and tables that can be followed,
and words in place of what programs keep.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.reading import HEADINGS, words
from tests.views.facts import rows_of
from views.web.negotiation import SUFFIXES
from views.web.parameters import CHECKS_ITSELF, MANY, ONCE
from views.web.spreadsheet import ENDING

NICE, LECCE = "practices/nice-school-vsa", "practices/lecce-frt"
PAGES = [
    "/", "/about", "/search", "/search?q=facial+recognition", "/search?q=zzqqxx", "/gaps", "/gaps?kind=doubtful",
    "/practices", "/practices?country=FR", "/practices/map?country=FR", f"/{NICE}", f"/{NICE}/peers",
    "/cities", "/cities/nice", "/cities/mechelen/peers", "/peers/city", "/technologies", "/technologies/cctv-fixed",
    "/laws", "/laws/32016L0680", "/laws/32016R0679/art_35/par_3/pnt_c", "/laws/compare?from=2026-01-01&to=2026-06-30",
    "/calendar?scope=laws/32024R1689", "/calendar?scope=technologies/help-point", "/transposition?country=FR",
    "/transposition?country=FR&act=32016L0680", "/compare", f"/compare?thing={NICE}",
    f"/compare?thing={NICE}&thing={LECCE}", "/compare?thing=cities/nice&thing=cities/mechelen", "/compare/tray",
    "/contribute", "/contribute/report", "/contribute/report?row=practices.csv/nice-school-vsa&column=funding",
    "/contributions", "/contributions/T9", f"/{NICE}/history", "/laws/32016R0679/history",
    "/timeline", "/timeline?technology=facial-recognition&country=FR", "/assess",
    "/assess?technology=cctv-fixed&actor=municipality&country=FR", "/impact", "/impact?of=52025PC0837", "/trace",
    f"/trace?from={NICE}", "/trace/network", "/partnership", "/partnership/seed",
    "/partnership/events/ev-public-session", "/actions", "/actions/action-1", "/actions/action-3", "/actions/action-4",
    "/actions/action-6", "/organisations", "/organisations/org-technical-secretariat",
    "/practices/zaventem-airport-frt",
    "/practices/frankfurt-realtime-biometric", "/practices?law=32016R0679", "/practices?law=GDPR",
    "/laws/32024R1689/art_5",
    "/organisations?country=IT", "/organisations/org-nice", "/organisations/org-edpb", "/revisions", "/revisions/1",
    "/revisions/1/diff/1", "/queries", "/queries/actions-by-pillar",
    "/queries/practices-by-country?country=https://w3id.org/openplaza/id/countries/FR",
    "/ontology", "/ontology/theme", "/ontology/terms/Practice", "/ontology/terms/inCity",
    "/ontology/terms/dcterms:title", "/ontology/legal-outcome/contested", "/ontology/shapes/Practice-status",
    "/ontology/rules/legal-outcome", "/ontology/classes", "/ontology/classes?about=Practice", "/ontology/changes",
    "/data/partnership", f"/data?iri=https://w3id.org/openplaza/id/{NICE}", "/sparql",
]  # fmt: skip
# Those whose other forms and queries are read here.
OF_FACTS = [
    "/", "/about", "/search?q=facial+recognition", "/gaps?kind=doubtful", "/practices/map?country=FR",
    "/laws/compare?from=2026-01-01&to=2026-06-30", "/calendar?scope=laws/32024R1689", "/transposition?country=FR",
    "/compare", f"/compare?thing={NICE}&thing={LECCE}", "/timeline?technology=facial-recognition&country=FR",
    "/partnership", "/partnership/seed", "/partnership/events/ev-public-session", "/actions", "/actions/action-3",
    "/organisations?country=IT", "/organisations/org-nice", "/ontology", "/ontology/theme", "/ontology/terms/inCity",
    "/ontology/legal-outcome/contested", "/ontology/shapes/Practice-status", "/ontology/rules/legal-outcome",
    "/ontology/classes?about=Practice", f"/{NICE}",
    f"/{NICE}/peers", "/practices?law=32016R0679", "/cities/nice", "/technologies/cctv-fixed", "/laws/32016L0680",
    "/laws/32024R1689/art_5", "/trace/network", "/assess?technology=cctv-fixed&actor=municipality&country=FR",
]  # fmt: skip
# Pages whose subject are the identifiers and words of the graph itself.
OF_WORDS = ("/data", "/ontology", "/queries", "/sparql", "/revisions")
# An act and a provision have identifiers that lawyers use; those of other things are ours alone.
TABLES = ("practices.csv", "organisations.csv", "events.csv", "legal_events.csv", "actions.csv", "technology_rules.csv",
          "concepts.csv", "sources.csv", "conflicts.csv", "action_criteria.csv", "partnership.csv")  # fmt: skip
# What programs print for nothing, for a list, for a value of a kind, and for what they have no words for.
PLAIN = re.compile(r"(?:None|null|nan|undefined|True|False|\[.*\]|\{.*\}|\(\)|<[A-Z]\w*[ (].*>)")
# Keys of ours that may stand within a sentence: names with an underscore, of tables, and with the mark of a kind.
KEY = re.compile(r"(?<![\w/.@#=-])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+(?![\w/@])")
OF_A_KIND = re.compile(r"(?:org|ev|le|pa|pn|sc|pl)-[a-z0-9-]+|.*_.*")
REGION_CODE = re.compile(r"\bDE-[A-Z]{2}\b")
# The name of a stored copy is that of its file.
COPY = re.compile(r"document_\w+|github\.com/\S+")
COLUMN = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
INSIDE = re.compile(r"XMLSchema#|\^\^|\bxsd:|\burn:openplaza|w3id\.org/openplaza|\bMark\(|\bobject at 0x|\{[a-z_]+\}")


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> Mapping[str, Tag]:
    """Every kind of page, with something on it and, where it can be, with nothing."""
    found = {}
    for address in PAGES:
        response = client.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 200, (address, response.status_code)
        found[address] = BeautifulSoup(response.text, "html.parser")
    return found


def name_of(tag: Tag) -> str:
    """What a reader, or a screen reader, is told of a link or a button."""
    return str(tag.get("aria-label") or "") or words(tag)


def shown(page: Tag) -> Iterator[str]:
    """The words of each cell, value, heading, badge and item that holds no other, without text kept as written."""
    main = page.find("main")
    assert isinstance(main, Tag)
    for each in main.select("td, th, dt, dd, li, p, h1, h2, h3, h4, option, summary, .tag, .mark-note, .note, text"):
        if not each.find_parent(["pre", "code"]) and not each.find(["code", "pre", "td", "dd", "li", "p"]):
            yield words(each)


def test_no_kind_of_page_that_another_leads_to_is_left_out(client: FlaskClient, pages: Mapping[str, Tag]) -> None:
    routes = client.application.url_map.bind("localhost")
    known = {routes.match(urlsplit(address).path)[0] for address in pages}
    others: dict[str, str] = {}
    for page in pages.values():
        for link in page.select('a[href^="/"]'):
            try:
                endpoint, _ = routes.match(urlsplit(str(link["href"])).path)
            except HTTPException:
                continue
            if endpoint not in known:
                others.setdefault(endpoint, str(link["href"]))
    assert others, "feeds and files are not pages"
    replies = {each: client.get(each, headers={"Accept": "text/html"}, buffered=True) for each in others.values()}
    assert [each for each, reply in replies.items() if reply.status_code == 200 and reply.mimetype == "text/html"] == []


def asked_for(page: Tag) -> Iterator[tuple[str, set[str]]]:
    """Where each link of a page and each form leads, and the parameters that it gives."""
    for link in page.select('a[href^="/"]'):
        parts = urlsplit(str(link["href"]))
        yield parts.path, set(parse_qs(parts.query))
    for form in page.select('form[action^="/"]'):
        if str(form.get("method", "get")).lower() == "get":
            fields = form.select("[name]:not([form], [formaction])")
            yield urlsplit(str(form["action"])).path, {str(each["name"]) for each in fields}


def test_no_link_and_no_form_gives_a_parameter_that_the_page_it_leads_to_would_refuse(
    client: FlaskClient, pages: Mapping[str, Tag]
) -> None:
    app, refused, checked = client.application, [], 0
    routes = app.url_map.bind("localhost")
    for address, page in pages.items():
        for path, given in asked_for(page):
            for ending in (*SUFFIXES, ENDING):
                path = path.removesuffix(ending)
            try:
                view = app.view_functions[routes.match(path or "/")[0]]
            except HTTPException:
                continue
            if given and not hasattr(view, CHECKS_ITSELF):
                checked += 1
                refused += [(address, path, each) for each in given - {*getattr(view, ONCE), *getattr(view, MANY)}]
    assert checked > 1000 and refused == []


@pytest.mark.parametrize(
    ("address", "field", "words"),
    [
        ("/practices?zzz=1", "zzz", "It takes: "),
        ("/practices?counrty=FR", "counrty", "Did you mean 'country'?"),
        ("/laws/32016R0679?onn=2020-01-01", "onn", "Did you mean 'on'?"),
        ("/laws/32016R0679?on=2020-01-01&on=2021-01-01", "on", "Give it once."),
        ("/cities/nice?country=FR", "country", "It takes: on, revision, truncate."),
        ("/search.csv?query=lighting", "query", "It takes: q, "),
        ("/calendar.ics?city=nice", "city", "It takes: on, scope, revision, truncate."),
        ("/feeds/all.atom?scope=laws/32016R0679", "scope", "It takes: "),
        ("/health?on=2020-01-01", "on", "It takes none."),
        ("/id/practices/nice-school-vsa?technology=x", "", ""),
    ],
)
def test_a_parameter_that_a_page_does_not_know_is_refused_with_the_nearest_and_all_it_takes(
    client: FlaskClient, address: str, field: str, words: str
) -> None:
    response = client.get(address, follow_redirects=True)
    told = response.get_json(force=True)
    assert (response.status_code, told["field"]) == (400, field or "technology")
    assert words in told["detail"]


def test_what_mailers_add_to_a_link_changes_nothing(client: FlaskClient) -> None:
    address = "/practices?country=FR"
    assert client.get(f"{address}&utm_source=letter&fbclid=x").status_code == 200


def test_every_link_and_button_says_what_it_does_and_every_link_leads_somewhere(pages: Mapping[str, Tag]) -> None:
    assert pages
    for address, page in pages.items():
        links, buttons = page.find_all("a"), page.find_all("button")
        assert links and buttons, address
        assert [str(each) for each in (*links, *buttons) if not name_of(each)] == [], address
        assert [str(each) for each in links if not str(each.get("href") or "").strip("# ")] == [], address


def test_a_link_within_a_page_leads_to_a_place_on_it_and_no_place_has_two(pages: Mapping[str, Tag]) -> None:
    assert pages
    for address, page in pages.items():
        ids = Counter(str(each["id"]) for each in page.select("[id]"))
        assert ids and [name for name, number in ids.items() if number > 1] == [], address
        targets = [str(each["href"])[1:] for each in page.select('a[href^="#"]')]
        assert targets and [each for each in targets if each not in ids] == [], address


def test_what_names_or_describes_a_part_stands_on_the_page(pages: Mapping[str, Tag]) -> None:
    assert pages
    for address, page in pages.items():
        ids = {str(each["id"]) for each in page.select("[id]")}
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            named = [name for each in page.select(f"[{attribute}]") for name in str(each[attribute]).split()]
            assert [each for each in named if each not in ids] == [], (address, attribute)
        fields = page.select("input:not([type=hidden]):not([type=submit]), select, textarea")
        assert fields, address
        labelled = {str(each["for"]) for each in page.select("label[for]") if words(each)}
        unnamed = [each for each in fields if not each.get("aria-label") and each.get("id") not in labelled]
        assert [str(each) for each in unnamed if not each.find_parent("label")] == [], address


def test_headings_begin_with_the_one_title_and_leave_no_level_out(pages: Mapping[str, Tag]) -> None:
    assert pages
    for address, page in pages.items():
        levels = [int(each.name[1]) for each in page.find_all([*HEADINGS, "h5", "h6"])]
        assert levels[0] == 1 and levels.count(1) == 1, (address, levels)
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (address, levels)
        assert all(words(each) for each in page.find_all(HEADINGS)), address


def test_every_table_is_named_and_every_cell_stands_under_a_head(pages: Mapping[str, Tag]) -> None:
    tables = [(address, each) for address, page in pages.items() for each in page.find_all("table")]
    assert tables
    for address, table in tables:
        heads = table.select("thead th")
        assert table.caption and words(table.caption), address
        assert heads and all(words(each) and each.get("scope") == "col" for each in heads), address
        rows = table.select("tbody tr")
        assert rows, (address, words(table.caption))
        for row in rows:
            cells = row.find_all(["td", "th"], recursive=False)
            assert sum(int(str(each.get("colspan", 1))) for each in cells) == len(heads), (address, words(row))


@pytest.mark.parametrize("address", OF_FACTS)
def test_a_page_of_facts_offers_the_same_in_its_other_forms(pages: Mapping[str, Tag], address: str) -> None:
    path, _, asked = address.partition("?")
    offered = {words(each).partition(",")[0]: str(each["href"]) for each in pages[address].select("nav.formats a")}
    assert list(offered) == ["JSON", "CSV", "Turtle", "JSON-LD", "N-Triples", "RDF/XML", "CSV for spreadsheets"]
    forms = {"JSON": "json", "CSV": "csv", "Turtle": "ttl", "JSON-LD": "jsonld", "N-Triples": "nt", "RDF/XML": "rdf"}
    for name, suffix in forms.items():
        same, _, left = offered[name].partition("?")
        assert same == f"{'/index' if path == '/' else path}.{suffix}"
        assert parse_qs(left) == parse_qs(asked)


@pytest.mark.parametrize("address", OF_FACTS)
def test_a_page_of_facts_names_each_query_and_opens_it_in_the_form(pages: Mapping[str, Tag], address: str) -> None:
    shown = pages[address].select("details.query")
    assert shown
    for each in shown:
        query, form = each.select_one("pre code"), each.select_one('a[href^="/sparql?"]')
        assert each.summary and words(each.summary) and query and form
        assert re.search(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b", query.get_text())
        assert parse_qs(urlsplit(str(form["href"])).query)["query"] == [query.get_text()]


def test_nothing_is_shown_in_the_words_of_programs(pages: Mapping[str, Tag]) -> None:
    assert pages
    identifiers = {row.get("id") or row["key"] for table in TABLES for row in rows_of(table)}
    for address, page in pages.items():
        texts = set(shown(page))
        assert texts, address
        assert [each for each in texts if PLAIN.fullmatch(each)] == [], address
        if not address.startswith(OF_WORDS):
            assert [each for each in texts if INSIDE.search(each) or COLUMN.fullmatch(each)] == [], address
            assert texts & identifiers == set(), address


def test_no_key_of_ours_stands_within_a_sentence(pages: Mapping[str, Tag]) -> None:
    read = {address: page for address, page in pages.items() if not address.startswith(OF_WORDS)}
    assert read
    for address, page in read.items():
        told = [COPY.sub("", each) for each in shown(page)]
        keys = {key for each in told for key in KEY.findall(each) if OF_A_KIND.fullmatch(key)}
        assert keys == set(), address
        assert [each for each in told if REGION_CODE.search(each)] == [], address
