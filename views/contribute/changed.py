"""What a change set says, in the words of its reader: the page before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.contribute.changes import ChangeKind, ChangeSet, RowChange
from graph.forms.answers import filled
from graph.forms.faults import Judge
from graph.forms.fields import Ask, Field, fields_of
from graph.text.messages import N_
from views.contribute.fields import shown
from views.shown.cells import row_name
from views.shown.tables import judge

KINDS: Final = {
    ChangeKind.ADD: N_("New"), ChangeKind.CHANGE: N_("Changed"), ChangeKind.RETIRE: N_("Taken out"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell as it was and as it will be, each as names or as text."""

    label: str
    was: Sequence[str]
    now: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangedRowShown:
    """A row with the cells that people are asked for; the others follow from them."""

    kind: str
    name: str
    cells: Sequence[CellShown]


def rows_shown(changes: ChangeSet) -> list[ChangedRowShown]:
    """Every row of a change set."""
    held = judge()
    after = Judge(held.tables.after(changes), held.coded, held.index)
    return [_row(row, held, after) for row in changes.rows]


def _row(row: RowChange, before: Judge, after: Judge) -> ChangedRowShown:
    asked = {field.name: field for field in fields_of(after.tables[row.table].schema) if field.ask is not Ask.NEVER}
    cells = [CellShown(field.label, _told(field, cell.was, before), _told(field, cell.now, after))
             for cell in row.cells if (field := asked.get(cell.column))]  # fmt: skip
    return ChangedRowShown(KINDS[row.kind], row_name(row.table, row.key, after.tables), cells)


def _told(field: Field, cell: str, held: Judge) -> Sequence[str]:
    """The names of what a cell holds; a text is itself."""
    if not cell:
        return ()
    found = shown(field, filled([field], {field.name: cell}), None, held)
    names = [each.label for each in found.choices if each.checked]
    return names or [cell]
