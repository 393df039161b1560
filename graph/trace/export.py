"""A trace as a small labelled network, and that network in the forms other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import networkx as nx

from graph.trace.values import Hop, Path, Place, Trace

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph


def network(trace: Trace, paths: Iterable[Path] | None = None) -> Network:
    """The places and links of `paths` (all when None), each link once and in its own direction.

    Nodes are IRIs with `label`, `kind`, `id` and `state`. Edges have the link as their key; `paths` numbers the paths
    they are on from 1. Every value is text, so that every format can hold it.
    """
    drawn: Network = nx.MultiDiGraph(on=trace.on)
    for number, path in enumerate(trace.paths if paths is None else paths, 1):
        for hop in path.hops:
            for place in (hop.source, hop.target):
                drawn.add_node(place.iri, **_plain(_node(place)))
            start, end = (hop.source, hop.target) if hop.forward else (hop.target, hop.source)
            before = drawn.get_edge_data(start.iri, end.iri, hop.link, {}).get("paths", "")
            drawn.add_edge(start.iri, end.iri, hop.link, **_plain(_edge(hop)), paths=f"{before} {number}".strip())
    return drawn


def _plain(texts: dict[str, str]) -> dict[str, str]:
    """Texts that remember more than their letters as bare texts: some formats take no other."""
    return {name: str(text) for name, text in texts.items()}


def _node(place: Place) -> dict[str, str]:
    return {"label": place.name, "kind": place.kind, "id": place.id, "state": place.state}


def _edge(hop: Hop) -> dict[str, str]:
    return {
        "label": hop.kind.replace("-", " "),
        "kind": hop.kind,
        "start": hop.start,
        "end": hop.end,
        **told(hop),
        "reason": hop.reason,
        "who": hop.who,
        "sources": "; ".join(source.address or source.label for source in hop.sources),
        "weak": "; ".join(hop.weak),
    }


TOLD: Final = ("told", "effect", "standing", "question", "condition", "actor", "role", "match", "basis", "confidence",
               "doubt", "statement")  # fmt: skip
"""What `told` gives."""


def told(hop: Hop) -> dict[str, str]:
    """What a link says and how surely, by name; the same names wherever a link is written as data."""
    return {
        "told": "inferred" if hop.inferred else "stated",
        "effect": hop.effect,
        "standing": hop.standing,
        "question": hop.question,
        "condition": hop.condition,
        "actor": hop.actor,
        "role": hop.role,
        "match": hop.match,
        "basis": hop.certainty.basis,
        "confidence": hop.certainty.confidence,
        "doubt": hop.certainty.doubt,
        "statement": hop.statement,
    }


def graphml(drawn: Network) -> str:
    """GraphML, as yEd and Gephi read it."""
    return "\n".join(nx.generate_graphml(drawn, named_key_ids=True)) + "\n"


def gexf(drawn: Network) -> str:
    """GEXF, as Gephi reads it; without the day of writing, so that the same trace gives the same bytes."""
    # GEXF names the start and the end of an edge in its own way, which takes no open ends.
    plain: Network = nx.MultiDiGraph()
    plain.add_nodes_from(
        (node, {key: value for key, value in data.items() if key != "id"}) for node, data in drawn.nodes(data=True)
    )
    for start, end, key, data in drawn.edges(keys=True, data=True):
        kept = {_GEXF.get(name, name): value for name, value in data.items()}
        plain.add_edge(start, end, str(key), **kept)
    return re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(plain))) + "\n"


_GEXF: Final[Mapping[str, str]] = {"start": "from_day", "end": "to_day"}


def node_link(drawn: Network) -> str:
    """JSON with `nodes` and `edges`, as networkx and D3 read it."""
    return json.dumps(nx.node_link_data(drawn, edges="edges"), ensure_ascii=False, indent=1) + "\n"


def dot(drawn: Network) -> str:
    """DOT, as Graphviz reads it; drawn from left to right, what is weak is dashed."""
    lines = ["digraph trace {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f"  {_quoted(node)} [label={_quoted(data['label'])}];" for node, data in drawn.nodes(data=True)]
    for start, end, data in drawn.edges(data=True):
        style = ", style=dashed" if data["weak"] else ""
        label = f"{data['label']}: {data['effect']}" if data["effect"] else data["label"]
        lines.append(f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(label)}{style}];")
    return "\n".join((*lines, "}")) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


FORMS: Final[Mapping[str, tuple[str, Callable[[Network], str]]]] = {
    "graphml": ("application/graphml+xml", graphml),
    "gexf": ("application/gexf+xml", gexf),
    "dot": ("text/vnd.graphviz", dot),
    "json": ("application/json", node_link),
}
"""Media type and writer of each form, by its name."""

COLUMNS: Final = (
    "path", "hop", "group", "from_id", "from", "words", "to_id", "to", "kind", "told", "effect", "standing", "question",
    "condition", "reason", "who", "actor", "role", "match", "start", "end", "dates", "basis", "confidence", "doubt",
    "source", "weak", "statement",
)  # fmt: skip


def rows(trace: Trace) -> list[dict[str, str]]:
    """The trace as a table: one row a hop, paths and hops numbered from 1."""
    return [
        {
            "path": str(number),
            "hop": str(place),
            "group": path.group,
            "from_id": hop.source.id,
            "from": hop.source.name,
            "words": hop.words,
            "to_id": hop.target.id,
            "to": hop.target.name,
            "kind": hop.kind,
            **told(hop),
            "reason": hop.reason,
            "who": hop.who,
            "start": hop.start,
            "end": hop.end,
            "dates": _dates(hop.target, trace.on),
            "source": "; ".join(source.address or source.label for source in hop.sources),
            "weak": "; ".join(hop.weak),
        }
        for number, path in enumerate(trace.paths, 1)
        for place, hop in enumerate(path.hops, 1)
    ]


def _dates(place: Place, on: str) -> str:
    """What the day makes of a law, how its dates were moved or extended, and whether a practice runs."""
    life = place.life.words(on) if place.life else ""
    return "; ".join(filter(None, (life, place.state, *(each.words() for each in place.dated))))
