"""Terms and concepts as the ontology pages take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.lexicon.shapes import shapes as all_shapes
from graph.store import Cell
from graph.terms import CONCEPT, OP, PREFIXES
from graph.text.messages import N_
from views.shown.statements import short
from views.shown.values import Fact, Hyperlink, TableRow
from views.terms.addresses import concept_href, rule_href, shape_href, term_href
from views.web.service import slug_of

Row = Mapping[str, Cell | None]
MANY = ("source", "parent", "domain", "range")


@dataclass(frozen=True, slots=True)
class ShapeGroup:
    """Shapes that belong together, by what they are about."""

    group: Hyperlink
    shapes: Sequence[Hyperlink]


def counted(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """How often each (kind, term) is used."""
    return {(str(row["kind"]), str(row["term"])): int(str(row["uses"])) for row in rows}


def terms(rows: Sequence[Row], uses: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """One entry a term, with its sources, parents, domains and ranges gathered."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        iri, kind = str(row["term"]), str(row["kind"])
        entry = found.setdefault(
            iri,
            {
                "iri": iri,
                "href": term_href(iri),
                "id": iri.removeprefix(OP),
                "kind": kind,
                "curie": short(iri),
                "label": str(row["label"] or short(iri)),
                "definition": str(row["definition"] or ""),
                "example": str(row["example"] or ""),
                "uses": uses.get((kind, iri), 0),
                **{name: {} for name in MANY},
            },
        )
        for name in MANY:
            if row[name]:
                entry[name][str(row[name])] = _link(str(row[name]))
    for entry in found.values():
        entry["facts"] = _facts(entry)
    return sorted(found.values(), key=lambda entry: (entry["kind"], entry["label"].casefold()))


def _link(iri: str) -> Hyperlink:
    return Hyperlink(short(iri), f"#{iri.removeprefix(OP)}" if iri.startswith(OP) else iri)


def _facts(entry: Mapping[str, Any]) -> list[Fact]:
    parent = N_("Kind of") if entry["kind"] == "class" else N_("More precise than")
    named = (("source", N_("Leans on")), ("parent", parent), ("domain", N_("Used on")), ("range", N_("Value is")))
    example = [Fact(N_("Example"), entry["example"])] if entry["example"] else []
    links = [Fact(title, values=list(entry[name].values())) for name, title in named if entry[name]]
    return [*example, *links, Fact(N_("Uses"), f"{entry['uses']:,}")]


def reused(rows: Sequence[Row]) -> list[TableRow]:
    """The terms of other vocabularies that the graph uses, most used first."""
    return [
        {
            "term": Hyperlink(short(str(row["term"])), term_href(str(row["term"]))),
            "kind": str(row["kind"]),
            "uses": f"{int(str(row['uses'])):,}",
        }
        for row in rows
        if not str(row["term"]).startswith(OP)
    ]


def shapes() -> list[ShapeGroup]:
    """The shapes by the group that they stand in."""
    found: dict[str, list[Hyperlink]] = {}
    for each in all_shapes().values():
        found.setdefault(each.group, []).append(Hyperlink(each.label, shape_href(each.name), lang="en"))
    return [ShapeGroup(Hyperlink(group, lang="en"), links) for group, links in found.items()]


def rules(rows: Sequence[Row]) -> list[TableRow]:
    """The rules of inference with what each made."""
    return [
        {
            "rule": Hyperlink(str(row["rule_label"]), rule_href(str(row["id"])), lang="en"),
            "description": Hyperlink(str(row["description"] or ""), lang="en"),
            "statements": f"{int(str(row['statements'] or 0)):,}",
        }
        for row in rows
    ]


def schemes(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Our vocabularies by what they are called."""
    found = [
        {
            "iri": str(row["scheme"]),
            "name": slug_of(row["scheme"]),
            "label": str(row["label"] or slug_of(row["scheme"])),
            "definition": str(row["definition"] or ""),
            "concepts": int(str(row["concepts"])),
        }
        for row in rows
        if str(row["scheme"]).startswith(CONCEPT)
    ]
    return sorted(found, key=lambda each: str(each["label"]).casefold())


def concepts(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """One entry a concept."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        iri = str(row["concept"])
        found.setdefault(
            iri,
            {
                "id": slug_of(iri),
                "iri": iri,
                "href": concept_href(iri),
                "label": str(row["label"] or slug_of(iri)),
                "notation": str(row["notation"] or ""),
                "definition": str(row["definition"] or ""),
                "broader": str(row["broader_label"] or ""),
                "uses": int(str(row["uses"])),
            },
        )
    return list(found.values())


def words(defined: Sequence[Row], used: Sequence[Row]) -> list[dict[str, str]]:
    """Every term with a short name: those defined here first, then the others in use."""
    found: dict[str, dict[str, str]] = {}
    for row in [*defined, *used]:
        iri = str(row["term"])
        curie = short(iri)
        prefix = curie.partition(":")[0]
        if iri in found or curie == iri or PREFIXES[prefix] + curie.partition(":")[2] != iri:
            continue
        found[iri] = {
            "curie": curie,
            "ns": PREFIXES[prefix],
            "label": str(row.get("label") or ""),
            "comment": str(row.get("definition") or ""),
            "kind": str(row["kind"]),
        }
    return list(found.values())
