"""Examples that point at things that are there: an installation of another network has other practices than ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.ask.catalogue import Question
from graph.things import KINDS
from views.web.service import answer, service, thing_iri

CLASSES = {kind.collection: kind.iri for kind in KINDS}
# Their identifiers are those of official publishers, and every installation has the law.
LAW = "laws"

Value = str | tuple[str, ...]


def held(paths: Iterable[str]) -> frozenset[str]:
    """Those of `paths` whose things are there, each written COLLECTION/ID; any other text counts as there."""
    wanted = frozenset(paths)
    asked = {path: thing_iri(*path.split("/", 1)) for path in wanted if "/" in path and not path.startswith(f"{LAW}/")}
    there = _there(asked.values())
    return frozenset(path for path in wanted if path not in asked or asked[path] in there)


def examples(questions: Iterable[Question]) -> dict[str, dict[str, Value]]:
    """The example values of each question by its name: a thing that is not there gives way to another of its kind, and
    a question that needs a kind of thing of which there is none is left out.
    """
    wanted = list(questions)
    ours = {iri for each in wanted for value in each.examples.values() for iri in _ours(value)}
    there = _there(ours)
    others = {collection: _first(collection) for collection in {_collection(iri) for iri in ours - there}}
    found: dict[str, dict[str, Value]] = {}
    for each in wanted:
        values = {name: _mended(value, there, others) for name, value in each.examples.items()}
        if all(values.get(param.name, True) for param in each.params if not param.optional):
            found[each.name] = {name: value for name, value in values.items() if value}
    return found


def _mended(value: Value, there: frozenset[str], others: dict[str, list[str]]) -> Value:
    missing = set(_ours(value)) - there
    if not missing:
        return value
    given = (value,) if isinstance(value, str) else value
    kept = [iri for iri in given if iri not in missing]
    kept += [iri for each in dict.fromkeys(map(_collection, missing)) for iri in others[each][: len(missing)]]
    return (kept[0] if kept else "") if isinstance(value, str) else tuple(dict.fromkeys(kept))


def _ours(value: Value) -> Iterator[str]:
    """The identifiers of things of this installation among the values of an example."""
    base = f"{service().settings.base_iri}id/"
    yield from (each for each in ((value,) if isinstance(value, str) else value) if each.startswith(base))


def _collection(iri: str) -> str:
    return iri.removeprefix(f"{service().settings.base_iri}id/").partition("/")[0]


def _there(iris: Iterable[str]) -> frozenset[str]:
    asked = sorted(iris)
    rows = answer("things-there", {"things": asked}).rows if asked else ()
    return frozenset(str(row["thing"]) for row in rows)


def _first(collection: str) -> list[str]:
    if collection not in CLASSES:
        return []
    return [str(row["thing"]) for row in answer("things-first", {"class": CLASSES[collection]}).rows]
