"""Rows become quads: the CSVW templates say how, this file only follows them.

W3C, Generating RDF from Tabular Data, https://www.w3.org/TR/csv2rdf/. One graph a table; every row also gets a node of
its own that carries file, line, basis, confidence and sources, and every subject the row speaks of points to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from graph.findings import Finding, nearest
from graph.tables.cells import typed_reduced_date
from graph.tables.metadata import Column
from graph.tables.naming import Variables, based, expanded, row_iri
from graph.tables.reading import Row, TableRows
from graph.tables.vocabulary import Vocabulary, coded_fault
from graph.terms import BASE, OP, RDF, XSD

TYPE = ox.NamedNode(RDF + "type")


@dataclass(frozen=True)
class Mapper:
    """Admission rows into quads. `base_iri` replaces the default base; `lookups` maps a table to its labels' ids,
    `concepts` the key of a concept (`theme/noise`, `technology/anpr`) to its IRI."""

    base_iri: str
    vocabulary: Vocabulary
    lookups: Mapping[str, Mapping[str, str]]
    findings: list[Finding] = field(default_factory=list)
    concepts: Mapping[str, str] = field(default_factory=dict)

    def quads(self, rows: TableRows) -> Iterator[ox.Quad]:
        """Yield the quads of one table; cells that name nothing known are added to `findings`."""
        graph = self._iri(f"{BASE}graph/{rows.table.name}")
        for row in rows.rows:
            yield from self._row_quads(rows, row, graph)

    def _row_quads(self, rows: TableRows, row: Row, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        table = rows.table
        variables: Variables = {**row.cells, "_row": str(row.number)}
        if (subject := self._subject(rows, row, variables)) is None:
            return
        key = "/".join(row.cells[name] for name in table.keys) or str(row.number)
        node = _named(row_iri(table, key, self.base_iri))
        yield ox.Quad(subject, _op("nameRow" if table.concept else "row"), node, graph)
        yield ox.Quad(node, TYPE, _op("Row"), graph)
        yield ox.Quad(node, _op("file"), ox.Literal(table.file), graph)
        yield ox.Quad(node, _op("line"), _typed(str(row.line), "integer"), graph)
        for column in table.columns:
            if column.is_suppressed or not (column.is_virtual or row.cells[column.name]):
                continue
            about = self._iri(expanded(column.about, variables)) if column.about else subject
            for term in self._terms(rows, row, column):
                yield ox.Quad(about, _named(column.property_iri), term, graph)

    def _subject(self, rows: TableRows, row: Row, variables: Variables) -> ox.NamedNode | None:
        """What the row tells of; None, and a finding, when it names a concept that is not there."""
        column = rows.table.concept
        if column is None:
            return self._iri(expanded(rows.table.about, variables))
        key = row.cells[column]
        if key in self.concepts:
            return self._iri(self.concepts[key])
        mend = f"Write its vocabulary and the last part of its name, or take the row out.{nearest(key, self.concepts)}"
        self.findings.append(Finding(rows.table.file, row.line, column, key, "There is no such concept.", mend))
        return None

    def _terms(self, rows: TableRows, row: Row, column: Column) -> Iterator[ox.NamedNode | ox.Literal]:
        if column.is_virtual:
            yield ox.NamedNode(column.value or "")
            return
        for item in column.items(row.cells[column.name]):
            if column.scheme:
                yield from self._coded(rows, row, column, item)
            elif column.lookup:
                yield from self._looked_up(rows, row, column, item)
            elif column.value:
                yield self._iri(expanded(column.value, {**row.cells, column.name: item}))
            else:
                yield _literal(column, item, row.cells[column.language_column] if column.language_column else "")

    def _coded(self, rows: TableRows, row: Row, column: Column, item: str) -> Iterator[ox.NamedNode]:
        concept = self.vocabulary.concept(column.scheme or "", item)
        if concept:
            yield concept
        elif fault := coded_fault(self.vocabulary, rows.table.file, row.line, column, item):
            self.findings.append(fault)

    def _looked_up(self, rows: TableRows, row: Row, column: Column, item: str) -> Iterator[ox.NamedNode]:
        ids = self.lookups.get(column.lookup or "", {})
        if item in ids:
            yield self._iri(f"{BASE}id/{column.lookup}/{ids[item]}")
            return
        mend = f"Use a label of {column.lookup}.csv, or add the row there.{nearest(item, ids)}"
        message = f"{column.lookup}.csv has no such label."
        self.findings.append(Finding(rows.table.file, row.line, column.name, item, message, mend))

    def _iri(self, iri: str) -> ox.NamedNode:
        return _named(based(iri, self.base_iri))


@lru_cache(maxsize=20_000)
def _named(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


@lru_cache
def _op(name: str) -> ox.NamedNode:
    return ox.NamedNode(OP + name)


@lru_cache(maxsize=5_000)
def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def _literal(column: Column, item: str, language: str) -> ox.Literal:
    if column.is_reduced_date:
        return _typed(item, typed_reduced_date(item))
    if language or column.language:
        return ox.Literal(item, language=language or column.language)
    base = column.datatype.base if column.datatype else "string"
    return ox.Literal(item) if base == "string" else _typed(item, base)
