"""Statements as table rows: short names for properties, links for things, the graph of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from graph.store import Cell
from graph.terms import CONCEPT, PREFIXES
from graph.things import KINDS
from views.web.service import slug_of

Row = Mapping[str, Cell | None]

MOST_STATEMENTS, MOST_MENTIONS = 1000, 500
LABELS = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
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
        return f"{root}/ontology/{scheme}#{slug}"
    if iri.startswith(PREFIXES["op"]):
        return f"{root}/ontology#{iri.removeprefix(PREFIXES['op'])}"
    inside = iri.removeprefix(f"{base}id/")
    if inside != iri and "#" not in iri and "?" not in iri:
        return f"{root}/id/{quote(inside, safe='/:')}"
    return f"{root}/data?{urlencode({'iri': iri})}"


def table(columns: Sequence[str], rows: Sequence[Row], base: str, brief: bool = False) -> dict[str, list[Any]]:
    """An answer as columns and rows of a table; what is ours leads to our pages, the rest to its own address.

    `brief` leaves out the part that all of our identifiers share.
    """
    return {
        "columns": [{"key": column, "label": column} for column in columns],
        "rows": [{column: _plain(row[column], base, brief) for column in columns} for row in rows],
    }


def _plain(cell: Cell | None, base: str, brief: bool) -> dict[str, str | None]:
    if cell is None:
        return {"label": ""}
    if cell.kind != "iri":
        return {"label": cell.value, "lang": cell.language}
    ours = cell.value.startswith((base, CONCEPT, PREFIXES["op"]))
    label = short(cell.value.removeprefix(f"{base}id/").removeprefix(CONCEPT)) if brief else cell.value
    return {"label": label, "href": href(cell.value, base) if ours else cell.value}


def title(iri: str, rows: Sequence[Row], base: str) -> str:
    """The label of the thing, or its name in our addresses, or its IRI."""
    labels = [str(row["value"]) for row in rows if str(row["property"]) in LABELS]
    return labels[0] if labels else short(iri.removeprefix(f"{base}id/"))


def own_page(iri: str, rows: Sequence[Row], base: str, collections: Collection[str]) -> str:
    """The page made for this kind of thing; empty when there is none."""
    inside = iri.removeprefix(f"{base}id/")
    if inside != iri and inside.partition("/")[0] in collections:
        return f"/{quote(inside, safe='/:')}"
    types = {str(row["value"]) for row in rows if str(row["property"]) == PREFIXES["rdf"] + "type"}
    names = [str(row["value"]) for row in rows if str(row["property"]) == IDENTIFIER]
    return f"/laws/{quote(names[0], safe='/:')}" if names and types & LAW_TYPES else ""


def statements(rows: Sequence[Row], base: str) -> dict[str, Any]:
    """Rows {property, value, graph}, and whether there are more."""
    shown: list[dict[str, Any]] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows[:MOST_STATEMENTS]:
        key = (str(row["property"]), repr(row["value"]), str(row["graph"]))
        if key in seen:
            continue
        seen.add(key)
        shown.append(
            {
                "property": _property(row, base),
                "value": _value(row["value"], row["value_label"], base),
                "graph": _graph(row["graph"], base),
            }
        )
    return {"rows": shown, "more": len(rows) > MOST_STATEMENTS}


def mentions(rows: Sequence[Row], base: str) -> dict[str, Any]:
    """Rows {thing, property, graph}, and whether there are more."""
    shown: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows[:MOST_MENTIONS]:
        key = (str(row["thing"]), str(row["property"]), str(row["graph"]))
        shown.setdefault(
            key,
            {
                "thing": _value(row["thing"], row["thing_label"], base),
                "property": _property(row, base),
                "graph": _graph(row["graph"], base),
            },
        )
    return {"rows": list(shown.values()), "more": len(rows) > MOST_MENTIONS}


def sources(rows: Sequence[Row], base: str) -> list[dict[str, Any]]:
    """One entry a table row: where it stands, how sure it is, which sources it names, which marks it carries."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        iri = str(row["row"])
        entry = found.setdefault(
            iri,
            {
                "label": f"{row['file']}, line {row['line']}",
                "href": href(iri, base),
                "basis": str(row["basis_label"] or ""),
                "confidence": str(row["confidence_label"] or ""),
                "marks": ["from-memory"] if slug_of(row["basis"]) == "general-knowledge" else [],
                "sources": {},
                "notes": {},
            },
        )
        if row["source"]:
            label = str(row["source_label"] or row["address"] or row["source"])
            address = str(row["address"] or "")
            entry["sources"][label] = address if address.startswith("http") else href(str(row["source"]), base)
        if row["verdict"]:
            verdict = slug_of(row["verdict"])
            field = f" ({row['field']})" if row["field"] else ""
            entry["notes"][f"{verdict.capitalize()}{field}: {row['reason'] or 'no reason given'}"] = verdict
            if verdict == "doubtful" and verdict not in entry["marks"]:
                entry["marks"].append(verdict)
    return list(found.values())


def _property(row: Row, base: str) -> dict[str, str]:
    iri = str(row["property"])
    name = short(iri)
    label = str(row["property_label"] or name)
    return {"label": label, "href": href(iri, base), "note": name if name != label else ""}


def _graph(graph: Cell | None, base: str) -> dict[str, str]:
    return {"label": str(graph).removeprefix(f"{base}graph/"), "href": href(str(graph), base)}


def _value(value: Cell | None, label: Cell | None, base: str) -> dict[str, str | None]:
    if value is None or value.kind != "iri":
        return {"label": str(value or ""), "lang": value.language if value else None}
    return {"label": str(label or short(value.value)), "href": href(value.value, base)}
