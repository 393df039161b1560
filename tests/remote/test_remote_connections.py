"""What a store is sent and when it is asked again: once over one connection, the question and nothing else."""

from __future__ import annotations

import os
import socket
import threading
from urllib.parse import parse_qs

import pytest

from graph.errors import BadStoreAnswer, Refused, StoreUnreachable
from graph.remote.client import Client
from tests.remote.asking import ASK, CHUNKED, PASSWORD, asking
from tests.remote.badstores import JSON, ROWS, answering, bad_store, closing, sending


def test_a_store_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/"):
        with pytest.raises(StoreUnreachable) as told:
            Client(url, timeout_s=5, max_bytes=1 << 20).query(ASK)
        assert told.value.retry_after_s > 0
    with asking(closing) as client, pytest.raises(StoreUnreachable):
        client.query(ASK)
    with asking(answering(b"", JSON, "503 Busy")) as client, pytest.raises(StoreUnreachable):
        client.query(ASK)


def test_a_store_that_comes_back_is_asked_again_without_a_restart() -> None:
    with bad_store(answering()) as store:
        client = Client(store.url, timeout_s=5, max_bytes=1 << 20)
        assert client.query(ASK).body == ROWS
    with pytest.raises(StoreUnreachable):
        client.query(ASK)
    with bad_store(answering(), port=store.port):
        assert client.query(ASK).body == ROWS
        client.close()


def test_one_connection_serves_many_questions() -> None:
    with bad_store(answering()) as store:
        client = Client(store.url, timeout_s=5, max_bytes=1 << 20)
        for _ in range(5):
            assert client.query(ASK).body == ROWS
        client.close()
        assert (store.connections, len(store.requests)) == (1, 5)


def test_a_connection_that_the_store_closed_meanwhile_costs_no_answer() -> None:
    def once(sock: socket.socket, stopped: threading.Event) -> None:
        answering()(sock, stopped)

    with bad_store(once) as store:
        client = Client(store.url, timeout_s=5, max_bytes=1 << 20)
        for _ in range(4):
            assert client.query(ASK).body == ROWS
        client.close()
    # Closed only after the next question was sent: the question is asked again on a new connection.
    with bad_store(answering(), closing, answering()) as store:
        client = Client(store.url, timeout_s=5, max_bytes=1 << 20)
        assert [client.query(ASK).body for _ in range(2)] == [ROWS, ROWS]
        client.close()
        assert len(store.requests) == 3


def test_an_update_is_never_sent_twice() -> None:
    with bad_store(answering(), closing) as store:
        client = Client(store.url, timeout_s=5, max_bytes=1 << 20)
        client.query(ASK)
        with pytest.raises(StoreUnreachable):
            client.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        client.close()
        assert len(store.requests) == 2


def test_many_threads_share_one_client() -> None:
    with bad_store(answering()) as store:
        client = Client(store.url, timeout_s=10, max_bytes=1 << 20)
        found: list[bytes] = []
        threads = [threading.Thread(target=lambda: found.append(client.query(ASK).body)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
    assert found == [ROWS] * 20


def test_the_store_gets_the_question_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    with bad_store(answering()) as store:
        client = Client(store.url, timeout_s=5, max_bytes=1 << 20)
        client.query(ASK, default_graphs=["urn:d"], named_graphs=["urn:n", "urn:m"])
        client.close()
        request = store.requests[0]
    top, _, body = request.partition(b"\r\n\r\n")
    first, *headers = top.decode().split("\r\n")
    assert first == "POST /sparql HTTP/1.1"
    assert dict(line.split(": ", 1) for line in headers) == {
        "Host": store.url.split("/")[2],
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        "Accept": JSON,
        "Accept-Encoding": "identity",
        "User-Agent": "OpenPlaza",
    }
    assert parse_qs(body.decode()) == {
        "query": [ASK],
        "default-graph-uri": ["urn:d"],
        "named-graph-uri": ["urn:n", "urn:m"],
    }


def test_the_password_is_sent_only_when_the_store_asks_and_is_in_no_message() -> None:
    with asking(answering(), user="reader") as client:
        client.query(ASK)
    wanted = answering(b"", JSON, "401 No", 'WWW-Authenticate: Basic realm="store"')
    with bad_store(wanted, answering(), answering()) as store:
        client = Client(store.url, user="reader", password=PASSWORD, timeout_s=5, max_bytes=1 << 20)
        client.query(ASK)
        client.query(ASK)
        client.close()
        assert [b"Authorization: Basic " in request for request in store.requests] == [False, True, True]
    with bad_store(wanted) as store:
        client = Client(store.url, user="reader", password=PASSWORD, timeout_s=5, max_bytes=1 << 20)
        with pytest.raises(BadStoreAnswer) as told:
            client.query(ASK)
        client.close()
        assert len(store.requests) == 2
    assert PASSWORD not in repr(told.value) and "401" in str(told.value)


def test_a_store_that_asks_for_digest_gets_digest_and_never_the_password() -> None:
    challenge = 'WWW-Authenticate: Digest realm="SPARQL", nonce="abc", opaque="def", qop="auth", algorithm="MD5"'
    with bad_store(answering(b"", JSON, "401 No", challenge), answering()) as store:
        client = Client(store.url, user="reader", password=PASSWORD, timeout_s=5, max_bytes=1 << 20)
        client.query(ASK)
        client.close()
        assert b'Authorization: Digest username="reader"' in store.requests[1]
        assert PASSWORD.encode() not in store.requests[1]


def test_an_address_with_a_password_or_of_another_kind_is_refused() -> None:
    for url in ("http://user:secret@example.org/sparql", "file:///etc/passwd", "ftp://example.org/"):
        with pytest.raises(Refused) as told:
            Client(url, timeout_s=5, max_bytes=1 << 20)
        assert "secret" not in str(told.value)


def test_nothing_of_a_failed_question_is_left_open() -> None:
    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    with asking(closing) as client, pytest.raises(StoreUnreachable):
        client.query(ASK)
    before = descriptors()
    for act in (closing, answering(b"", JSON, "302 Found"), sending(CHUNKED + b"x")):
        with asking(act) as client, pytest.raises((StoreUnreachable, BadStoreAnswer)):
            client.query(ASK)
    assert descriptors() <= before
