"""What a reader can rely on when a store misbehaves: an answer on time, or one named error that says what was wrong."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest
from badstores import JSON, ROWS, Act, answering, bad_store, closing, head, sending, silent

from graph.errors import Abandoned, BadQuery, BadStoreAnswer, Refused, StoreUnreachable, TimedOut
from graph.remote.client import Client

ASK = "SELECT ?x WHERE { ?x ?y ?z }"
PASSWORD = "correct horse"
MARGIN_S = 1.5


@contextmanager
def asking(*acts: Act, timeout_s: float = 5, max_bytes: int = 1 << 20, user: str = "") -> Iterator[Client]:
    with bad_store(*acts) as store:
        client = Client(store.url, user=user, password=PASSWORD, timeout_s=timeout_s, max_bytes=max_bytes)
        try:
            yield client
        finally:
            client.close()


def refusal(*acts: Act, **options: int) -> BadStoreAnswer:
    with asking(*acts, **options) as client, pytest.raises(BadStoreAnswer) as told:
        client.query(ASK)
    assert "127.0.0.1" in str(told.value)
    return told.value


CHUNKED = head("200 OK", JSON, "Transfer-Encoding: chunked")


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(silent, id="it never answers"),
        pytest.param(sending(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"[:1], 0.1), id="it dribbles its headers"),
        pytest.param(sending(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05), id="it says continue for ever"),
        pytest.param(sending(head("200 OK", JSON, "Content-Length: 900"), b" ", 0.1), id="it dribbles its body"),
        pytest.param(sending(CHUNKED, b"1\r\n \r\n", 0.1), id="it dribbles chunks"),
    ],
)
def test_an_answer_ends_on_time_whatever_the_store_does(act: Act) -> None:
    with asking(act, timeout_s=0.6) as client:
        started = time.monotonic()
        with pytest.raises(TimedOut) as told:
            client.query(ASK)
        assert time.monotonic() - started < 0.6 + MARGIN_S
        assert told.value.limit_s == 0.6


def test_a_reader_may_lower_the_time_but_never_raise_it() -> None:
    with asking(silent, timeout_s=0.5) as client:
        for given, limit in ((0.2, 0.2), (30, 0.5)):
            with pytest.raises(TimedOut) as told:
                client.query(ASK, timeout_s=given)
            assert told.value.limit_s == limit


def test_a_question_nobody_waits_for_is_given_up_within_a_second() -> None:
    gone = threading.Event()
    with asking(silent, timeout_s=30) as client:
        threading.Timer(0.3, gone.set).start()
        started = time.monotonic()
        with pytest.raises(Abandoned):
            client.query(ASK, abandoned=gone.is_set)
        assert time.monotonic() - started < 0.3 + 1


def test_a_huge_answer_is_read_up_to_the_limit_and_no_further() -> None:
    most = 200 << 20
    with asking(sending(head(), b" " * (1 << 20), most=most), timeout_s=30) as client:
        raw = client.query(ASK)
    assert (raw.whole, len(raw.body)) == (False, 1 << 20)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_never_followed(status: str) -> None:
    with bad_store(answering()) as elsewhere:
        told = refusal(answering(b"", JSON, status, f"Location: {elsewhere.url}"))
        assert elsewhere.requests == []
    assert told.reason == "redirect"


def test_an_answer_that_stands_for_something_else_is_named_by_what_is_wrong_with_it() -> None:
    assert refusal(answering(b"<!DOCTYPE html><p>Login</p>", "text/html")).reason == "html"
    assert refusal(answering(b"<!DOCTYPE html><p>Login</p>", JSON)).reason == "html"
    assert refusal(answering(b"x", "image/png")).reason == "media-type"
    assert refusal(answering(ROWS, JSON, "200 OK", "Content-Encoding: gzip")).reason == "media-type"
    assert refusal(answering(ROWS, f"{JSON}; charset=iso-8859-1")).reason == "charset"
    assert refusal(answering('"é"'.encode("latin-1"), JSON)).reason == "charset"
    assert refusal(answering(ROWS, JSON, "206 Partial")).reason == "truncated"
    assert refusal(sending(b"SSH-2.0-OpenSSH_9\r\n\r\n")).reason == "status"


@pytest.mark.parametrize("status", [401, 403, 404, 500, 502])
def test_a_failure_of_the_store_is_told_with_its_status_and_none_of_its_words(status: int) -> None:
    told = refusal(answering(b"java.lang.NullPointerException at Secret.java:7", "text/plain", f"{status} No"))
    assert told.reason == "status"
    assert str(status) in str(told) and "Secret" not in str(told)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(head("200 OK", JSON, "Content-Length: 900") + ROWS, id="shorter than it said"),
        pytest.param(CHUNKED + b"50\r\n" + ROWS[:20], id="inside a chunk"),
        pytest.param(CHUNKED + b"%x\r\n%b\r\n" % (len(ROWS), ROWS), id="before the last chunk"),
        pytest.param(CHUNKED + b"no number\r\n", id="where a chunk should begin"),
    ],
)
def test_an_answer_that_breaks_off_is_never_taken_for_a_whole_one(data: bytes) -> None:
    assert refusal(sending(data)).reason == "truncated"


def test_triples_are_taken_only_when_their_end_is_certain() -> None:
    line = b"<urn:a> <urn:b> <urn:c> .\n"
    with asking(sending(head("200 OK", "application/n-triples") + line)) as client, pytest.raises(BadStoreAnswer):
        client.query("CONSTRUCT WHERE { ?s ?p ?o }")
    with asking(answering(line, "text/plain")) as client:
        assert client.query("CONSTRUCT WHERE { ?s ?p ?o }").body == line


@pytest.mark.parametrize(
    "media_type", [JSON, f"{JSON}; charset=UTF-8", "application/json", "text/javascript;charset=utf8"]
)
def test_media_types_that_stores_really_send_are_taken(media_type: str) -> None:
    with asking(answering(ROWS, media_type)) as client:
        assert client.query(ASK).body == ROWS


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


def test_a_query_that_the_store_does_not_parse_is_told_with_its_line_where_the_store_says_it() -> None:
    said = b"Virtuoso 37000 Error SP030: SPARQL compiler, line 3: syntax error at 'x' before '{'\n\nSPARQL query:\n..."
    with asking(answering(said, "text/plain", "400 Bad")) as client, pytest.raises(BadQuery) as told:
        client.query(ASK)
    assert (told.value.line, str(told.value)) == (3, "Line 3: syntax error at 'x' before '{'.")
    act = answering(b"at /home/store/secret.c", "text/plain", "400 Bad")
    with asking(act) as client, pytest.raises(BadQuery) as told:
        client.query(ASK)
    assert "secret" not in str(told.value)


def test_a_query_made_to_keep_patterns_busy_is_sent_at_once() -> None:
    hostile = "PREFIX a:<b> " + " BASE <" * 3000 + "\t" * 3000
    with asking(answering()) as client:
        started = time.monotonic()
        client.query(hostile + ASK)
        assert time.monotonic() - started < 5


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
