"""Taking turns: so many at once, so many waiting, and no longer than so long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.errors import Busy, TimedOut
from graph.store.patience import Patience


class Turns:
    """At most `running` hold a turn, at most `waiting` wait for one, each up to `wait_s` seconds."""

    def __init__(self, running: int, waiting: int, wait_s: float) -> None:
        self._most, self._queue, self._wait_s = running, waiting, wait_s
        self._changed = threading.Condition()
        self._running = self._waiting = 0

    @contextmanager
    def taken(self, abandoned: Callable[[], bool] | None = None) -> Iterator[None]:
        """Holds a turn; raises Busy when there is none in time, Abandoned when nobody waits for it any more."""
        self._take(abandoned)
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify()

    def _take(self, abandoned: Callable[[], bool] | None) -> None:
        patience = Patience(self._wait_s, abandoned)
        with self._changed:
            if self._running >= self._most and self._waiting >= self._queue:
                raise Busy
            self._waiting += 1
            try:
                while self._running >= self._most:
                    self._changed.wait(patience.slice())
                self._running += 1
            except TimedOut as error:
                raise Busy from error
            finally:
                self._waiting -= 1
