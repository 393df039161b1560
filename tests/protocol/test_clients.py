"""The clients that people use read our answers: docs/conformance.md names them."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pandas
import pyoxigraph
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from bench.differential.voices import JARS, class_path
from tests.protocol.newer_python import newest_python
from tests.serving import Server, query_path

CLIENTS = Path(__file__).parent / "clients"
HARD = 'tab\\t, \\"quoted\\", <tag> & \\\\ \\n line, è 漢字 🦉'
PLAIN = 'tab\t, "quoted", <tag> & \\ \n line, è 漢字 🦉'
ROWS = f"""SELECT ?text ?tagged ?number ?thing ?nothing {{
  VALUES (?text ?tagged ?number ?thing)
  {{ ("{HARD}" "Straße"@de 42 <https://example.org/a%20b>) ("" "x"@en-GB -1 <urn:b>) }}
}} ORDER BY ?number"""
TRIPLES = f'CONSTRUCT {{ <urn:a> <urn:says> "{HARD}", "Straße"@de, 42, <https://example.org/a%20b> }} {{}}'
SAID = {Literal(PLAIN), Literal("Straße", lang="de"), Literal(42), URIRef("https://example.org/a%20b")}
# More rows than the server gives at once.
MANY = "SELECT ?s ?o { ?s ?p ?o }"
MOST = 1000
BASE = "https://w3id.org/openplaza/"
NICE = "id/practices/nice-frt-carnival-2019"
CITIES = "SELECT ?city { ?city a <https://w3id.org/openplaza/ontology#City> }"
Ask = Callable[..., Any]


def wrapper(server: Server, query: str, form: str, method: str = "GET") -> SPARQLWrapper:
    asking = SPARQLWrapper(f"{server.address}/sparql")
    asking.setQuery(query)
    asking.setReturnFormat(form)
    asking.setMethod(method)
    return asking


def converted(server: Server, query: str, form: str, method: str = "GET") -> Any:
    """The answer as SPARQLWrapper's own reader of that form gives it."""
    return wrapper(server, query, form, method).queryAndConvert()


def missing(what: str) -> NoReturn:
    """A client that is not there is skipped, but not where continuous integration was to install it."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture(scope="module")
def comunica(server: Server) -> Ask:
    """Asks through Comunica's own client of endpoints; installed when it is missing, by the lock file."""
    if shutil.which("npm") is None:
        missing("Node.js is not installed.")
    installed = CLIENTS / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (CLIENTS / "package-lock.json").stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True)
        if done.returncode:
            missing(f"npm cannot install it: {done.stderr[-500:]}")
        installed.touch()

    def ask(kind: str, query: str, address: str = f"{server.address}/sparql") -> Any:
        command = ["node", "ask.mjs", kind, address, query, BASE, f"{server.address}/"]
        done = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True, timeout=60, check=True)
        found = json.loads(done.stdout)
        return found.get("answer", found)

    return ask


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_reads_rows_in_every_form(server: Server, form: str) -> None:
    store = SPARQLStore(f"{server.address}/sparql", returnFormat=form)
    # CSV writes nothing and an empty text alike.
    rows = [["" if term is None else str(term) for term in row] for row in list[Any](store.query(ROWS))]
    assert rows == [["", "x", "-1", "urn:b", ""], [PLAIN, "Straße", "42", "https://example.org/a%20b", ""]]


def test_rdflib_reads_yes_no_and_triples(server: Server) -> None:
    store = SPARQLStore(f"{server.address}/sparql")
    assert store.query("ASK { ?s ?p ?o }").askAnswer is True
    assert store.query("ASK { <urn:none> ?p ?o }").askAnswer is False
    made = store.query(TRIPLES).graph
    assert made is not None and set(made.objects()) == SAID


def test_rdflib_can_read_our_graphs_as_one_of_its_own(server: Server) -> None:
    graph = Graph(SPARQLStore(f"{server.address}/sparql"))
    kind = URIRef("https://w3id.org/openplaza/ontology#City")
    assert (
        len(set(graph.subjects(predicate=URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), object=kind))) > 3
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_rows_in_every_form(server: Server, method: str) -> None:
    document = converted(server, ROWS, JSON, method)
    first, second = document["results"]["bindings"]
    assert (second["text"]["value"], second["tagged"]["xml:lang"], first["number"]["value"]) == (PLAIN, "de", "-1")
    assert "nothing" not in first
    assert document["meta"] == {"revision": 1, "complete": True, "limit_applied": None, "rows": 2}
    xml = converted(server, ROWS, XML, method)
    assert len(xml.getElementsByTagName("result")) == 2
    table = list(csv.reader(io.StringIO(converted(server, ROWS, CSV, method).decode(), newline="")))
    assert table[0] == ["text", "tagged", "number", "thing", "nothing"] and table[2][0] == PLAIN
    assert b"42" in converted(server, ROWS, TSV, method)


# SPARQLWrapper reads into a class of rdflib that is going away.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_triples_in_every_form(server: Server, form: str) -> None:
    found = converted(server, TRIPLES, form)
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format=form)
    assert set(graph.objects()) == SAID


def test_comunica_reads_rows_yes_no_and_triples(comunica: Ask) -> None:
    first, second = comunica("bindings", ROWS)
    assert second["text"]["value"] == PLAIN
    assert (second["tagged"]["language"], second["number"]["value"]) == ("de", "42")
    assert "nothing" not in first
    assert comunica("boolean", "ASK { ?s ?p ?o }") is True
    assert {triple[2]["value"] for triple in comunica("triples", TRIPLES)} == {str(each) for each in SAID}


@pytest.fixture(scope="module")
def cities(server: Server) -> set[str]:
    """What every client must find."""
    found = {line for line in server.ask(CITIES, "text/csv").body.decode().split() if line != "city"}
    assert len(found) > 3
    return found


def test_oxigraph_reads_rows_and_joins_them_with_its_own(server: Server, cities: set[str]) -> None:
    store = pyoxigraph.Store()
    found: Any = store.query(f"SELECT ?city {{ SERVICE <{server.address}/sparql> {{ {CITIES} }} }}")
    assert {row["city"].value for row in found} == cities
    document = pyoxigraph.parse_query_results(server.ask(ROWS).body, format=pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(document, pyoxigraph.QuerySolutions) and len(list(document)) == 2
    assert bool(pyoxigraph.parse_query_results(server.ask("ASK {}").body, format=pyoxigraph.QueryResultsFormat.JSON))


def test_pandas_reads_a_query_and_a_page_as_tables(server: Server, cities: set[str]) -> None:
    assert set(pandas.read_csv(f"{server.address}{query_path(CITIES, format='csv')}")["city"]) == cities
    assert len(pandas.read_csv(f"{server.address}/practices.csv?country=FR")) > 3
    rows = pandas.json_normalize(server.ask(ROWS).json()["results"]["bindings"])  # type: ignore[call-overload, index]
    assert set(rows["text.value"]) == {PLAIN, ""}


def test_curl_is_given_rows_without_asking_for_a_form_and_follows_an_identifier_to_turtle(server: Server) -> None:
    if shutil.which("curl") is None:
        missing("curl is not installed.")
    rows = subprocess.run(["curl", "-s", "--data-urlencode", f"query={CITIES}", f"{server.address}/sparql"],
                          capture_output=True, check=True)  # fmt: skip
    assert json.loads(rows.stdout)["results"]["bindings"]
    turtle = subprocess.run(["curl", "-sL", "-H", "Accept: text/turtle", f"{server.address}/{NICE}"],
                            capture_output=True, check=True, text=True)  # fmt: skip
    assert (URIRef(BASE + NICE), None, None) in Graph().parse(data=turtle.stdout, format="turtle")


READ_IN_R = """
library(httr)
given <- commandArgs(TRUE)
as_text <- function(answer) content(answer, "text", encoding = "UTF-8")
table <- read.csv(text = as_text(GET(given[1], query = list(query = given[2]), accept("text/csv"))))
rows <- jsonlite::fromJSON(as_text(POST(given[1], body = list(query = given[2]), encode = "form",
                                        accept("application/sparql-results+json"))))
cat(nrow(table), nrow(rows$results$bindings), rows$meta$complete)
"""


def test_r_reads_rows(server: Server, cities: set[str]) -> None:
    if shutil.which("Rscript") is None:
        missing("R is not installed: make r.")
    command = ["Rscript", "-e", READ_IN_R, f"{server.address}/sparql", CITIES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "there is no package" in done.stderr:
        missing("R has no httr or jsonlite: make r.")
    assert done.stdout == f"{len(cities)} {len(cities)} TRUE", done.stderr


def test_jena_reads_rows_yes_no_and_triples_and_follows_an_identifier(
    server: Server, cities: set[str], tmp_path: Path
) -> None:
    if shutil.which("java") is None or not (JARS / "jena-arq.jar").exists():
        missing("Apache Jena is not installed: make jena.")
    given = (f"{server.address}/sparql", CITIES, TRIPLES, f"{server.address}/{NICE}")
    command = ["java", "-cp", class_path(tmp_path), str(CLIENTS / "Ask.java"), *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    document = Graph().parse(data=server.get(f"{NICE.removeprefix('id')}.nt").body, format="nt")
    said = [f"rows {len(cities)}", "yes true", f"triples {len(SAID)}", f"document {len(document)}"]
    assert done.stdout.splitlines() == said, done.stderr


@pytest.fixture(scope="module")
def newer_python() -> Path:
    """A Python that sparqlx runs on, with sparqlx installed; it needs Python 3.12, which is newer than what we need."""
    here = Path(sys.prefix) / "newer-python" / "bin" / "python"
    if not here.exists():
        found = newest_python()
        if found is None:
            pytest.skip("sparqlx needs Python 3.12 or later, and none was found.")
        subprocess.run([found, "-m", "venv", here.parents[1]], check=True)
    if subprocess.run([here, "-c", "import sparqlx"], capture_output=True).returncode:
        command = [here, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "sparqlx>=0.11,<0.12"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            missing(f"pip cannot install sparqlx: {done.stderr[-500:]}")
    return here


READ_BY_SPARQLX = """
import sys
from sparqlx import SPARQLWrapper
address, rows, triples = sys.argv[1:]
for method in ("GET", "POST", "POST-direct"):
    asking = SPARQLWrapper(address, query_method=method)
    found = asking.query(rows, convert=True)
    made = asking.query(triples, convert=True)
    print([str(row["text"]) for row in found], asking.query("ASK { ?s ?p ?o }", convert=True), len(made))
"""


def test_sparqlx_reads_rows_yes_no_and_triples_by_each_of_its_methods(server: Server, newer_python: Path) -> None:
    command = [newer_python, "-c", READ_BY_SPARQLX, f"{server.address}/sparql", ROWS, TRIPLES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == [f"{['', PLAIN]} True {len(SAID)}"] * 3, done.stderr


@pytest.mark.filterwarnings("ignore:(Dataset\\.|ConjunctiveGraph):DeprecationWarning")
@pytest.mark.parametrize("form", [None, "turtle", "xml", "nt", "n3", "json-ld"])
def test_rdflib_reads_an_identifier_in_any_form_it_knows(server: Server, form: str | None) -> None:
    graph = Graph().parse(f"{server.address}/{NICE}", format=form)
    same = Graph().parse(data=server.get(f"{NICE.removeprefix('id')}.nt").body, format="nt")
    assert set(graph) == set(same) and (URIRef(BASE + NICE), None, None) in graph


def test_comunica_walks_from_a_practice_to_its_city_and_to_what_the_law_said_of_it(comunica: Ask) -> None:
    query = f"""PREFIX op: <{BASE}ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT DISTINCT ?city ?outcome {{
      <{BASE}{NICE}> op:inCity/rdfs:label ?city .
      ?event op:practice <{BASE}{NICE}> ; op:outcome/skos:prefLabel ?outcome .
      FILTER(LANG(?outcome) = "en")
    }}"""
    found = comunica("walk", query, BASE + NICE)
    assert {row["city"]["value"] for row in found} == {"Nice"} and all(row["outcome"]["value"] for row in found)


def test_an_answer_that_was_cut_is_read_to_its_last_row_by_every_client(server: Server, comunica: Ask) -> None:
    reply = server.ask(MANY)
    assert (reply.headers["complete"], reply.headers["limit-applied"]) == ("?0", "max_rows")
    for form in ("xml", "json", "csv", "tsv"):
        assert len(list(SPARQLStore(f"{server.address}/sparql", returnFormat=form).query(MANY))) == MOST
    asking = wrapper(server, MANY, JSON).query()
    assert asking.info()["complete"] == "?0"
    document: Any = asking.convert()
    assert len(document["results"]["bindings"]) == MOST
    assert document["meta"] == {"revision": 1, "complete": False, "limit_applied": "max_rows", "rows": MOST}
    assert len(comunica("bindings", MANY)) == MOST


def test_a_failure_is_a_failure_in_every_client(server: Server, comunica: Ask) -> None:
    with pytest.raises(QueryBadFormed, match="prefix"):
        wrapper(server, "SELECT * { ?s ex:p ?o }", JSON).query()
    with pytest.raises(ValueError, match="wrong"):
        SPARQLStore(f"{server.address}/sparql").query("SELECT * { ?s ex:p ?o }")
    # Well formed, so that it is our endpoint and not the client's own parser that refuses it.
    assert "400" in comunica("bindings", "SELECT * FROM <urn:none> { ?s ?p ?o }")["error"]
