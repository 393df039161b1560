"""Stores and evaluators by their kind, and the words of the questions that they are asked."""

from __future__ import annotations

from collections.abc import Callable

from graph.evaluate.evaluator import Evaluator
from graph.remote.store import RemoteEvaluator, RemoteStore
from graph.revision import Revision
from graph.settings import Settings
from graph.store import Store

BASE = "https://w3id.org/openplaza/"
GRAPH = f"{BASE}graph/"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
PREFIXES = "PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"

Stores = Callable[[str], Store]
Evaluators = Callable[[str], Evaluator | RemoteEvaluator]


def evaluator(settings: Settings, store: Store, revision: Revision) -> Evaluator | RemoteEvaluator:
    """An evaluator of the kind that a service with this store has."""
    return RemoteEvaluator(store, settings) if isinstance(store, RemoteStore) else Evaluator(revision, settings)
