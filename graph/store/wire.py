"""Length-prefixed messages between the web process, the parent of the workers, and the workers."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.errors import Abandoned

POLL_S = 0.25
_HEAD = struct.Struct(">IQ")


class Gone(Exception):
    """The other end closed the connection."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: until `deadline` (of time.monotonic), or until nobody wants the answer any more."""

    deadline: float
    abandoned: Callable[[], bool] | None = None

    @classmethod
    def lasting(cls, seconds: float, abandoned: Callable[[], bool] | None = None) -> Patience:
        return cls(time.monotonic() + seconds, abandoned)

    def left_s(self) -> float:
        """The seconds to wait before asking again, at most POLL_S; raises TimeoutError or Abandoned."""
        if self.abandoned is not None and self.abandoned():
            raise Abandoned
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, POLL_S)


def send(connection: socket.socket, fields: dict[str, Any], body: bytes | bytearray = b"") -> None:
    """Sends one message; raises Gone."""
    head = json.dumps(fields).encode()
    try:
        connection.sendall(_HEAD.pack(len(head), len(body)) + head)
        if body:
            connection.sendall(body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Gone from error


def wait(connection: socket.socket, patience: Patience) -> None:
    """Returns when there is something to read, or the other end is gone; raises as `patience` does."""
    while True:
        connection.settimeout(patience.left_s())
        try:
            connection.recv(1, socket.MSG_PEEK)
            return
        except TimeoutError:
            continue
        except ConnectionResetError:
            return


def receive(connection: socket.socket, patience: Patience | None = None) -> tuple[dict[str, Any], bytes]:
    """Receives one message; raises Gone, and TimeoutError or Abandoned when `patience` ends."""
    head, body = _HEAD.unpack(_exactly(connection, _HEAD.size, patience))
    fields: dict[str, Any] = json.loads(_exactly(connection, head, patience))
    return fields, bytes(_exactly(connection, body, patience))


def _exactly(connection: socket.socket, size: int, patience: Patience | None) -> bytearray:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        if patience is not None:
            connection.settimeout(patience.left_s())
        try:
            count = connection.recv_into(view[filled:])
        except TimeoutError:
            continue
        except ConnectionResetError as error:
            raise Gone from error
        if count == 0:
            raise Gone
        filled += count
    return data
