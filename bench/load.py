"""Load: how long single requests take, and how many a second a server answers.

Single requests are sent by a small generator of our own: some kept connections on one thread, which reads only as much
of HTTP/1.1 as is needed to know where an answer ends. It costs about 0.05 ms a request, as much as a fast
server itself, so rates are counted by `wrk` where that is installed and the answers are quick.
"""

from __future__ import annotations

import math
import re
import selectors
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

READ_BYTES = 1 << 20
UNKNOWN = -1
WRK = "wrk"
LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Sample:
    """What came back: seconds of each good answer, and how many were not good."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    elapsed_s: float = 0.0
    good: int = 0

    @property
    def per_second(self) -> float:
        return self.good / self.elapsed_s if self.elapsed_s else 0.0


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


def run(port: int, requests: Sequence[bytes], connections: int, seconds: float, at_least: int = 1) -> Sample:
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


def rate(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Sample:
    """How many a second `wrk` counts when it sends `requests` in turn; needs `wrk`. Has no single times."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_lua(requests))
        script.flush()
        command = [WRK, "-t1", f"-c{connections}", f"-d{math.ceil(seconds)}s", "--timeout", "20s", "-s", script.name]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    counted, bad = (
        re.search(r"(\d+) requests in ([\d.]+)(m?s)", done.stdout),
        re.search(r"responses: (\d+)", done.stdout),
    )
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    if counted is None:
        raise OSError(f"wrk: {done.stdout[:200]}")
    failures = int(bad[1]) if bad else 0
    lost = sum(map(int, errors.groups())) if errors else 0
    elapsed_s = float(counted[2]) / (1000 if counted[3] == "ms" else 1)
    return Sample(failures=failures + lost, elapsed_s=elapsed_s, good=int(counted[1]) - failures)


def _lua(requests: Sequence[bytes]) -> str:
    """The requests as a script: each line of `texts` is one whole request."""
    texts = ",\n".join(f"[==[{request.decode().replace(chr(13), '')}]==]" for request in requests)
    return (
        f"local texts = {{\n{texts}\n}}\nlocal n = 0\n"
        "function init() for i, text in ipairs(texts) do texts[i] = text:gsub('\\n', '\\r\\n') end end\n"
        "function request() n = n % #texts + 1; return texts[n] end\n"
    )


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
        sample.good += 1
    else:
        sample.failures += 1
    return True
