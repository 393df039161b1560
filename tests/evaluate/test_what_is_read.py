"""What is read when anyone may send any query: the graphs that are here, and nothing else that a query names."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from graph.errors import BadQuery, Refused
from graph.evaluate.evaluator import Evaluator
from tests.evaluate.small import CSV, JSON, THINGS


def test_a_triple_in_two_graphs_counts_once_in_the_union(evaluator: Evaluator) -> None:
    found = evaluator.evaluate("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", CSV)
    assert found.body == b"n\r\n%d\r\n" % (2 * THINGS + 1)
    assert (found.rows, found.complete, found.limit_applied) == (1, True, None)


SERVICE = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service silent <%s> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE<%s>{ ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?u { <%s> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE: { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''a''' . #'''\n SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?o<?p)SERVICE<%s>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p """a" } SERVICE <%s> { ?s ?p ?o } #"""',
    "PREFIX SERVICE: <%s> PREFIX : <%s> SELECT * { SERVICE: { ?s ?p ?o } }",
]


@pytest.mark.parametrize("form", SERVICE)
def test_a_query_that_calls_another_service_is_refused_and_reaches_nothing(evaluator: Evaluator, form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises((Refused, BadQuery)):
            evaluator.evaluate(form.replace("%s", address), JSON)
        with pytest.raises(TimeoutError):
            listener.accept()


CONFINED = """
import socket, sys
import pyoxigraph as ox
from graph.evaluate.confine import confine
confine(256, files=int(sys.argv[2]))
outcomes = []
for attempt in (
    lambda: list(ox.Store().query("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % sys.argv[1])),
    lambda: ox.Store().update("LOAD <%s>" % sys.argv[1]),
    lambda: open("/etc/hostname"),
    lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1].split(":")[2].strip("/")))),
    lambda: bytearray(512 << 20),
):
    try:
        attempt()
        outcomes.append("done")
    except (OSError, RuntimeError, MemoryError) as error:
        outcomes.append(type(error).__name__)
print(outcomes)
"""


@pytest.mark.parametrize("files", ["0", "50"], ids=["memory", "disk"])
def test_even_an_unchecked_query_reaches_no_network_no_file_and_no_more_memory(files: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        command = [sys.executable, "-c", CONFINED, address, files]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "done" not in found.stdout
        assert found.stdout.count("Error") == 5
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p 'SERVICE <http://x/>' }",
        "SELECT * { ?s <urn:SERVICE> ?o } # SERVICE",
        "PREFIX service: <urn:> SELECT * { ?s service:name ?o } LIMIT 1",
    ],
)
def test_the_word_service_in_a_name_a_string_or_a_comment_is_fine(evaluator: Evaluator, query: str) -> None:
    assert evaluator.evaluate(query, JSON).complete


@pytest.mark.parametrize(
    "clause", ["FROM <file:///etc/hostname>", "FROM NAMED <http://127.0.0.1/>", "from<urn:g:none>"]
)
def test_a_graph_that_is_not_here_is_refused_and_not_fetched(evaluator: Evaluator, clause: str) -> None:
    with pytest.raises(Refused, match="no graph"):
        evaluator.evaluate(f"SELECT * {clause} {{ ?s ?p ?o }}", JSON)
    with pytest.raises(Refused, match="no graph"):
        evaluator.evaluate("SELECT * { ?s ?p ?o }", JSON, default_graphs=["http://127.0.0.1/"])


def test_the_graphs_of_the_protocol_and_of_the_query_choose_what_is_read(evaluator: Evaluator) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    one = evaluator.evaluate(count % "", CSV, default_graphs=["urn:g:one"]).body
    assert one == evaluator.evaluate(count % "FROM <urn:g:one>", CSV).body == b"n\r\n%d\r\n" % (2 * THINGS)
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert evaluator.evaluate(named, CSV, named_graphs=["urn:g:two"]).body == b"n\r\n%d\r\n" % (THINGS + 1)
    assert evaluator.evaluate(named, CSV, default_graphs=["urn:g:two"]).body == b"n\r\n0\r\n"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DROP ALL",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/hostname>",
        "WITH <urn:g:one> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_in_a_plain_sentence(evaluator: Evaluator, update: str) -> None:
    with pytest.raises(Refused, match="no updates"):
        evaluator.evaluate(update, JSON)


def test_a_syntax_error_has_line_column_and_the_text_near_it(evaluator: Evaluator) -> None:
    with pytest.raises(BadQuery) as caught:
        evaluator.evaluate("SELECT *\n{ ?s ?p }", JSON)
    assert (caught.value.line, caught.value.column) == (2, 9)
    assert caught.value.near == "}"


def test_an_undeclared_prefix_is_named_with_its_place(evaluator: Evaluator) -> None:
    with pytest.raises(BadQuery, match="prefix 'ex:' is not declared") as caught:
        evaluator.evaluate("SELECT *\n{ ?s ex:p ?o }", JSON)
    assert (caught.value.line, caught.value.column) == (2, 6)
