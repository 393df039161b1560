"""What every server is asked: the templates of `bench/queries`, with values drawn from the made data."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from bench.generate import TECHNOLOGIES, WORDS, act, counts, practice, technology
from bench.servers import JSON, NTRIPLES
from graph.ask.binding import bind
from graph.ask.catalogue import read_question
from graph.sparql.reading import read

QUERIES = Path(__file__).parent / "queries"
ORDER = (
    "lookup describe join-governs join-peers as-of path-amends facet-evidence facet-technology "
    "as-of-count aggregate-years search export"
).split()
# The named acts of a path are early ones, which are cited often.
EARLY_ACTS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """One template with its values filled in, several times; `rows_only` when the answer is any rows up to a limit."""

    name: str
    summary: str
    texts: tuple[str, ...]
    media_type: str = JSON
    rows_only: bool = False


def asked(quads: int, variants: int, seed: int = 7) -> list[Asked]:
    """Every template, with `variants` sets of values that exist in data of `quads` quads."""
    rng = random.Random(seed)
    acts, practices, _ = counts(quads)
    draw = {
        "act": lambda: act(rng.randrange(acts)),
        "practice": lambda: practice(rng.randrange(practices)),
        "technology": lambda: technology(rng.randrange(TECHNOLOGIES)),
        "on": lambda: f"{rng.randint(1990, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "word": lambda: rng.choice(WORDS),
    }
    found = []
    for name in ORDER:
        question = read_question(name, (QUERIES / f"{name}.rq").read_text(encoding="utf-8"))
        if name == "path-amends":
            draw["act"] = lambda: act(rng.randrange(min(acts, EARLY_ACTS)))
        given = [{param.name: draw[param.name]() for param in question.params} for _ in range(variants)]
        texts = tuple(dict.fromkeys(_short(bind(question, values)) for values in given))
        media_type = NTRIPLES if read(question.text).form == "construct" else JSON
        found.append(Asked(name, question.summary, texts, media_type, name == "export"))
    return found


def _short(text: str) -> str:
    """Without the header, so that no server is asked to skip it."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
