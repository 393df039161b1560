"""What else must change for a new row to hold: a first legal event tells the legal question of its practice, and its
outcome follows from the event from then on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.build.rules.legal_order import REMARK
from graph.contribute.changes import ChangeKind, RowChange
from graph.contribute.drafting import changed
from graph.forms.standing import StandingTables

PRACTICES: Final = "practices"
EVENTS: Final = "legal_events"


def beside(row: RowChange, tables: StandingTables, sources: tuple[str, ...]) -> Iterator[RowChange]:
    """The changes of other rows without which the check refuses a row that is added; `tables` are as before it."""
    practice = row.now("practice") or ""
    cells = tables[PRACTICES].rows.get(practice)
    if row.kind is not ChangeKind.ADD or row.table != EVENTS or cells is None:
        return
    now: dict[str, str] = {}
    if not cells["legal_issue"]:
        now["legal_issue"] = row.now("summary") or ""
    if row.now("outcome") not in (None, REMARK) and not row.now("left_out_because"):
        now["legal_outcome"] = ""
    if change := changed(tables[PRACTICES].schema, practice, cells, now, dict.fromkeys(now, sources)):
        yield change
