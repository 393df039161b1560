"""What can look for words in names: our text index, SQLite FTS5 in two ways, and SPARQL over Oxigraph.

Each is built into a folder of its own and answers with the names of the first twenty things, in its best way.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from graph.search import find, suggestions
from graph.search.index import load, write
from graph.search.things import IndexedThing
from graph.text.folding import fold

LIMIT = 20
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
WORDS = "SELECT name FROM names WHERE names MATCH ? ORDER BY rank LIMIT 20"
COUNT = "SELECT count(*) FROM names WHERE names MATCH ?"
SPARQL = f"SELECT ?name WHERE {{ ?x <{RDFS_LABEL}> ?name . FILTER(%s) }} LIMIT 20"
Ask = Callable[[str], list[str]]
FTS5 = {
    # Beginnings of two and three letters have an index of their own.
    "SQLite FTS5, words": "tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'",
    "SQLite FTS5, trigrams": "tokenize = 'trigram case_sensitive 0'",
}


def build(engine: str, folder: Path, made: list[IndexedThing]) -> None:
    """Write the names of `made` as `engine` keeps them into `folder`, which exists."""
    if engine == "text index":
        write(made, folder)
    elif engine in FTS5:
        _build_fts(folder / "names.sqlite", made, FTS5[engine])
    else:
        store = ox.Store(str(folder))
        store.bulk_extend(_labels(made))
        store.optimize()


def _labels(made: Iterable[IndexedThing]) -> Iterable[ox.Quad]:
    label = ox.NamedNode(RDFS_LABEL)
    for thing in made:
        for name in thing.names:
            yield ox.Quad(ox.NamedNode(thing.iri), label, ox.Literal(name.text, language=name.lang))


def _build_fts(path: Path, made: list[IndexedThing], options: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE VIRTUAL TABLE names USING fts5(name, {options})")
    # Trigrams are not folded by every SQLite: both get names without accents from the same code as ours.
    folded = "trigram" in options
    rows = ((fold(name.text) if folded else name.text,) for thing in made for name in thing.names)
    connection.executemany("INSERT INTO names (name) VALUES (?)", rows)
    connection.execute("INSERT INTO names (names) VALUES ('optimize')")
    connection.commit()
    connection.close()


def asking(engine: str, folder: Path) -> Ask:
    """How `engine` is asked, once what it needs is open."""
    if engine in ("text index", "suggestions"):
        index = load(folder)
        if engine == "suggestions":
            return lambda text: [name.text for each in suggestions(index, text) for name in each.hit.thing.names]
        return lambda text: [name.text for hit in find(index, text, limit=LIMIT).hits for name in hit.thing.names]
    if engine in FTS5:
        connection = sqlite3.connect(folder / "names.sqlite")
        wanted = _trigrams if "trigrams" in engine else _words
        return lambda text: _matched(connection, wanted(text))
    store = ox.Store.read_only(str(folder))
    # SPARQL is a SELECT; the checker sees every kind of answer, and cells that may be a triple, which has no value.
    return lambda text: [str(row["name"].value) for row in store.query(SPARQL % _filters(engine, text))]  # type: ignore[attr-defined, union-attr]


def _words(text: str) -> str:
    """All words, the last one as a beginning; SQLite folds them as it folded the names."""
    return " ".join(f'"{word}"' for word in re.findall(r"\w+", text)) + "*"


def _trigrams(text: str) -> str:
    """Any three letters of each word, which is how wrong letters can be found: the rank puts most of them first."""
    words = [re.sub(r"\W", "", word) for word in fold(text).split()]
    parts = [{word[at : at + 3] for at in range(len(word) - 2)} for word in words if len(word) > 2]
    return " AND ".join("(" + " OR ".join(f'"{each}"' for each in sorted(part)) + ")" for part in parts)


def _matched(connection: sqlite3.Connection, match: str) -> list[str]:
    if not match:
        return []
    found = [str(row[0]) for row in connection.execute(WORDS, (match,))]
    # A page of results says how many there are; our index counts by kind in the same pass.
    connection.execute(COUNT, (match,)).fetchone()
    return found


def _filters(engine: str, text: str) -> str:
    words = text.lower().split()
    if "REGEX" in engine:
        return " && ".join(f"REGEX(STR(?name), {json.dumps(re.escape(word))}, 'i')" for word in words)
    return " && ".join(f"CONTAINS(LCASE(STR(?name)), {json.dumps(word, ensure_ascii=False)})" for word in words)
