"""A query that a worker was given by a caller that must not wait: its answer is looked for as it comes, or waited for
later, on another thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph.deadline import Deadline
from graph.evaluate import messages

if TYPE_CHECKING:
    from graph.evaluate.evaluator import Evaluated
    from graph.evaluate.fork_server import Worker
    from graph.evaluate.workers import Ended, Gone, Workers


class Begun:
    """One query on one worker, and the turn it holds. It ends once, by `taken`, `finish` or `drop`. For one thread at
    a time."""

    def __init__(
        self,
        workers: Workers,
        worker: Worker,
        message: bytes,
        give_back: Callable[[], None],
        told: Callable[[dict[str, Any], bytes], Evaluated],
    ) -> None:
        self._workers, self._worker, self._message = workers, worker, message
        self._give_back, self._told = give_back, told
        self._since = time.monotonic()
        self._read = b""
        self._ended: Ended | None = None
        self._open = True

    def fileno(self) -> int:
        """The descriptor that can be read when there is more of the answer."""
        return self._worker.connection.fileno()

    def look(self) -> bool:
        """Reads what is there, without waiting; false when it is worth looking again when more has come."""
        try:
            self._read += messages.read_now(self._worker.connection, messages.AT_ONCE - len(self._read))
        except messages.Gone:
            return True
        self._ended = messages.ended(self._read)
        return self._ended is not None or len(self._read) == messages.AT_ONCE

    def taken(self) -> Evaluated | None:
        """The answer, if it is whole and is no error. None leaves the query as it is, for `finish`."""
        if self._ended is None or "error" in self._ended[0] or self._ended[0]["retire"]:
            return None
        return self._settled(self._ended)

    def finish(self, limit_s: float, abandoned: Gone | None) -> Evaluated:
        """The answer, waited for until `limit_s` seconds after the query was begun; raises as `evaluate` does."""
        if self._ended is not None:
            return self._settled(self._ended)
        again = (self._message, lambda: Deadline(limit_s, abandoned), abandoned)
        try:
            deadline = Deadline(limit_s, abandoned, self._since)
            fields, body = self._workers.collected(self._worker, deadline, self._read, again)
        finally:
            self._end()
        return self._told(fields, body)

    def drop(self) -> None:
        """Ends the query if it goes on; does not wait for that."""
        if self._open:
            self._workers.discard(self._worker)
            self._end()

    def _settled(self, ended: Ended) -> Evaluated:
        fields, body = ended
        try:
            self._workers.settle(self._worker, fields)
        finally:
            self._end()
        return self._told(fields, body)

    def _end(self) -> None:
        if self._open:
            self._open = False
            self._give_back()
