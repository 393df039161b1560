"""A change set as words: which form it was written in, and what it is about."""

from __future__ import annotations

from graph.contribute.changes import ChangeSet, Kind, RowChange
from graph.forms.fields import SOURCES
from graph.forms.kinds import BY_TABLE, Form, form_of, form_of_table
from graph.forms.standing import StandingTables
from graph.text.messages import N_


def form_of_draft(changes: ChangeSet, tables: StandingTables) -> Form:
    """The form in which a change set was written: that of its first row."""
    own = changes.rows[0]
    if own.kind is Kind.ADD and own.table in BY_TABLE:
        return form_of(BY_TABLE[own.table], tables)
    return form_of_table(own.table, tables)


def title_of(changes: ChangeSet, tables: StandingTables) -> str:
    """What a change set is about, in some words."""
    if not changes.rows:
        return N_("Nothing yet")
    own = next((row for row in changes.rows if row.table != SOURCES), changes.rows[0])
    name = _name(own, tables.after(changes))
    return N_("New: %(name)s", name=name) if own.kind is Kind.ADD else N_("Corrected: %(name)s", name=name)


def _name(row: RowChange, tables: StandingTables) -> str:
    """The name of a row or, where it has none, of the practice that it tells of."""
    table = tables.get(row.table)
    if table is None:
        return row.key
    name = table.name(row.key)
    cells = table.rows.get(row.key, {})
    about = next((cells[column] for column in ("practice", "practice_id", "city") if cells.get(column)), "")
    return tables["practices"].name(about) if name == row.key and about else name
