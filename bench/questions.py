"""How long every question takes with its example values: `python bench/questions.py [runs]`.

Exits with 1 when one is late.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph.ask.answer import ask
from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question
from graph.errors import Refused
from graph.revision import current
from graph.settings import ROOT, load_settings
from graph.store.embedded import EmbeddedStore


def milliseconds(store: EmbeddedStore, question: Question) -> float:
    try:
        return ask(store, question, question.examples).elapsed_ms
    except Refused:  # A question that gives triples has no rows.
        started = time.perf_counter()
        store.construct(bind(question, question.examples), "text/turtle")
        return (time.perf_counter() - started) * 1000


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    settings = load_settings()
    store = EmbeddedStore.open(current(Path(settings.revisions_dir)), settings)
    late = 0
    for question in Catalogue.load(ROOT / "queries"):
        times = [milliseconds(store, question) for _ in range(runs)]
        median = statistics.median(times)
        late += median > question.budget_ms
        word = "late" if median > question.budget_ms else "ok"
        print(f"{median:9.1f} ms of {question.budget_ms:5d}  {word:4}  {question.name}")
    print(f"{late} over budget")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
