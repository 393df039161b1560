"""Asks a store for everything that traces pass through: questions of `queries/links/`, page by page, as CSV.

Any store answers them, embedded or remote; the LIMIT of a question says how many keys have their rows on one page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, last_part, pages
from graph.links.kinds import BY_FORCE, CODES, KINDS, LASTING
from graph.settings import ROOT
from graph.things import BY_CLASS

QUESTIONS = ROOT / "queries" / "links"
LINKS = (
    "links-governs",
    "links-rules",
    "links-practices",
    "links-events",
    "links-relations",
    "links-moves",
    "links-plain",
)


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that a trace passes through; days as the store writes them; what is not known is empty.

    `place` is whose law an act or a provision is: EU, a country such as FR, a part of one such as DE-BW, or CoE.
    """

    iri: str
    kind: str
    id: str
    label: str
    type: str = ""
    start: str = ""
    in_force: str = ""
    end: str = ""
    part_of: str = ""
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """How far a row can be trusted, and its sources as (id, label, address)."""

    basis: str = ""
    confidence: str = ""
    doubt: str = ""
    sources: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One dated statement that joins two nodes; `told` is what a reader is shown of it."""

    source: str
    target: str
    kind: str
    start: str
    end: str
    row: str
    told: str


@dataclass(frozen=True)
class NetworkFacts:
    """Nodes, links and rows in a fixed order, the actors with the broader ones of each, and the names of countries."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    rows: dict[str, Basis]
    actors: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def gather(store: Queryable, questions: Path = QUESTIONS) -> NetworkFacts:
    """Everything `store` knows for the link network. Links whose ends are no nodes are left out."""
    catalogue = Catalogue.load(questions)
    nodes = _nodes(pages(store, catalogue, "links-nodes"))
    links = [link for name in LINKS for row in pages(store, catalogue, name) if (link := _link(row, nodes)) is not None]
    links.sort(key=lambda link: (link.source, link.target, CODES[link.kind], link.start, link.end, link.row, link.told))
    used = {link.row for link in links}
    rows = _bases(row for row in pages(store, catalogue, "links-rows") if row["key"] in used)
    return NetworkFacts(
        tuple(nodes[iri] for iri in sorted(nodes, key=str.encode)),
        tuple(dict.fromkeys(links)),
        rows,
        _actors(pages(store, catalogue, "links-actors")),
        {row["code"]: row["label"] for row in pages(store, catalogue, "links-places") if row["code"]},
    )


def _nodes(rows: Iterator[Row]) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for row in sorted(rows, key=lambda row: tuple(row.values())):
        kind = BY_CLASS[row["class"]].name
        nodes.setdefault(
            row["key"],
            Node(
                row["key"],
                kind,
                row["id"],
                row["label"],
                last_part(row["type"]),
                row["start"],
                row["in_force"],
                row["end"],
                row["part_of"],
                row["note"],
                row["place"],
            ),
        )
    return nodes


def _link(row: Row, nodes: dict[str, Node]) -> Link | None:
    source, target, kind = nodes.get(row["from"]), nodes.get(row["to"]), last_part(row["kind"])
    if source is None or target is None or source is target or kind not in CODES:
        return None
    told = {name: row.get(name, "") for name in ("reason", "actor", "place", "old", "new")}
    told |= {name: last_part(row.get(name, "")) for name in ("effect", "match", "through")}
    start = max(_born(row, kind, source, nodes), _since(source, nodes), _since(target, nodes))
    end = _until(row.get("end", ""), kind, source, target, nodes)
    told |= {"start": start, "end": end}
    shown = json.dumps({name: text for name, text in told.items() if text}, ensure_ascii=False)
    return Link(source.iri, target.iri, kind, start, end, row["row"], shown)


def _born(row: Row, kind: str, source: Node, nodes: dict[str, Node]) -> str:
    """When the link began. A change without a date of its own happens when the act that makes it enters into force."""
    stated = row.get("start", "")
    if stated or kind not in LASTING:
        return stated
    return (nodes.get(source.part_of) or source).in_force


def _since(node: Node, nodes: dict[str, Node]) -> str:
    """No link is older than the act or the event it touches; a provision is as old as its act."""
    if node.kind == "provision":
        act = nodes.get(node.part_of)
        return act.start if act else ""
    return node.start if node.kind in ("act", "event") else ""


def _until(stated: str, kind: str, source: Node, target: Node, nodes: dict[str, Node]) -> str:
    """When the link ended: on its own last day, or with the act that makes it or that it rests on."""
    ends = [stated]
    if KINDS[CODES[kind]].role == "law" and kind not in LASTING:
        ends += [source.end, _act_end(source, nodes)]
    if kind in BY_FORCE:
        ends += [target.end, _act_end(target, nodes)]
    return min(filter(None, ends), default="")


def _act_end(node: Node, nodes: dict[str, Node]) -> str:
    act = nodes.get(node.part_of)
    return act.end if act else ""


def _bases(rows: Iterator[Row]) -> dict[str, Basis]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(row)
    return {
        key: Basis(
            last_part(each[0]["basis"]),
            last_part(each[0]["confidence"]),
            min((row["doubt"] for row in each if row["doubt"]), default=""),
            tuple(sorted({_source(row) for row in each if row["source_id"]})),
        )
        for key, each in sorted(found.items())
    }


def _source(row: Row) -> tuple[str, str, str]:
    return row["source_id"], row["source_label"], row["source_address"]


def _actors(rows: Iterator[Row]) -> dict[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, set[str]]] = {}
    for row in rows:
        found.setdefault(row["id"], (row["label"], set()))[1].add(row["broader"])
    return {name: (label, tuple(sorted(broader))) for name, (label, broader) in sorted(found.items())}
