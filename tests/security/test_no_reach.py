"""Nothing that a request names is fetched, opened or called, whatever form it takes."""

from __future__ import annotations

import itertools
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.serving import DIRECT, FORM, Reply, Server, query_path, wait_until

SECRET = "a word that is nowhere in the facts"
SERVICE = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { BIND(EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x) }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING(EXISTS { SERVICE <%s> { ?s ?p ?o } })",
    "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <%s> } SERVICE ?u { ?s ?p ?o } }",
]
GRAPHS = [
    "SELECT * FROM <%s> { ?s ?p ?o }",
    "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <%s> SELECT * FROM <> { ?s ?p ?o }",
    "PREFIX x: <%s> CONSTRUCT { ?s ?p ?o } FROM x: { ?s ?p ?o }",
    "DESCRIBE <%s> FROM <%s>",
]
UPDATES = ["LOAD <%s>", "LOAD SILENT <%s> INTO GRAPH <urn:here>"]
HOSTS = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://2130706433:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "https://127.0.0.1:{port}/",
    "file://{file}",
    "file:{file}",
]


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, object]]:
    """A port that nobody may call and a file that nobody may read, and whether somebody did."""
    file = tmp_path_factory.mktemp("trap") / "secret.ttl"
    file.write_text(f'<urn:secret> <urn:is> "{SECRET}" .\n', encoding="utf-8")
    with socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True) as listener:
        listener.settimeout(0.3)
        yield {"port": listener.getsockname()[1], "file": file, "listener": listener}


def untouched(trap: Mapping[str, object], read_before: int) -> bool:
    listener, file = trap["listener"], trap["file"]
    assert isinstance(listener, socket.socket) and isinstance(file, Path)
    assert os.stat(file).st_atime_ns == read_before, "The file was read."
    with pytest.raises(TimeoutError):
        listener.accept()
    return True


def read_time(trap: Mapping[str, object]) -> int:
    return os.stat(str(trap["file"])).st_atime_ns


def refused(reply: Reply) -> bool:
    assert SECRET.encode() not in reply.body
    assert (reply.status, reply.slug) in ((400, "refused"), (400, "bad-query")), (reply.status, reply.body[:300])
    return True


@pytest.mark.parametrize("host", HOSTS)
def test_a_query_reaches_no_address_and_no_file_in_any_form(
    server: Server, trap: Mapping[str, object], host: str
) -> None:
    address, before = host.format(**trap), read_time(trap)
    for form in itertools.chain(SERVICE, GRAPHS, UPDATES):
        assert refused(server.ask(form.replace("%s", address), "*/*")), form
    assert untouched(trap, before)


@pytest.mark.parametrize("host", HOSTS)
def test_a_graph_named_beside_the_query_is_not_fetched(server: Server, trap: Mapping[str, object], host: str) -> None:
    address, before = host.format(**trap), read_time(trap)
    for name in ("default-graph-uri", "named-graph-uri"):
        assert refused(server.ask("SELECT * { ?s ?p ?o }", **{name: address}))
    assert untouched(trap, before)


def test_documents_that_name_others_are_not_read_at_all(server: Server, trap: Mapping[str, object]) -> None:
    address, before = f"http://127.0.0.1:{trap['port']}/", read_time(trap)
    documents = {
        "application/ld+json": f'{{"@context": "{address}", "@id": "urn:a"}}',
        "text/turtle": f"<urn:a> <http://www.w3.org/2002/07/owl#imports> <{address}> .",
        "application/rdf+xml": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{trap["file"]}">]><r>&x;</r>',
    }
    for media_type, document in documents.items():
        for path in ("/sparql", "/", "/ontology", "/practices"):
            reply = server.request("POST", path, document, {"Content-Type": media_type})
            assert reply.status in (405, 415) and SECRET.encode() not in reply.body
    assert untouched(trap, before)


def test_an_evaluating_process_can_open_neither_a_file_nor_a_socket(server: Server) -> None:
    assert server.ask("ASK { ?s ?p ?o } # before looking").status == 200
    wait_until(lambda: bool(server.evaluators()))
    for pid in server.evaluators():
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="utf-8").splitlines()
        (opened,) = [line.split()[3:5] for line in limits if line.startswith("Max open files")]
        assert opened == ["0", "0"]
        held = {os.readlink(each).partition(":")[0] for each in Path(f"/proc/{pid}/fd").iterdir()}
        assert held <= {"/dev/null", "socket", "pipe"}, held


def test_what_was_refused_is_refused_by_every_carrier(server: Server, trap: Mapping[str, object]) -> None:
    query = SERVICE[0].replace("%s", f"http://127.0.0.1:{trap['port']}/")
    form = query_path(query).partition("?")[2]
    before = read_time(trap)
    assert refused(server.request("POST", "/sparql", query, {"Content-Type": DIRECT}))
    assert refused(server.request("POST", "/sparql", form, {"Content-Type": FORM}))
    assert untouched(trap, before)
