"""The parts of the query page: the first rows of an answer, its downloads, examples to start from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from graph.errors import OpenPlazaError
from graph.store import Cell
from graph.store.evaluator import Evaluated
from views.sparql_protocol import LABELS, Asked

EXAMPLES_A_GROUP = 4
GROUPS = {"partner": "For partners", "policy": "For policy staff", "researcher": "For researchers"}
TURTLE_LINES = 200
FIRST = "sparql-first"
KINDS = {"uri": "iri", "bnode": "bnode"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer: rows, or yes or no, or Turtle; `more` when it does not show everything."""

    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, Cell | None], ...] = ()
    yes: bool | None = None
    turtle: str | None = None
    total: int | None = None
    more: bool = False
    complete: bool = True
    limit_applied: str = ""
    elapsed_ms: float = 0.0


def shown(found: Evaluated, triples: bool, most: int) -> Shown:
    """The beginning of an answer; only the rows that are shown are read."""
    text = found.body.decode()
    told: dict[str, Any] = {
        "total": found.rows,
        "complete": found.complete,
        "limit_applied": found.limit_applied or "",
        "elapsed_ms": found.elapsed_ms,
    }
    if triples:
        lines = text.splitlines()
        return Shown(turtle="\n".join(lines[:TURTLE_LINES]), more=len(lines) > TURTLE_LINES, **told)
    columns, bindings, more = _beginning(text, most)
    if columns is None:
        return Shown(yes=bool(json.loads(text)["boolean"]), **told)
    rows = tuple({column: _cell(each.get(column)) for column in columns} for each in bindings)
    return Shown(columns=columns, rows=rows, more=more, **told)


def _beginning(text: str, most: int) -> tuple[tuple[str, ...] | None, list[dict[str, Any]], bool]:
    """The columns and the first rows of JSON results, without reading the rest."""
    decoder = json.JSONDecoder()
    mark = '"bindings":['
    start = text.find(mark)
    if start < 0:
        whole = json.loads(text)
        if "boolean" in whole:
            return None, [], False
        rows = whole["results"]["bindings"]
        return tuple(whole["head"]["vars"]), rows[:most], len(rows) > most
    head = text.find('"vars":')
    columns = tuple(decoder.raw_decode(text, text.index("[", head))[0])
    at = start + len(mark)
    found: list[dict[str, Any]] = []
    while text[at] == "{" and len(found) < most:
        row, at = decoder.raw_decode(text, at)
        found.append(row)
        at += text[at] == ","
    return columns, found, text[at] == "{"


def _cell(term: Mapping[str, str] | None) -> Cell | None:
    if term is None:
        return None
    kind: Any = KINDS.get(term["type"], "literal")
    return Cell(str(term["value"]), kind, term.get("xml:lang"), term.get("datatype"))


def downloads(asked: Asked, names: Iterable[str], address: str) -> list[dict[str, str]]:
    """Links to the whole answer in every form."""
    given = [("query", asked.query or "")]
    given += [("default-graph-uri", iri) for iri in asked.default_graphs]
    given += [("named-graph-uri", iri) for iri in asked.named_graphs]
    return [
        {"label": LABELS[name], "media_type": "", "href": f"{address}?{urlencode([*given, ('format', name)])}"}
        for name in names
    ]


def examples(catalogue: Catalogue, address: str) -> list[dict[str, Any]]:
    """A few questions of each group, ready to run in the editor."""
    groups = []
    for group, title in GROUPS.items():
        found = [question for question in catalogue if question.group == group][:EXAMPLES_A_GROUP]
        links = [
            {"label": each.title, "href": f"{address}?{urlencode({'query': bind(each, each.examples)})}"}
            for each in found
        ]
        if links:
            groups.append({"title": title, "links": links})
    return groups


def first_query(catalogue: Catalogue) -> str:
    """The query that an empty editor starts with, without its header."""
    lines = catalogue[FIRST].text.splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")).strip()


def problem(error: OpenPlazaError | None) -> dict[str, str] | None:
    """A failure as the page tells it."""
    if error is None:
        return None
    return {"detail": str(error)}
