"""A client of a store that misbehaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.errors import BadStoreAnswer
from graph.remote.client import Client
from tests.remote.badstores import JSON, Act, bad_store, head

ASK = "SELECT ?x WHERE { ?x ?y ?z }"
PASSWORD = "correct horse"


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
