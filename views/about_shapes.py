"""The parts of the about page that follow from the code and the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.errors import OpenPlazaError
from graph.store import Cell
from views.problems import TITLES

NUMBERS = (
    ("practices", "practices", "/practices"),
    ("cities", "cities", "/cities"),
    ("acts", "acts", "/laws"),
    ("provisions", "provisions", "/laws"),
    ("sources", "sources", ""),
    ("rows", "rows of facts", ""),
    ("from-memory", "rows from memory", "/about#marks"),
    ("doubtful", "rows with a doubt", "/about#marks"),
)
WHAT_TO_DO = {
    "bad-facts": "The tables have a wrong row. The build names the file and the line.",
    "bad-setting": "A setting of the server is unknown or out of range. The operator corrects it.",
    "bad-parameter": "A value in the address has the wrong form. The member field names it.",
    "bad-query": "The query does not parse. The members line, column and near say where.",
    "bad-question": "A query file of the catalogue is wrong. The operator corrects it.",
    "refused": "The request asks for something this service never does: an update, another service, an unknown graph.",
    "not-found": "Nothing has this address. Search for the name.",
    "timed-out": "The query ran longer than it may. Ask for less or add a LIMIT.",
    "out-of-memory": "The query needed more memory than one query may use. Ask for less.",
    "busy": "All places for queries are taken. Try again after the seconds in Retry-After.",
    "no-revision": "Nothing has been built yet. The operator runs the build.",
    "damaged": "A file of a revision is not what was published. The operator rolls back or builds again.",
    "internal": "A fault of ours. Quote the number of the incident.",
    "bad-request": "The request cannot be read.",
    "method-not-allowed": "The address takes other methods; the header Allow lists them.",
    "not-acceptable": "The answer does not exist in any form the client accepts; the detail lists the forms.",
    "request-entity-too-large": "The query is longer than it may be.",
    "unsupported-media-type": "The body is compressed, not UTF-8, or of an unknown type.",
}
HTTP = {"bad-request": 400, "method-not-allowed": 405, "not-acceptable": 406, "request-entity-too-large": 413,
        "unsupported-media-type": 415}  # fmt: skip


def problems() -> list[dict[str, Any]]:
    """Every kind of failure with its status and what to do, by slug."""
    statuses = {kind.slug: kind.status for kind in _kinds(OpenPlazaError)} | HTTP
    return [
        {"slug": slug, "status": status, "title": TITLES.get(status, ""), "text": WHAT_TO_DO.get(slug, "")}
        for slug, status in sorted(statuses.items())
    ]


def _kinds(kind: type[OpenPlazaError]) -> Iterable[type[OpenPlazaError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)


def stats(rows: Sequence[Mapping[str, Cell | None]], root: str) -> list[dict[str, Any]]:
    """The graph in numbers."""
    counts = {str(row["kind"]): int(str(row["things"])) for row in rows}
    return [
        {"value": f"{counts[kind]:,}", "label": label, "href": f"{root}{path}" if path else None}
        for kind, label, path in NUMBERS
        if kind in counts
    ]
