"""Asks a store for everything that traces pass through: questions of `queries/links/`, page by page, as CSV.

Any store answers them, embedded or remote; the LIMIT of a question says how many keys have their rows on one page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, last_part, pages
from graph.links.kinds import BY_FORCE, CODES, KINDS, LASTING, OWN_DAY
from graph.settings import ROOT
from graph.things import BY_CLASS

QUESTIONS = ROOT / "queries" / "links"
LINKS = (
    "links-governs",
    "links-rules",
    "links-practices",
    "links-declared",
    "links-events",
    "links-relations",
    "links-moves",
    "links-plain",
)
STATEMENTS = frozenset(kind.name for kind in KINDS if kind.family in ("rules", "findings"))
"""Links whose statement is a thing of its own in the graph, and can be looked up there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that a trace passes through; days as the store writes them; what is not known is empty.

    `place` is whose law an act or a provision is: EU, a country such as FR, a part of one such as DE-BW, or CoE.
    `start` and `end` are those of a law, an event or a practice; `status` is the last one reported of a practice, on
    the day `checked` when somebody last looked. `home` are the codes of the countries of a practice or a city.
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
    status: str = ""
    checked: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """How far a row can be trusted, and its sources as (id, label, address)."""

    basis: str = ""
    confidence: str = ""
    doubt: str = ""
    sources: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One dated statement that joins two nodes; `told` is what a reader is shown of it.

    `start` is the first day on which it can be followed: no earlier than the laws that it joins. That is no date of
    application, so `told` has a start only where one is recorded. `rows` are those it rests on: its own, that of the
    scope rule and that of who acts; empty where there is none.
    """

    source: str
    target: str
    kind: str
    start: str
    end: str
    rows: tuple[str, str, str]
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
    found = (_link(row, nodes) for name in LINKS for row in pages(store, catalogue, name))
    links = _merged(link for link in found if link is not None)
    links.sort(key=_order)
    used = {row for link in links for row in link.rows}
    rows = _bases(row for row in pages(store, catalogue, "links-rows") if row["key"] in used)
    return NetworkFacts(
        tuple(nodes[iri] for iri in sorted(nodes, key=str.encode)),
        tuple(links),
        rows,
        _actors(pages(store, catalogue, "links-actors")),
        {row["code"]: row["label"] for row in pages(store, catalogue, "links-places") if row["code"]},
    )


def _order(link: Link) -> tuple[str, str, int, str, str, tuple[str, str, str], str]:
    return link.source, link.target, CODES[link.kind], link.start, link.end, link.rows, link.told


def _merged(links: Iterator[Link]) -> list[Link]:
    """The links, each once. Statements that differ in the technology alone are one link through all of them."""
    found: dict[Link, tuple[set[str], set[str]]] = {}
    for link in links:
        told = json.loads(link.told)
        through, statement = told.pop("through", ""), told.pop("statement", "")
        seen = found.setdefault(replace(link, told=_shown(told)), (set(), set()))
        seen[0].add(through)
        seen[1].add(statement)
    return [
        replace(link, told=_shown({**json.loads(link.told), "through": "; ".join(sorted(through)),
                                   "statement": " ".join(sorted(statement))}))
        for link, (through, statement) in found.items()
    ]  # fmt: skip


def _shown(told: dict[str, str]) -> str:
    return json.dumps({name: text for name, text in told.items() if text}, ensure_ascii=False)


def _nodes(rows: Iterator[Row]) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    homes: dict[str, set[str]] = {}
    for row in sorted(rows, key=lambda row: tuple(row.values())):
        kind = BY_CLASS[row["class"]].name
        homes.setdefault(row["key"], set()).add(row["home"])
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
                last_part(row["status"]),
                row["checked"],
            ),
        )
    return {key: replace(node, home=" ".join(sorted(filter(None, homes[key])))) for key, node in nodes.items()}


def _link(row: Row, nodes: dict[str, Node]) -> Link | None:
    source, target, kind = nodes.get(row["from"]), nodes.get(row["to"]), last_part(row["kind"])
    if source is None or target is None or source is target or kind not in CODES:
        return None
    recorded = _recorded(row, kind, source, nodes)
    # A link cannot be followed before the laws that it joins were made.
    start = max(recorded, _since(source, nodes), _since(target, nodes))
    end = _until(row.get("end", ""), kind, source, target, nodes)
    rows = row["row"], row.get("scope_row", ""), row.get("actor_row", "")
    told = _told(row, kind) | {"start": recorded, "end": end}
    return Link(source.iri, target.iri, kind, start, end, rows, _shown(told))


def _told(row: Row, kind: str) -> dict[str, str]:
    told = {name: row.get(name, "") for name in ("reason", "actor", "place", "old", "new", "question")}
    told |= {name: last_part(row.get(name, "")) for name in ("effect", "match", "through", "role", "standing")}
    told["general"] = "yes" if kind == "governed-by" and not row["rule"] else ""
    return told | ({"statement": row["key"]} if kind in STATEMENTS else {})


def _recorded(row: Row, kind: str, source: Node, nodes: dict[str, Node]) -> str:
    """The day from which the link is recorded to hold; empty when none is.

    A reading or a proposal is made on the day of its document; no other link takes a day from the act that makes it.
    """
    stated = row.get("start", "")
    if stated or kind not in OWN_DAY:
        return stated
    return (nodes.get(source.part_of) or source).start


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
