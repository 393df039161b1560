"""Statements as table rows: short names for properties, links for things, the graph of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from graph.law.marks import marks
from graph.store import Cell
from graph.terms import CONCEPT, PREFIXES
from graph.text.messages import N_
from graph.things import KINDS
from views.languages.address import site_root
from views.shown.corrections import row_in
from views.shown.values import Hyperlink, TableRow
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Cell | None]

MOST_STATEMENTS, MOST_MENTIONS = 1000, 500
LABEL = PREFIXES["rdfs"] + "label"
LAW_TYPES = frozenset(kind.iri for kind in KINDS if kind.page == "laws")
IDENTIFIER = PREFIXES["dcterms"] + "identifier"


def short(iri: str) -> str:
    """`op:inCity` for a property of a known namespace, otherwise the whole IRI."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def href(iri: str, base: str) -> str:
    """Where this service shows the thing with this IRI."""
    root = request.script_root
    if iri.startswith(CONCEPT) and iri.count("/", len(CONCEPT)) == 1:
        scheme, _, slug = iri.removeprefix(CONCEPT).partition("/")
        return f"{root}/ontology/{scheme}/{quote(slug)}"
    if iri.startswith(PREFIXES["op"]):
        return f"{root}/ontology/terms/{quote(iri.removeprefix(PREFIXES['op']))}"
    inside = iri.removeprefix(f"{base}id/")
    if inside != iri and "#" not in iri and "?" not in iri:
        return f"{site_root()}/id/{quote(inside, safe='/:')}"
    return f"{root}/data?{urlencode({'iri': iri})}"


def table(columns: Sequence[str], rows: Sequence[Row], base: str, brief: bool = False) -> dict[str, list[Any]]:
    """An answer as columns and rows of a table; what is ours leads to our pages, the rest to its own address.

    `brief` leaves out the part that all of our identifiers share.
    """
    return {
        "columns": [{"key": column, "label": column} for column in columns],
        "rows": [{column: _plain(row[column], base, brief) for column in columns} for row in rows],
    }


def _plain(cell: Cell | None, base: str, brief: bool) -> Hyperlink:
    if cell is None:
        return Hyperlink("")
    if cell.kind != "iri":
        return Hyperlink(cell.value, lang=cell.language)
    ours = cell.value.startswith((base, CONCEPT, PREFIXES["op"]))
    label = short(cell.value.removeprefix(f"{base}id/").removeprefix(CONCEPT)) if brief else cell.value
    return Hyperlink(label, href(cell.value, base) if ours else cell.value)


def title(iri: str, rows: Sequence[Row], base: str) -> str:
    """The label of the thing, or its name in our addresses, or its IRI."""
    labels = [str(row["value"]) for row in rows if str(row["property"]) == LABEL]
    return labels[0] if labels else short(iri.removeprefix(f"{base}id/"))


def own_page(iri: str, rows: Sequence[Row], base: str, collections: Collection[str]) -> str:
    """The page made for this kind of thing; empty when there is none."""
    inside = iri.removeprefix(f"{base}id/")
    if inside != iri and inside.partition("/")[0] in collections:
        return f"/{quote(inside, safe='/:')}"
    types = {str(row["value"]) for row in rows if str(row["property"]) == PREFIXES["rdf"] + "type"}
    names = [str(row["value"]) for row in rows if str(row["property"]) == IDENTIFIER]
    return f"/laws/{quote(names[0], safe='/:')}" if names and types & LAW_TYPES else ""


@dataclass(frozen=True, slots=True)
class FirstRows:
    """Rows of a table, and whether there are more."""

    rows: Sequence[TableRow]
    more: bool


def statements(rows: Sequence[Row], base: str) -> FirstRows:
    """Each statement once, with its graph."""
    shown: dict[tuple[str, str, str], TableRow] = {}
    for row in rows[:MOST_STATEMENTS]:
        key = (str(row["property"]), repr(row["value"]), str(row["graph"]))
        value = _value(row["value"], row["value_label"], base)
        shown.setdefault(key, {"property": _property(row, base), "value": value, "graph": _graph(row["graph"], base)})
    return FirstRows(list(shown.values()), len(rows) > MOST_STATEMENTS)


def mentions(rows: Sequence[Row], base: str) -> FirstRows:
    """Each thing that points here once a property and graph."""
    shown: dict[tuple[str, str, str], TableRow] = {}
    for row in rows[:MOST_MENTIONS]:
        key = (str(row["thing"]), str(row["property"]), str(row["graph"]))
        thing = _value(row["thing"], row["thing_label"], base)
        shown.setdefault(key, {"thing": thing, "property": _property(row, base), "graph": _graph(row["graph"], base)})
    return FirstRows(list(shown.values()), len(rows) > MOST_MENTIONS)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a table that states something: where it stands, how sure it is, what it names, what speaks against."""

    label: str
    href: str
    basis: str
    confidence: str
    sources: Mapping[str, str]
    notes: Sequence[str]
    marks: Sequence[str]
    row: str


def sources(rows: Sequence[Row], base: str) -> list[SourceRow]:
    """One entry a table row."""
    return [_source_row(iri, group, base) for iri, group in grouped(rows, "row").items()]


def _source_row(iri: str, rows: Sequence[Mapping[str, object]], base: str) -> SourceRow:
    first, verdicts = rows[0], {slug_of(row["verdict"]) for row in rows}
    doubted = "doubtful" in verdicts
    return SourceRow(
        label=N_("%(file)s, line %(line)s", file=str(first["file"]), line=str(first["line"])),
        href=href(iri, base),
        basis=text_of(first, "basis_label"),
        confidence=text_of(first, "confidence_label"),
        sources=dict(_source(row, base) for row in rows if row["source"]),
        notes=list(dict.fromkeys(_note(row) for row in rows if row["verdict"])),
        marks=[mark.slug for mark in marks(text_of(first, "basis"), verdict="doubtful" if doubted else "")],
        row=row_in(iri),
    )


def _source(row: Mapping[str, object], base: str) -> tuple[str, str]:
    address = text_of(row, "address")
    label = text_of(row, "source_label", "address", "source")
    return label, address if address.startswith("http") else href(text_of(row, "source"), base)


def _note(row: Mapping[str, object]) -> str:
    field = f" ({row['field']})" if row["field"] else ""
    return f"{slug_of(row['verdict']).capitalize()}{field}: {row['reason'] or N_('no reason given')}"


def _property(row: Row, base: str) -> Hyperlink:
    iri = str(row["property"])
    name = short(iri)
    label = str(row["property_label"] or name)
    return Hyperlink(label, href(iri, base), name if name != label else "")


def _graph(graph: Cell | None, base: str) -> Hyperlink:
    return Hyperlink(str(graph).removeprefix(f"{base}graph/"), href(str(graph), base))


def _value(value: Cell | None, label: Cell | None, base: str) -> Hyperlink:
    if value is None or value.kind != "iri":
        return Hyperlink(str(value or ""), lang=value.language if value else None)
    return Hyperlink(str(label or short(value.value)), href(value.value, base))
