"""What an operator can rely on when queries may call other endpoints: only those listed, within the query's limits."""

from __future__ import annotations

import dataclasses
import json
import socket
import threading
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from graph.errors import Abandoned, BadStoreAnswer, OpenPlazaError, Refused, StoreUnreachable, TimedOut, TooLarge
from graph.evaluate.evaluator import Evaluator
from graph.remote import service_clause as federate
from graph.remote.service_clause import federated
from graph.remote.transport import is_public
from graph.revision import Revision
from graph.settings import Settings, load_settings
from graph.sparql.guard import check_query
from graph.sparql.reading import read
from tests.patience import without_hanging
from tests.remote.badstores import JSON, answering, bad_store, closing, silent

TERMS = [
    {"type": "uri", "value": "https://example.org/é"},
    {"type": "literal", "value": 'a "quoted" \\ line\nend ?x {}'},
    {"type": "literal", "value": "tekst", "xml:lang": "nl"},
    {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
    {"type": "bnode", "value": "b0"},
]


def listing(*urls: str) -> Settings:
    return dataclasses.replace(load_settings({}), service_endpoints=" ".join(urls))


def answer_of(rows: Iterable[Mapping[str, object]], *names: str) -> bytes:
    return json.dumps({"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}).encode()


def evaluated(query: str) -> list[list[str | None]]:
    """The rows of a query over nothing, as the evaluator would get it."""
    check_query(read(query), frozenset())
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return [[None if term is None else str(term) for term in row] for row in found]


def sent(request: bytes) -> str:
    return parse_qs(request.partition(b"\r\n\r\n")[2].decode())["query"][0]


def test_a_query_without_service_is_left_as_it_is() -> None:
    query = 'SELECT * { ?s ?p "no SERVICE <http://x/> {} here" } # SERVICE <http://127.0.0.1/> {}'
    assert federated(query, listing("http://127.0.0.1:1/"), 1) == query


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { SERVICE <URL> { ?x ?y ?z } }",
        "SELECT ?x { service silent <URL> { ?x ?y ?z } }",
        "PREFIX e: <ROOT> SELECT ?x { SERVICE e:sparql { ?x ?y ?z } }",
        "BASE <ROOT> SELECT ?x { SERVICE <sparql> { ?x ?y ?z } }",
        "SELECT ?x { { SELECT ?x { OPTIONAL { SERVICE <URL> { ?x ?y ?z } } } } }",
        "SELECT ?x { { ?a ?b ?c } UNION { SERVICE <URL> { { SELECT ?x { ?x ?y ?z } } } } }",
        "SELECT ?x { SERVICE<URL>{?x ?y '}' } }",
    ],
)
def test_a_listed_endpoint_is_asked_and_its_rows_are_joined(query: str) -> None:
    rows = [{"x": term} for term in TERMS[:4]]
    with bad_store(answering(answer_of(rows, "x"))) as store:
        asked = query.replace("URL", store.url).replace("ROOT", store.url.removesuffix("sparql"))
        found = evaluated(federated(asked, listing("http://other.example/", store.url), 5))
        assert len(store.requests) == 1
        assert sent(store.requests[0]).endswith(" LIMIT 10001")
    assert {row[0] for row in found} == {
        "<https://example.org/é>",
        '"a \\"quoted\\" \\\\ line\\nend ?x {}"',
        '"tekst"@nl',
        '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    }


def test_the_endpoint_gets_the_clause_and_the_prefixes_and_nothing_of_the_visitor() -> None:
    with bad_store(answering(answer_of([], "x"))) as store:
        query = f"PREFIX e: <http://e/> SELECT * {{ ?x e:secret 1 . SERVICE <{store.url}> {{ ?x e:p 'a' }} }}"
        federated(query, listing(store.url), 5)
        request = store.requests[0].decode()
    assert sent(request.encode()) == "PREFIX e: <http://e/>\nSELECT * WHERE { ?x e:p 'a' } LIMIT 10001"
    assert "secret" not in request and "Cookie" not in request and "Authorization" not in request


def test_an_unbound_value_stays_unbound_and_a_blank_node_gets_one_name_within_its_clause() -> None:
    rows = [{"x": TERMS[4]}, {"x": TERMS[4], "y": TERMS[4]}]
    with bad_store(answering(answer_of(rows, "x", "y"))) as store:
        clause = f"SERVICE <{store.url}> {{ ?x ?p ?y }}"
        found = evaluated(federated(f"SELECT ?x ?y {{ {clause} }}", listing(store.url), 5))
        twice = federated(f"SELECT * {{ {{ {clause} }} {{ {clause} }} }}", listing(store.url), 5)
    assert found[0][1] is None and found[1][0] == found[1][1] == found[0][0]
    assert "/.well-known/genid/" in str(found[0][0])
    assert len({part.split(">")[0] for part in twice.split("<")[1:]}) == 2


def test_a_clause_without_variables_holds_or_does_not() -> None:
    for rows, expected in (([{}], 1), ([], 0)):
        with bad_store(answering(answer_of(rows))) as store:
            query = f"SELECT ?x {{ VALUES ?x {{ 1 }} SERVICE <{store.url}> {{ <urn:a> <urn:b> <urn:c> }} }}"
            assert len(evaluated(federated(query, listing(store.url), 5))) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://127.0.0.1:PORT/sparql?x> { ?s ?p ?o } }",
        "SELECT * { SERVICE <HTTP://127.0.0.1:PORT/sparql> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <http://127.0.0.1:PORT/sparql> } SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?e { ?s ?p ?o } }",
        "SELECT * { SERVICE e:undeclared { ?s ?p ?o } }",
    ],
)
def test_any_other_endpoint_is_refused_by_the_name_of_the_setting_and_not_called(query: str) -> None:
    with bad_store(answering()) as store:
        asked = query.replace("PORT", store.url.split(":")[2].split("/")[0])
        with pytest.raises(Refused, match="OPENPLAZA_SERVICE_ENDPOINTS"):
            federated(asked, listing(store.url), 5)
        with pytest.raises(Refused, match="OPENPLAZA_SERVICE_ENDPOINTS"):
            federated(asked.replace("/sparql?x", "/sparql"), listing(), 5)
        assert store.connections == 0


def test_a_listed_endpoint_is_never_asked_to_call_others() -> None:
    with bad_store(answering()) as store:
        query = f"SELECT * {{ SERVICE <{store.url}> {{ SERVICE <http://10.0.0.1/> {{ ?s ?p ?o }} }} }}"
        with pytest.raises(Refused):
            federated(query, listing(store.url), 5)
        assert store.connections == 0


def test_failures_are_named_and_a_silent_clause_turns_them_into_nothing() -> None:
    failures = (
        (closing, StoreUnreachable),
        (answering(b"<html>", "text/html"), BadStoreAnswer),
        (answering(b"", JSON, "302 Found", "Location: http://127.0.0.1/"), BadStoreAnswer),
        (answering(b"{", JSON), BadStoreAnswer),
        (answering(b"", JSON, "500 No"), BadStoreAnswer),
    )
    for act, error in failures:
        with bad_store(act) as store:
            query = f"SELECT * {{ VALUES ?x {{ 1 }} SERVICE <{store.url}> {{ ?x ?p ?o }} }}"
            with pytest.raises(error):
                federated(query, listing(store.url), 5)
            silenced = federated(query.replace("SERVICE", "SERVICE SILENT"), listing(store.url), 5)
        assert len(evaluated(silenced)) == 1


def test_an_endpoint_that_never_answers_costs_no_more_than_the_query_may() -> None:
    with bad_store(silent) as store:
        query = f"SELECT * {{ SERVICE <{store.url}> {{ ?x ?p ?o }} }}"
        with without_hanging(), pytest.raises(TimedOut) as told:
            federated(query, listing(store.url), 0.5)
        assert told.value.limit_s == 0.5
        with without_hanging():
            assert federated(query.replace("SERVICE", "SERVICE SILENT"), listing(store.url), 0.5).endswith("{ {} }")
        gone = threading.Event()
        gone.set()
        with pytest.raises(Abandoned):
            federated(query, listing(store.url), 5, gone.is_set)


def test_too_many_rows_are_an_error_and_never_a_part_of_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(federate, "MAX_ROWS", 2)
    with bad_store(answering(answer_of([{"x": TERMS[0]}] * 3, "x"))) as store:
        for form in ("SERVICE", "SERVICE SILENT"):
            with pytest.raises(TooLarge):
                federated(f"SELECT * {{ {form} <{store.url}> {{ ?x ?p ?o }} }}", listing(store.url), 5)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("::", False),
        ("8.8.8.8", True), ("2a00:1450:4001::1", True), ("::ffff:8.8.8.8", True),
    ],
)  # fmt: skip
def test_only_addresses_of_the_open_internet_count_as_public(address: str, public: bool) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    assert is_public((family, (address, 80))) is public


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "0x7f.1", "127.1", "localhost.localdomain"])
def test_a_name_that_leads_to_this_machine_is_not_called_even_when_it_is_listed(host: str) -> None:
    with bad_store(answering()) as store:
        url = store.url.replace("127.0.0.1", host)
        with pytest.raises((Refused, StoreUnreachable)):
            federated(f"SELECT * {{ SERVICE <{url}> {{ ?x ?p ?o }} }}", listing(url), 5)
        assert store.connections == 0


def test_a_name_with_public_and_private_addresses_is_refused_and_this_machine_by_name_is_taken() -> None:
    mixed: list[tuple[int, tuple[str, int]]] = [(socket.AF_INET, ("8.8.8.8", 80)), (socket.AF_INET, ("10.0.0.1", 80))]
    with pytest.raises(Refused):
        federate._public_only([*mixed])
    federate._public_only([mixed[0]])
    with bad_store(answering(answer_of([{}]))) as store:
        url = store.url.replace("127.0.0.1", "localhost")
        assert "VALUES" in federated(f"SELECT * {{ SERVICE <{url}> {{ <urn:a> a <urn:b> }} }}", listing(url), 5)


def test_a_query_that_is_not_whole_is_an_error() -> None:
    with pytest.raises(OpenPlazaError):
        federated("SELECT * { SERVICE <http://127.0.0.1:1/> { ?x ?p ?o ", listing("http://127.0.0.1:1/"), 1)


def test_ten_thousand_rows_fit_into_the_query_that_is_evaluated(settings: Settings, revision: Revision) -> None:
    rows = [{"x": {"type": "uri", "value": f"https://example.org/{number:05}"}} for number in range(10_000)]
    with bad_store(answering(answer_of(rows, "x"))) as store:
        here = dataclasses.replace(settings, service_endpoints=store.url)
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{store.url}> {{ ?x ?p ?o }} }}"
        with Evaluator(revision, here) as evaluator:
            answer = evaluator.evaluate(federated(query, here, 5), "text/csv")
    assert bytes(answer.body).split() == [b"n", b"10000"]
