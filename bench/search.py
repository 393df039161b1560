"""The text search on generated names, beside SQLite FTS5 and SPARQL CONTAINS: `python -m bench.search [--labels N]`.

Names are made of words of six invented languages with accents, drawn by Zipf's law, two to seven to a name; each third
thing has another name in another language. The same seed gives the same names. The candidates take turns in one run,
each in one thread; processor time is told beside the time on the clock: on a busy machine it is the steadier one.
SPARQL scans every name, so it is asked less often. Results differ in what they hold: only the text index knows wrong
letters, other languages, identifiers and kinds, and counts what it found. `--real` measures the current revision alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyoxigraph as ox

from bench import report
from graph.revision import current
from graph.search import TextIndex, find, index_of, suggestions
from graph.search.folding import fold
from graph.search.index import opened, write
from graph.search.keys import identifier_keys
from graph.search.things import Link, Name, Thing
from graph.settings import ROOT, load_settings
from graph.store.embedded import EmbeddedStore

SEED = 11
VOCABULARY = 40_000
TECHNOLOGIES = 500
LANGUAGES = {
    "en": ("street light safe camera public watch night crowd guard park", "s ing ed er"),
    "fr": ("rue éclair sécur caméra publ veille nuit foule garde parc", "s é er tion"),
    "de": ("straße licht sicher kamera öffent wache nacht menge schutz plätz", "en ung er lich"),
    "it": ("strada luce sicur camera pubbl veglia notte folla guard parco", "i are zione tà"),
    "es": ("calle luz segur cámara públ vigil noche multit guard parque", "s ar ción dad"),
    "nl": ("straat licht veilig camera openb wacht nacht menigt bewak park", "en ing er heid"),
}
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi xo zu bré lán mür".split()
KINDS = ("practices", "cities", "technologies", "acts", "provisions", "organisations", "documents")
ASKED, SCANNED = 200, 3
LIMIT = 20
FTS = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT 20"
FTS_COUNT = "SELECT count(*) FROM names WHERE names MATCH ?"
CONTAINS = """SELECT ?x ?name WHERE {{ ?x <http://www.w3.org/2000/01/rdf-schema#label> ?name .
  FILTER({filters}) }} LIMIT 20"""
Task = tuple[str, list[str], bool]


def vocabulary(language: str) -> list[str]:
    """The words of an invented language, the frequent ones first."""
    chance = random.Random(f"{SEED} {language}")
    roots, ends = (part.split() for part in LANGUAGES[language])
    found = dict.fromkeys(root + end for root in roots for end in ["", *ends])
    while len(found) < VOCABULARY:
        stem = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        found.setdefault(stem + chance.choice(["", *ends]))
    return list(found)


def things(labels: int) -> list[Thing]:
    """Things with `labels` names together."""
    chance, drawn = random.Random(SEED), np.random.default_rng(SEED)
    known = {language: vocabulary(language) for language in LANGUAGES}
    summed = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    found: list[Thing] = []
    written = 0
    while written < labels:
        number = len(found) + 1
        kind = "technologies" if number <= TECHNOLOGIES else chance.choice(KINDS)
        names = []
        for role in ("name", "other") if number % 3 == 0 else ("name",):
            language = "en" if role == "name" and number % 2 else chance.choice(list(LANGUAGES))
            ranks = np.searchsorted(summed, drawn.random(chance.randint(2, 7)) * summed[-1]).tolist()
            text = " ".join(dict.fromkeys(known[language][rank] for rank in ranks)).capitalize()
            names.append(Name(text, language, role))  # type: ignore[arg-type]
        written += len(names)
        found.append(_thing(number, kind, tuple(names), chance.randint(1, TECHNOLOGIES)))
    return found


def _thing(number: int, kind: str, names: tuple[Name, ...], technology: int) -> Thing:
    iri = f"https://w3id.org/openplaza/id/{kind}/thing-{number}"
    led = f"https://w3id.org/openplaza/id/technologies/thing-{technology}"
    links = (Link("technology", led, "a technology"),) if kind == "practices" else ()
    keys = tuple(identifier_keys([iri, f"thing-{number}"]))
    leads = (iri, *(link.iri for link in links))
    return Thing(iri, kind, f"thing-{number}", names[0].text, names[0].lang, names, (), links, keys, (), leads)


def tasks(sample: list[Thing]) -> list[Task]:
    """What is asked: a name of the task, the texts, and whether the others can answer it at all."""
    chance = random.Random(SEED + 1)
    english = vocabulary("en")
    picked = chance.sample(sample, ASKED)
    lists = [thing.names[0].text.split() for thing in picked]
    long = [max(parts, key=len) for parts in lists]
    return [
        ("a frequent word", [english[number % 30] for number in range(ASKED)], True),
        ("a rare word", chance.choices(english[20_000:], k=ASKED), True),
        ("two words of a name", [" ".join(parts[:2]) for parts in lists], True),
        ("a whole name", [thing.names[0].text for thing in picked], True),
        ("the first three letters", [word[:3] for word in long], True),
        ("a wrong letter", [word[:3] + "q" + word[3:] for word in long], False),
        ("without accents", [fold(" ".join(parts[-2:])) for parts in lists], False),
        ("an identifier", [thing.id for thing in picked], False),
    ]


def measure(ask: Callable[[str], object], texts: list[str]) -> list[tuple[float, float]]:
    """Milliseconds of each question: of the processor, and on the clock."""
    found = []
    for text in texts:
        started, worked = time.perf_counter(), time.thread_time()
        ask(text)
        found.append(((time.thread_time() - worked) * 1000, (time.perf_counter() - started) * 1000))
    return found


def _told(times: list[tuple[float, float]]) -> dict[str, float]:
    worked, clock = (statistics.quantiles(column, n=100, method="inclusive") for column in zip(*times, strict=True))
    return {"p50": round(worked[49], 2), "p95": round(worked[94], 2), "p99": round(worked[98], 2),
            "clock_p50": round(clock[49], 2), "clock_p95": round(clock[94], 2)}  # fmt: skip


def _rss() -> float:
    return psutil.Process().memory_info().rss / 1e6


def _disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


class Fts:
    """SQLite's full-text index: words, the last one as a beginning, accents folded, English stems."""

    def __init__(self, path: Path, made: list[Thing]) -> None:
        self.connection = sqlite3.connect(path)
        tokens = "tokenize = 'porter unicode61 remove_diacritics 2'"
        self.connection.execute(f"CREATE VIRTUAL TABLE names USING fts5(name, {tokens})")
        rows = ((name.text,) for thing in made for name in thing.names)
        self.connection.executemany("INSERT INTO names (name) VALUES (?)", rows)
        self.connection.execute("INSERT INTO names (names) VALUES ('optimize')")
        self.connection.commit()

    def ask(self, text: str) -> int:
        words = [f'"{word}"' for word in fold(text).split()]
        match = " ".join(words) + "*"
        found = self.connection.execute(FTS, (match,)).fetchall()
        counted = self.connection.execute(FTS_COUNT, (match,)).fetchone()
        return len(found) + int(counted[0])


class Scan:
    """What the search did before: SPARQL that looks for each word in every name."""

    def __init__(self, made: list[Thing]) -> None:
        self.store = ox.Store()
        label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
        self.store.bulk_extend(
            ox.Quad(ox.NamedNode(thing.iri), label, ox.Literal(name.text, language=name.lang))
            for thing in made for name in thing.names
        )  # fmt: skip

    def ask(self, text: str) -> int:
        filters = " && ".join(f"CONTAINS(LCASE(STR(?name)), {json.dumps(word)})" for word in text.lower().split())
        return sum(1 for _ in self.store.query(CONTAINS.format(filters=filters)))  # type: ignore[union-attr]


def run(labels: int) -> dict[str, Any]:
    """Build and ask all three at one size."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "index"
        folder.mkdir()
        made = things(labels)
        started, worked = time.perf_counter(), time.process_time()
        write(made, folder)
        built = {"text index": {"build_s": time.process_time() - worked, "disk_mb": _disk(folder),
                                "clock_s": time.perf_counter() - started}}  # fmt: skip
        before = _rss()
        index = opened(str(folder))
        sample = [thing for number, thing in enumerate(made) if number % max(1, labels // 4000) == 0]
        listed = tasks(sample)
        answers = [
            (name, texts, measure(lambda text: find(index, text, limit=LIMIT), texts)) for name, texts, _ in listed
        ]
        built["text index"]["memory_mb"] = _rss() - before
        started, before = time.process_time(), _rss()
        fts = Fts(Path(temporary) / "fts.sqlite", made)
        built["SQLite FTS5"] = {"build_s": time.process_time() - started, "memory_mb": _rss() - before,
                                "disk_mb": _disk(Path(temporary)) - built["text index"]["disk_mb"]}  # fmt: skip
        started, before = time.process_time(), _rss()
        scan = Scan(made)
        built["SPARQL CONTAINS"] = {
            "build_s": time.process_time() - started,
            "memory_mb": _rss() - before,
            "disk_mb": 0.0,
        }
        return {
            "labels": labels,
            "things": index.things,
            "built": built,
            "asked": _turns(index, fts, scan, listed, answers),
        }


def _turns(index: TextIndex, fts: Fts, scan: Scan, listed: list[Task], warm: list[Any]) -> list[dict[str, Any]]:
    """Every task once more, the candidates in turns; the first round only filled the caches of the system."""
    assert len(warm) == len(listed)
    found: list[dict[str, Any]] = []
    for name, texts, comparable in listed:
        row: dict[str, Any] = {
            "task": name,
            "found": sum(bool(find(index, text, limit=1).hits) for text in texts) / len(texts),
        }
        row["text index"] = _told(measure(lambda text: find(index, text, limit=LIMIT), texts))
        row["suggestions"] = _told(measure(lambda text: suggestions(index, text), texts))
        if comparable:
            row["SQLite FTS5"] = _told(measure(fts.ask, texts))
            row["SPARQL CONTAINS"] = _told(measure(scan.ask, texts[:SCANNED]))
        found.append(row)
    return found


def real() -> dict[str, Any]:
    """The current revision: building, size, and the questions of the tests."""
    settings = load_settings(os.environ)
    revision = current(settings.revisions_dir)
    index = index_of(revision, lambda: EmbeddedStore.open(revision, settings))
    lines = (ROOT / "tests" / "search" / "searched_questions.csv").read_text(encoding="utf-8").splitlines()[1:]
    texts = [line.split(",")[0].strip('"') for line in lines]
    for text in texts:
        find(index, text)
    return {
        "things": index.things,
        "disk_mb": round(_disk(index.folder), 1),
        "search": _told([each for _ in range(20) for each in measure(lambda text: find(index, text), texts)]),
        "suggestions": _told(
            [each for _ in range(20) for each in measure(lambda text: suggestions(index, text), texts)]
        ),
    }


def shown(found: dict[str, Any]) -> str:
    """The figures as Markdown tables."""
    lines = [f"{found['labels']:,} names of {found['things']:,} things.", "",
             "| | build, processor s | disk MB | memory MB |", "|---|---|---|---|"]  # fmt: skip
    lines += [f"| {name} | {of['build_s']:.0f} | {of['disk_mb']:.0f} | {of['memory_mb']:.0f} |"
              for name, of in found["built"].items()]  # fmt: skip
    columns = ("text index", "suggestions", "SQLite FTS5", "SPARQL CONTAINS")
    lines += [
        "",
        "| median / p95 / p99 ms | found | " + " | ".join(columns) + " |",
        "|---|---|" + "---|" * len(columns),
    ]
    for row in found["asked"]:
        cells = [
            " / ".join(f"{row[name][part]:g}" for part in ("p50", "p95", "p99")) if name in row else "–"
            for name in columns
        ]
        lines.append(f"| {row['task']} | {row['found']:.0%} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(times: dict[str, float]) -> str:
    return f"{times['p50']:g} / {times['p95']:g} / {times['p99']:g} ({times['clock_p95']:g})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=1_000_000)
    parser.add_argument("--real", action="store_true", help="only the current revision")
    chosen = parser.parse_args()
    if chosen.real:
        print(json.dumps(real(), indent=1))
        return
    found = run(chosen.labels)
    results = ROOT / "bench" / "results"
    (results / f"search-{chosen.labels}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(report.machine())
    print(shown(found))


if __name__ == "__main__":
    main()
