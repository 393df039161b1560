"""What is wrong with the cells of a change set, all of it at once: a build stops at the first kind of fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.build import ONTOLOGY
from graph.build.ontology import load_ontology
from graph.contribute.changes import ChangeKind, ChangeSet
from graph.contribute.standing import Standing
from graph.findings import Finding
from graph.tables.reading import TableRows, read_bytes
from graph.tables.references import check_references
from graph.tables.vocabulary import Vocabulary, coded_fault, vocabulary_of


def cell_faults(tried: Standing, changes: ChangeSet, ontology_dir: Path = ONTOLOGY) -> list[Finding]:
    """What does not fit, cells that are damaged, references that lead nowhere, and values that no vocabulary has.

    `tried` are the tables with the change set in them.
    """
    read = [read_bytes(tried.applied.tables.get(schema.file), schema) for schema in tried.schemas]
    files = {row.table for row in changes.rows}
    ontology = load_ontology(ontology_dir)
    vocabulary = vocabulary_of(triple for file in ontology.vocabularies for triple in file.triples)
    return [
        *tried.applied.findings,
        *(fault for rows in read for fault in rows.findings),
        *_without_new(check_references(read), changes),
        *(fault for rows in read if rows.table.name in files for fault in _coded_faults(rows, vocabulary)),
    ]


def _without_new(faults: Iterable[Finding], changes: ChangeSet) -> Iterator[Finding]:
    """References, but for those to a row that the change set adds: when it did not fit, that is told already."""
    new = {row.key for row in changes.rows if row.kind is ChangeKind.ADD}
    return (fault for fault in faults if fault.value not in new)


def _coded_faults(rows: TableRows, vocabulary: Vocabulary) -> Iterator[Finding]:
    coded = [column for column in rows.table.written if column.scheme]
    for row in rows.rows:
        for column in coded:
            for item in column.items(row.cells[column.name]):
                if fault := coded_fault(vocabulary, rows.table.file, row.line, column, item):
                    yield fault
