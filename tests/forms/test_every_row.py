"""A form shows a row and gives it back: what nobody changed is as it was, to the letter."""

from __future__ import annotations

import pytest

from graph.contribute.changes import ChangeKind
from graph.forms.answers import Answers, filled
from graph.forms.composing import FilledForm, composed
from graph.forms.fields import Ask, InputKind
from graph.forms.kinds import form_of_table
from graph.forms.standing import StandingTables
from graph.settings import ROOT
from graph.tables.metadata import load_metadata

KEYED = [table.name for table in load_metadata(ROOT / "data" / "csv-metadata.json") if table.keys]
FILLED_BY_CONTRIBUTIONS = {"deployments"}
"""Tables whose rows all come as change sets."""


@pytest.mark.parametrize("table", KEYED)
def test_a_row_that_goes_through_its_form_unchanged_is_no_change(table: str, tables: StandingTables) -> None:
    form = form_of_table(table, tables)
    rows = tables[table].rows
    assert rows or table in FILLED_BY_CONTRIBUTIONS
    for key, cells in rows.items():
        given = FilledForm(form, as_sent(filled(form.fields, cells)), {}, row=key, why="nothing")
        assert composed(given, tables, 1).rows == (), (table, key)


def as_sent(answers: Answers) -> Answers:
    """The answers as a browser sends them: line ends of its own, and values in the order of the page."""
    sent = {name: tuple(value.replace("\n", "\r\n") for value in values) for name, values in answers.values.items()}
    return Answers(sent, {})


def test_one_answer_changes_its_own_cell_alone(tables: StandingTables) -> None:
    tried = 0
    for table in KEYED:
        form = form_of_table(table, tables)
        written = (each for each in form.fields if each.kind in (InputKind.TEXT, InputKind.LONG))
        field = next((each for each in written if each.ask is not Ask.NEVER), None)
        if field is None or not tables[table].rows:
            continue
        key, cells = next(iter(tables[table].rows.items()))
        was = filled(form.fields, cells)
        answers = Answers({**was.values, field.name: ("quite another text",)}, {})
        changes = composed(FilledForm(form, answers, {}, row=key, why="It was wrong."), tables, 7)
        (row,) = changes.rows
        assert (row.table, row.key, row.kind, changes.against) == (table, key, ChangeKind.CHANGE, 7)
        changed = [(cell.column, cell.was, cell.now) for cell in row.cells]
        assert changed == [(field.name, cells[field.name], "quite another text")]
        tried += 1
    assert tried > len(KEYED) / 2
