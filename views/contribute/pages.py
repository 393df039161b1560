"""The page of a form: its questions in their groups, the sources, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template

from graph.forms.answers import Answers
from graph.forms.composing import FilledForm
from graph.forms.faults import FieldFault, source_field
from graph.forms.fields import SOURCES, Ask, Field
from graph.forms.kinds import Form
from graph.forms.similar import similar
from graph.forms.sources import SourceGiven
from graph.text.languages import ENGLISH
from graph.text.messages import N_
from views.contribute.fields import ChoiceShown, FieldShown, language_choices, shown
from views.contribute.reading import SOURCE, WHY
from views.languages.address import language
from views.shown.cells import row_name
from views.shown.tables import judge, tables
from views.shown.values import Hyperlink
from views.web.addresses import page_href

Faults = Mapping[str, FieldFault]


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source that is being written: what stands in its fields, their names, and what is wrong with each."""

    place: int
    prefix: str
    given: SourceGiven
    languages: tuple[ChoiceShown, ...]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceHeld:
    """A source that the row names already."""

    value: str
    label: str
    href: str


@dataclass(frozen=True)
class FormShown:
    """Everything of a form that its template shows."""

    first: Sequence[FieldShown]
    details: Sequence[FieldShown]
    about_sources: Sequence[FieldShown]
    held: Sequence[SourceHeld]
    sources: Sequence[SourceShown]
    source_name: str
    source_fault: str
    why_fault: str
    faults: Sequence[tuple[str, str, str]]
    details_open: bool


def form_shown(given: FilledForm, faults: Faults, more: int = 0, at: str = "") -> FormShown:
    """A filled form as it is shown; `more` adds empty sources, `at` is the column that was asked for."""
    form, held = given.form, judge()
    first = [_field(each, given.answers, faults, at) for each in form.fields if each.ask is Ask.FIRST]
    parts = [(part.is_needed, shown(each, given.parts.get(part.table, Answers({}, {})),
                                    faults.get(f"{part.table}.{each.name}"), held, part.table))
             for part, fields in form.parts for each in fields]  # fmt: skip
    details = [_field(each, given.answers, faults, at) for each in form.fields if each.ask is Ask.DETAIL]
    asked = [_field(each, given.answers, faults, at)
             for each in form.fields if each.ask is Ask.SOURCE and not each.is_source]  # fmt: skip
    first = [*first[:1], *(each for needed, each in parts if needed), *first[1:]]
    details = [*(each for needed, each in parts if not needed), *details]
    if form.kind.part or not first:
        first, details = [*first, *details], []
    if at:
        every = [*first, *details]
        first, details = ([each for each in every if _at(each, at) is wanted] for wanted in (True, False))
    sources = _sources(given, faults, more)
    source_fault = faults[form.source.name].message if form.source and form.source.name in faults else ""
    why = faults[WHY].message if WHY in faults else ""
    return FormShown(
        first=first,
        details=details,
        about_sources=asked,
        held=_held(form, given.answers),
        sources=sources,
        source_name=f"f.{form.source.name}" if form.source else "",
        source_fault=source_fault,
        why_fault=why,
        faults=_listed([*first, *details], sources, source_fault, asked, why),
        details_open=any(each.fault for each in details),
    )


def form_page(given: FilledForm, faults: Faults, **context: Any) -> Response:
    """The page of a form; with faults, everything that was typed is there, and the first fault has the focus."""
    at = context["at"] = asked_for(given.form, context.get("at") or "")
    form_as_shown = form_shown(given, faults, context.pop("more", 0), at)
    name = row_name(given.form.kind.table, given.row, tables()) if given.row else ""
    html = render_template(
        "contribute/form.html", form=form_as_shown, name=name, kind=given.form.kind, given=given,
        similar=similar_links(given) if given.form.kind.name == "practice" and not given.row else [], **context,
    )  # fmt: skip
    return make_response(html)


def asked_for(form: Form, column: str) -> str:
    """The column that a page is opened for; empty where the form never asks it, so that all its questions are open."""
    return column if form.field(column) else ""


def similar_links(given: FilledForm) -> list[Hyperlink]:
    """Practices that may be the one that is being written."""
    answers = given.answers
    found = similar(tables(), answers.text("title"), answers.of("cities"), answers.of("technologies_concepts"))
    return [Hyperlink(each.title, page_href("practices", each.key, "")) for each in found]


def _field(each: Field, answers: Answers, faults: Faults, at: str) -> FieldShown:
    return shown(each, answers, faults.get(each.name), judge())


def _at(each: FieldShown, at: str) -> bool:
    return bool(at) and each.name.rpartition(".")[2] == at


def _held(form: Form, answers: Answers) -> list[SourceHeld]:
    if form.source is None:
        return []
    table = tables()[SOURCES]
    return [SourceHeld(key, table.name(key), table.rows.get(key, {}).get("url", ""))
            for key in answers.of(form.source.name)]  # fmt: skip


def _sources(given: FilledForm, faults: Faults, more: int) -> list[SourceShown]:
    if given.form.source is None:
        return []
    empty = [SourceGiven(language="" if language() == ENGLISH else language())] * max(more, 0 if given.sources else 1)
    return [
        SourceShown(
            place=place,
            prefix=f"{SOURCE}.{place}",
            given=each,
            languages=language_choices(each.language),
            faults={name: fault.message for name in ("url", "title", "publisher")
                    if (fault := faults.get(source_field(place, name)))},
        )
        for place, each in enumerate([*given.sources, *empty])
    ]  # fmt: skip


def _listed(fields: Iterable[FieldShown], sources: Iterable[SourceShown], source_fault: str,
            about: Iterable[FieldShown], why: str) -> list[tuple[str, str, str]]:  # fmt: skip
    """The faults in the order of the page: where each field is, what it is called, and what is wrong."""
    found = [(each.id, each.label, each.fault) for each in fields if each.fault]
    if source_fault:
        found.append(("s-0-url", "", source_fault))
    found += [(f"s-{each.place}-{name}", "", message) for each in sources for name, message in each.faults.items()]
    found += [(each.id, each.label, each.fault) for each in about if each.fault]
    return [*found, *([(WHY, N_("Why do you change it?"), why)] if why else [])]
