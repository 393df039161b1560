"""What is wrong with a form, field by field, before anything is sent; the check of the whole facts comes after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.contribute.changes import ChangeSet, RowChange
from graph.forms.fields import SOURCES, Ask, Field, InputKind, fields_of
from graph.forms.kinds import Form
from graph.forms.matching import RowOffer, candidates
from graph.forms.standing import StandingTables
from graph.forms.vocabularies import CodedValues
from graph.search import TextIndex
from graph.tables.cells import cell_faults
from graph.text.messages import N_

MENDS: Final = {
    InputKind.DATE: N_("Write it as 2019, 2019-10 or 2019-10-09."),
    InputKind.DAY: N_("Write a calendar day as 2019-10-09."),
    InputKind.YEAR: N_("Write a year as 2019."),
    InputKind.NUMBER: N_("Write a number alone, as 43.70: without separators, and within its range."),
    InputKind.ADDRESS: N_("Write the address in full, as https://www.example.eu/page."),
}
NEEDED: Final = N_("Please answer this: nothing can be recorded without it.")
NEEDED_OR_COUNTRY: Final = N_("Name the city, or the country, where it runs in all of it.")
SOURCE_NEEDED: Final = N_("Name a source: the page or the document where one can read this.")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field, and the rows that may be meant by what was written."""

    field: str
    message: str
    candidates: tuple[RowOffer, ...] = ()


@dataclass(frozen=True)
class Judge:
    """What a form is held against."""

    tables: StandingTables
    coded: CodedValues
    index: TextIndex | None

    def row(self, fields: Iterable[Field], row: RowChange, prefix: str = "") -> Iterator[FieldFault]:
        """The faults of the cells that a change set writes; of an added row, also of those that it leaves empty.
        What would follow from another field is asked there."""
        for field in fields:
            now = row.now(field.name)
            if field.ask is Ask.NEVER or (now is None and row.kind != "add"):
                continue
            if fault := self._cell(field, now or ""):
                asked = field.column.follows.partition(".")[0] if not now else ""
                yield FieldFault(f"{prefix}{asked or field.name}", *fault)

    def _cell(self, field: Field, cell: str) -> tuple[str, tuple[RowOffer, ...]] | None:
        if not cell:
            message = SOURCE_NEEDED if field.is_source else NEEDED
            if field.column.follows:
                message = NEEDED_OR_COUNTRY
            return (message, ()) if field.required else None
        if field.chosen:
            return next((fault for item in field.column.items(cell) if (fault := self._named(field, item))), None)
        found = next((fault for _, fault in cell_faults(field.column, cell, is_coded=False)), None)
        if found is None:
            return None
        return MENDS.get(field.kind) or N_("%(fault)s %(mend)s", fault=found[0], mend=found[1]), ()

    def _named(self, field: Field, item: str) -> tuple[str, tuple[RowOffer, ...]] | None:
        """The fault of a value that is no row and no coded value, with what may be meant."""
        if field.column.scheme:
            known = any(each.value == item for each in self.coded.of(field.column.scheme))
            return None if known else (N_("Choose one of the values for “%(text)s”.", text=item), ())
        if field.column.lookup or item in self.tables[field.target].rows:
            return None
        found = candidates(field.target, item, self.tables, self.index)
        if not found:
            return N_("Nothing here is called “%(text)s”. Write another name, or its number.", text=item), ()
        return N_("Which one do you mean by “%(text)s”?", text=item), found


def faults(form: Form, changes: ChangeSet, judge: Judge) -> dict[str, FieldFault]:
    """Every field with a fault, by its name as it stands in the form: those of a part have its table before them."""
    after = Judge(judge.tables.after(changes), judge.coded, judge.index)
    found: list[FieldFault] = []
    for row in changes.rows:
        if row.table == form.kind.table:
            found += after.row(form.fields, row)
    for part, fields in form.parts:
        rows: Sequence[RowChange] = [row for row in changes.rows if row.table == part.table]
        for row in rows:
            found += after.row(fields, row, f"{part.table}.")
        if part.is_needed and not rows:
            found += (FieldFault(f"{part.table}.{each.name}", NEEDED) for each in fields if each.required)
    found += _of_sources(changes, after)
    return {each.field: each for each in reversed(found)}


def source_field(place: int, name: str) -> str:
    """The name of a field of the source at a place of the form, from 0."""
    return f"source.{place}.{name}"


def _of_sources(changes: ChangeSet, judge: Judge) -> Iterator[FieldFault]:
    asked: Mapping[str, Field] = {field.name: field for field in fields_of(judge.tables[SOURCES].schema)}
    for place, row in enumerate(changes.of(SOURCES)):
        for fault in judge.row((asked[name] for name in ("url", "title", "publisher")), row):
            yield FieldFault(source_field(place, fault.field), fault.message)
