"""Length-prefixed messages between the web process, the parent of the workers, and the workers."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

_HEAD = struct.Struct(">IQ")


class Gone(Exception):
    """The other end closed the connection."""


def send(connection: socket.socket, fields: dict[str, Any], body: bytes | bytearray = b"") -> None:
    """Sends one message; raises Gone."""
    head = json.dumps(fields).encode()
    try:
        connection.sendall(_HEAD.pack(len(head), len(body)) + head)
        if body:
            connection.sendall(body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Gone from error


def receive(connection: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Receives one message; raises Gone, or TimeoutError when `deadline` (of time.monotonic) passes."""
    head, body = _HEAD.unpack(_exactly(connection, _HEAD.size, deadline))
    fields: dict[str, Any] = json.loads(_exactly(connection, head, deadline))
    return fields, bytes(_exactly(connection, body, deadline))


def _exactly(connection: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
        try:
            count = connection.recv_into(view[filled:])
        except ConnectionResetError as error:
            raise Gone from error
        if count == 0:
            raise Gone
        filled += count
    return data
