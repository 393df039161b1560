"""The mapping a curator reads: `csv-metadata.json`, CSV on the Web metadata for every table of facts.

W3C, Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/. Seven annotations of ours say what
the standard cannot: `op:atStart` of a table (what the installation of another network starts with), and of a column
`op:scheme` (the cell is a notation of that vocabulary), `op:lookup` (the cell is a label in that table), `op:concept`
(the cell names the concept that the row tells of), `op:languageColumn` (another column has the language of the cell),
`op:reducedDate` (a year, a month or a day) and `op:maxWords` (how long a text may be). Five more say how people are
asked for a row: `op:ask`, `op:preset`, `op:follows`, `op:identifierTemplate` and `op:formPart`; the last of its
`titles` is the label of a column, `dc:description` its help.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from csvw import TableGroup

from graph.errors import BadFacts
from graph.terms import OP

DESCRIPTION: Final = "dc:description"


@dataclass(frozen=True)
class Column:
    """One column: what its cells hold and which statement each makes."""

    name: str
    property_iri: str
    about: str | None
    value: str | None
    separator: str | None
    required: bool
    datatype: Any
    language: str | None
    language_column: str | None
    scheme: str | None
    lookup: str | None
    is_reduced_date: bool
    is_suppressed: bool
    is_virtual: bool
    is_concept: bool
    max_words: int | None
    label: str
    help: str
    ask: str
    preset: str
    follows: str
    identifier_template: str
    form_part: str

    def items(self, cell: str) -> list[str]:
        """Return the values in a cell, stripped, without empty ones."""
        parts = cell.split(self.separator) if self.separator else (cell,)
        return [plain for part in parts if (plain := part.strip())]


METADATA: Final = "csv-metadata.json"


class AtStart(StrEnum):
    """What the installation of another network starts with in a table."""

    WHOLE = "whole"
    """Law, vocabulary or places: every row."""
    EMPTY = "empty"
    """A network's own facts: the header alone."""
    NAMED = "named"
    """The rows that rows of other tables name."""
    MARKED = "marked"
    """The marks on rows that are there."""


@dataclass(frozen=True)
class TableSchema:
    """One table: its file name, the subject template of its rows, its references to other tables, and `keys`, the
    columns that together tell its rows apart; empty when nothing but their place does."""

    file: str
    about: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    references: Mapping[str, tuple[str, str]]
    line_ends: tuple[str, ...]
    at_start: AtStart = AtStart.WHOLE

    @property
    def name(self) -> str:
        return self.file.removesuffix(".csv")

    @property
    def key(self) -> str | None:
        """The column that tells the rows apart by itself."""
        return self.keys[0] if len(self.keys) == 1 else None

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that stand in the file."""
        return tuple(column for column in self.columns if not column.is_virtual)

    @property
    def concept(self) -> str | None:
        """The column that names the concept of a row, in a table that tells of concepts of any vocabulary."""
        return next((column.name for column in self.columns if column.is_concept), None)

    def column(self, name: str) -> Column:
        """Return the column of this name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


def load_metadata(path: Path) -> tuple[TableSchema, ...]:
    """Read the metadata file. Raises BadFacts when it is missing or not CSVW."""
    if not path.is_file():
        raise BadFacts(f"{path.name} is missing in {path.parent}. It says what the columns of the tables mean.")
    try:
        group = TableGroup.from_file(path)
    except (ValueError, TypeError, KeyError) as error:
        message = f"{path.name} is not valid CSVW metadata: {error}. Check it against the W3C vocabulary."
        raise BadFacts(message) from error
    return tuple(_table(table, group.dialect) for table in group.tables)


def _table(table: Any, dialect: Any) -> TableSchema:
    schema, spoken = table.tableSchema, table.dialect or dialect
    references = {
        key.columnReference[0]: (str(key.reference.resource), key.reference.columnReference[0])
        for key in schema.foreignKeys
    }
    return TableSchema(
        file=str(table.url),
        about=schema.aboutUrl.uri,
        columns=tuple(_column(column) for column in schema.columns),
        keys=tuple(schema.primaryKey or ()),
        references=references,
        line_ends=tuple(spoken.lineTerminators) if spoken else ("\n",),
        at_start=AtStart(table.common_props.get(OP + "atStart", AtStart.WHOLE)),
    )


def _column(column: Any) -> Column:
    notes = column.common_props
    return Column(
        name=column.name,
        property_iri=_expanded(column.propertyUrl),
        about=column.aboutUrl.uri if column.aboutUrl else None,
        value=_expanded(column.valueUrl) or None,
        separator=column.separator,
        required=bool(column.required),
        datatype=column.datatype,
        language=column.lang if column.lang not in (None, "und") else None,
        language_column=notes.get(OP + "languageColumn"),
        scheme=notes.get(OP + "scheme"),
        lookup=notes.get(OP + "lookup"),
        is_reduced_date=bool(notes.get(OP + "reducedDate")),
        is_suppressed=bool(column.suppressOutput),
        is_virtual=bool(column.virtual),
        is_concept=bool(notes.get(OP + "concept")),
        max_words=notes.get(OP + "maxWords"),
        label=label_of(column.name, [title for titles in (column.titles or {}).values() for title in titles]),
        help=str(notes.get(DESCRIPTION, "")),
        ask=str(notes.get(OP + "ask", "")),
        preset=str(notes.get(OP + "preset", "")),
        follows=str(notes.get(OP + "follows", "")),
        identifier_template=str(notes.get(OP + "identifierTemplate", "")),
        form_part=str(notes.get(OP + "formPart", "")),
    )


def label_of(name: str, titles: Sequence[str]) -> str:
    """What people call a column: the last of its titles, else its name in words."""
    own = [title for title in titles if title != name]
    return own[-1] if own else name.replace("_", " ").capitalize()


def _expanded(template: Any) -> str:
    """`rdf:type` is the one prefixed name the metadata uses; the rest are full IRIs."""
    if template is None:
        return ""
    return str(template.uri).replace("rdf:type", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
