"""The measurements as Markdown tables, and the place in `docs/performance.md` where they belong."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BASE = "oxigraph"
OURS, CACHED = "openplaza", "openplaza, cached"


def tables(found: dict[str, Any]) -> str:
    """What one run found, as Markdown: servers, single requests, eight at once, repeated requests."""
    names = [name for name, told in found["servers"].items() if "error" not in told]
    varied = [name for name in names if name != CACHED]
    parts = [
        f"### {found['quads']:,} quads",
        _servers(found),
        "One request at a time, another parameter each time, nothing cached: median ms (99th percentile), and the "
        "median as a part of Oxigraph's; below 1 is faster.",
        _grid(found, varied, "varied", 1),
        f"{found['connections']} connections, other parameters each time: answers a second, and as a multiple of "
        "Oxigraph's; above 1 is faster.",
        _grid(found, varied, "varied", found["connections"]),
        f"The same request again and again, {found['connections']} connections: answers a second.",
        _grid(found, [name for name in names if name in (CACHED, BASE)], "repeated", found["connections"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def late(times: Sequence[float]) -> float:
    """The 95th percentile, by the nearest rank."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def machine() -> str:
    """The machine class in one sentence."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.processor())
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({model}), {memory_gb:.0f} GB, {platform.system()}, {python}."


def between(text: str, name: str, inside: str) -> str:
    """`text` with what stands between the markers of `name` replaced; raises ValueError when they are missing."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if start not in text or end not in text:
        raise ValueError(f"docs/performance.md has no place for {name}")
    return text[: text.index(start) + len(start)] + f"\n\n{inside}\n" + text[text.index(end) :]


def _servers(found: dict[str, Any]) -> str:
    rows = ["| server | first answer after start (s) | largest memory (MB) |", "|---|---|---|"]
    for name, told in found["servers"].items():
        if "error" in told:
            rows.append(f"| {name} | {told['error'][:80]} | |")
        else:
            rows.append(f"| {name} | {told['start_s']:.2f} | {told.get('peak_mb', 0):,.0f} |")
    return "\n".join(rows)


def _grid(found: dict[str, Any], names: list[str], kind: str, connections: int) -> str:
    cells = {
        (cell["server"], cell["name"]): cell
        for cell in found["cells"]
        if cell["kind"] == kind and cell["connections"] == connections
    }
    first = {(one["server"], one["name"]): one for one in found["first"]}
    questions = list(dict.fromkeys(one["name"] for one in found["first"]))
    rows = [f"| query | rows | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for name in questions:
        shown = [_shown(cells, first, server, name, connections) for server in names]
        count = max((one.get("rows", 0) for one in found["first"] if one["name"] == name), default=0)
        rows.append(f"| {name} | {count:,} | {' | '.join(shown)} |")
    return "\n".join(rows)


def _shown(
    cells: dict[tuple[str, str], Any], first: dict[tuple[str, str], Any], server: str, name: str, connections: int
) -> str:
    told, cell, base = first.get((server, name), {}), cells.get((server, name)), cells.get((BASE, name))
    if "error" in told:
        return "error"
    if cell is None or not cell["answers"]:
        return "too slow" if cell is None else "failed"
    star = " *" if told.get("differs") else ""
    star += f" ({cell['failures']} failed)" if cell["failures"] else ""
    if connections > 1:
        ratio = f" (×{cell['per_s'] / base['per_s']:.2f})" if base and base["per_s"] and server != BASE else ""
        return f"{cell['per_s']:,.0f}{ratio}{star}"
    ratio = f" ×{cell['p50_ms'] / base['p50_ms']:.2f}" if base and base["p50_ms"] and server != BASE else ""
    return f"{cell['p50_ms']:.2f} ({cell['p99_ms']:.1f}){ratio}{star}"
