"""The table of one revision, derived from its counts and the shapes, and kept beside it in `index/completion/`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from graph.ask.catalogue import Catalogue
from graph.completion.shapes import rules_of
from graph.completion.table import CompletionTable, PropertyUse, ShapeRule, StatementCount, TermWords
from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable, Row, rows
from graph.revision import Revision
from graph.settings import ROOT

FORMAT: Final = "2"
QUESTIONS: Final = ROOT / "queries" / "completion"
SHAPES: Final = ROOT / "ontology" / "shapes.ttl"
FILE: Final = "completion.json"
ASKED: Final = ("classes", "kinds", "values", "words", "properties", "partial")


def completion_of(revision: Revision, store: Callable[[], Queryable]) -> CompletionTable:
    """The table of `revision`, made from `store` when there is none. Raises Damaged."""
    return INDEX.of(revision, store)


def _write(store: Queryable, folder: Path) -> None:
    catalogue = Catalogue.load(QUESTIONS)
    asked = {name: rows(store, catalogue, f"completion-{name}") for name in ASKED}
    properties: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for row in asked["classes"]:
        properties[row["class"]][row["property"]] = [int(row["things"]), int(row["statements"])]
    held = {
        "properties": properties,
        "kinds": _counts(asked["kinds"], "kind"),
        "values": _counts(asked["values"], "value"),
        "words": {row["term"]: [row["label"], row["definition"], row["scheme"]] for row in asked["words"]},
        "statements": {row["property"]: [int(row["statements"]), int(row["inferred"])] for row in asked["properties"]},
        "partial": {
            prop: sorted({row["class"] for row in asked["partial"] if row["property"] == prop})
            for prop in sorted({row["property"] for row in asked["partial"]})
        },
        "shapes": {
            iri: {prop: [rule.least, rule.most, rule.kind] for prop, rule in each.items()}
            for iri, each in rules_of(SHAPES.read_text(encoding="utf-8")).items()
        },
    }
    (folder / FILE).write_text(json.dumps(held, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _counts(found: Iterable[Row], column: str) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in found:
        counts[row["property"]][row[column]] = int(row["uses"])
    return counts


def _load(folder: Path) -> CompletionTable:
    held: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return CompletionTable(
        {iri: {prop: PropertyUse(*use) for prop, use in each.items()} for iri, each in held["properties"].items()},
        held["kinds"],
        held["values"],
        {iri: TermWords(*each) for iri, each in held["words"].items()},
        {iri: {prop: ShapeRule(*rule) for prop, rule in each.items()} for iri, each in held["shapes"].items()},
        {iri: StatementCount(*each) for iri, each in held["statements"].items()},
        {prop: frozenset(each) for prop, each in held["partial"].items()},
    )


SOURCES: Final = (*sorted(QUESTIONS.rglob("*.rq")), SHAPES)
INDEX: Final = DerivedIndex("completion", FORMAT, SOURCES, _write, _load)
