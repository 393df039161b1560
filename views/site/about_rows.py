"""The parts of the about page that follow from the code and the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.store import Cell
from graph.text.messages import N_
from views.shown.values import Stat

NUMBERS = (
    ("practices", N_("practices"), "/practices"),
    ("cities", N_("cities"), "/cities"),
    ("acts", N_("acts"), "/laws"),
    ("provisions", N_("provisions"), "/laws"),
    ("sources", N_("sources"), ""),
    ("rows", N_("rows of facts"), ""),
    ("from-memory", N_("rows from memory"), "/about#marks"),
    ("doubtful", N_("rows with a doubt"), "/about#marks"),
)


def stats(rows: Sequence[Mapping[str, Cell | None]], root: str) -> list[Stat]:
    """The graph in numbers."""
    counts = {str(row["kind"]): int(str(row["things"])) for row in rows}
    return [
        Stat(counts[kind], label, f"{root}{path}" if path else None) for kind, label, path in NUMBERS if kind in counts
    ]


COVERAGE = (
    ("practices", N_("All practices"), "119"),
    ("with-actor", N_("whose runner is known"), "67"),
    ("with-law", N_("with law that governs them or may"), "66"),
    ("with-certain-law", N_("of these, with law that depends on no open fact"), N_("not asked")),
    ("no-technology", N_("without law, because no technology is recorded"), N_("not told")),
    ("no-rule", N_("without law, because no rule of the tables speaks of what they use"), N_("not told")),
)
"""Kinds of the question, what they are called, and what the graph said before 29 November 2026."""
STEPS = (
    ("steps", N_("All steps before courts, authorities and legislatures"), "92"),
    ("steps-with-provision", N_("with a provision of the tables that the source names"), "9"),
    ("steps-with-article", N_("with an article of a law that is not in the tables"), N_("not told")),
)


def coverage(rows: Sequence[Mapping[str, Cell | None]]) -> list[dict[str, str]]:
    """How many practices have a known runner and law, now and before, and why the others have none."""
    return _counted(rows, COVERAGE)


def steps(rows: Sequence[Mapping[str, Cell | None]]) -> list[dict[str, str]]:
    """Of how many steps before authorities the source names the provision, now and before."""
    return _counted(rows, STEPS)


def _counted(rows: Sequence[Mapping[str, Cell | None]], kinds: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    counts = {str(row["kind"]): str(row["things"]) for row in rows}
    return [{"label": label, "now": counts.get(kind, "0"), "before": before} for kind, label, before in kinds]
