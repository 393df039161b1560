"""The headers that say how far to trust an answer, and that a failure is none."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from views.web.problem_kinds import KIND_KEY

COMPLETE, LIMIT, REVISION, TIMING = "Complete", "Limit-Applied", "Dataset-Revision", "Server-Timing"
# Parameters that the endpoint does not know, and that changed nothing.
PASSED_OVER = "Parameters-Ignored"
# What a query may not mean as it says; the values of an answer.
HINTS, PARAMETERS = "Hints", "Parameters-Used"
# Failures whose cause is a limit, and the setting that holds it.
LIMITS = {"timed-out": "query_timeout_s", "out-of-memory": "query_memory_mb", "too-large": "max_query_kb"}


def watch(blueprint: Blueprint) -> None:
    """Has every failure of `blueprint` say that it is no complete answer, how long it took and which revision it asked.

    A view puts the number of the revision that it asks into `g.revision`, and a limit that it met into
    `g.limit_applied`.
    """

    @blueprint.before_request
    def started() -> None:
        g.started = time.perf_counter()

    @blueprint.after_request
    def failed(response: Response) -> Response:
        if response.status_code < 400:
            return response
        # What is refused before it reaches the blueprint was not evaluated.
        now = time.perf_counter()
        elapsed_ms = (now - g.get("started", now)) * 1000
        limit = g.get("limit_applied") or LIMITS.get(request.environ.get(KIND_KEY, ""))
        told(response, g.get("revision"), False, limit, elapsed_ms)
        return response


def told(response: Response, revision: int | None, complete: bool, limit: str | None, elapsed_ms: float) -> Response:
    """`response` with the headers: the revision that answered, whether all is here, else which limit cut it."""
    for name, value in trust_headers(revision, complete, limit, elapsed_ms):
        response.headers[name] = value
    return response


def note_parameters(response: Response, used: Mapping[str, str | list[str]]) -> None:
    """Name in a header the values that the answer was made with; or only say that they are too long for one."""
    if written := urlencode(used, doseq=True):
        response.headers[PARAMETERS] = written if len(written) <= 1000 else f"left-out={len(used)}"


def trust_headers(revision: int | None, complete: bool, limit: str | None, elapsed_ms: float) -> list[tuple[str, str]]:
    """Those headers."""
    found = [(COMPLETE, "?1" if complete else "?0")]
    if limit:
        found.append((LIMIT, limit))
    if revision is not None:
        found.append((REVISION, str(revision)))
    found.append((TIMING, f"eval;dur={elapsed_ms:.1f}"))
    return found
