"""What is told of each answered request: its id in the answer and, as set, a line in the log and counts."""

from __future__ import annotations

import logging
import re
import time
import uuid
from dataclasses import dataclass
from typing import Any

from graph.settings import Settings
from views.door.page_cache import KeptReply
from views.site.metrics import Metrics

HEADER = "x-request-id"
# What the server before this one, or a program, may call its request.
GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
LONGEST_PATH = 500

log = logging.getLogger("openplaza.requests")


@dataclass(frozen=True, slots=True)
class Noted:
    """A request that has come in."""

    id: str
    started_s: float


class RequestLog:
    """For one process. A line holds no query, no address of a visitor and no header: see docs/operating.md."""

    def __init__(self, settings: Settings, metrics: Metrics | None) -> None:
        self._writes, self._metrics = settings.log == "json", metrics

    def begin(self, scope: Any) -> Noted:
        """Takes note of a request; its id is the one it brings, or a new one."""
        given = scope.headers.get(HEADER) or ""
        return Noted(given if GIVEN.fullmatch(given) else uuid.uuid4().hex, time.perf_counter())

    def end(self, noted: Noted, method: str, path: str, reply: KeptReply, kept: bool) -> None:
        """Tells how the request was answered."""
        elapsed_s = time.perf_counter() - noted.started_s
        if self._metrics is not None:
            self._metrics.count(path, reply.status, elapsed_s, kept)
        if self._writes:
            told = {
                "request_id": noted.id,
                "method": method,
                "path": path[:LONGEST_PATH],
                "status": reply.status,
                "ms": round(elapsed_s * 1000, 1),
                "bytes": len(reply.body),
                "kept": kept,
            }
            log.info("request", extra={"fields": told})
