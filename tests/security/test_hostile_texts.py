"""Whatever stands in the facts or is typed in, a page shows it as text: no element, handler or address comes of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.revision import Revision, publish, read_quads
from graph.settings import Settings
from server import create_app
from tests.security.crawling import HTML, crawl, page

MARK = "xss-mark"
XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = [
    f"<{MARK}>",
    f'" {MARK}="1" onmouseover="alert(1)',
    f"' {MARK}='1' onfocus='alert(1)",
    f"</title></textarea></script></style></template><{MARK}>",
    f"--><{MARK}>]]><![CDATA[<{MARK}>",
    f"<img src=x {MARK} onerror=alert(1)>",
    f"&lt;{MARK}&gt; &#60;{MARK}&#62; &amp;lt;",
    f"{{{{ 7919*7927 }}}} {{% raw %}} <{MARK}>",
    f"\u202e \u2028 \x85 <{MARK}>",
    f'`{MARK}` ${{{MARK}}} \\u003c{MARK}\\u003e \\" {MARK}=1 ',
]
SCHEMES = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,alert", "vbscript:alert", "blob:null/1"]
ODD = [
    *SCHEMES,
    "javascript://example.org/%0Aalert(1)",
    f"https://example.org/'{MARK}='1",
    "https://example.org/&quot;",
]
TYPED = [
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    *ODD,
    *TEXTS,
]
SAFE = re.compile(r"(?:https?://|mailto:|tel:\+?[0-9]+$|/(?!/)|\?|#|$)", re.IGNORECASE)
SCRIPTS_OF_OURS = re.compile(r"/static/[\w./-]+")
# Wherever a visitor's own words come back: in forms, in mistakes, in links to the next page.
ECHOES = """
    /search?q={} /practices?technology={} /practices?q={} /practices?{}={} /cities?country={} /laws?q={} /laws?page={}
    /organisations?country={} /data?iri={} /data/{} /id/{} /practices/{} /laws/{} /queries/{} /ontology/{} /static/{}
    /technologies/cctv-fixed?actor={} /technologies/cctv-fixed?on={} /partnership/events/{} /concept/{}/{} /graph/{}
    /row/{} /revisions/{} /revisions/1/{} /revisions/diff?old={}&new={} /queries/evidence-gaps?{}={} /sparql?query={}
    /sparql?query=ASK%7B%7D&format={} /sparql?query=ASK%7B%7D&timeout={} /sparql?query=ASK%7B%7D&revision={}
    /sparql?query=ASK%7B%7D&default-graph-uri={} /practices?revision={} /dcat?{}={} /.well-known/void?{}={} /about?{}
""".split()


def poisoned(revision: Revision) -> Iterator[bytes]:
    """The quads with a hostile ending on every text, and a hostile address beside every address elsewhere."""
    for number, quad in enumerate(ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS)):
        spoilt, term = TEXTS[number % len(TEXTS)], quad.object
        if isinstance(term, ox.Literal) and term.datatype.value == XSD + "anyURI":
            term = ox.Literal(ODD[number % len(ODD)], datatype=term.datatype)
        elif isinstance(term, ox.Literal) and term.datatype.value == XSD + "string" and not _is_code(quad.predicate):
            term = ox.Literal(f"{term.value} {spoilt}")
        elif isinstance(term, ox.Literal) and term.language:
            term = ox.Literal(f"{term.value} {spoilt}", language=term.language)
        elif isinstance(term, ox.NamedNode) and _leads_elsewhere(quad.predicate):
            extra = ox.NamedNode(ODD[number % len(ODD)])
            yield _line(ox.Quad(quad.subject, quad.predicate, extra, quad.graph_name))
        yield _line(ox.Quad(quad.subject, quad.predicate, term, quad.graph_name))


def _line(quad: ox.Quad) -> bytes:
    return f"{quad} .\n".encode()


def _is_code(predicate: ox.NamedNode) -> bool:
    """Codes and names of files choose what a page asks next: spoilt, they would only lead to empty pages."""
    return predicate.value.endswith(("notation", "#file", "#table", "identifier", "slug"))


def _leads_elsewhere(predicate: ox.NamedNode) -> bool:
    return predicate.value.endswith(
        ("url", "source", "page", "homepage", "seeAlso", "sameAs", "link", "document", "isPrimaryTopicOf")
    )


@pytest.fixture(scope="module")
def hostile(revision: Revision, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over the poisoned facts."""
    folder = tmp_path_factory.mktemp("hostile")
    publish(poisoned(revision), folder, software="test", sources={f"<{MARK}>.csv": "0" * 64})
    application = create_app(dataclasses.replace(settings, revisions_dir=folder))
    yield application.test_client()
    application.extensions["openplaza"].close()


@pytest.fixture(scope="module")
def pages(hostile: FlaskClient) -> Mapping[str, list[str]]:
    return crawl(hostile, each=1)


def harmless(text: str) -> list[str]:
    """What is wrong with a page; nothing when all is well."""
    wrong = []
    read = page(text)
    for tag, attributes in read.elements:
        if tag == MARK or MARK in attributes:
            wrong.append(f"a text became <{tag} {attributes}>")
        if any(name.startswith(("on", "hx-on", "hx-vals", "hx-vars")) for name in attributes) or "srcdoc" in attributes:
            wrong.append(f"<{tag}> has a handler: {attributes}")
        if tag in ("iframe", "object", "embed", "base", "meta") and "refresh" in str(attributes).lower():
            wrong.append(f"<{tag}> leads away")
        if (
            tag == "script"
            and not SCRIPTS_OF_OURS.fullmatch(attributes.get("src", ""))
            and "json" not in attributes.get("type", "")
        ):
            wrong.append(f"a script of its own: {attributes}")
    wrong += [f"leads to {address!r}" for address in read.addresses() if _dangerous(address)]
    # Eight digits, since an identifier on the page may hold fewer by chance.
    if "62773913" in text:
        wrong.append("a template inside a text was filled in")
    return wrong


def _dangerous(address: str) -> bool:
    """Whether a browser would read a scheme that is not for links: it drops control characters before it looks."""
    seen = re.sub(r"[\x00-\x20]", "", address)
    return not SAFE.match(seen) and ":" in seen.partition("/")[0]


def test_the_judge_would_notice() -> None:
    assert harmless(f"<p>{TEXTS[0]}</p>") and harmless('<a href="java&#9;script:alert(1)">x</a>')
    assert harmless("<img src=x onerror=alert(1)>") and harmless("<script>alert(1)</script>")
    assert harmless('<a href="/practices?q=javascript:x">x</a><script src="/static/dist/app.js"></script>') == []


def test_every_route_that_has_pages_is_walked(pages: Mapping[str, list[str]], hostile: FlaskClient) -> None:
    assert len(pages) >= 22, sorted(pages)


def test_hostile_facts_become_no_markup_on_any_page(pages: Mapping[str, list[str]], hostile: FlaskClient) -> None:
    shown = 0
    for address in (each for addresses in pages.values() for each in addresses):
        text = hostile.get(address, headers={"Accept": HTML}).text
        assert harmless(text) == [], address
        shown += text.count(MARK)
    assert shown > 500, "The hostile texts were not shown at all."


@pytest.mark.parametrize("place", ECHOES)
def test_what_a_visitor_types_comes_back_as_text(hostile: FlaskClient, place: str) -> None:
    for typed in [*TYPED[:4], SCHEMES[1], SCHEMES[2], *TEXTS[:4]]:
        response = hostile.get(place.replace("{}", quote(typed, safe="")), headers={"Accept": HTML}, buffered=True)
        assert response.status_code < 500, (place, typed, response.text[:500])
        assert response.mimetype != HTML or harmless(response.text) == [], (place, typed)
        assert all("\n" not in value and "\r" not in value for _, value in response.headers)
        assert _location_is_ours(response.headers.get("Location", ""))


def _location_is_ours(location: str) -> bool:
    return not location or (location.startswith("/") and not location.startswith("//"))


@pytest.mark.parametrize("typed", [*TYPED[:5], *TEXTS])
def test_hostile_variable_names_terms_and_errors_of_a_query_are_text(hostile: FlaskClient, typed: str) -> None:
    written = str(ox.Literal(typed))
    queries = [
        f"SELECT ({written} AS ?text) (IRI({written}) AS ?iri) {{}}",
        f"SELECT ?x{typed} {{ ?s ?p ?o }}",
        f"SELECT * {{ ?s ?p {typed}",
        f"CONSTRUCT {{ <urn:a> <urn:b> {written} }} {{}}",
        f"SELECT * {{ ?s ex:{typed} ?o }} # {typed}",
    ]
    for query in queries:
        response = hostile.post("/sparql", data={"query": query}, headers={"Accept": HTML})
        assert response.status_code in (200, 400), response.text[:300]
        assert harmless(response.text) == []
