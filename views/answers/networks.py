"""An answer whose rows are edges as a network: GraphML and GEXF."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import networkx as nx

from graph.errors import BadParameter
from graph.text.messages import N_
from graph.trace.export import Network, gexf, graphml
from views.answers.reading import AnswerRows, Row, number_of

ENDS: Final = (("from", "to"), ("source", "target"), ("from_id", "to_id"), ("source_id", "target_id"))
FORMS: Final[Mapping[str, tuple[str, Callable[[Network], str]]]] = {
    "graphml": ("application/graphml+xml", graphml),
    "gexf": ("application/gexf+xml", gexf),
}
"""Media type and writer of each form, by its name."""

LABELS: Final = {"graphml": "GraphML", "gexf": "GEXF"}
# What one of the two forms takes for its own, and in its own type.
TAKEN: Final = frozenset(("id", "key", "source", "target", "type", "weight", "start", "end", "viz", "slices", "spells"))
WEIGHT: Final = "weight"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ends_of(found: AnswerRows) -> tuple[str, str] | None:
    """The two columns that make a row an edge; None when there are none, as where ?from and ?to are days."""
    here = (pair for pair in ENDS if set(pair) <= set(found.columns))
    return next((pair for pair in here if not AnswerRows(pair, found.rows).of_kind("day")), None)


def network(found: AnswerRows, labels: Mapping[str, str], about: Mapping[str, str]) -> Network:
    """Nodes with `label` and, where they are identifiers, their IRI as name; edges with the other columns.

    `about` is told of the network, with `rows_without_edge`: how many rows lack an end. Raises BadParameter when rows
    are no edges.
    """
    ends = ends_of(found)
    if ends is None:
        raise BadParameter(
            "format", N_("A network needs rows that are edges: call two columns ?from and ?to, or ?source and ?target.")
        )
    made: Network = nx.MultiDiGraph()
    left_out = 0
    for number, row in enumerate(found.rows, 1):
        start, end = row[ends[0]], row[ends[1]]
        if start is None or end is None:
            left_out += 1
            continue
        for cell in (start, end):
            made.add_node(_text(cell.value), label=_text(labels.get(cell.value) or cell.value))
        made.add_edge(_text(start.value), _text(end.value), number, **_told(row, ends, labels))
    made.graph.update(about, rows_without_edge=str(left_out))
    return made


def _told(row: Row, ends: tuple[str, str], labels: Mapping[str, str]) -> dict[str, str | float]:
    """The other columns of a row as text, with names beside identifiers; a weight that is a number is one."""
    told: dict[str, str | float] = {}
    for column, cell in row.items():
        if column in ends or cell is None:
            continue
        number = number_of(cell) if column == WEIGHT else None
        if number is not None:
            told[WEIGHT] = number
            continue
        name = f"{column}_" if column in TAKEN else column
        told[name] = _text(cell.value)
        if cell.value in labels:
            told[f"{name}_label"] = _text(labels[cell.value])
    return told


def _text(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
