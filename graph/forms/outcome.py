"""A practice states no legal outcome once a court or an authority decides: the outcome follows from that event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.build.rules.legal_order import REMARK
from graph.contribute.changes import RowChange
from graph.contribute.drafting import changed
from graph.forms.standing import StandingTables

EVENTS: Final = "legal_events"
PRACTICES: Final = "practices"


def stated_no_more(table: str, cells: Mapping[str, str], tables: StandingTables) -> list[RowChange]:
    """The row of a practice without the outcome in its cell, where `cells` are a new event of it that decides."""
    if table != EVENTS or cells["outcome"] in ("", REMARK) or cells["left_out_because"]:
        return []
    practice = tables[PRACTICES].rows.get(cells["practice"], {})
    emptied = changed(tables[PRACTICES].schema, cells["practice"], practice, {"legal_outcome": ""})
    return [emptied] if emptied else []
