"""One bounded HTTP exchange: a total deadline, a largest answer, no redirect, kept connections, nothing passed on.

The proxies of the environment are not used: what a query of a stranger makes us call is only what the operator named.
"""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urlsplit

from graph.deadline import Deadline
from graph.errors import BadStoreAnswer, Refused, StoreUnreachable
from graph.remote.sockets import Address, DeadlineSocket, connect, resolve

IDLE = 8
SENT = frozenset({"accept", "authorization", "content-type", "user-agent"})
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class StoreReply:
    """A whole answer, or with `whole` False its first bytes up to the limit.

    `framed` is False when only the end of the connection ended the answer, so that a missing rest goes unnoticed.
    """

    status: int
    headers: Message
    body: bytes
    whole: bool
    framed: bool


class Transport:
    """Sends requests to one host and keeps its connections; safe to use from several threads.

    `admit` gets every address of the host just before connecting, and raises Refused for one that must not be called.
    """

    def __init__(self, url: str, max_bytes: int, admit: Callable[[list[Address]], None] | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise Refused("A store has an http or https address without a password.")
        self.host = parts.hostname
        self._origin = (parts.scheme, parts.netloc)
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._max_bytes = max_bytes
        self._admit = admit
        self._idle: list[DeadlineSocket] = []
        self._lock = threading.Lock()

    def send(self, request: urllib.request.Request, deadline: Deadline, *, safe: bool = True) -> StoreReply:
        """The reply to `request`. A `safe` request may use a kept connection, and is sent again if that was closed.

        Raises StoreUnreachable, TimedOut, Abandoned, or BadStoreAnswer for a redirect and an answer that breaks off.
        """
        data = self._written(request)
        kept = self._kept(deadline) if safe else None
        if kept is not None:
            try:
                return self._exchange(kept, data)
            except StoreUnreachable:
                pass
        return self._exchange(self._connected(deadline), data)

    def close(self) -> None:
        """Closes the kept connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for sock in idle:
            sock.close()

    def _written(self, request: urllib.request.Request) -> bytes:
        parts = urlsplit(request.full_url)
        if (parts.scheme, parts.netloc) != self._origin:
            raise Refused("A store is called at its own address only.")
        target = quote(parts.path or "/", safe="/:@!$&'()*+,;=~%-._") + (f"?{parts.query}" if parts.query else "")
        data = request.data or b""
        assert isinstance(data, bytes)
        headers = {name.title(): value for name, value in request.header_items() if name.lower() in SENT}
        headers |= {"Host": parts.netloc, "Accept-Encoding": "identity", "Content-Length": str(len(data))}
        lines = [f"{request.get_method()} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        head = "\r\n".join(lines)
        if any(not line or "\r" in line or "\n" in line for line in lines):
            raise Refused("A header of this request has a line break in it.")
        return head.encode("latin-1", "replace") + b"\r\n\r\n" + data

    def _kept(self, deadline: Deadline) -> DeadlineSocket | None:
        with self._lock:
            while self._idle:
                sock = self._idle.pop()
                if not sock.stale():
                    sock.deadline = deadline
                    return sock
                sock.close()
        return None

    def _connected(self, deadline: Deadline) -> DeadlineSocket:
        addresses = resolve(self.host, self._port, deadline)
        if self._admit is not None:
            self._admit(addresses)
        return connect(addresses, self.host, deadline, self._tls)

    def _exchange(self, sock: DeadlineSocket, data: bytes) -> StoreReply:
        try:
            sock.send_all(data)
            response = _begun(sock, self.host)
            reply = self._read(response)
        except ConnectionError as error:
            sock.close()
            raise StoreUnreachable(f"The store at {self.host} closed the connection without an answer.") from error
        except OSError as error:
            sock.close()
            raise StoreUnreachable(f"The connection to the store at {self.host} broke: {error.strerror}.") from error
        except BaseException:
            sock.close()
            raise
        self._done(sock, keep=reply.whole and reply.framed and not response.will_close)
        return reply

    def _read(self, response: http.client.HTTPResponse) -> StoreReply:
        if 300 <= response.status < 400:
            raise BadStoreAnswer(
                "redirect", f"The store at {self.host} sends us elsewhere ({response.status}). We do not follow."
            )
        body = bytearray()
        framed = response.chunked or response.length is not None
        try:
            while len(body) <= self._max_bytes and (chunk := response.read1(_CHUNK)):
                body += chunk
        except (http.client.HTTPException, ConnectionError, ValueError) as error:
            raise self._truncated() from error
        whole = len(body) <= self._max_bytes
        if whole and response.length:
            raise self._truncated()
        return StoreReply(response.status, response.headers, bytes(body[: self._max_bytes]), whole, framed)

    def _truncated(self) -> BadStoreAnswer:
        return BadStoreAnswer("truncated", f"The answer of the store at {self.host} breaks off.")

    def _done(self, sock: DeadlineSocket, keep: bool) -> None:
        with self._lock:
            if keep and len(self._idle) < IDLE:
                self._idle.append(sock)
                return
        sock.close()


def _begun(sock: DeadlineSocket, host: str) -> http.client.HTTPResponse:
    """The answer with its status and headers read."""
    # http.client needs only makefile(); its type asks for a whole socket.
    response = http.client.HTTPResponse(sock, method="POST")  # type: ignore[arg-type]
    try:
        response.begin()
    except ConnectionError:
        raise
    except (http.client.HTTPException, ValueError) as error:
        raise BadStoreAnswer("status", f"What {host} answers is not HTTP.") from error
    return response


def is_public(address: Address) -> bool:
    """True for an address of the open internet; an IPv4 address inside an IPv6 one is judged by itself."""
    found = ipaddress.ip_address(str(address[1][0]).partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast and not found.is_reserved
