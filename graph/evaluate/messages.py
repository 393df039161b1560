"""Length-prefixed messages between the web process, the parent of the workers, and the workers.

An answer is pieces, an empty piece, and one message that says how it ended.
"""

from __future__ import annotations

import io
import json
import socket
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graph.deadline import Deadline

_HEAD = struct.Struct(">IQ")
_PIECE = struct.Struct(">I")
AT_ONCE = 1 << 16


class Gone(Exception):
    """The other end closed the connection."""


def send(connection: socket.socket, fields: dict[str, Any], body: bytes = b"") -> None:
    """Sends one message; raises Gone."""
    send_message(connection, written(json.dumps(fields).encode(), body))


def send_message(connection: socket.socket, message: bytes) -> None:
    """Sends one message, as `written` gives it; raises Gone."""
    try:
        connection.sendall(message)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Gone from error


def written(head: bytes, body: bytes = b"") -> bytes:
    """One message; `head` is its fields as JSON."""
    return _HEAD.pack(len(head), len(body)) + head + body


def send_now(connection: socket.socket, message: bytes) -> None:
    """Sends one message, as `written` gives it, if there is room for it at once; raises Gone, also if there is none."""
    try:
        sent = connection.send(message, socket.MSG_DONTWAIT)
    except OSError as error:
        raise Gone from error
    if sent != len(message):
        raise Gone


def read_now(connection: socket.socket, most: int) -> bytes:
    """What is there to read, up to `most` bytes, which may be nothing; raises Gone. For a connection that blocks."""
    try:
        data = connection.recv(most, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return b""
    except OSError as error:
        raise Gone from error
    if not data:
        raise Gone
    return data


def ended(data: bytes) -> tuple[dict[str, Any], bytes] | None:
    """How an answer of one piece, or of none, ended, and that piece; None when `data` is no such answer as a whole."""
    size = _PIECE.unpack_from(data)[0] if len(data) >= _PIECE.size else 0
    start = _PIECE.size if size else 0
    end = start + size
    head = end + _PIECE.size + _HEAD.size
    if len(data) <= head or _PIECE.unpack_from(data, end)[0]:
        return None
    if len(data) != head + _HEAD.unpack_from(data, end + _PIECE.size)[0]:
        return None
    return json.loads(data[head:]), data[start:end]


def send_piece(connection: socket.socket, piece: bytes) -> None:
    """Sends one piece of an answer, or nothing when it is empty; raises Gone."""
    if piece:
        send_message(connection, _PIECE.pack(len(piece)))
        send_message(connection, piece)


def send_end(connection: socket.socket, piece: bytes, fields: dict[str, Any]) -> None:
    """Sends the last piece of an answer and how it ended; raises Gone."""
    head = json.dumps(fields).encode()
    last = _PIECE.pack(len(piece)) + piece if piece else b""
    send_message(connection, last + _PIECE.pack(0) + _HEAD.pack(len(head), 0) + head)


def next_request(connection: socket.socket) -> tuple[Mapping[str, Any], bytes]:
    """Receives one message in as few calls as can be, since none follows before it is answered; raises Gone."""
    data = b""
    while len(data) < _HEAD.size:
        data += _some(connection)
    head, body = _HEAD.unpack_from(data)
    start = _HEAD.size + head
    if len(data) < start + body:
        data += _exactly(connection, start + body - len(data), None)
    return _fields(data[_HEAD.size : start]), data[start:]


# Most requests have one of a few heads.
@lru_cache(maxsize=32)
def _fields(head: bytes) -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(head)
    return found


def _some(connection: socket.socket) -> bytes:
    try:
        data = connection.recv(AT_ONCE)
    except ConnectionResetError as error:
        raise Gone from error
    if not data:
        raise Gone
    return data


def wait(connection: socket.socket, deadline: Deadline) -> None:
    """Returns when there is something to read, or the other end is gone; raises as `deadline` does."""
    while True:
        connection.settimeout(deadline.slice())
        try:
            connection.recv(1, socket.MSG_PEEK)
            return
        except TimeoutError:
            continue
        except ConnectionResetError:
            return


def receive(connection: socket.socket, deadline: Deadline | None = None) -> tuple[dict[str, Any], bytes]:
    """Receives one message; raises Gone, and as `deadline` does when it ends."""
    head, body = _HEAD.unpack(_exactly(connection, _HEAD.size, deadline))
    fields: dict[str, Any] = json.loads(_exactly(connection, head, deadline))
    return fields, bytes(_exactly(connection, body, deadline))


def collect(connection: socket.socket, deadline: Deadline, received: bytes = b"") -> tuple[dict[str, Any], bytes]:
    """How an answer ended, and its pieces joined without a second copy; raises as `receive` does.

    `received` is what was read of the answer before.
    """
    reading = _AnswerReader(connection, deadline, received)
    joined = io.BytesIO()
    while size := _PIECE.unpack(reading.exactly(_PIECE.size))[0]:
        reading.into(joined, size)
    head, _ = _HEAD.unpack(reading.exactly(_HEAD.size))
    fields: dict[str, Any] = json.loads(reading.exactly(head))
    return fields, joined.getvalue()


class _AnswerReader:
    """Reads one answer with few calls: as much at once as there is. Nothing follows an answer, so nothing is lost."""

    def __init__(self, connection: socket.socket, deadline: Deadline, received: bytes) -> None:
        self._connection = connection
        self._deadline = deadline
        self._view = memoryview(bytearray(AT_ONCE))
        self._view[: len(received)] = received
        self._start, self._end = 0, len(received)

    def exactly(self, size: int) -> bytes:
        taken = io.BytesIO()
        self.into(taken, size)
        return taken.getvalue()

    def into(self, sink: io.BytesIO, size: int) -> None:
        while size:
            if self._start == self._end:
                self._start, self._end = 0, _received(self._connection, self._view, self._deadline)
            count = min(size, self._end - self._start)
            sink.write(self._view[self._start : self._start + count])
            self._start += count
            size -= count


def _exactly(connection: socket.socket, size: int, deadline: Deadline | None) -> bytearray:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        filled += _received(connection, view[filled:], deadline)
    return data


def _received(connection: socket.socket, view: memoryview, deadline: Deadline | None) -> int:
    while True:
        if deadline is not None:
            connection.settimeout(deadline.slice())
        try:
            count = connection.recv_into(view)
        except TimeoutError:
            continue
        except ConnectionResetError as error:
            raise Gone from error
        if count == 0:
            raise Gone
        return count
