"""Admission of evaluations: so many at once, so many waiting, and no longer than so long."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.deadline import Deadline
from graph.errors import Busy, TimedOut

Granted = Callable[[], None]


class Waiting:
    """A place in the queue; when its turn comes, `come` is set and `granted` is called once, on the thread of whoever
    gives a turn back."""

    __slots__ = ("come", "granted")

    def __init__(self, granted: Granted | None) -> None:
        self.granted = granted
        self.come = threading.Event()


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
        waiting = self.take()
        if waiting is not None:
            self.wait(waiting, abandoned)
        try:
            yield
        finally:
            self.give_back()

    def take(self, granted: Granted | None = None) -> Waiting | None:
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
        if following is None:
            return
        following.come.set()
        if following.granted is not None:
            following.granted()

    def wait(self, waiting: Waiting, abandoned: Callable[[], bool] | None = None) -> None:
        """Returns when the turn has come; raises Busy or Abandoned, and then the place in the queue is given up."""
        deadline = Deadline(self._wait_s, abandoned)
        try:
            while not waiting.come.wait(deadline.slice()):
                pass
        except BaseException as error:
            self.release(waiting)
            if isinstance(error, TimedOut):
                raise Busy from error
            raise

    def release(self, waiting: Waiting | None) -> None:
        """Gives up a place in the queue or, when its turn has come or there was no queue, the turn."""
        if waiting is None or not self.leave(waiting):
            self.give_back()
