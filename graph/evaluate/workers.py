"""The workers of one evaluator: those that have nothing to do, those that are asked, and what becomes of them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any

from graph.deadline import Deadline
from graph.errors import Busy
from graph.evaluate import messages
from graph.evaluate.fork_server import ForkServer, Worker
from graph.revision import Revision
from graph.settings import Settings

Gone = Callable[[], bool]
Ended = tuple[dict[str, Any], bytes]


class Workers:
    """Gives each message to one worker; safe to use from several threads."""

    def __init__(self, revision: Revision, settings: Settings) -> None:
        self._most = settings.query_workers
        self._fork_server = ForkServer(revision, settings)
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._closed = False

    def run(self, message: bytes, deadline: Callable[[], Deadline], abandoned: Gone | None) -> Ended:
        """How the answer to `message` ended, and the answer; `deadline` begins when a worker has it.

        A worker that died with its parent is replaced and asked once more. Raises TimedOut, Abandoned or Busy.
        """
        return self.collected(self._asked(message, abandoned), deadline(), again=(message, deadline, abandoned))

    def begin(self, message: bytes) -> Worker | None:
        """The idle worker that has taken `message`; None if there is none. Never waits."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is None:
            return None
        try:
            worker.connection.settimeout(None)
            messages.send_now(worker.connection, message)
        except messages.Gone:
            self.discard(worker)
            return None
        return worker

    def collected(
        self,
        worker: Worker,
        deadline: Deadline,
        received: bytes = b"",
        again: tuple[bytes, Callable[[], Deadline], Gone | None] | None = None,
    ) -> Ended:
        """What `worker` answers, of which `received` was read before; `again` is what to ask another if it is lost."""
        try:
            fields, body = messages.collect(worker.connection, deadline, received)
        except messages.Gone:
            end = self._fork_server.reap(worker)
            if end is None and again is not None:
                message, anew, abandoned = again
                return self.collected(self._asked(message, abandoned), anew())
            return {"error": cause(*end) if end else "out-of-memory"}, b""
        except BaseException:
            self._fork_server.reap(worker)
            raise
        self.settle(worker, fields)
        return fields, body

    def settle(self, worker: Worker, fields: dict[str, Any]) -> None:
        """Keeps a worker that has answered, or ends it when it asks for that."""
        if fields.pop("retire", False) or not self._kept(worker):
            self._fork_server.reap(worker)

    def settle_soon(self, worker: Worker, fields: dict[str, Any]) -> None:
        """The same without waiting for the end of a worker."""
        if fields.pop("retire", False) or not self._kept(worker):
            self.discard(worker)

    def discard(self, worker: Worker) -> None:
        """Ends a worker, whatever it does; does not wait for that."""
        threading.Thread(target=self._fork_server.reap, args=(worker,), name="reap", daemon=True).start()

    def close(self) -> None:
        """Ends every worker and their parent."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.connection.close()
        self._fork_server.close()

    def _asked(self, message: bytes, abandoned: Gone | None) -> Worker:
        """The worker that has taken the message; one that ended while it had nothing to do is passed over."""
        for _ in range(self._most + 1):
            worker = self._worker(abandoned)
            worker.connection.settimeout(None)
            try:
                messages.send_message(worker.connection, message)
                return worker
            except messages.Gone:
                self._fork_server.reap(worker)
        raise Busy

    def _worker(self, abandoned: Gone | None) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._fork_server.fork(abandoned)

    def _kept(self, worker: Worker) -> bool:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
            return not self._closed


def cause(ended_by: int, last_words: str) -> str:
    """What ended a worker: the engine overflows its stack, or gives up on values that have no order, or on memory."""
    if ended_by == signal.SIGSEGV:
        return "nesting"
    return "no-order" if "total order" in last_words else "out-of-memory"
