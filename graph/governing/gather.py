"""Asks a store for what a decision is made from: the questions of `queries/governing/`. Any store answers them."""

from __future__ import annotations

from collections.abc import Iterable

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, by_key, last_part, pages, rows
from graph.governing.library import ANY, UNION, Land, LawRule, Library, ScopeRule
from graph.settings import ROOT

QUESTIONS = ROOT / "queries" / "governing"
ABOUT_LAW = frozenset({"amendment", "repeal", "application"})
"""Kinds of provisions that change other law or say when it begins, and so bind nobody who uses a technology."""
READ_ON = "2026-11-22"
"""The day of which `op:reportedStatus` says what state an act was in (`data/acts.csv`, status_2026_11_22)."""


def gather(store: Queryable) -> Library:
    """The library of the graph in `store`."""
    catalogue = Catalogue.load(QUESTIONS)
    broader = rows(store, catalogue, "governing-broader")
    places = rows(store, catalogue, "governing-places")
    parts = list(pages(store, catalogue, "governing-parts"))
    actors = _broader(broader, "actor")
    return Library(
        rules=(*_rules(store, catalogue), *_provisions(store, catalogue, actors.keys() | {ANY})),
        scopes=tuple(_scopes(pages(store, catalogue, "governing-scope"))),
        parts={row["id"]: row["part_of"] or row["act"] for row in parts} | _explained(parts),
        jurisdictions={row["act"]: row["jurisdiction"] for row in parts},
        technologies=_broader(broader, "technology"),
        actors=actors,
        lands={row["id"]: _land(row) for row in places if row["kind"] == "country"},
        regions={row["prefix"]: row["id"] for row in places if row["kind"] == "region"},
        iris={row["id"]: row["key"] for row in parts} | {row["act"]: row["whole"] for row in parts},
        names={row[key]: row["label"] for key in ("id", "jurisdiction") for row in places if row[key]},
    )


def whole_days(start: str, end: str) -> tuple[str, str]:
    """A year or a month as its first day for a start, and as its last possible day for an end; empty stays empty."""
    return start and start + "-01-01"[len(start) - 4 :], end and end + "-12-31"[len(end) - 4 :]


def _rules(store: Queryable, catalogue: Catalogue) -> Iterable[LawRule]:
    for row in pages(store, catalogue, "governing-rules"):
        yield LawRule("rule", row["id"], row["technology"], row["actor"], *_law(row))


def _provisions(store: Queryable, catalogue: Catalogue, actors: set[str]) -> Iterable[LawRule]:
    found = pages(store, catalogue, "governing-provisions")
    for row in sorted(found, key=lambda row: (row["provision"], row["technology"], row["actor"])):
        if last_part(row["effect"]) in ABOUT_LAW:
            continue
        route = "provision" if row["actor"] in actors else "role"
        yield LawRule(route, row["provision"], row["technology"], row["actor"], *_law(row))


def _law(row: Row) -> tuple[str, ...]:
    """The fields of a rule from its provision on, in their order."""
    is_read = last_part(row["status"]) == "in-force" and row["jurisdiction"] != UNION and not row["start"]
    known_from = READ_ON if is_read else ""
    effect = last_part(row["effect"])
    place = (row["jurisdiction"], row["row"], row["start"], row["end"], row["earliest"], known_from)
    return row["provision"], row["act"], effect, row["condition"], *place


def _explained(parts: Iterable[Row]) -> dict[str, str]:
    """The act that each guidance explains, where it is one."""
    found: dict[str, set[str]] = {}
    for row in parts:
        if row["explains"]:
            found.setdefault(row["act"], set()).add(row["explains"])
    return {guidance: min(acts) for guidance, acts in found.items() if len(acts) == 1}


def _scopes(found: Iterable[Row]) -> Iterable[ScopeRule]:
    for each in by_key(found).values():
        first = each[0]
        start, end = whole_days(first["start"], first["end"])
        yield ScopeRule(
            id=first["id"],
            target=first["target"],
            kind=last_part(first["kind"]),
            actors=frozenset(row["actor"] for row in each),
            purposes=frozenset(last_part(row["purpose"]) for row in each),
            places=frozenset(row["place"] for row in each),
            effect=last_part(first["effect"]),
            condition=first["condition"],
            provision=first["provision"],
            start=start,
            end=end,
        )


def _broader(found: Iterable[Row], kind: str) -> dict[str, tuple[str, ...]]:
    wide: dict[str, tuple[str, ...]] = {}
    for row in found:
        if row["kind"] == kind:
            wide[row["narrow"]] = (*wide.get(row["narrow"], ()), *filter(None, (row["wide"],)))
    return wide


def _land(row: Row) -> Land:
    return Land(row["id"], row["jurisdiction"], row["joined"], row["left"])
