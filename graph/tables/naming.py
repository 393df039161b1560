"""What rows and their cells are called in the graph: the templates of `csv-metadata.json`, filled in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from uritemplate import URITemplate

from graph.tables.metadata import TableSchema
from graph.terms import BASE

Variables = dict[str, Any]


def expanded(template: str, variables: Variables) -> str:
    """A URI template (RFC 6570) with its variables."""
    names = _template(template).variable_names
    return _filled(template, tuple((name, variables[name]) for name in names if name in variables))


def based(iri: str, base_iri: str) -> str:
    """An identifier of a thing, a graph or a row as it begins here; any other as it is."""
    is_local = iri.startswith((BASE + "id/", BASE + "graph/", BASE + "row/"))
    return base_iri + iri.removeprefix(BASE) if is_local else iri


def row_iri(table: TableSchema, key: str, base_iri: str) -> str:
    """The node of a row, which carries where it comes from."""
    return based(f"{BASE}row/{table.file}/{key}", base_iri)


@lru_cache(maxsize=50_000)
def _filled(template: str, variables: tuple[tuple[str, Any], ...]) -> str:
    """A template filled in, once: every column of a row asks for the same, and many rows for the same concept."""
    return str(_template(template).expand(dict(variables)))


@lru_cache
def _template(text: str) -> URITemplate:
    """A template, read once: every cell of a column asks for the same."""
    return URITemplate(text)
