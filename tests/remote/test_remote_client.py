"""What a reader can rely on when a store misbehaves: an answer on time, or one named error that says what was wrong."""

from __future__ import annotations

import threading

import pytest

from graph.errors import Abandoned, BadQuery, BadStoreAnswer, TimedOut
from tests.patience import without_hanging
from tests.remote.asking import ASK, CHUNKED, asking, refusal
from tests.remote.badstores import JSON, ROWS, Act, answering, bad_store, head, sending, silent


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
        with without_hanging(), pytest.raises(TimedOut) as told:
            client.query(ASK)
        assert told.value.limit_s == 0.6


def test_a_reader_may_lower_the_time_but_never_raise_it() -> None:
    with asking(silent, timeout_s=0.5) as client:
        for given, limit in ((0.2, 0.2), (30, 0.5)):
            with pytest.raises(TimedOut) as told:
                client.query(ASK, timeout_s=given)
            assert told.value.limit_s == limit


def test_a_question_nobody_waits_for_is_given_up_long_before_its_limit() -> None:
    gone = threading.Event()
    with asking(silent, timeout_s=30) as client:
        threading.Timer(0.3, gone.set).start()
        with pytest.raises(Abandoned):
            client.query(ASK, abandoned=gone.is_set)


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
    with asking(answering()) as client, without_hanging():
        client.query(hostile + ASK)
