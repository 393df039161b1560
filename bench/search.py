"""The text search on generated names, beside SQLite FTS5 and SPARQL on Oxigraph: `python -m bench.search [--labels N]`.

Names are made of words of six invented languages with accents, drawn by Zipf's law, two to seven to a name; each third
thing has another name in another language; each seventh is a provision with the keys of its act. The same seed gives
the same names. In one run each engine is built, then asked in a process of its own by one thread, from its files; so
memory is what that process grew by, pages of files included. Scans and trigrams are slow and are asked less often. An
answer is right when a name among the first twenty holds what was meant. `--real` measures the current revision alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from bench import report
from bench.search_engines import FTS5, asking, build
from graph.law.keys import act_keys, identifier_keys, provision_keys
from graph.revision import current
from graph.search import find, index_of, suggestions
from graph.search.things import IndexedThing, Name, ThingLink
from graph.settings import ROOT, load_settings
from graph.store.embedded import EmbeddedStore
from graph.text.folding import fold

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
ASKED, SCANNED = 200, 10
RARE = 5_000
PROVISIONS_AN_ACT = 50
SCANS = ("SPARQL CONTAINS", "SPARQL REGEX")
ENGINES = ("text index", "suggestions", *FTS5, *SCANS)
KEPT = {"suggestions": "text index", "SPARQL REGEX": "SPARQL CONTAINS"}
"""What is asked of files that another engine has built."""
SLOW = ("SQLite FTS5, trigrams", *SCANS)
OURS_ALONE = ("an identifier", "a citation half written")
Question = tuple[str, str]
"""What is written, and what is meant by it."""
Task = tuple[str, list[Question]]


def vocabulary(language: str) -> list[str]:
    """The words of an invented language, the frequent ones first."""
    chance = random.Random(f"{SEED} {language}")
    roots, ends = (part.split() for part in LANGUAGES[language])
    found = dict.fromkeys(root + end for root in roots for end in ["", *ends])
    while len(found) < VOCABULARY:
        stem = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        found.setdefault(stem + chance.choice(["", *ends]))
    return list(found)


def things(labels: int) -> list[IndexedThing]:
    """Things with `labels` names together."""
    chance, drawn = random.Random(SEED), np.random.default_rng(SEED)
    known = {language: vocabulary(language) for language in LANGUAGES}
    summed = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    found: list[IndexedThing] = []
    written = 0
    while written < labels:
        number = len(found) + 1
        kind = "technologies" if number <= TECHNOLOGIES else chance.choice(KINDS)
        names = []
        for role in ("name", "other") if number % 3 == 0 else ("name",):
            language = "en" if role == "name" and number % 2 else chance.choice(list(LANGUAGES))
            ranks = np.searchsorted(summed, drawn.random(chance.randint(2, 7)) * summed[-1]).tolist()
            text = " ".join(dict.fromkeys(known[language][rank] for rank in ranks)).capitalize()
            names.append(Name(text, language, role))
        written += len(names)
        found.append(_thing(number, kind, tuple(names), chance.randint(1, TECHNOLOGIES)))
    return found


def _thing(number: int, kind: str, names: tuple[Name, ...], technology: int) -> IndexedThing:
    iri = f"https://w3id.org/openplaza/id/{kind}/thing-{number}"
    led = f"https://w3id.org/openplaza/id/technologies/thing-{technology}"
    links = (ThingLink("technology", led, "a technology"),) if kind == "practices" else ()
    keys = identifier_keys([iri, f"thing-{number}"])
    part_of = ""
    if kind == "provisions":
        celex, part_of = _act(number)
        keys += provision_keys(f"art_{number % PROVISIONS_AN_ACT}", act_keys(celex, [part_of]))
    leads = (iri, *(link.iri for link in links))
    return IndexedThing(iri, kind, f"thing-{number}", names[0].text, names[0].lang, names, (), links, tuple(keys), (),
                        leads, part_of)  # fmt: skip


def _act(number: int) -> tuple[str, str]:
    """The CELEX number and the name of the invented act of a provision."""
    act = number // PROVISIONS_AN_ACT
    return f"3{1960 + act % 60}R{act // 60:04}", f"{SYLLABLES[act % 15]}{SYLLABLES[act // 15 % 15]}{act} act"


def tasks(sample: list[IndexedThing]) -> list[Task]:
    """What is asked, and what is meant by it."""
    chance = random.Random(SEED + 1)
    english = vocabulary("en")
    rare = frozenset(english[RARE:])
    known = sorted({word for thing in sample for word in thing.names[0].text.lower().split() if word in rare})
    picked = chance.sample(sample, ASKED)
    names = [thing.names[0].text for thing in picked]
    long = [max(name.split(), key=len) for name in names]
    provisions = [thing for thing in sample if thing.kind == "provisions"][:ASKED]
    return [
        ("a frequent word", [(english[number % 30],) * 2 for number in range(ASKED)]),
        ("a rare word", [(word, word) for word in chance.choices(known, k=ASKED)]),
        ("two words of a name", [(" ".join(name.split()[:2]),) * 2 for name in names]),
        ("a whole name", [(name, name) for name in names]),
        ("the first three letters", [(word[:3], word[:3]) for word in long]),
        ("a wrong letter", [(word[:3] + "q" + word[3:], word) for word in long]),
        ("without accents", [(fold(" ".join(name.split()[-2:])), " ".join(name.split()[-2:])) for name in names]),
        ("an identifier", [(thing.id, thing.names[0].text) for thing in picked]),
        ("a citation half written", [_half_written(thing) for thing in provisions]),
    ]


def _half_written(thing: IndexedThing) -> Question:
    number = int(thing.id.rpartition("-")[2])
    return f"art {number % PROVISIONS_AN_ACT} {thing.part_of[:6]}", thing.names[0].text


def is_right(meant: str, answers: list[str]) -> bool:
    """Whether a name holds every word that was meant, letters compared without case and accents."""
    sought = fold(meant).split()
    return any(all(word in name for word in sought) for name in map(fold, answers))


def ask(engine: str, folder: str, listed: list[Task]) -> dict[str, Any]:
    """Ask one engine everything, in this process: milliseconds, how often right, and what memory it took."""
    before = _rss()
    answering = asking(engine, Path(folder))
    for _, questions in listed:
        answering(questions[0][0])
    asked = {}
    for name, questions in listed:
        if name in OURS_ALONE and engine not in ("text index", "suggestions"):
            continue
        times, right = [], 0
        for written, meant in questions[: SCANNED if engine in SLOW else ASKED]:
            started = time.perf_counter()
            answers = answering(written)
            times.append((time.perf_counter() - started) * 1000)
            right += is_right(meant, answers)
        asked[name] = {**_quantiles(times), "asked": len(times), "right": right / len(times)}
    return {"memory_mb": _rss() - before, "asked": asked}


def _quantiles(times: list[float]) -> dict[str, float]:
    found = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50": round(found[49], 2), "p95": round(found[94], 2), "p99": round(found[98], 2)}


def measure(ask_one: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds of each question on the clock."""
    found = []
    for text in texts:
        started = time.perf_counter()
        ask_one(text)
        found.append((time.perf_counter() - started) * 1000)
    return found


def _rss() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def _disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def run(labels: int, engines: Sequence[str] = ENGINES) -> dict[str, Any]:
    """Build and ask engines at one size."""
    made = things(labels)
    step = max(1, labels // 20_000)
    listed = tasks(made[::step])
    found: dict[str, Any] = {"labels": labels, "things": len(made), "load": os.getloadavg()[0], "engines": {}}
    with tempfile.TemporaryDirectory() as temporary:
        for place, engine in enumerate(engines):
            kept = KEPT.get(engine, engine)
            folder = Path(temporary) / str(engines.index(kept) if kept != engine else place)
            told: dict[str, Any] = {}
            if kept == engine:
                folder.mkdir()
                started = time.perf_counter()
                build(engine, folder, made)
                told = {"build_s": round(time.perf_counter() - started, 1), "disk_mb": round(_disk(folder), 1)}
            found["engines"][engine] = told | _in_a_process(engine, folder, listed)
            print(engine, "done", flush=True)
    return found


def _in_a_process(engine: str, folder: Path, listed: list[Task]) -> dict[str, Any]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(ask, engine, str(folder), listed).result()


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
        "search": _quantiles([each for _ in range(20) for each in measure(lambda text: find(index, text), texts)]),
        "suggestions": _quantiles(
            [each for _ in range(20) for each in measure(lambda text: suggestions(index, text), texts)]
        ),
    }


def shown(found: dict[str, Any]) -> str:
    """The figures as Markdown tables."""
    engines = found["engines"]
    lines = [
        f"{found['labels']:,} names of {found['things']:,} things; load {found['load']:.1f} before it began.",
        "",
        "| | build s | disk MB | memory MB, asked |",
        "|---|---|---|---|",
    ]
    for name, of in engines.items():
        kept = f"{of['build_s']:.0f} | {of['disk_mb']:.0f}" if "build_s" in of else "as above | as above"
        lines.append(f"| {name} | {kept} | {of['memory_mb']:.0f} |")
    lines += [
        "",
        "Milliseconds, median / 95th percentile, and how often what was meant stood among the answers.",
        "",
        "| asked | " + " | ".join(engines) + " |",
        "|---|" + "---|" * len(engines),
    ]
    for task in engines["text index"]["asked"]:
        cells = [_cell(of["asked"][task]) if task in of["asked"] else "not asked" for of in engines.values()]
        lines.append(f"| {task} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(of: dict[str, float]) -> str:
    return f"{of['p50']:g} / {of['p95']:g}, {of['right']:.0%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=1_000_000)
    parser.add_argument("--real", action="store_true", help="only the current revision")
    parser.add_argument("--ours", action="store_true", help="only the text index and its suggestions; keeps nothing")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    chosen = parser.parse_args()
    if chosen.real:
        print(json.dumps(real(), indent=1))
        return
    if chosen.ours:
        print(shown(run(chosen.labels, ENGINES[:2])))
        return
    found = run(chosen.labels)
    results = ROOT / "bench" / "results"
    (results / f"search-{chosen.labels}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(report.machine())
    print(shown(found))
    if chosen.write:
        path = ROOT / "docs" / "performance.md"
        path.write_text(report.between(path.read_text(encoding="utf-8"), "search", shown(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
