"""Search results grouped by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import request

from graph.ask.catalogue import Question
from graph.store import Cell
from graph.terms import OP, ORG

Row = Mapping[str, Cell | None]

MOST = 200
MAX_WORDS = 4
TEASER = 220
TRIES = ("lighting", "facial", "Nice", "GDPR", "drones")
HINTS = ["Use fewer or shorter words.", "Try the English word, or the name of a city.", "Remove the filters."]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that can be found."""

    title: str
    iri: str
    path: str


KINDS: Mapping[str, Kind] = {
    "practices": Kind("Practices", OP + "Practice", "/practices/"),
    "cities": Kind("Cities", OP + "City", "/cities/"),
    "technologies": Kind("Technologies", OP + "Technology", "/technologies/"),
    "acts": Kind("Acts", OP + "Act", "/laws/"),
    "provisions": Kind("Provisions", OP + "Provision", "/laws/"),
    "organisations": Kind("Organisations", ORG + "Organization", "/organisations/"),
    "actions": Kind("Actions", OP + "Action", "/actions/"),
    "events": Kind("Events", OP + "Event", "/data/events/"),
    "questions": Kind("Questions", "", "/queries/"),
}
NAMES = {kind.iri: name for name, kind in KINDS.items() if kind.iri}


def values(words: Sequence[str]) -> dict[str, str | list[str]]:
    """The words as parameters of the search questions; those beyond the fourth count for the rank only."""
    numbered = {f"word{number}": word for number, word in enumerate(words[:MAX_WORDS], start=1)}
    return {"q": " ".join(words), **numbered}


def groups(rows: Sequence[Row], questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The kinds in the order of their best result, each with its cards."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows[:MOST]:
        found.setdefault(NAMES[str(row["type"])], []).append(_card(row))
    cards = [
        {"title": each.title, "href": f"{request.script_root}/queries/{each.name}", "text": each.summary}
        for each in questions
    ]
    if cards:
        found["questions"] = cards
    return [{"name": name, "title": KINDS[name].title, "cards": cards} for name, cards in found.items()]


def _card(row: Row) -> dict[str, Any]:
    kind = KINDS[NAMES[str(row["type"])]]
    identifier, text = str(row["x_id"]), str(row["description"] or "")
    label = row["x_label"]
    return {
        "title": str(label),
        "lang": label.language if label and label.language != "en" else None,
        "href": f"{request.script_root}{kind.path}{quote(identifier, safe='/:')}",
        "text": text if len(text) <= TEASER else f"{text[:TEASER].rsplit(' ', 1)[0]} …",
        "meta": [identifier] if kind.path == "/laws/" else [],
    }


def counts(rows: Sequence[Row], counted: Sequence[Row] | None) -> dict[str, int]:
    """How many results each kind has: as counted by a question of its own, or by the rows when these are all."""
    if counted is not None:
        return {NAMES[str(row["type"])]: int(str(row["things"])) for row in counted}
    return dict(Counter(NAMES[str(row["type"])] for row in rows))


def facet(counted: Mapping[str, int], questions: int, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """The kinds that have results, with their numbers, for the filter."""
    every = {**counted, "questions": questions}
    return [
        {"value": name, "label": kind.title, "count": every.get(name, 0), "checked": name in kinds}
        for name, kind in KINDS.items()
        if every.get(name) or name in kinds
    ]


def total(counted: Mapping[str, int], questions: int, kinds: Sequence[str]) -> int:
    """How many results the chosen kinds have."""
    every = {**counted, "questions": questions}
    return sum(count for name, count in every.items() if not kinds or name in kinds)
