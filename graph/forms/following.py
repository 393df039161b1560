"""Cells that follow from others: the country of a practice from its cities, a year from a day."""

from __future__ import annotations

from collections.abc import Mapping

from graph.forms.fields import Field, InputKind
from graph.forms.standing import StandingTables
from graph.tables.metadata import TableSchema

JOINED_TEXT = "; "
YEAR = 4


def following(fields: tuple[Field, ...], schema: TableSchema, cells: Mapping[str, str], tables: StandingTables,
              changed: frozenset[str]) -> dict[str, str]:  # fmt: skip
    """The cells that follow from columns that `changed`; where a person answered such a column, her answer
    stays, and where the column that a needed cell follows from is empty, so does what stood there."""
    found: dict[str, str] = {}
    for field in fields:
        base, _, column = field.column.follows.partition(".")
        if not base or base not in changed or field.name in changed or base not in cells:
            continue
        if not cells[base] and field.required:
            continue
        found[field.name] = _copied(field, schema, base, column, cells, tables)
    return found


def _copied(field: Field, schema: TableSchema, base: str, column: str, cells: Mapping[str, str],
            tables: StandingTables) -> str:  # fmt: skip
    if not column:
        return cells[base][:YEAR] if field.kind is InputKind.YEAR else cells[base]
    rows = tables[schema.references[base][0].removesuffix(".csv")].rows
    named = schema.column(base).items(cells[base])
    values = dict.fromkeys(rows[key][column] for key in named if rows.get(key, {}).get(column))
    return (field.column.separator or JOINED_TEXT).join(values)
