"""Requests made to break the reader: wrong hosts, bombs, bodies too deep or too long."""

from __future__ import annotations

import gzip
import threading
from urllib.parse import quote

import pytest

from tests.serving import DIRECT, FORM, Server

EVIL = "evil.example"
PAGES = ["/", "/practices", "/laws", "/sparql", "/queries", "/about", "/ontology", "/nothing-here"]
FORMS = ["text/html", "text/turtle", "application/json"]
MB = 1 << 20


@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:80", "localhost.evil.example", "127.0.0.1.evil.example", "a b", ""])
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(server: Server, host: str) -> None:
    for path in ("/", "/sparql", "/health"):
        reply = server.request("GET", path, headers={"Host": host, "Accept": "*/*"})
        assert reply.status == 400
        assert EVIL.encode() not in reply.body + repr(reply.headers).encode()


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-URL"])
def test_no_header_of_the_client_changes_where_a_document_says_it_is(server: Server, header: str) -> None:
    value = f"host={EVIL}" if header == "Forwarded" else f"https://{EVIL}/" if header == "X-Original-URL" else EVIL
    for path in PAGES:
        for accept in FORMS:
            reply = server.request("GET", path, headers={header: value, "Accept": accept})
            assert EVIL.encode() not in reply.body + repr(reply.headers).encode(), (path, accept)


def bomb(levels: int = 10) -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "0123456789">{entities}]><r>&e{levels - 1};</r>'


PARAMETER_BOMB = (
    '<!DOCTYPE r [<!ENTITY % a "<!ENTITY b \'x\'>"> %a; <!ENTITY % c SYSTEM "file:///etc/hostname"> %c;]><r/>'
)
BOMBS = {
    "entities": bomb().encode(),
    "entities in UTF-16": bomb().encode("utf-16"),
    "parameter entities": PARAMETER_BOMB.encode(),
    "deep Turtle": b"<urn:a> <urn:b> " + b"[ <urn:c> " * 10_000,
    "deep TriG": b"<urn:g> { <urn:a> <urn:b> " + b"( " * 10_000,
    "deep JSON-LD": b'{"@id":' * 10_000,
}
MEDIA_TYPES = ["application/rdf+xml", "text/turtle", "application/trig", "application/ld+json", "application/xml"]


@pytest.mark.parametrize("name", BOMBS)
def test_documents_are_not_read_so_none_can_explode(server: Server, name: str) -> None:
    before, used_s = sum(each.memory_info().rss for each in server.family()), server.processor_s()
    for media_type in MEDIA_TYPES:
        for path in ("/sparql", "/", "/ontology", "/practices", "/queries"):
            reply = server.request("POST", path, BOMBS[name], {"Content-Type": media_type})
            assert reply.status in (405, 413, 415), (path, media_type, reply.status)
    assert server.processor_s() - used_s < 5
    assert sum(each.memory_info().rss for each in server.family()) - before < 20 * MB


@pytest.mark.parametrize("bracket", ["[", "{", "("])
def test_ten_thousand_brackets_in_a_query_are_a_mistake_and_no_fault_of_ours(server: Server, bracket: str) -> None:
    query = "SELECT * { ?s ?p " + bracket * 10_000
    direct = server.request("POST", "/sparql", query, {"Content-Type": DIRECT})
    form = server.request("POST", "/sparql", f"query={quote(query)}", {"Content-Type": FORM})
    checked = server.request("POST", "/sparql/check", f"query={quote(query)}", {"Content-Type": FORM})
    assert (direct.status, form.status, direct.slug, form.slug) == (400, 400, "bad-query", "bad-query")
    assert checked.status < 500


@pytest.mark.parametrize(
    ("content_type", "prefix"),
    [(DIRECT, b"ASK {} #"), (FORM, b"query=ASK%20%7B%7D%20%23"), (FORM, b"default-graph-uri=")],
)
def test_a_body_that_is_too_long_is_refused_without_being_held(
    server: Server, content_type: str, prefix: bytes
) -> None:
    before = sum(each.memory_info().rss for each in server.web())
    for size in (300_000, 5 * MB):
        reply = server.request("POST", "/sparql", prefix + b"x" * size, {"Content-Type": content_type})
        assert reply.status == 413
    assert sum(each.memory_info().rss for each in server.web()) - before < 20 * MB


def test_an_address_that_is_too_long_is_refused(server: Server) -> None:
    reply = server.request("GET", "/sparql?query=" + quote("ASK {} #") + "x" * 300_000)
    assert reply.status in (400, 413, 414, 431)


def test_a_body_that_says_it_is_longer_than_it_is_harms_nobody(server: Server) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {DIRECT}\r\nContent-Length: 99\r\n\r\nASK"
    with server.raw(head.encode()):
        pass
    assert server.ask("ASK { ?s ?p ?o }").status == 200


def test_a_compressed_body_is_not_unpacked(server: Server) -> None:
    packed = gzip.compress(b"ASK {} #" + b"x" * 10 * MB)
    headers = {"Content-Type": DIRECT, "Content-Encoding": "gzip"}
    reply = server.request("POST", "/sparql", packed, headers)
    assert reply.status == 415 and len(packed) < 20_000


def test_nonsense_on_the_socket_is_not_an_error_of_the_server(server: Server) -> None:
    nonsense = [
        b"\x00\xff" * 200,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"A" * 70_000,
        b"\x16\x03\x01\x02\x00\x01",
    ]

    def send(content: bytes) -> None:
        try:
            with server.raw(content) as connection:
                connection.settimeout(2)
                connection.recv(1000)
        except OSError:
            # Closed in the middle of it: as good an answer as 400.
            return

    threads = [threading.Thread(target=send, args=[content]) for content in nonsense]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.get("/about").status == 200


OUTSIDE = """
    ../server.py ../../server.py %2e%2e/%2e%2e/server.py ..%2f..%2fserver.py ..%5c..%5cserver.py ....//....//server.py
    %2fetc%2fpasswd /etc/passwd ..%00/server.py %c0%ae%c0%ae/server.py
""".split()


@pytest.mark.parametrize(
    "folder", ["/static/", "/static/dist/", "/revisions/1/", "/queries/", "/ontology/", "/data/", "/"]
)
def test_no_address_leads_out_of_the_folders_that_are_served(server: Server, folder: str) -> None:
    assert OUTSIDE
    for name in OUTSIDE:
        reply = server.get(folder + name)
        assert reply.status in (301, 303, 308, 400, 404, 405), (folder, name, reply.status)
        assert b"def create_app" not in reply.body and b"root:" not in reply.body
