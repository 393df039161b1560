"""What a browser sends of a form, read into answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from werkzeug.datastructures import MultiDict

from graph.contribute.changes import ChangeKind, ChangeSet, RowChange
from graph.forms.answers import Answers, filled
from graph.forms.composing import FilledForm
from graph.forms.fields import SOURCES, Ask, Field
from graph.forms.kinds import Form
from graph.forms.sources import ASKED, SourceGiven, cleaned, given_in
from graph.forms.standing import StandingTables, empty_row
from views.languages.address import language

Sent = MultiDict[str, str]
CHOSEN: Final = "f"
TYPED: Final = "t"
PICKED: Final = "c"
ASKED_ABOUT: Final = "o"
SOURCE: Final = "s"
WHY: Final = "why"
MOST_SOURCES: Final = 20


def name_of(field: Field, part: str = "") -> str:
    """The name of a field among what a browser sends: that of a part has its table before it."""
    return f"{part}.{field.name}" if part else field.name


def read(form: Form, sent: Sent) -> FilledForm:
    """The answers in what was sent. A field that was not sent at all is an empty answer, as browsers send it."""
    parts = {part.table: _answers(fields, sent, part.table) for part, fields in form.parts}
    asked = (field for field in form.fields if field.ask is not Ask.NEVER)
    return FilledForm(form, _answers(asked, sent), parts, tuple(_sources(sent)), why=sent.get(WHY, "").strip())


def first_given(form: Form, given: Sent) -> FilledForm:
    """A new form: presets, the language of the page for texts, and what the address that led to it says."""
    cells = {field.name: field.column.preset for field in form.fields}
    cells |= {field.name: language() for field in form.fields if field.unless and field.unless != language()}
    cells |= {name: value for name, value in given.items() if name in cells}
    return FilledForm(form, filled(form.fields, cells), {})


def from_row(form: Form, key: str, tables: StandingTables) -> FilledForm:
    """The form that corrects a row, filled with its cells. Raises KeyError when there is no such row."""
    return FilledForm(form, filled(form.fields, tables[form.kind.table].rows[key]), {}, row=key)


def from_draft(form: Form, changes: ChangeSet, tables: StandingTables) -> FilledForm:
    """The form as a draft left it: the row with its changes, its parts, and the sources that were written."""
    own = next(row for row in changes.rows if row.table == form.kind.table)
    before = {**tables[form.kind.table].rows.get(own.key, empty_row(form.schema))}
    sources = [row.key for row in changes.of(SOURCES)]
    answers = _without(filled(form.fields, {**before, **{cell.column: cell.now for cell in own.cells}}), form, sources)
    parts = {part.table: filled(fields, _part_cells(changes, part.table)) for part, fields in form.parts}
    beside = {form.kind.table, SOURCES, *(part.table for part, _ in form.parts)}
    return FilledForm(
        form, answers, parts, tuple(given_in(changes)), row=own.key if own.kind is ChangeKind.CHANGE else "",
        why=changes.why, carried=tuple(row for row in changes.rows if row.table not in beside),
    )  # fmt: skip


def _without(answers: Answers, form: Form, sources: Iterable[str]) -> Answers:
    """The answers without the sources that the form shows as written: their rows are made again."""
    if form.source is None:
        return answers
    name, new = form.source.name, set(sources)
    left = tuple(each for each in answers.of(name) if each not in new)
    return replace(answers, values={**answers.values, name: left})


def _part_cells(changes: ChangeSet, table: str) -> dict[str, str]:
    rows: list[RowChange] = list(changes.of(table))
    return {cell.column: cell.now for cell in rows[0].cells} if rows else {}


def _answers(fields: Iterable[Field], sent: Sent, part: str = "") -> Answers:
    values, typed = {}, {}
    for field in fields:
        name = name_of(field, part)
        chosen, picked = (tuple(filter(None, sent.getlist(f"{kind}.{name}"))) for kind in (CHOSEN, PICKED))
        values[field.name] = (*chosen, *picked) if field.many or not picked else picked
        words = sent.get(f"{TYPED}.{name}", "").strip() if field.chosen else ""
        # Who picks one of those that were offered has answered what she was asked.
        if words and not (picked and words == sent.get(f"{ASKED_ABOUT}.{name}", "").strip()):
            typed[field.name] = words
    return Answers(values, typed)


def _sources(sent: Sent) -> Iterable[SourceGiven]:
    for place in range(MOST_SOURCES):
        given = {name: sent.get(f"{SOURCE}.{place}.{name}", "") for name in ASKED}
        source = cleaned(given)
        if not source.empty:
            yield source
