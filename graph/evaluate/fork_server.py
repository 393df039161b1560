"""The processes behind the evaluator: one parent that holds the store, and the workers it forks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.deadline import Deadline
from graph.errors import Busy, TimedOut
from graph.evaluate import messages
from graph.revision import Revision
from graph.settings import CODE, Settings

START_LIMIT_S = 120.0
FORK_LIMIT_S = 10.0
STOP_LIMIT_S = 2.0


@dataclass(frozen=True)
class Worker:
    """One child of the parent, and the connection to it; `generation` counts the restarts of the parent."""

    pid: int
    connection: socket.socket
    generation: int


class ForkServer:
    """Starts the parent at once, waits for it when the first worker is needed, restarts it when it dies."""

    def __init__(self, revision: Revision, settings: Settings) -> None:
        self._arguments = [
            str(revision.path.parent),
            str(revision.number),
            str(settings.max_memory_quads),
            str(settings.query_memory_mb),
        ]
        self._lock = threading.Lock()
        self._closed = False
        self._generation = 0
        self._start()

    def fork(self, abandoned: Callable[[], bool] | None = None) -> Worker:
        """A new worker; restarts the parent once if it is gone.

        Raises Busy if that does not help or the parent is still opening the store, and Abandoned.
        """
        deadline = Deadline(START_LIMIT_S, abandoned)
        with self._turn(deadline):
            for _ in (1, 2):
                try:
                    self._await_start(deadline)
                    return self._fork()
                except (messages.Gone, TimedOut, OSError):
                    self._end()
                    if self._closed:
                        break
                    self._start()
        raise Busy

    def reap(self, worker: Worker) -> tuple[int, str] | None:
        """Ends `worker`: the signal that ended it, 0 for none, and its last words; None if its parent is gone."""
        worker.connection.close()
        with self._lock:
            if worker.generation != self._generation or self._closed:
                return None
            try:
                messages.send(self._control, {"do": "reap", "pid": worker.pid})
                fields, _ = messages.receive(self._control, Deadline(STOP_LIMIT_S))
            except (messages.Gone, TimedOut, OSError):
                self._end()
                self._start()
                return None
            return int(fields["status"]), str(fields["said"])

    def close(self) -> None:
        """Ends the parent and every worker."""
        self._closed = True
        if not self._ready:
            # Whoever waits for the parent to open the store holds the lock until it has.
            self._process.kill()
        with self._lock:
            self._end()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "graph.evaluate.parent", *self._arguments, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=CODE,
                env={"PATH": os.defpath, "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"},
            )
        self._control = ours
        self._generation += 1
        self._ready = False

    @contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        try:
            while not self._lock.acquire(timeout=deadline.slice()):
                pass
        except TimedOut as error:
            raise Busy from error
        try:
            yield
        finally:
            self._lock.release()

    def _await_start(self, deadline: Deadline) -> None:
        if self._closed:
            raise messages.Gone
        if self._ready:
            return
        try:
            messages.wait(self._control, deadline)
        except TimedOut as error:
            raise Busy from error
        messages.receive(self._control)
        self._ready = True

    def _fork(self) -> Worker:
        # An answer left unread would be taken for the next one, so it is awaited whoever still wants it.
        deadline = Deadline(FORK_LIMIT_S)
        messages.send(self._control, {"do": "fork"})
        fields, _ = messages.receive(self._control, deadline)
        _, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        return Worker(fields["pid"], socket.socket(fileno=descriptors[0]), self._generation)

    def _end(self) -> None:
        """Closing the connection lets the parent end its workers; what is still there then is killed."""
        self._control.close()
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
