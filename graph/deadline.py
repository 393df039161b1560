"""How long to wait for one thing: up to a time, and no longer than somebody wants it."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

from graph.errors import Abandoned, TimedOut

POLL_S = 0.25


class Deadline:
    """How long one exchange may still take, from connecting to the last byte.

    `since` is when it began, of time.monotonic(), if that was not now.
    """

    def __init__(self, limit_s: float, abandoned: Callable[[], bool] | None = None, since: float | None = None) -> None:
        self.limit_s = limit_s
        self._deadline = (time.monotonic() if since is None else since) + limit_s
        self._abandoned = abandoned

    def slice(self) -> float:
        """Seconds to wait before asking again; raises TimedOut when none are left, Abandoned when nobody waits."""
        if self._abandoned is not None and self._abandoned():
            raise Abandoned
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimedOut(self.limit_s)
        return min(left, POLL_S)

    def ready(self, sock: socket.socket, event: int) -> None:
        """Returns when `sock` can be read or written."""
        poll = select.poll()
        poll.register(sock, event)
        while not poll.poll(self.slice() * 1000):
            pass
