"""Little servers on loopback that misbehave as stores do, and keep what they were sent."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

JSON = "application/sparql-results+json"
ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'

Act = Callable[[socket.socket, threading.Event], bool | None]
"""What a store does with one request; True keeps the connection for the next."""


class BadStore:
    """Listens until it is stopped; `requests` holds every request whole, `connections` counts the calls."""

    def __init__(self, acts: list[Act], port: int = 0) -> None:
        self._acts = acts
        self._listening = socket.create_server(("127.0.0.1", port))
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self.requests: list[bytes] = []
        self.connections = 0
        self.port = int(self._listening.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/sparql"
        self._start(self._accept)

    def stop(self) -> None:
        self._stopped.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            self._start(lambda sock=sock: self._serve(sock))  # type: ignore[misc]

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while not self._stopped.is_set() and (request := _request(sock)):
                self.requests.append(request)
                act = self._acts[min(len(self.requests), len(self._acts)) - 1]
                if not act(sock, self._stopped):
                    break
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()


@contextmanager
def bad_store(*acts: Act, port: int = 0) -> Iterator[BadStore]:
    """A store that does `acts` one request after another, and the last one for every further request."""
    store = BadStore(list(acts), port)
    try:
        yield store
    finally:
        store.stop()


def _request(sock: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = sock.recv(65536)
        if not piece:
            return b""
        data += piece
    length = re.search(rb"(?i)content-length: (\d+)", data)
    whole = data.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
    while len(data) < whole:
        data += sock.recv(65536)
    return data


def head(status: str = "200 OK", media_type: str = JSON, *more: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *more, "", ""]).encode()


def answering(body: bytes = ROWS, media_type: str = JSON, status: str = "200 OK", *more: str) -> Act:
    """Answers as HTTP asks, and keeps the connection."""
    reply = head(status, media_type, f"Content-Length: {len(body)}", *more) + body

    def act(sock: socket.socket, stopped: threading.Event) -> bool:
        sock.sendall(reply)
        return True

    return act


def sending(data: bytes, forever: bytes = b"", every_s: float = 0.0, most: int = 1 << 40) -> Act:
    """Sends `data`, then `forever` again and again, and closes."""

    def act(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(data)
        sent = 0
        while forever and sent < most and not (every_s and stopped.wait(every_s)):
            sock.sendall(forever)
            sent += len(forever)

    return act


def silent(sock: socket.socket, stopped: threading.Event) -> None:
    """Takes the request and never answers."""
    stopped.wait(60)


def closing(sock: socket.socket, stopped: threading.Event) -> None:
    """Takes the request and closes."""
