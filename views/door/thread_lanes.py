"""Threads that work: one lane for pages and one for users' queries, so that slow queries never hold up a page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

Job = Callable[[], None]


class ThreadLane:
    """Runs jobs on up to `max_threads` threads, started as they are needed; takes no more than `max_jobs` at once."""

    def __init__(self, name: str, max_threads: int, max_jobs: int) -> None:
        self._name, self._max_threads, self._max_jobs = name, max_threads, max_jobs
        # A plain queue and threads: half the time a job of concurrent.futures takes.
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._lock = threading.Lock()
        self._taken = 0
        self._threads = 0

    def put(self, job: Job) -> bool:
        """Has `job` done soon; false when the lane is full. `job` must not raise."""
        with self._lock:
            if self._taken >= self._max_jobs:
                return False
            self._taken += 1
            if self._threads < min(self._taken, self._max_threads):
                self._threads += 1
                threading.Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()
        self._jobs.put(job)
        return True

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            finally:
                # A waiting thread would otherwise hold on to the answer of its last job.
                del job
                with self._lock:
                    self._taken -= 1
