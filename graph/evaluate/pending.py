"""One evaluation that was asked for and has not ended: the only way to ask the workers anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from graph.deadline import Deadline
from graph.evaluate import messages
from graph.evaluate.admission import Admission
from graph.evaluate.evaluated import Evaluated, evaluated
from graph.evaluate.workers import Workers

Gone = Callable[[], bool]


class PendingEvaluation:
    """Waits for admission, then a worker has it; it ends once: with an `answer`, by `wait` or by `cancel`.

    Whoever must not wait calls `start` once it is `admitted`, then `poll` whenever `fileno` can be read; it may pass
    the evaluation on to a thread that calls `wait` at any time. For one thread at a time. Raises Busy when too many
    wait already.
    """

    def __init__(
        self,
        message: bytes,
        media_type: str,
        workers: Workers,
        admission: Admission,
        admitted: Callable[[], None] | None = None,
    ) -> None:
        self._message, self._media_type = message, media_type
        self._workers, self._admission = workers, admission
        self._waiting = admission.take(admitted)
        self._holds_place = True
        self._worker: Any = None
        self._since = 0.0
        self._read = b""
        self._error: dict[str, Any] | None = None
        self.answer: Evaluated | None = None

    @property
    def admitted(self) -> bool:
        """Whether it may be started."""
        return self._waiting is None or self._waiting.come.is_set()

    def start(self) -> bool:
        """Gives the query to an idle worker, without waiting; false when there is none."""
        self._worker, self._since = self._workers.begin(self._message), time.monotonic()
        return self._worker is not None

    def fileno(self) -> int:
        """The descriptor that can be read when there is more of the answer."""
        return int(self._worker.connection.fileno())

    def poll(self) -> bool:
        """Reads what is there, without waiting; false when it is worth polling again once more has come.

        Afterwards `answer` is set if it is whole; what is long, late or an error is left for `wait`.
        """
        try:
            self._read += messages.read_now(self._worker.connection, messages.AT_ONCE - len(self._read))
        except messages.Gone:
            return True
        ended = messages.ended(self._read)
        if ended is None:
            return len(self._read) == messages.AT_ONCE
        fields, body = ended
        self._settle(fields)
        if "error" in fields:
            self._error = fields
        else:
            self.answer = evaluated(fields, body, self._media_type)
        return True

    def wait(self, timeout_s: float, abandoned: Gone | None = None) -> Evaluated:
        """The answer, waited for until `timeout_s` seconds after a worker had the query; raises as `evaluate` does."""
        if self.answer is not None:
            return self.answer
        if self._error is not None:
            return evaluated(self._error, b"", self._media_type)
        try:
            self._await_admission(abandoned)
            fields, body = self._collected(timeout_s, abandoned)
        finally:
            self._release()
        return evaluated(fields, body, self._media_type)

    def cancel(self) -> None:
        """Ends it if it goes on; does not wait for that."""
        if self._holds_place and self._worker is not None:
            self._workers.discard(self._worker)
        self._release()

    def _await_admission(self, abandoned: Gone | None) -> None:
        if self._waiting is None:
            return
        self._holds_place = False
        self._admission.wait(self._waiting, abandoned)
        self._holds_place, self._waiting = True, None

    def _collected(self, timeout_s: float, abandoned: Gone | None) -> tuple[dict[str, Any], bytes]:
        def deadline() -> Deadline:
            return Deadline(timeout_s, abandoned)

        if self._worker is None:
            return self._workers.run(self._message, deadline, abandoned)
        again = (self._message, deadline, abandoned)
        return self._workers.collected(self._worker, Deadline(timeout_s, abandoned, self._since), self._read, again)

    def _settle(self, fields: dict[str, Any]) -> None:
        try:
            self._workers.settle_soon(self._worker, fields)
        finally:
            self._release()

    def _release(self) -> None:
        if self._holds_place:
            self._holds_place = False
            self._admission.release(self._waiting)
