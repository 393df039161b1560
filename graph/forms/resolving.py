"""Words that name what is to be chosen, turned into the values that they mean, where only one can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.forms.answers import Answers
from graph.forms.composing import FilledForm
from graph.forms.faults import Judge
from graph.forms.fields import Field
from graph.forms.matching import meant


def resolved(given: FilledForm, judge: Judge) -> FilledForm:
    """The form with each name that was written replaced by what it means; what may mean several things stays."""
    parts: Mapping[str, Answers] = {
        part.table: _resolved(fields, given.parts[part.table], judge)
        for part, fields in given.form.parts
        if part.table in given.parts
    }
    return replace(given, answers=_resolved(given.form.fields, given.answers, judge), parts=parts)


def _resolved(fields: Iterable[Field], answers: Answers, judge: Judge) -> Answers:
    values, typed = dict(answers.values), dict(answers.typed)
    for field in fields:
        words = typed.pop(field.name, "")
        items = _items(field, words, judge)
        found = [value for item in items if (value := _value(field, item, judge))]
        left = [item for item in items if not _value(field, item, judge)]
        if found:
            # What is written takes the place of the only value that there can be.
            before = values.get(field.name, ()) if field.many else ()
            values[field.name] = (*before, *found)
        if left:
            typed[field.name] = (field.column.separator or "").join(left)
    return Answers(values, typed)


def _items(field: Field, words: str, judge: Judge) -> list[str]:
    """The names in what was written: a whole one, or several as the column divides them."""
    whole = words.strip()
    return [whole] if whole and _value(field, whole, judge) else field.column.items(words)


def _value(field: Field, item: str, judge: Judge) -> str:
    if field.column.scheme:
        found = judge.coded.meant(field.column.scheme, item, judge.tables)
        return found[0] if len(found) == 1 else ""
    return meant(field.target, item, judge.tables, judge.index) if field.target else ""
