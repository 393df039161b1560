"""Counts of what the web processes answered, in the form of Prometheus (https://prometheus.io/docs/instrumenting/)."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterator

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from graph.errors import NotFound
from graph.text.messages import N_
from views.web.service import service

blueprint = Blueprint("metrics", __name__)

EXTENSION = "openplaza.metrics"
# Where the processes of one server keep their counts; `openplaza serve` makes the folder before it starts them.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
HOME, OTHER = "home", "other"


@blueprint.get("/metrics")
def show() -> Response:
    """Counts for Prometheus. Raises NotFound unless the operator set OPENPLAZA_METRICS."""
    counted: Metrics | None = current_app.extensions.get(EXTENSION)
    if counted is None:
        raise NotFound(N_("This server shows no metrics: OPENPLAZA_METRICS is not 1."))
    revision = service().revision
    created_s = datetime.datetime.fromisoformat(str(revision.manifest.created)).timestamp()
    response = Response(counted.text(revision.number, created_s), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


class Metrics:
    """The counts of one process; `text` adds up those of all processes of the server."""

    def __init__(self, sections: Collection[str]) -> None:
        """`sections` are the first parts of the addresses that there are: what anybody asks for makes no new series."""
        self._sections = frozenset(sections)
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "openplaza_requests", "Requests answered", ["section", "status"], registry=self._registry
        )
        self._kept = Counter("openplaza_kept_replies", "Requests answered from memory", registry=self._registry)
        self._seconds = Histogram(
            "openplaza_request_seconds", "Time to answer", ["section"], buckets=BUCKETS_S, registry=self._registry
        )

    def count(self, path: str, status: int, elapsed_s: float, kept: bool) -> None:
        """Notes one answered request."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        section = HOME if not first else first if first in self._sections else OTHER
        self._requests.labels(section, str(status)).inc()
        self._seconds.labels(section).observe(elapsed_s)
        if kept:
            self._kept.inc()

    def text(self, revision: int, created_s: float) -> bytes:
        """All counts, with the revision that is served and when it was made, in seconds since 1970."""
        registry = self._registry
        if os.environ.get(SHARED_FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        shown = CollectorRegistry()
        shown.register(_Served(revision, created_s))
        return generate_latest(registry) + generate_latest(shown)


class _Served:
    def __init__(self, revision: int, created_s: float) -> None:
        self._told = (
            ("openplaza_revision", "The data revision that is served", revision),
            ("openplaza_revision_created_seconds", "When it was made, in seconds since 1970", created_s),
        )

    def collect(self) -> Iterator[Metric]:
        for name, help, value in self._told:
            yield GaugeMetricFamily(name, help, value)
