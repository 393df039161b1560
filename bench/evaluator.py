"""What it costs that a query can be stopped: the evaluator beside a direct call and beside a general process pool.

    python -m bench.evaluator [REVISIONS_DIR]

Times are medians in milliseconds, taken in turns in one run. The pool is measured when `pebble` is installed.
"""

from __future__ import annotations

import functools
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.errors import TimedOut
from graph.evaluate.evaluator import Evaluator
from graph.revision import current, open_revision
from graph.settings import Settings, load_settings
from graph.store.embedded import EmbeddedStore

JSON = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUESTIONS = {
    "point lookup": ("SELECT ?p ?o { ?s a ?c ; ?p ?o } LIMIT 20", 1000),
    "1,000 rows": ("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000", 200),
    "50,000 rows": ("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 50000", 7),
}
Ask = Callable[[str], bytes]
_store: EmbeddedStore


def open_store(folder: str, number: int) -> None:
    """Opens the store in a process of the pool."""
    global _store
    _store = EmbeddedStore.open(open_revision(Path(folder), number), Settings())


def ask_store(query: str) -> bytes:
    """Answers in a process of the pool."""
    return _store.serialize(query, JSON)


def pool(folder: str, number: int) -> Any:
    """A pool of one process that holds the store, or None when pebble is not installed."""
    if importlib.util.find_spec("pebble") is None:
        return None
    import multiprocessing

    from pebble import ProcessPool

    spawned = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=1, context=spawned, initializer=open_store, initargs=[folder, number])


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def compare(ways: dict[str, Ask]) -> None:
    for name, (query, times) in QUESTIONS.items():
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(times):
            for way, ask in ways.items():
                taken[way].append(milliseconds(functools.partial(ask, query)))
        print(f"{name:24}", *(f"{way} {statistics.median(taken[way]):.3f}" for way in ways), sep="  ")


def replaced(evaluator: Evaluator, others: Any) -> None:
    """The time from the end of a stopped query to the next answer."""

    def ours() -> None:
        evaluator.evaluate("ASK {}", JSON)

    def theirs() -> None:
        others.schedule(ask_store, args=["ASK {}"]).result()

    taken: dict[str, list[float]] = {"evaluator": [], "pool": []}
    for _ in range(5):
        try:
            evaluator.evaluate(ENDLESS, JSON, timeout_s=0.3)
        except TimedOut:
            taken["evaluator"].append(milliseconds(ours))
        if others is None:
            continue
        try:
            others.schedule(ask_store, args=[ENDLESS], timeout=0.3).result()
        except TimeoutError:
            taken["pool"].append(milliseconds(theirs))
    shown = (f"{way} {statistics.median(times):.1f}" for way, times in taken.items() if times)
    print(f"{'after a stopped query':24}", *shown, sep="  ")


def main(folder: Path) -> None:
    """Prints one line a question."""
    revision = current(folder)
    direct = EmbeddedStore.open(revision, Settings())
    others = pool(str(folder), revision.number)
    with Evaluator(revision, Settings(query_workers=1)) as evaluator:
        ways: dict[str, Ask] = {
            "direct": lambda query: direct.serialize(query, JSON),
            "evaluator": lambda query: evaluator.evaluate(query, JSON).body,
        }
        if others is not None:
            # pebble is installed for this comparison only, and has no types here: what it returns is Any.
            ways["pool"] = lambda query: others.schedule(ask_store, args=[query], timeout=60).result()  # type: ignore[no-any-return]
            ways["pool"]("ASK {}")
        compare(ways)
        replaced(evaluator, others)
    if others is not None:
        others.stop()
        others.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else load_settings().revisions_dir)
