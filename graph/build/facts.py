"""What a rule looks at: every table as read, its mapping, and the ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.build.ontology import Ontology, TextFile
from graph.findings import Finding
from graph.tables.reading import Row, TableRows


@dataclass(frozen=True)
class Facts:
    """Tables by name whose cells and references are sound, the text of their metadata, and the ontology."""

    folder: Path
    tables: Mapping[str, TableRows]
    metadata: TextFile
    ontology: Ontology

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table."""
        return self.tables[name].rows

    def by_id(self, name: str) -> dict[str, Row]:
        """Return the rows of a table by their key."""
        key = self.tables[name].table.key or ""
        return {row.cells[key]: row for row in self.rows(name)}

    def items(self, name: str, row: Row, column: str) -> list[str]:
        """Return the values in a cell, split as the metadata says."""
        return self.tables[name].table.column(column).items(row.cells[column])


Rule = Callable[[Facts], Iterator[Finding]]


def facts_of(folder: Path, tables: Sequence[TableRows], metadata: TextFile, ontology: Ontology) -> Facts:
    """Gather what was read."""
    return Facts(folder, {rows.table.name: rows for rows in tables}, metadata, ontology)


def fault(table: str, row: Row, column: str, message: str, mend: str, value: str | None = None) -> Finding:
    """Return a finding at a cell; the value found is the cell's unless told."""
    return Finding(f"{table}.csv", row.line, column, row.cells[column] if value is None else value, message, mend)
