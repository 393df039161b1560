"""A field of a form as its page shows it: what it is called, what stands in it, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from babel import Locale

from graph.forms.answers import Answers
from graph.forms.faults import FieldFault, Judge
from graph.forms.fields import Field, InputKind
from graph.forms.matching import RowOffer, candidate, town_candidate, town_of
from graph.forms.vocabularies import SCHEMES_OF_TABLES, names_in_languages
from graph.text.folding import words
from graph.text.languages import LANGUAGES
from graph.text.messages import N_, name_words
from graph.things import KINDS
from views.contribute.reading import CHOSEN, name_of
from views.languages.address import language
from views.languages.told import language_name, told
from views.web.service import thing_iri

LISTED: Final = ("concepts", "actors", "countries", "events")
"""Tables whose rows a form lists; of larger ones a person writes a name."""
SEARCHED: Final = 12
OFFICIAL: Final = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split()
MORE_LANGUAGES: Final = "ca eu gl is lb mk no sq sr tr uk".split()
COLLECTIONS: Final = {"concepts": "technologies"}
WIDGETS: Final = {
    InputKind.LONG: "long", InputKind.LINES: "lines", InputKind.LANGUAGE: "select", InputKind.ADDRESS: "address",
    InputKind.NUMBER: "number", InputKind.YEAR: "number",
}  # fmt: skip
_THINGS: Final = {kind.plural: kind.collection for kind in KINDS}


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """One value that can be chosen; `words` are its other names, by which a script finds it."""

    value: str
    label: str
    note: str = ""
    checked: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field as the template shows it."""

    id: str
    name: str
    part: str
    widget: str
    label: str
    help: str
    required: bool
    many: bool
    value: str
    choices: tuple[ChoiceShown, ...]
    searched: bool
    typed: str
    table: str
    fault: str
    meant: tuple[ChoiceShown, ...]
    nothing: str


def shown(field: Field, answers: Answers, fault: FieldFault | None, judge: Judge, part: str = "") -> FieldShown:
    """A field with what stands in it. A value that nobody knows is shown as the words that were typed."""
    name, values = name_of(field, part), answers.of(field.name)
    known = _known(field, values, judge)
    listed = _choices(field, known, judge)
    widget = _widget(field, listed)
    unknown = [value for value in values if value not in known] if field.chosen else []
    typed = [*unknown, *filter(None, [answers.typed.get(field.name, "").strip()])]
    return FieldShown(
        id=f"f-{name}".replace(".", "-"),
        name=f"{CHOSEN}.{name}",
        part=name,
        widget=widget,
        label=field.label,
        help=field.help,
        required=field.required and not field.column.follows,
        many=field.many,
        value="" if field.chosen else answers.text(field.name),
        choices=listed,
        searched=widget == "checks" and len(listed) > SEARCHED,
        typed=(field.column.separator or "").join(dict.fromkeys(typed)),
        table=field.target,
        fault=fault.message if fault else "",
        meant=tuple(_offered(each, field, known) for each in (fault.candidates if fault else ())),
        nothing=language_name(field.unless) if field.unless else N_("Choose"),
    )


def language_choices(chosen: str) -> tuple[ChoiceShown, ...]:
    """The languages of Europe by their names in the reader's language, those of the pages first."""
    names = Locale.parse(language()).languages
    known = [*LANGUAGES, *sorted({*OFFICIAL, *MORE_LANGUAGES} - {*LANGUAGES}, key=lambda code: names.get(code, code))]
    codes = known if chosen in known or not chosen else [chosen, *known]
    return tuple(ChoiceShown(code, names.get(code, code), checked=code == chosen) for code in codes)


def _widget(field: Field, listed: tuple[ChoiceShown, ...]) -> str:
    if not field.chosen:
        return WIDGETS.get(field.kind, "text")
    if field.kind is InputKind.ROW and not _is_listed(field):
        return "row"
    return "checks" if field.many else "select"


def _is_listed(field: Field) -> bool:
    return field.target in LISTED


def _known(field: Field, values: tuple[str, ...], judge: Judge) -> tuple[str, ...]:
    """The values that are coded values, rows, or towns that can become rows."""
    if field.column.scheme:
        coded = {each.value for each in judge.coded.of(field.column.scheme)}
        return tuple(value for value in values if value in coded)
    if not field.target:
        return values
    rows = judge.tables[field.target].rows
    by_label = {row["label"] for row in rows.values()} if field.column.lookup else set()
    return tuple(value for value in values if value in rows or value in by_label or town_of(value))


def _choices(field: Field, known: tuple[str, ...], judge: Judge) -> tuple[ChoiceShown, ...]:
    if field.kind is InputKind.LANGUAGE:
        return tuple(each for each in language_choices(next(iter(known), "")) if each.value != field.unless)
    if not field.chosen:
        return ()
    if field.column.scheme:
        every = _coded(field.column.scheme, known, judge)
    elif field.kind is InputKind.ROW and _is_listed(field):
        every = _rows(field, known, judge)
    else:
        return tuple(_offered(_candidate(field, value, judge), field, known) for value in known)
    return tuple(sorted(every, key=lambda each: str(told(each.label)).casefold()))


def _coded(scheme: str, known: tuple[str, ...], judge: Judge) -> Iterable[ChoiceShown]:
    foreign = _words(names_in_languages(judge.tables, scheme))
    for each in judge.coded.of(scheme):
        label, note = name_words(each.label, each.iri), name_words(each.meaning, each.iri, "description")
        others = (each.label, each.value, *judge.coded.others.get(each.iri, ()))
        found = " ".join((*others, foreign.get(each.iri.rsplit("/", 1)[-1], "")))
        yield ChoiceShown(each.value, label, note, each.value in known, _found_by(found, label))


def _rows(field: Field, known: tuple[str, ...], judge: Judge) -> Iterable[ChoiceShown]:
    table = judge.tables[field.target]
    foreign = _words(names_in_languages(judge.tables, SCHEMES_OF_TABLES.get(field.target, "")))
    for key, cells in table.rows.items():
        value = cells["label"] if field.column.lookup else key
        name = table.name(key)
        iri = thing_iri(COLLECTIONS.get(field.target, field.target), key)
        note = name_words(cells["definition"], iri, "description") if cells.get("definition") else ""
        found = f"{name} {cells.get('other_names', '')} {foreign.get(key, '')}"
        yield ChoiceShown(value, name_words(name, iri), note, value in known, _found_by(found, name))


def _found_by(names: str, label: str) -> str:
    """The words by which a script finds a value, beside those of its label: each once, folded."""
    return " ".join(word for word in dict.fromkeys(words(names)) if word not in words(label))


def _words(names: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for slug, name in names:
        found.setdefault(slug, []).append(name)
    return {slug: " ".join(of) for slug, of in found.items()}


def _candidate(field: Field, value: str, judge: Judge) -> RowOffer:
    town = town_of(value)
    return town_candidate(town) if town else candidate(field.target, value, judge.tables)


def _offered(each: RowOffer, field: Field, known: tuple[str, ...]) -> ChoiceShown:
    thing = thing_iri(_THINGS.get(field.target, field.target), each.value)
    return ChoiceShown(each.value, name_words(each.label, thing), each.context, each.value in known)
