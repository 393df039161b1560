"""Taking turns: so many at once, so many waiting, and no longer than so long."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.deadline import Deadline
from graph.errors import Busy, TimedOut

Granted = Callable[[], None]


class Waiting:
    """One who waits; `granted` is called once, by whoever gives a turn back, on that one's thread."""

    __slots__ = ("granted",)

    def __init__(self, granted: Granted) -> None:
        self.granted = granted


class Admission:
    """At most `running` hold a turn, at most `waiting` wait for one, each up to `wait_s` seconds; first come, first
    served."""

    def __init__(self, running: int, waiting: int, wait_s: float) -> None:
        self._most, self._longest, self._wait_s = running, waiting, wait_s
        self._lock = threading.Lock()
        self._running = 0
        self._queue: deque[Waiting] = deque()

    @contextmanager
    def taken(self, abandoned: Callable[[], bool] | None = None) -> Iterator[None]:
        """Holds a turn; raises Busy when there is none in time, Abandoned when nobody waits for it any more."""
        self._take(abandoned)
        try:
            yield
        finally:
            self.give_back()

    def take(self, granted: Granted) -> Waiting | None:
        """None when the turn is taken at once; else the place in the queue, and `granted` is called when it comes.

        Never waits. Raises Busy when too many wait already. Whoever took a turn calls `give_back`.
        """
        with self._lock:
            if self._running < self._most:
                self._running += 1
                return None
            if len(self._queue) >= self._longest:
                raise Busy
            waiting = Waiting(granted)
            self._queue.append(waiting)
            return waiting

    def leave(self, waiting: Waiting) -> bool:
        """Gives the place in the queue up; false when the turn has come already, and must be used or given back."""
        with self._lock:
            try:
                self._queue.remove(waiting)
            except ValueError:
                return False
            return True

    def give_back(self) -> None:
        """Ends a turn; the one who waits longest has it now."""
        with self._lock:
            following = self._queue.popleft() if self._queue else None
            if following is None:
                self._running -= 1
        if following is not None:
            following.granted()

    def _take(self, abandoned: Callable[[], bool] | None) -> None:
        deadline = Deadline(self._wait_s, abandoned)
        come = threading.Event()
        waiting = self.take(come.set)
        if waiting is None:
            return
        try:
            while not come.wait(deadline.slice()):
                pass
        except BaseException as error:
            if not self.leave(waiting):
                self.give_back()
            if isinstance(error, TimedOut):
                raise Busy from error
            raise
