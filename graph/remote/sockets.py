"""Sockets whose every wait ends on time: one deadline for a whole exchange, and an ear for a client that has gone."""

from __future__ import annotations

import io
import os
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from graph.deadline import Deadline
from graph.errors import StoreUnreachable

CONNECT_S = 5.0

Address = tuple[int, tuple[Any, ...]]
"""An address family and a socket address of that family."""

T = TypeVar("T")


class DeadlineSocket:
    """A connected socket that never blocks longer than the deadline of its present exchange."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        sock.setblocking(False)
        self._sock = sock
        self.deadline = deadline

    def attempt(self, act: Callable[..., T], argument: Any, event: int) -> T:
        """What `act` gives as soon as the socket is ready for it. Also asks before each attempt: a store that sends
        one byte at a time is always ready."""
        while True:
            self.deadline.slice()
            try:
                return act(argument)
            except (BlockingIOError, InterruptedError):
                self.deadline.ready(self._sock, event)
            except ssl.SSLWantReadError:
                self.deadline.ready(self._sock, select.POLLIN)
            except ssl.SSLWantWriteError:
                self.deadline.ready(self._sock, select.POLLOUT)

    def send_all(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self.attempt(self._sock.send, view, select.POLLOUT) :]

    def receive_into(self, buffer: Any) -> int:
        return self.attempt(self._sock.recv_into, buffer, select.POLLIN)

    def makefile(self, *_: object) -> io.BufferedReader:
        """What http.client reads an answer from; closing it leaves the socket open."""
        return io.BufferedReader(_Reader(self), 1 << 16)

    def stale(self) -> bool:
        """True when the store has closed this idle connection, or sent what nobody asked for."""
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        self._sock.close()


class _Reader(io.RawIOBase):
    def __init__(self, sock: DeadlineSocket) -> None:
        super().__init__()
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._sock.receive_into(buffer)


def resolve(host: str, port: int, deadline: Deadline) -> list[Address]:
    """The addresses of `host`. The system's resolver cannot be stopped, so a thread of its own waits for it."""
    answers: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(family, address) for family, _, _, _, address in found])
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    while True:
        try:
            answer = answers.get(timeout=deadline.slice())
        except queue.Empty:
            continue
        if isinstance(answer, OSError):
            raise StoreUnreachable(f"The name of the store {host} cannot be resolved.")
        return answer


def connect(addresses: list[Address], host: str, deadline: Deadline, tls: ssl.SSLContext | None) -> DeadlineSocket:
    """A connection to the first of `addresses` that takes one; with `tls`, one that proved to be `host`.

    Raises StoreUnreachable when none does, TimedOut and Abandoned as its deadline says.
    """
    reason = "it has no address"
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            _connect(sock, address, deadline)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls is None:
                return DeadlineSocket(sock, deadline)
            return _secured(sock, host, deadline, tls)
        except (OSError, ValueError) as error:
            sock.close()
            reason = getattr(error, "strerror", None) or str(error)
        except BaseException:
            sock.close()
            raise
    raise StoreUnreachable(f"The store at {host} cannot be reached: {reason}.")


def _connect(sock: socket.socket, address: tuple[Any, ...], deadline: Deadline) -> None:
    sock.setblocking(False)
    until = time.monotonic() + CONNECT_S
    sock.connect_ex(address)
    poll = select.poll()
    poll.register(sock, select.POLLOUT)
    while not poll.poll(deadline.slice() * 1000):
        if time.monotonic() > until:
            raise TimeoutError(f"it takes no connection within {CONNECT_S:g} seconds")
    failed = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if failed:
        raise OSError(failed, os.strerror(failed))


def _secured(sock: socket.socket, host: str, deadline: Deadline, tls: ssl.SSLContext) -> DeadlineSocket:
    secure = tls.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    patient = DeadlineSocket(secure, deadline)
    try:
        patient.attempt(lambda _: secure.do_handshake(), None, select.POLLIN)
    except BaseException:
        secure.close()
        raise
    return patient
