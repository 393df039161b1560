"""The clients that people use read our answers: rdflib, SPARQLWrapper and Comunica, whole, cut and failed."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Server
from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

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
Ask = Callable[[str, str], Any]


def wrapper(server: Server, query: str, form: str, method: str = "GET") -> SPARQLWrapper:
    asking = SPARQLWrapper(f"{server.address}/sparql")
    asking.setQuery(query)
    asking.setReturnFormat(form)
    asking.setMethod(method)
    return asking


def converted(server: Server, query: str, form: str, method: str = "GET") -> Any:
    """The answer as SPARQLWrapper's own reader of that form gives it."""
    return wrapper(server, query, form, method).queryAndConvert()


@pytest.fixture(scope="module")
def comunica(server: Server) -> Ask:
    """Asks through Comunica's own client of endpoints; installed when it is missing, by the lock file."""
    if shutil.which("npm") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Node.js is not installed.")
    installed = CLIENTS / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (CLIENTS / "package-lock.json").stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True)
        if done.returncode:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"npm cannot install it: {done.stderr[-500:]}")
        installed.touch()

    def ask(kind: str, query: str) -> Any:
        command = ["node", "ask.mjs", kind, f"{server.address}/sparql", query]
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
