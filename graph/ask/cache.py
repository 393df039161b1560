"""Answers that need not be worked out twice: kept by the bytes they take, and shared while they are worked out."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Hashable

from cachetools import LRUCache

from graph.errors import Abandoned
from graph.evaluate.evaluated import Evaluated

# One answer may take this part of the budget, so that a single large one does not empty the cache.
LARGEST_PART = 8
ENTRY_BYTES = 500
POLL_S = 0.25

Gone = Callable[[], bool]


class AnswerCache:
    """Answers by key, the least recently used leaving first; safe to use from several threads.

    The key must name everything the answer depends on: the revision, the query, its graphs and the media type.
    """

    def __init__(self, max_bytes: int) -> None:
        self._lock = threading.Lock()
        self._largest = max_bytes // LARGEST_PART
        self._kept: LRUCache[Hashable, Evaluated] = LRUCache(max_bytes, getsizeof=_bytes)
        self._flights: dict[Hashable, Flight] = {}

    def get(
        self,
        key: Hashable,
        work: Callable[[Gone], Evaluated],
        abandoned: Gone | None = None,
        *,
        limit_s: float | None = None,
        keep: bool = True,
    ) -> Evaluated:
        """The kept answer of `key`, or what `work` gives; identical requests at the same time share one `work`.

        `work` is given a function that is true once every client that waits for this answer has gone. Requests share
        work only if their `limit_s` is the same too. With `keep` false nothing is kept or shared. Raises what `work`
        raises, and Abandoned when this client has gone.
        """
        if not keep:
            return work(abandoned or _never)
        found = self._kept_or_flight(key, limit_s, abandoned or _never)
        if isinstance(found, Evaluated):
            return found
        flight, leads = found
        if leads:
            return self._land(flight, work)
        try:
            return flight.wait(abandoned or _never)
        except Abandoned:
            # The last of the others may have left just before this client came.
            if abandoned is not None and abandoned():
                raise
            return self.get(key, work, abandoned, limit_s=limit_s)

    def kept(self, key: Hashable) -> Evaluated | None:
        """The kept answer of `key`."""
        with self._lock:
            found = self._kept.get(key)
        return None if found is None else dataclasses.replace(found, elapsed_ms=0.0)

    def keep(self, key: Hashable, answer: Evaluated) -> None:
        """Keeps an answer that was worked out elsewhere."""
        with self._lock:
            self._keep(key, answer)

    def _keep(self, key: Hashable, answer: Evaluated) -> None:
        if _bytes(answer) <= self._largest:
            self._kept[key] = answer

    def _land(self, flight: Flight, work: Callable[[Gone], Evaluated]) -> Evaluated:
        try:
            flight.answer = work(flight.abandoned)
            return flight.answer
        except BaseException as error:
            flight.error = error
            raise
        finally:
            with self._lock:
                del self._flights[flight.name]
                if flight.answer is not None:
                    self._keep(flight.name[0], flight.answer)
            # Nobody joins any more.
            flight.landed.set()

    def _kept_or_flight(self, key: Hashable, limit_s: float | None, abandoned: Gone) -> Evaluated | tuple[Flight, bool]:
        """The kept answer, or who works it out and whether this client leads."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                return dataclasses.replace(found, elapsed_ms=0.0)
            flight = self._flights.get((key, limit_s))
            leads = flight is None
            if flight is None:
                flight = self._flights[key, limit_s] = Flight((key, limit_s))
            flight.readers.append(abandoned)
            return flight, leads


class Flight:
    """One answer being worked out, and the clients that wait for it."""

    def __init__(self, name: tuple[Hashable, float | None]) -> None:
        self.name = name
        self.landed = threading.Event()
        self.readers: list[Gone] = []
        self.answer: Evaluated | None = None
        self.error: BaseException | None = None

    def abandoned(self) -> bool:
        return all(gone() for gone in list(self.readers))

    def wait(self, gone: Gone) -> Evaluated:
        while not self.landed.wait(POLL_S):
            if gone():
                raise Abandoned
        if self.answer is None:
            raise self.error or Abandoned()
        return self.answer


def _never() -> bool:
    return False


def _bytes(answer: Evaluated) -> int:
    return len(answer.body) + ENTRY_BYTES
