"""What happened to the dates of a law, and to a text after somebody read it: told beside a path, as of the law date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from graph.links.arrays import Ints, chosen_kinds
from graph.links.days import ALWAYS, day_number, day_text
from graph.links.gather import Node
from graph.links.kinds import CODES, KINDS
from graph.links.network import Network
from graph.trace.values import Dated

HISTORIES = {"moves-date-of": "moved", "extends-validity": "extended"}
TOLD = chosen_kinds(CODES[name] for name in HISTORIES)
AMENDS, PART = CODES["amends"], CODES["part-of"]
READS = frozenset(("interprets", "comments-on"))


def dated(network: Network, number: int, on: str, name: Callable[[Network, Node], str]) -> tuple[Dated, ...]:
    """How the dates of an act or a provision were moved or extended, the earliest change first, each once.

    They are told whatever the day `on`, so that an end is never told without what came of it; what was done only after
    the day is told as later, with the day from which it is known. `name` gives the name of what made the change.
    """
    links, sources = network.arrays.into(np.array([number], np.int32))
    kept = TOLD[network.arrays.kind[links]]
    pairs = zip(links[kept].tolist(), sources[kept].tolist(), strict=True)
    found = {_change(network, link, network.node(source), name) for link, source in pairs}
    found = {replace(each, later=each.start > on) for each in found}
    return tuple(sorted(found, key=lambda each: (each.start, each.by, each.kind)))


def _change(network: Network, link: int, by: Node, name: Callable[[Network, Node], str]) -> Dated:
    told, kind = network.told(link), HISTORIES[KINDS[int(network.arrays.kind[link])].name]
    start = told.get("start", "")
    if kind == "moved":
        return Dated(kind, name(network, by), by.id, start, "", told.get("old", ""), told.get("new", ""),
                     told.get("reason", "").rstrip("."))  # fmt: skip
    return Dated(kind, name(network, by), by.id, start, by.end)


def older_than(network: Network, reader: int, text: int, on: str) -> str:
    """The day of the last amendment, up to `on`, of a text that its reader does not know yet; empty when it knows all.

    `reader` is a judgment or guidance, `text` the act or provision that it reads. An amendment whose part is not
    recorded may touch any part of the act, so it counts for all of them.
    """
    read = network.node(reader).start
    if not read:
        return ""
    links, _ = network.arrays.into(_meeting(network, text))
    days = network.arrays.start[links][network.arrays.kind[links] == AMENDS]
    after = days[(days > max(day_number(read), ALWAYS)) & (days <= day_number(on))]
    return day_text(int(after.max())) if len(after) else ""


def _meeting(network: Network, number: int) -> Ints:
    """A law itself, every part of it, and every whole that it is a part of."""
    at = np.array([number], np.int32)
    (up, wholes), (down, parts) = network.arrays.out_of(at), network.arrays.into(at)
    kinds = network.arrays.kind
    return np.concatenate((at, wholes[kinds[up] == PART], parts[kinds[down] == PART]))
