"""What holds for every address of the server, whatever it answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import pytest
from flask.testing import FlaskClient

from graph.revision import Revision, publish, read_quads
from graph.settings import Settings
from server import create_app
from tests.security.crawling import HTML, page
from tests.serving import Reply, Server

FORMS = ["application/json", "text/csv", "text/turtle", "application/ld+json"]
LOADS = ("src", "poster", "data", "srcset", "background")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
FAILURES = """
    /nothing-here /practices/none /sparql?query=SELEC /sparql?query=CLEAR%20ALL /practices?on=never /static/none.js
    /static/../server.py /queries/none /revisions/99 /sparql?format=pdf
""".split()


def well_headed(headers: Mapping[str, str], where: object) -> bool:
    """Whether nothing from elsewhere can run on, frame or reinterpret this answer."""
    policy = headers.get("content-security-policy", "")
    assert headers.get("x-content-type-options") == "nosniff", where
    assert headers.get("referrer-policy") == "same-origin", where
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy, (where, policy)
    if headers.get("content-type", "").startswith(HTML):
        assert policy.startswith(POLICY), (where, policy)
        for part in ("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "connect-src 'self'"):
            assert part in policy, (where, policy)
    assert "set-cookie" not in headers, where
    assert not any(name.startswith("x-powered") for name in headers), where
    return True


def lowered(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "QUERY", "TRACE"])
def test_failures_files_and_other_methods_keep_strangers_out(server: Server, method: str) -> None:
    static = next(each for each in page(server.get("/").body.decode()).addresses() if each.startswith("/static/"))
    for path in ["/", "/sparql", "/health", "/dcat", "/.well-known/void", "/ontology.ttl", static, *FAILURES]:
        reply = server.request(method, path, headers={"Accept": HTML})
        assert reply.status < 500, (path, method, reply.status)
        if reply.status != 405 or reply.body:
            assert well_headed(reply.headers, (method, path, reply.status))


def test_a_page_asks_nothing_of_other_hosts(client: FlaskClient, pages: Mapping[str, list[str]]) -> None:
    assert pages
    for address, *_ in pages.values():
        read = page(client.get(address, headers={"Accept": HTML}).text)
        for tag, attributes in read.elements:
            loaded = [value for name, value in attributes.items() if name in LOADS]
            if tag == "link" and attributes.get("rel") not in ("canonical", "alternate"):
                loaded.append(attributes.get("href", ""))
            assert [each for each in loaded if "//" in each] == [], (address, tag)


def representations(pages: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each page as HTML and in one other form, so that all forms have their turn."""
    for number, (address, *_) in enumerate(pages.values()):
        yield address, HTML
        yield address, FORMS[number % len(FORMS)]


def test_every_answer_keeps_strangers_out_and_has_a_tag_of_its_own(
    client: FlaskClient, pages: Mapping[str, list[str]]
) -> None:
    tagged = 0
    for address, accept in representations(pages):
        first = client.get(address, headers={"Accept": accept}, buffered=True)
        assert well_headed(lowered(first.headers), (address, accept))
        if first.status_code != 200 or "no-store" in first.headers.get("Cache-Control", ""):
            continue
        tag = first.headers["ETag"]
        again = client.get(address, headers={"Accept": accept, "If-None-Match": tag}, buffered=True)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag), (address, accept)
        assert "Accept" in first.headers.get("Vary", ""), (address, accept)
        tagged += 1
    assert tagged > len(pages)


def test_a_tag_changes_when_the_revision_does_and_not_before(
    settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("growing")
    application = create_app(dataclasses.replace(settings, revisions_dir=folder))
    addresses = ["/practices", "/queries/evidence-gaps", "/dcat", "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", "/about"]

    def tags() -> list[str]:
        with application.test_client() as client:
            return [client.get(each, buffered=True).headers["ETag"] for each in addresses]

    # Few facts are enough here, and quicker to publish.
    quads = list(islice(read_quads(revision), 3000))
    publish(quads, folder, software="test", sources={})
    first = tags()
    assert tags() == first
    publish(quads, folder, software="test", sources={})
    assert tags() == first, "Publishing the same facts again makes no new revision."
    publish([*quads, b"<urn:new> <urn:p> <urn:o> <urn:g> ."], folder, software="test", sources={})
    assert not set(tags()) & set(first)
    application.extensions["openplaza"].close()


def test_the_server_says_304_over_a_socket_too(server: Server) -> None:
    first = server.get("/practices", Accept=HTML)
    again: Reply = server.get("/practices", Accept=HTML, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
