"""What a reader can rely on when a store cuts, repeats or never ends an answer."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.errors import Abandoned, BadStoreAnswer, Busy, TimedOut
from graph.remote.client import Client
from graph.remote.graph_names import GraphNames
from graph.remote.store import RemoteEvaluator, RemoteStore
from graph.revision import Revision
from graph.settings import Settings
from tests.patience import HANGS_S, wait_until
from tests.remote.badstores import JSON, Act, answering, bad_store, sending, silent

ASK = "SELECT ?x WHERE { ?x ?y ?z }"
CSV = "text/csv"


def body(count: int) -> bytes:
    rows = [{"x": {"type": "typed-literal", "value": str(n), "datatype": "urn:n"}} for n in range(count)]
    return json.dumps({"head": {"link": [], "vars": ["x"]}, "results": {"ordered": True, "bindings": rows}}).encode()


@contextmanager
def reading(revision: Revision, *acts: Act, max_bytes: int = 1 << 20) -> Iterator[RemoteStore]:
    with bad_store(*acts) as bad:
        client = Client(bad.url, timeout_s=5, max_bytes=max_bytes)
        yield RemoteStore(client, GraphNames("https://example.org/", 1), revision.manifest)
        client.close()


def test_rows_that_the_store_cut_are_never_taken_for_all_of_them(revision: Revision, settings: Settings) -> None:
    with reading(revision, answering(body(5), JSON, "200 OK", "X-SPARQL-MaxRows: 5")) as store:
        for ask in (lambda: store.select(ASK), lambda: store.serialize(ASK, CSV)):
            with pytest.raises(BadStoreAnswer) as told:
                ask()
            assert told.value.reason == "truncated"
        cut = RemoteEvaluator(store, settings).evaluate(ASK, CSV)
        assert (cut.rows, cut.complete, cut.limit_applied) == (5, False, "max_rows")
    with reading(revision, answering(body(4), JSON, "200 OK", "X-SPARQL-MaxRows: 5")) as store:
        assert len(store.select(ASK).rows) == 4
        assert RemoteEvaluator(store, settings).evaluate(ASK, CSV).complete


def test_an_answer_too_large_to_read_is_cut_for_a_stranger_and_refused_for_a_page(
    revision: Revision, settings: Settings
) -> None:
    with reading(revision, answering(body(5000)), max_bytes=100_000) as store:
        with pytest.raises(BadStoreAnswer) as told:
            store.select(ASK)
        assert told.value.reason == "too-large"
        for media_type in (JSON, CSV):
            cut = RemoteEvaluator(store, settings).evaluate(ASK, media_type)
            assert (cut.complete, cut.limit_applied) == (False, "max_result_mb")
            assert cut.rows is not None and 500 < cut.rows < 5000


@pytest.mark.parametrize("wrong", [b"", b"{", b"[]", body(3)[:-30], b'{"head":{"vars":["x"]},"results":{}}'])
def test_json_that_is_not_an_answer_is_a_named_error(revision: Revision, settings: Settings, wrong: bytes) -> None:
    with reading(revision, answering(wrong)) as store:
        with pytest.raises(BadStoreAnswer):
            store.select(ASK)
        with pytest.raises(BadStoreAnswer):
            RemoteEvaluator(store, settings).evaluate(ASK, CSV)


def test_a_stranger_who_leaves_frees_the_place_and_the_store(revision: Revision, settings: Settings) -> None:
    one = dataclasses.replace(settings, query_workers=1, query_queue=0)
    gone = threading.Event()
    with bad_store(silent, answering(body(1))) as bad:
        client = Client(bad.url, timeout_s=5, max_bytes=1 << 20)
        evaluator = RemoteEvaluator(RemoteStore(client, GraphNames("https://example.org/", 1), revision.manifest), one)
        outcome: list[type[Exception]] = []

        def ask() -> None:
            try:
                evaluator.evaluate(ASK, CSV, abandoned=gone.is_set)
            except Abandoned as error:
                outcome.append(type(error))

        first = threading.Thread(target=ask)
        first.start()
        wait_until(lambda: bad.connections == 1)
        with pytest.raises(Busy):
            evaluator.evaluate(ASK, CSV)
        gone.set()
        # Its own limit would end it as TimedOut.
        first.join(HANGS_S)
        assert outcome == [Abandoned]
        assert evaluator.evaluate(ASK, CSV).rows == 1
        client.close()


def test_a_stranger_may_lower_the_time_but_not_raise_it(revision: Revision, settings: Settings) -> None:
    short = dataclasses.replace(settings, query_timeout_s=0.5)
    with reading(revision, sending(b"HTTP/1.1 200 OK\r\n", b"X", 0.1)) as store:
        for given, limit in ((0.2, 0.2), (60.0, 0.5)):
            with pytest.raises(TimedOut) as told:
                RemoteEvaluator(store, short).evaluate(ASK, CSV, timeout_s=given)
            assert told.value.limit_s == limit
