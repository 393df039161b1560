"""Who changed what, when and why, as statements of PROV-O: all accepted change sets, folded or not.

Those that came with the tables are named `T1`, `T2` …, so that an installation counts its own from one. What a row held
that they added is not said again: the row stands in the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.contribute.changes import Accepted, CellChange, ChangeKind, Party, RowChange
from graph.contribute.standing import Standing
from graph.tables.metadata import Column, TableSchema
from graph.tables.naming import based, expanded, row_iri
from graph.tables.reading import TableRows
from graph.tables.vocabulary import Vocabulary
from graph.terms import BASE, DCTERMS, OP, PROV, RDF, RDFS, XSD

Rows = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By table and key, the cells of every row as it stands."""
SOURCES = f"{BASE}id/sources/"


def provenance(
    held: Standing, read: Iterable[TableRows], vocabulary: Vocabulary, concepts: Mapping[str, str], base_iri: str
) -> list[ox.Quad]:
    """The statements about every accepted change set, beside the rows of the tables as they stand."""
    of_tables = [_Told(f"T{entry.number}", entry, is_brief=True) for entry in held.of_tables.entries]
    told = of_tables + [_Told(str(entry.number), entry) for entry in held.ledger.entries]
    touched = {row.table for each in told for row in each.entry.changes.rows}
    rows = {each.table.name: _by_key(each) for each in read if each.table.name in touched}
    schemas = {schema.name: schema for schema in held.schemas}
    return list(_Provenance(schemas, rows, vocabulary, concepts, base_iri).quads(told))


@dataclass(frozen=True, slots=True)
class _Told:
    """An accepted change set under its name; of one told in brief, no cell of a row that it added."""

    name: str
    entry: Accepted
    is_brief: bool = False

    def cells(self, row: RowChange) -> Sequence[CellChange]:
        return () if self.is_brief and row.kind is ChangeKind.ADD else row.cells


@dataclass(frozen=True)
class _Provenance:
    """Accepted change sets as quads. `concepts` names the concept of a key, in tables that tell of concepts."""

    schemas: Mapping[str, TableSchema]
    rows: Rows
    vocabulary: Vocabulary
    concepts: Mapping[str, str]
    base_iri: str

    def quads(self, told: Sequence[_Told]) -> Iterator[ox.Quad]:
        """Every statement about these contributions, in a graph of their own."""
        graph = self._local("graph/contributions")
        known = _every_text(each.entry for each in told)
        for each in told:
            for subject, prop, value in self._contribution(each, known):
                yield ox.Quad(subject, ox.NamedNode(prop), value, graph)

    def _contribution(self, told: _Told, known: _Texts) -> Iterator[_Statement]:
        entry, node = told.entry, self._local(f"id/contributions/{told.name}")
        yield node, RDF + "type", _op("Contribution")
        yield node, RDFS + "label", ox.Literal(f"Contribution {told.name}", language="en")
        yield node, DCTERMS + "identifier", ox.Literal(told.name)
        yield node, OP + "position", _typed(str(entry.number), "integer")
        yield node, PROV + "startedAtTime", _typed(entry.submitted_at, "dateTime")
        yield node, PROV + "endedAtTime", _typed(entry.accepted_at, "dateTime")
        if entry.changes.why:
            yield node, OP + "why", ox.Literal(entry.changes.why)
        yield from _party(node, "contributor", _part(node, "contributor"), entry.contributor)
        for place, reviewer in enumerate(entry.reviewers, 1):
            yield from _party(node, "reviewer", _part(node, f"reviewer-{place}"), reviewer)
        for place, row in enumerate(entry.changes.rows, 1):
            yield from self._row(node, place, row, known, told.cells(row))

    def _row(
        self, contribution: ox.NamedNode, place: int, row: RowChange, known: _Texts, cells: Sequence[CellChange]
    ) -> Iterator[_Statement]:
        node = _part(contribution, f"row-{place}")
        yield contribution, OP + "rowChange", node
        yield node, RDF + "type", _op("RowChange")
        yield node, OP + "position", _typed(str(place), "integer")
        yield node, OP + "changeKind", ox.Literal(str(row.kind))
        yield node, OP + "file", ox.Literal(f"{row.table}.csv")
        yield node, OP + "rowKey", ox.Literal(row.key)
        for cell_place, cell in enumerate(cells, 1):
            yield from self._cell(contribution, node, cell_place, cell)
        # The metadata may have dropped a table since its rows were folded.
        if schema := self.schemas.get(row.table):
            yield from self._meaning(contribution, node, schema, row, known)
            yield from self._named_by(node, schema, cells)

    def _meaning(
        self, contribution: ox.NamedNode, node: ox.NamedNode, schema: TableSchema, row: RowChange, known: _Texts
    ) -> Iterator[_Statement]:
        """Which row it is in the graph, what it tells of, and which things are touched by that."""
        held = _named(row_iri(schema, row.key, self.base_iri))
        yield node, OP + "changedRow", held
        yield held, PROV + ("wasInvalidatedBy" if row.kind is ChangeKind.RETIRE else "wasGeneratedBy"), contribution
        if subject := self._subject(schema, row):
            yield node, OP + "rowAbout", subject
        for thing in self._touched(schema, row, known):
            yield contribution, OP + "touches", thing
            yield node, OP + "touches", thing

    def _named_by(self, node: ox.NamedNode, schema: TableSchema, cells: Sequence[CellChange]) -> Iterator[_Statement]:
        """The concepts and things that each cell named before and names now."""
        columns = {column.name: column for column in schema.written}
        for cell in cells:
            for name, text in (("wasValue", cell.was), ("nowValue", cell.now)):
                for value in self._values(columns.get(cell.column), text):
                    yield _cell_node(node, cell), OP + name, value

    def _cell(
        self, contribution: ox.NamedNode, row: ox.NamedNode, place: int, cell: CellChange
    ) -> Iterator[_Statement]:
        node = _cell_node(row, cell)
        yield row, OP + "cellChange", node
        yield node, RDF + "type", _op("CellChange")
        yield node, OP + "position", _typed(str(place), "integer")
        yield node, OP + "column", ox.Literal(cell.column)
        yield node, OP + "was", ox.Literal(cell.was)
        yield node, OP + "now", ox.Literal(cell.now)
        for source in cell.sources:
            yield node, PROV + "hadPrimarySource", _named(based(SOURCES + source, self.base_iri))
            yield contribution, PROV + "used", _named(based(SOURCES + source, self.base_iri))

    def _subject(self, schema: TableSchema, row: RowChange) -> ox.NamedNode | None:
        keys = dict(zip(schema.keys, row.key.split("/", len(schema.keys) - 1), strict=False))
        if schema.concept:
            iri = self.concepts.get(keys.get(schema.concept, ""))
            return _named(based(iri, self.base_iri)) if iri else None
        return _named(based(expanded(schema.about, keys), self.base_iri))

    def _touched(self, schema: TableSchema, row: RowChange, known: _Texts) -> list[ox.NamedNode]:
        """What the row tells of, and what its reference columns name now or named in any change of the row."""
        subject = self._subject(schema, row)
        found = [subject] if subject else []
        for column in schema.written:
            if column.name not in schema.references or not column.value:
                continue
            texts = {self._standing(row).get(column.name, ""), *known[row.table, row.key].get(column.name, ())}
            found += [value for text in sorted(texts) for value in self._values(column, text)]
        return list(dict.fromkeys(found))

    def _values(self, column: Column | None, text: str) -> list[ox.NamedNode]:
        """The concepts and things that a cell names; none where it holds plain text."""
        if column is None or not (column.scheme or column.value):
            return []
        found = [self._value(column, item) for item in column.items(text)]
        return [value for value in found if value]

    def _value(self, column: Column, item: str) -> ox.NamedNode | None:
        if column.scheme:
            return self.vocabulary.concept(column.scheme, item)
        return _named(based(expanded(column.value or "", {column.name: item}), self.base_iri))

    def _standing(self, row: RowChange) -> Mapping[str, str]:
        return self.rows.get(row.table, {}).get(row.key, {})

    def _local(self, name: str) -> ox.NamedNode:
        return _named(f"{self.base_iri}{name}")


_Statement = tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]
_Texts = Mapping[tuple[str, str], Mapping[str, set[str]]]
"""By table and key, every text that a change set names for a column, before or after."""


def _by_key(rows: TableRows) -> Mapping[str, Mapping[str, str]]:
    return {"/".join(row.cells[name] for name in rows.table.keys): row.cells for row in rows.rows}


def _every_text(entries: Iterable[Accepted]) -> _Texts:
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for entry in entries:
        for row in entry.changes.rows:
            texts = found.setdefault((row.table, row.key), {})
            for cell in row.cells:
                texts.setdefault(cell.column, set()).update(filter(None, (cell.was, cell.now)))
    return found


def _party(contribution: ox.NamedNode, role: str, node: ox.NamedNode, party: Party) -> Iterator[_Statement]:
    """Who acted, as an organisation: the id of the person stays out of the graph."""
    yield contribution, OP + role, node
    yield node, RDF + "type", ox.NamedNode(PROV + "Organization")
    yield node, RDFS + "label", ox.Literal(party.organisation)


def _cell_node(row: ox.NamedNode, cell: CellChange) -> ox.NamedNode:
    return _named(f"{row.value}-{cell.column}")


def _part(node: ox.NamedNode, name: str) -> ox.NamedNode:
    return _named(f"{node.value}#{name}")


def _named(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _op(name: str) -> ox.NamedNode:
    return ox.NamedNode(OP + name)


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
