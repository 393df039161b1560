"""Faults that users of comparable systems reported: what was put in, and the right value, one id a kind.

Each id stands in one of the tables below. Most have a thorough test in their room; here each is asked shortly.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from werkzeug.test import TestResponse

from graph.revision import Revision
from graph.settings import ROOT, Settings
from server import create_app
from tests.build.facts_copy import Facts
from tests.reading import page
from tests.tables.office import cities, read, saved
from views.web.service import EXTENSION

IDS = """F01 F02 F04 F05 F07 F08 F10 F11 F13 F14 F16 F17 F19 F20 F22 F23 F25 F26 F28 F29 F31 F32 F34 F35 F37 F38
name-twice last-slash small-letters other-scheme calendar-negotiated context-repeated""".split()
"""The numbers between are of no fault that was found here. Those without a number were seen on the way."""

NICE, GDPR = "/practices/nice-frt-carnival-2019", "/laws/32016R0679"
PARTNERSHIP = "<https://w3id.org/openplaza/id/partnership>"
COUNT = "SELECT (COUNT(*) AS ?n)"
NO_END = "The year is not between 1750 and 2199"

# id, table, row, cells that are written in it, and what the build says of one of them; nothing where all is right.
CELLS = [
    ("F01", "acts.csv", "32016R0679", {"date_end_of_validity": "9999-12-31"}, NO_END),
    ("F01", "acts.csv", "32024R1689", {"date_applicable": "1003-03-03"}, NO_END),
    ("F11", "practices.csv", NICE[11:], {"title": "Algorithmic alert\x0bfor vehicles"}, "U+000B (control character)"),
    ("F13", "sources.csv", "tp_nice", {"url": "www.nice.fr/x"}, "column url"),
    ("F13", "sources.csv", "tp_nice", {"url": "https://www.nice.fr/x"}, ""),
    ("F13", "cities.csv", "nice", {"source": "https://www.nice.fr/x"}, "column source"),
    ("F35", "cities.csv", "nice", {"lat": "7.27"}, "km from Nice as GeoNames has it"),
]  # fmt: skip

# id, the rows of a table of cities as a program saved them, its finding, and its note.
SAVED = [
    ("F26", saved(cities(), ";"), "cities.csv, line 1: The cells are divided by semicolons", ""),
    ("F26", saved(cities(), "\t"), "cities.csv, line 1: The cells are divided by tabs", ""),
    ("F26", b"sep=,\n" + saved(cities()), "cities.csv, line 1: The first line is for a spreadsheet alone.", ""),
    ("F32", saved([[*row, "", ""] for row in cities()]), "", "Columns without a name and without cells were ignored."),
    ("F32", saved([cities()[0], [*cities()[1], ""]]), "", "Columns without a name and without cells were ignored."),
    ("F32", saved([*cities(), *[[""] * len(cities()[0])] * 3]), "", "3 empty rows were ignored."),
]  # fmt: skip

# id, query, its answer as CSV with "|" between the lines; {graphs} is the number of named graphs.
QUERIES = [
    ("F04", f"{COUNT} {{ GRAPH ?g {{ {PARTNERSHIP} a ?t MINUS {{ ?zz a ?yy }} }} }}", "n|2"),
    ("F05", f"{COUNT} {{ GRAPH ?g {{ VALUES ?x {{1}} }} }}", "n|{graphs}"),
    ("F05", f"{COUNT} {{ GRAPH ?g {{ VALUES ?x {{1}} }} FILTER(!BOUND(?g)) }}", "n|0"),
    ("F05", f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ GRAPH ?h {{ {PARTNERSHIP} a ?o }} }} }}", "n|{graphs}"),
    ("F05", "SELECT ?g { GRAPH ?g { VALUES ?g { <urn:x> } } }", "g"),
    ("F07", r"SELECT (REGEX('e','^[a-z-[aeiou]]$') AS ?x) (REGEX('a_1','^\\i\\c*$') AS ?y) {}", "x,y|false,true"),
]

# id, what is pasted into the box, the page that comes first, and what its card says.
PASTED = [
    ("F14", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX%3A32016R0679", GDPR, "GDPR"),
    ("F16", "32016R0679R(01)", GDPR, "32016R0679R(01) is a corrigendum of it"),
    ("F16", "02016R0679-20250101", GDPR, "02016R0679-20250101 is a consolidated version of it"),
    ("F16", "32024R1689R(01)", "/laws/32024R1689", "is a corrigendum of it"),
    ("F17", "32016R679", GDPR, "GDPR"),
    ("F17", "3 2016 R 0679", GDPR, "GDPR"),
    ("F19", "Muenchen", "/cities/munich", "München"),
    ("F19", "Saarbruecken", "/peers/city", "No practice is recorded for Saarbrücken."),
    ("F19", "Osnabrueck", "/peers/city", "No practice is recorded for Osnabrück."),
    ("F20", "Ni\u200bce", "/cities/nice", "Nice"),
    ("F20", "Ni\u00adce", "/cities/nice", "Nice"),
    ("F25", "Padova", "/peers/city", "No practice is recorded for Padua."),
    ("F25", "Besançon", "/peers/city", "No practice is recorded for Besançon."),
    ("F25", "Limoges", "/peers/city", "No practice is recorded for Limoges."),
    ("F25", "Łódź", "/peers/city", "No practice is recorded for Łódź."),
    ("F38", "http://data.europa.eu/eli/reg/2016/679/2016-05-04", "/laws/02016R0679-20160504", "consolidated"),
    ("F38", "http://data.europa.eu/eli/reg/2016/679/corrigendum/2018-05-23/oj", "/laws/32016R0679R%2802%29", "corr"),
]

# id, address, Accept, status, and patterns that the reply must have: of its headers, then of its text.
DAYS = ("9999-12-31", "0001-01-01", "0999-01-01")
PAGES = [
    *(("F02", f"{address}?on={day}", "*/*", 200, "", "") for day in DAYS
      for address in (GDPR, f"{GDPR}.json", f"{GDPR}/art_5")),
    ("F22", "/feeds/all.atom", "*/*", 200, r"Complete: \?0\r\nLimit-Applied: feed_entries", '<link rel="next"'),
    ("F22", "/feeds/all.atom?on=2024-01-01", "*/*", 200, r"Complete: \?0", '<link rel="next"'),
    ("F29", "/search?q=Saint-Etienne+renonce", "text/html", 200, "", r'lang="fr"[^>]*><mark>Saint-Étienne renonce'),
    ("F34", "/robots.txt", "*/*", 200, "", r"Disallow: /\*\?\s"),
    ("F34", "/sitemap.xml", "*/*", 200, "application/xml", f"http://localhost{NICE}<"),
    ("F37", "/calendar.ics", "*/*", 200, "", r"LAST-MODIFIED:.*REFRESH-INTERVAL;VALUE=DURATION:P1D"),
    ("F37", "/calendar.ics", "*/*", 200, "", r"X-PUBLISHED-TTL:P1D"),
    ("last-slash", f"{GDPR}/", "*/*", 301, f"Location: {GDPR}\r", ""),
    ("small-letters", "/laws/32016r0679", "*/*", 301, f"Location: {GDPR}\r", ""),
    ("other-scheme", "/data?iri=https://data.europa.eu/eli/reg/2016/679/oj", "*/*", 303,
     "Location: /data\\?iri=http://data", ""),
    ("calendar-negotiated", "/calendar", "text/calendar", 200, "Content-Type: text/calendar", "BEGIN:VCALENDAR"),
    ("context-repeated", f"{NICE}.jsonld", "*/*", 200, "",
     r'^\{\s*"@context": "http://localhost/ontology/context.jsonld",'),
]  # fmt: skip

# id, query, status, and what a program is told beside the rows or in their place.
TOLD = [
    ("F23", "SELECT * { ?e op:date ?d FILTER(?d >= '2019-01-01'^^xsd:date) } LIMIT 1", 200, "op:date are a year or a"),
    ("F28", "SELECT * { VALUES ?x {1} SERVICE SILENT <https://example.org/sparql> { ?s ?p ?o } }", 400,
     "does not list it in OPENPLAZA_SERVICE_ENDPOINTS"),
    ("F31", "SELECT ?x (COUNT(*) AS ?n) { VALUES ?x {1 1 2} } GROUP BY ?x HAVING (?n > 1)", 200,
     "HAVING does not know ?n yet"),
    ("name-twice", "SELECT ?x ?x { VALUES ?x {1} }", 400, "Duplicated variable name"),
]  # fmt: skip
PREFIXES = "PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
# What the page of conformance says of those that are answered otherwise on purpose.
WRITTEN_DOWN = {"F28": "service-silent", "F31": "having-a-name", "name-twice": "name-twice"}
# Those that take more than one reply; their test has the id in its name.
OF_THEIR_OWN = ("F08", "F10", "F23")


def cases(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """The rows as cases, named by their id."""
    return [pytest.param(*row[1:], id=f"{row[0]}-{place}") for place, row in enumerate(rows)]


def asked(client: FlaskClient, query: str, accept: str) -> TestResponse:
    return client.get(f"/sparql?query={quote(PREFIXES + query)}", headers={"Accept": accept})


def test_every_id_of_the_list_has_its_rows() -> None:
    tables = (CELLS, SAVED, QUERIES, PASTED, PAGES, TOLD)
    tested = {row[0] for table in tables for row in table} | set(OF_THEIR_OWN)
    assert tested == set(IDS) and len(IDS) == 32


def test_what_is_answered_otherwise_on_purpose_is_written_down() -> None:
    written = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert [name for name in WRITTEN_DOWN.values() if f"| `{name}` |" not in written] == []


def test_the_record_of_what_else_was_found_names_every_id_and_tests_that_there_are() -> None:
    record = (ROOT / "docs" / "decisions" / "0021-faults-that-others-reported.md").read_text(encoding="utf-8")
    assert [name for name in IDS if not re.search(rf"\b{name}\b", record)] == []
    proofs = re.findall(r"`(tests/[\w/.]+|docs/[\w/.]+)`", record)
    assert len(proofs) > 15 and [path for path in proofs if not (ROOT / path).is_file()] == []


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The real facts; each case puts back what it wrote."""
    return Facts(tmp_path_factory.mktemp("facts"))


@pytest.mark.parametrize(("table", "row", "written", "told"), cases(CELLS))
def test_a_cell_is_read_or_told_at_its_place(
    facts: Facts, table: str, row: str, written: dict[str, str], told: str
) -> None:
    before = facts.path(table).read_bytes()
    line = facts.set(table, row, **written)
    found = facts.told()
    facts.path(table).write_bytes(before)
    if not told:
        assert found == ""
        return
    assert told in found and f"{table}, line {line}, column {next(iter(written))}: " in found


@pytest.mark.parametrize(("data", "finding", "note"), cases(SAVED))
def test_a_table_of_another_program_is_one_finding_or_one_note(
    tmp_path: Path, data: bytes, finding: str, note: str
) -> None:
    found = read(tmp_path, data)
    assert [str(each)[: len(finding)] for each in found.findings] == [finding] * bool(finding)
    assert [each.message for each in found.notes] == [note] * bool(note)
    assert bool(finding) or found.rows == read(tmp_path, saved(cities())).rows


@pytest.mark.parametrize(("query", "right"), cases(QUERIES))
def test_a_query_has_the_answer_of_the_standard(
    client: FlaskClient, revision: Revision, query: str, right: str
) -> None:
    reply = asked(client, query, "text/csv")
    assert "|".join(reply.text.split()) == right.format(graphs=len(revision.manifest.graphs))
    assert reply.headers["Complete"] == "?1"


@pytest.mark.parametrize(("query", "status", "told"), cases(TOLD))
def test_a_query_that_would_mislead_is_told_of(client: FlaskClient, query: str, status: int, told: str) -> None:
    reply = asked(client, query, "application/sparql-results+json")
    assert reply.status_code == status and told in reply.text


@pytest.mark.parametrize(("pasted", "path", "said"), cases(PASTED))
def test_what_is_pasted_leads_to_what_was_meant(client: FlaskClient, pasted: str, path: str, said: str) -> None:
    first = page(client, f"/search?q={quote(pasted)}").all("#results article.result")[0]
    assert (first.links[0].path, said in first.text) == (path, True)


@pytest.mark.parametrize(("address", "accept", "status", "headers", "text"), cases(PAGES))
def test_an_address_answers_as_it_should(
    client: FlaskClient, address: str, accept: str, status: int, headers: str, text: str
) -> None:
    reply = client.get(address, headers={"Accept": accept})
    assert reply.status_code == status
    assert re.search(headers, str(reply.headers)) and re.search(text, reply.text, re.DOTALL)


def test_f08_behind_a_proxy_with_tls_every_address_that_is_written_is_the_public_one(
    settings: Settings, revision: Revision
) -> None:
    public = "https://plaza.example.org"
    application = create_app(dataclasses.replace(settings, public_url=public))
    behind, headers = application.test_client(), {"X-Forwarded-Proto": "https", "Accept": "text/html, */*"}
    for address in (NICE, f"/feeds{NICE}.atom", "/calendar.ics?scope=cities/nice", "/sparql?format=ttl", "/dcat"):
        text = behind.get(address, base_url="http://plaza.example.org", headers=headers).text
        assert f"{public}/" in text and "http://plaza.example.org" not in text, address
    application.extensions[EXTENSION].close()


@pytest.mark.parametrize(("media_type", "form"), [("application/rdf+xml", "xml"), ("application/n-triples", "nt")])
def test_f10_a_program_gets_the_rdf_that_it_asks_for(client: FlaskClient, media_type: str, form: str) -> None:
    for address in (f"/id{NICE}", NICE, GDPR, f"/data?iri=https://w3id.org/openplaza/id{NICE}", "/ontology"):
        # As rdflib asks.
        reply = client.get(address, headers={"Accept": f"{media_type}, */*;q=0.1"}, follow_redirects=True)
        assert (reply.status_code, reply.mimetype) == (200, media_type), address
        assert len(Graph().parse(data=reply.data, format=form)) > 10


def test_f23_days_for_dates_of_any_precision_can_be_compared(client: FlaskClient) -> None:
    def count(condition: str) -> int:
        answer = asked(client, f"{COUNT} {{ ?e op:date ?d ; op:latest ?l FILTER({condition}) }}", "text/csv")
        return int(answer.text.split()[1])

    day = "'2019-01-01'^^xsd:date"
    assert count(f"?d >= {day}") < count("YEAR(?d) >= 2019") == count(f"?l >= {day}")
