"""A trace as plain text, for the command line, and as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from graph.law.effects import PATH_EFFECTS
from graph.law.period import NOT_RECORDED
from graph.trace.export import COLUMNS, dot, gexf, graphml, network, rows
from graph.trace.values import Path, Place, Trace


def text(trace: Trace) -> str:
    """Every path hop by hop, grouped by effect, and what was left out."""
    target = trace.target.name if trace.target else f"all {trace.target_class}"
    count = f"{len(trace.paths)} path{'' if len(trace.paths) == 1 else 's'}"
    lines = [f"From {trace.source.name} to {target} on {trace.on}: {count}."]
    ends = [place for place in (trace.source, trace.target) if place]
    lines += [f"{place.name}: {place.note}" for place in ends if place.note]
    lines += [f"{place.name}: {place.life.words(trace.on)}." for place in ends if place.life]
    lines += [f"{place.name}: {told}." for place in ends if (told := _dated(place))]
    for group, paths in trace.groups.items():
        lines += ["", PATH_EFFECTS[group]]
        lines += [line for path in paths for line in _path(path)]
    if trace.coming:
        lines += ["", f"Not yet on {trace.on}"]
        lines += [line for path in trace.coming for line in (f"  from {path.first}:", *_path(path))]
    return "\n".join([*lines, *(["", *trace.bounded] if trace.bounded else [])])


def _path(path: Path) -> list[str]:
    lines = []
    for number, hop in enumerate(path.hops):
        since = f" Since {hop.start}." if hop.start else ("" if hop.timeless else f" Start {NOT_RECORDED}.")
        until = f" Until {hop.end}." if hop.end else ""
        weak = f" [{', '.join(hop.weak)}]" if hop.weak else ""
        reason = f", {hop.reason}" if hop.reason else ""
        reason += f" (for or by: {hop.who})" if hop.who else ""
        told = f" The law named here: {said}." if (said := _dated(hop.target)) else ""
        lines.append(f"  {'-' if number == 0 else ' '} {hop.sentence}{reason}.{since}{until}{told}{weak}")
    return lines


def _dated(place: Place) -> str:
    """What the law date makes of a law, and how its dates were moved or extended."""
    return "; ".join(filter(None, (place.state, *(each.words() for each in place.dated))))


def table(trace: Trace) -> str:
    """One row a hop, as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(trace))
    return out.getvalue().rstrip("\n")


def document(trace: Trace) -> str:
    """Everything about a trace, as JSON."""
    return json.dumps(asdict(trace), ensure_ascii=False, indent=1)


WRITERS: Final[Mapping[str, Callable[[Trace], str]]] = {
    "text": text,
    "csv": table,
    "json": document,
    "graphml": lambda trace: graphml(network(trace)),
    "gexf": lambda trace: gexf(network(trace)),
    "dot": lambda trace: dot(network(trace)),
}
"""The forms of the command line, by name."""
