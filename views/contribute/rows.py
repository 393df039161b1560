"""A change set as words: which form it was written in, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from graph.contribute.changes import ChangeKind, ChangeSet
from graph.forms.beside import EVENTS, PRACTICES
from graph.forms.fields import SOURCES
from graph.forms.kinds import BY_TABLE, Form, form_of, form_of_table
from graph.forms.standing import StandingTables
from graph.text.messages import N_
from views.shown.cells import row_name

CITIES: Final = "cities"


class HasTable(Protocol):
    """A row of a submission, as far as it is looked at here."""

    @property
    def table(self) -> str:
        """Its table, without `.csv`."""


def row_of(address: str) -> tuple[str, str]:
    """The table and the key of a row from its address, `practices.csv/nice-school-vsa`; empty ones when it is none."""
    file, _, key = address.partition("/")
    return file.removesuffix(".csv"), key


def form_of_draft(changes: ChangeSet, tables: StandingTables) -> Form:
    """The form in which a change set was written: that of its first row."""
    own = changes.rows[0]
    if own.kind is ChangeKind.ADD and own.table in BY_TABLE:
        return form_of(BY_TABLE[own.table], tables)
    return form_of_table(own.table, tables)


def is_of_a_form(changes: ChangeSet) -> bool:
    """Whether a form can show a change set: one row, and what forms add beside it."""
    own, *rest = changes.rows
    is_kept = own.kind is not ChangeKind.RETIRE and all(row.kind is not ChangeKind.RETIRE for row in rest)
    return is_kept and fit_a_form([row.table for row in changes.rows])


def fit_a_form(tables: Sequence[str]) -> bool:
    """Whether rows of these tables are what one form makes: its own first, then what it adds beside."""
    own, *rest = tables
    parts = {part.table for part in BY_TABLE[own].also} if own in BY_TABLE else set()
    also = {PRACTICES} if own == EVENTS else set()
    return set(rest) <= {SOURCES, CITIES, *parts, *also} - {own}


def title_of(changes: ChangeSet, tables: StandingTables) -> str:
    """What a change set is about, in some words."""
    if not changes.rows:
        return N_("Nothing yet")
    own = next((row for row in changes.rows if row.table != SOURCES), changes.rows[0])
    name = row_name(own.table, own.key, tables.after(changes))
    return N_("New: %(name)s", name=name) if own.kind is ChangeKind.ADD else N_("Corrected: %(name)s", name=name)
