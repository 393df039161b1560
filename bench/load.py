"""A small load generator: some kept connections, each with one request at a time, and how long each answer took.

One thread waits for all sockets at once and reads only as much of HTTP/1.1 as is needed to know where an answer ends;
it costs about 0.03 ms a request, which `python -m bench generator` measures against a server that does nothing.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

READ_BYTES = 1 << 20
UNKNOWN = -1
LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Sample:
    """What came back: seconds of each good answer, and how many were not good."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    elapsed_s: float = 0.0
    bytes: int = 0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.elapsed_s if self.elapsed_s else 0.0


class _Client:
    """One connection and the answer it waits for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.sent_at = 0.0

    def send(self, request: bytes) -> socket.socket:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head, self.got, self.tail = b"", 0, b""
        self.length: int | None = UNKNOWN
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)
        return self.socket

    def read(self) -> bool:
        """Reads what is there; True when the answer has ended."""
        assert self.socket is not None
        data = self.socket.recv(READ_BYTES)
        if not data:
            raise ConnectionError("closed")
        if self.length == UNKNOWN:
            self.head += data
            head, ended, body = self.head.partition(b"\r\n\r\n")
            if not ended:
                return False
            self.head, data = head, body
            self.length = _length(head.lower())
        self.got += len(data)
        self.tail = (self.tail + data[-8:])[-8:]
        return self.tail.endswith(LAST_CHUNK) if self.length is None else self.got >= self.length

    @property
    def good(self) -> bool:
        return self.head.startswith(b"HTTP/1.1 200")

    def close(self) -> None:
        if self.socket:
            self.socket.close()
            self.socket = None


def _length(head: bytes) -> int | None:
    """The length of the body; None when it comes in chunks."""
    if b"transfer-encoding: chunked" in head:
        return None
    _, found, rest = head.partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0


def run(port: int, requests: Sequence[bytes], connections: int, seconds: float, at_least: int = 3) -> Sample:
    """Sends `requests` round and round for `seconds`, and at least `at_least` times; a failure ends its connection."""
    sample, clients = Sample(), [_Client(port) for _ in range(connections)]
    waiting, number, started = selectors.DefaultSelector(), 0, time.perf_counter()

    def next_request(client: _Client) -> None:
        nonlocal number
        waiting.register(client.send(requests[number % len(requests)]), selectors.EVENT_READ, client)
        number += 1

    for client in clients:
        next_request(client)
    while waiting.get_map():
        for key, _ in waiting.select(60) or _gave_up():
            client = key.data
            if not _ended(client, sample):
                continue
            waiting.unregister(key.fileobj)
            if client.head.lower().find(b"connection: close") >= 0 or not client.good:
                client.close()
            if time.perf_counter() - started < seconds or number < at_least:
                next_request(client)
    sample.elapsed_s = time.perf_counter() - started
    for client in clients:
        client.close()
    return sample


def _gave_up() -> list[tuple[selectors.SelectorKey, int]]:
    raise TimeoutError("no answer for 60 s")


def _ended(client: _Client, sample: Sample) -> bool:
    """Whether the answer of `client` has come to its end, well or badly; counts it if so."""
    try:
        if not client.read():
            return False
    except OSError:
        client.head = b""
        sample.failures += 1
        return True
    if client.good:
        sample.seconds.append(time.perf_counter() - client.sent_at)
        sample.bytes += client.got
    else:
        sample.failures += 1
    return True
