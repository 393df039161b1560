"""Length-prefixed messages between the web process, the parent of the workers, and the workers.

An answer is pieces, an empty piece, and one message that says how it ended.
"""

from __future__ import annotations

import io
import json
import socket
import struct
from typing import Any

from graph.store.patience import Patience

_HEAD = struct.Struct(">IQ")
_PIECE = struct.Struct(">I")
_AT_ONCE = 1 << 16


class Gone(Exception):
    """The other end closed the connection."""


def send(connection: socket.socket, fields: dict[str, Any], body: bytes = b"") -> None:
    """Sends one message; raises Gone."""
    head = json.dumps(fields).encode()
    _send(connection, _HEAD.pack(len(head), len(body)) + head + body)


def send_piece(connection: socket.socket, piece: bytes) -> None:
    """Sends one piece of an answer, or nothing when it is empty; raises Gone."""
    if piece:
        _send(connection, _PIECE.pack(len(piece)))
        _send(connection, piece)


def send_end(connection: socket.socket, piece: bytes, fields: dict[str, Any]) -> None:
    """Sends the last piece of an answer and how it ended; raises Gone."""
    head = json.dumps(fields).encode()
    last = _PIECE.pack(len(piece)) + piece if piece else b""
    _send(connection, last + _PIECE.pack(0) + _HEAD.pack(len(head), 0) + head)


def wait(connection: socket.socket, patience: Patience) -> None:
    """Returns when there is something to read, or the other end is gone; raises as `patience` does."""
    while True:
        connection.settimeout(patience.slice())
        try:
            connection.recv(1, socket.MSG_PEEK)
            return
        except TimeoutError:
            continue
        except ConnectionResetError:
            return


def receive(connection: socket.socket, patience: Patience | None = None) -> tuple[dict[str, Any], bytes]:
    """Receives one message; raises Gone, and as `patience` does when it ends."""
    head, body = _HEAD.unpack(_exactly(connection, _HEAD.size, patience))
    fields: dict[str, Any] = json.loads(_exactly(connection, head, patience))
    return fields, bytes(_exactly(connection, body, patience))


def collect(connection: socket.socket, patience: Patience) -> tuple[dict[str, Any], bytes]:
    """How an answer ended, and its pieces joined without a second copy; raises as `receive` does."""
    reading = _Reading(connection, patience)
    joined = io.BytesIO()
    while size := _PIECE.unpack(reading.exactly(_PIECE.size))[0]:
        reading.into(joined, size)
    head, _ = _HEAD.unpack(reading.exactly(_HEAD.size))
    fields: dict[str, Any] = json.loads(reading.exactly(head))
    return fields, joined.getvalue()


class _Reading:
    """Reads one answer with few calls: as much at once as there is. Nothing follows an answer, so nothing is lost."""

    def __init__(self, connection: socket.socket, patience: Patience) -> None:
        self._connection = connection
        self._patience = patience
        self._view = memoryview(bytearray(_AT_ONCE))
        self._start = self._end = 0

    def exactly(self, size: int) -> bytes:
        taken = io.BytesIO()
        self.into(taken, size)
        return taken.getvalue()

    def into(self, sink: io.BytesIO, size: int) -> None:
        while size:
            if self._start == self._end:
                self._start, self._end = 0, _received(self._connection, self._view, self._patience)
            count = min(size, self._end - self._start)
            sink.write(self._view[self._start : self._start + count])
            self._start += count
            size -= count


def _exactly(connection: socket.socket, size: int, patience: Patience | None) -> bytearray:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        filled += _received(connection, view[filled:], patience)
    return data


def _received(connection: socket.socket, view: memoryview, patience: Patience | None) -> int:
    while True:
        if patience is not None:
            connection.settimeout(patience.slice())
        try:
            count = connection.recv_into(view)
        except TimeoutError:
            continue
        except ConnectionResetError as error:
            raise Gone from error
        if count == 0:
            raise Gone
        return count


def _send(connection: socket.socket, data: bytes) -> None:
    try:
        connection.sendall(data)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Gone from error
