"""The tables read once more, without any code of the build, and the graph as plain tuples."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from functools import cache
from typing import Any

import pyoxigraph as ox

from graph.revision import Revision, read_quads
from graph.settings import ROOT

DATA = ROOT / "data"
BASE = "https://w3id.org/openplaza/"
OP = BASE + "ontology#"
ELI = "http://data.europa.eu/eli/ontology#"
DCTERMS = "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SOURCE = "http://www.w3.org/ns/prov#hadPrimarySource"

Row = dict[str, str]
Statements = dict[str, dict[str, set[str]]]
"""Subject -> property -> values, IRIs and literals alike as text."""


@cache
def table(name: str) -> list[Row]:
    """The rows of data/NAME.csv."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


@cache
def metadata() -> dict[str, Any]:
    """The tables of csv-metadata.json by name, as JSON."""
    found = json.loads((DATA / "csv-metadata.json").read_text(encoding="utf-8"))
    return {held["url"].removesuffix(".csv"): held for held in found["tables"]}


def items(cell: str, separator: str | None = ";") -> list[str]:
    parts = cell.split(separator) if separator else [cell]
    return [part.strip() for part in parts if part.strip()]


def graphs_of(revision: Revision) -> dict[str, Statements]:
    """Every graph of a revision by its name after the base, such as `practices` or `rule/governs`."""
    found: dict[str, Statements] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for quad in ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS):
        name = text(quad.graph_name).partition("/graph/")[2]
        found[name][text(quad.subject)][text(quad.predicate)].add(text(quad.object))
    return found


def text(term: Any) -> str:
    return str(term.value)


def one(values: set[str]) -> str:
    (value,) = values
    return value


@cache
def official() -> dict[str, str]:
    """The ELI of each act and provision that has one, by id."""
    return {row["id"]: row["eli"] for name in ("acts", "provisions") for row in table(name) if row["eli"]}


def law(law_id: str) -> str:
    """The IRI of an act or provision."""
    return official().get(law_id, f"{BASE}id/laws/{law_id}")


def thing(collection: str, thing_id: str) -> str:
    return f"{BASE}id/{collection}/{thing_id}"


def concept(scheme: str, slug: str) -> str:
    return f"{BASE}concept/{scheme}/{slug}"
