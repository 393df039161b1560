"""Fields of forms, made from the columns of a table: a new column of the metadata is a new field and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph.tables.metadata import Column, TableSchema
from graph.terms import DCTERMS, RDFS
from graph.text.messages import N_, Message

SOURCES: Final = "sources"
LANGUAGE: Final = DCTERMS + "language"
SHORT: Final = (RDFS + "label", DCTERMS + "title")
ADDRESS_FORM: Final = "^https?://"


class InputKind(StrEnum):
    """What a person does with a field: write, choose, or name a row of another table."""

    TEXT = "text"
    LONG = "long"
    LINES = "lines"
    CHOICE = "choice"
    ROW = "row"
    DATE = "date"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"
    ADDRESS = "address"
    LANGUAGE = "language"


class Ask(StrEnum):
    """When a form asks for a column: at once, on wish, beside the sources, or never."""

    FIRST = "first"
    DETAIL = "detail"
    SOURCE = "source"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `target` is the table whose rows it names; empty when it names none. `unless` is the
    language that is meant where one of texts is not said."""

    column: Column
    kind: InputKind
    label: Message
    help: str
    ask: Ask
    target: str
    unless: str = ""

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def required(self) -> bool:
        return self.column.required

    @property
    def many(self) -> bool:
        """Whether it takes several values."""
        return self.column.separator is not None

    @property
    def chosen(self) -> bool:
        """Whether its values are identifiers, that a reader knows by their names alone."""
        return self.kind in (InputKind.CHOICE, InputKind.ROW)

    @property
    def is_source(self) -> bool:
        """Whether it names the sources of the row."""
        return self.target == SOURCES and self.ask is Ask.SOURCE


def fields_of(table: TableSchema) -> tuple[Field, ...]:
    """Every field of a table in the order of its columns, those that are never asked among them."""
    languages = {each.language_column: each.language or "" for each in table.written if each.language_column}
    return tuple(_field(table, column, languages) for column in table.written)


def asked(fields: tuple[Field, ...], *when: Ask) -> Iterator[Field]:
    """The fields that a form asks then."""
    return (field for field in fields if field.ask in when)


def _field(table: TableSchema, column: Column, languages: Mapping[str, str]) -> Field:
    target = column.lookup or table.references.get(column.name, ("", ""))[0].removesuffix(".csv")
    is_language = column.name in languages or column.property_iri == LANGUAGE
    return Field(
        column=column,
        kind=InputKind.LANGUAGE if is_language else _kind(column, target),
        label=N_(column.label),
        help=N_(column.help) if column.help else "",
        ask=_ask(table, column),
        target=target,
        unless=languages.get(column.name, ""),
    )


def _ask(table: TableSchema, column: Column) -> Ask:
    """As the metadata says; the column that tells rows apart is never asked, whatever else is new is a detail."""
    if column.ask:
        return Ask(column.ask)
    return Ask.NEVER if column.name == table.key else Ask.DETAIL


def _kind(column: Column, target: str) -> InputKind:
    if column.scheme:
        return InputKind.CHOICE
    if target:
        return InputKind.ROW
    if column.is_reduced_date:
        return InputKind.DATE
    if column.datatype is not None and (found := _by_datatype(column)):
        return found
    if column.separator:
        return InputKind.LINES
    told = column.language or column.language_column or column.max_words
    return InputKind.LONG if told and column.property_iri not in SHORT else InputKind.TEXT


def _by_datatype(column: Column) -> InputKind | None:
    base, form = column.datatype.base, str(column.datatype.format or "")
    if base == "anyURI" or form.startswith(ADDRESS_FORM):
        return InputKind.ADDRESS
    kinds = {"date": InputKind.DAY, "gYear": InputKind.YEAR, "integer": InputKind.NUMBER, "decimal": InputKind.NUMBER}
    return kinds.get(base)
