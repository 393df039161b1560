"""What the page of a thing says of where it comes from: who added it, and who changed it last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.law.marks import OWN_WORD, Mark, marks
from graph.text.messages import N_
from views.history.rows import day, reviewers
from views.web.panels import Panel, nothing, panel
from views.web.service import asked, grouped, service, text_of

Row = Mapping[str, object]
QUESTION = "history-origin"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who added a thing and who changed it last, as sentences; both are empty for what came with the first tables.

    `marks` says when the row of the thing rests on somebody's own word alone.
    """

    added: str = ""
    changed: str = ""
    marks: Sequence[Mark] = ()


def origin_panel(thing: str) -> Panel:
    """The contributions that added and changed a thing; nothing is asked where nothing was ever contributed."""
    graph = f"{service().settings.base_iri}graph/contributions"
    put = panel if graph in asked().revision.manifest.graphs else nothing
    return put(QUESTION, {"thing": thing})


def origin(rows: Iterable[Row], basis: str = "") -> Origin:
    """What the page of a thing says of where it comes from; `basis` is that of its row, where the page tells it
    nowhere else."""
    kinds = grouped(rows, "kind")
    return Origin(
        added=_by(kinds["add"], N_("Added")) if "add" in kinds else "",
        changed=_by(kinds["change"], N_("Last changed")) if "change" in kinds else "",
        marks=[mark for mark in marks(basis) if mark.slug in OWN_WORD],
    )


def _by(rows: Sequence[Row], words: str) -> str:
    """Of the last contribution among the rows, for whom it was and when it was looked at."""
    last = list(grouped(rows, "number").values())[-1]
    named = {"done": words, "organisation": text_of(last[0], "contributor"), "day": day(last[0], "accepted")}
    if reviewers(last):
        return N_("%(done)s by %(organisation)s, reviewed on %(day)s.", **named)
    return N_("%(done)s by %(organisation)s on %(day)s.", **named)
