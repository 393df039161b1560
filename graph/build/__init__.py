"""From facts to a revision: read, map, infer, validate, publish. All or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from graph.build.findings import Finding, report
from graph.build.identify import adopt_official_iris
from graph.build.infer import run_rules
from graph.build.mapping import Mapper
from graph.build.metadata import Table, load_metadata
from graph.build.tables import Rows, check_references, read_table
from graph.build.validate import violations
from graph.build.vocabulary import read_turtle, vocabulary_of
from graph.errors import BadFacts
from graph.filters import facets_index
from graph.links import links_index
from graph.peers import peers_index
from graph.revision import Revision, publish
from graph.search import search_index
from graph.settings import ROOT, Settings
from graph.sparql.formats import result_format
from graph.store.opening import prepare

Progress = Callable[[str, float], None]
METADATA = "csv-metadata.json"
ONTOLOGY = ROOT / "ontology"


@dataclass(frozen=True)
class Draft:
    """A validated graph that is not published yet: its store, rows a table, and SHA-256 a source file."""

    store: ox.Store
    row_counts: dict[str, int]
    sources: dict[str, str]


def build(settings: Settings, progress: Progress | None = None) -> Revision:
    """Build the facts into a new revision and make it current.

    Returns the current revision unchanged when the facts give the same bytes. Raises BadFacts with every finding, in
    which case nothing is written.
    """
    tell = progress or _silent
    draft = check(settings, progress)
    tell("publish", 0.9)
    revision = publish(
        _lines(draft.store),
        Path(settings.revisions_dir),
        software=f"openplaza {version('openplaza')}",
        sources=draft.sources,
        prepare=lambda made: prepare(made, settings.max_memory_quads),
    )
    tell("links", 0.95)
    links_index(revision, lambda: _Whole(draft.store))
    tell("filters", 0.97)
    facets_index(revision, lambda: _Whole(draft.store))
    tell("peers", 0.98)
    peers_index(revision, lambda: _Whole(draft.store))
    tell("search", 0.99)
    search_index(revision, lambda: _Whole(draft.store))
    tell("done", 1.0)
    return revision


@dataclass(frozen=True)
class _Whole:
    """A draft as one graph, which is how questions are asked."""

    store: ox.Store

    def serialize(self, text: str, media_type: str) -> bytes:
        found = self.store.query(text, use_default_graph_as_union=True)
        # Links are asked by SELECT alone; the checker sees every kind of answer.
        return found.serialize(format=result_format(media_type)) or b""  # type: ignore[arg-type]


def check(settings: Settings, progress: Progress | None = None) -> Draft:
    """Do everything but publish: read, map, infer and validate. Raises BadFacts with every finding."""
    tell = progress or _silent
    folder = Path(settings.facts_dir)
    tell("read", 0.0)
    tables = load_metadata(folder / METADATA)
    read = [read_table(folder, table) for table in tables]
    _stop_on([fault for rows in read for fault in rows.findings])
    _stop_on(check_references(read))
    tell("map", 0.15)
    store = ox.Store()
    store.bulk_extend(_mapped(read, settings.base_iri))
    _add_ontology(store, settings.base_iri)
    tell("infer", 0.35)
    run_rules(store, ONTOLOGY / "rules", settings.base_iri, lambda name: tell(f"infer {name}", 0.4))
    tell("validate", 0.5)
    _stop_on(violations(store, ONTOLOGY / "shapes.ttl", _columns(tables)))
    return Draft(store, {rows.table.name: len(rows.rows) for rows in read}, _hashes(folder, tables))


def _mapped(read: list[Rows], base_iri: str) -> list[ox.Quad]:
    by_name = {rows.table.name: rows for rows in read}
    mapper = Mapper(
        base_iri=base_iri,
        vocabulary=vocabulary_of(read_turtle(sorted((ONTOLOGY / "vocabularies").glob("*.ttl")))),
        lookups={"actors": _index(by_name["actors"], "label", "id")},
        source_ids=_index(by_name["sources"], "url", "id"),
    )
    quads = [quad for rows in read for quad in mapper.quads(rows)]
    _stop_on(mapper.findings)
    return list(adopt_official_iris(quads))


def _index(rows: Rows, key: str, value: str) -> dict[str, str]:
    return {row.cells[key]: row.cells[value] for row in rows.rows}


def _add_ontology(store: ox.Store, base_iri: str) -> None:
    """The meaning travels with the facts: the ontology and the vocabularies are graphs of the revision."""
    for name, paths in {
        "ontology": [ONTOLOGY / "openplaza.ttl"],
        "vocabulary": sorted((ONTOLOGY / "vocabularies").glob("*.ttl")),
    }.items():
        graph = ox.NamedNode(f"{base_iri}graph/{name}")
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in read_turtle(paths))


def _columns(tables: Iterable[Table]) -> dict[tuple[str, str], str]:
    return {(table.file, column.property_iri): column.name for table in tables for column in table.written}


def _hashes(folder: Path, tables: Iterable[Table]) -> dict[str, str]:
    files = [folder / METADATA, *(folder / table.file for table in tables)]
    files += [path for path in sorted(ONTOLOGY.rglob("*")) if path.suffix in {".ttl", ".rq"}]
    return {_name(path, folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _name(path: Path, folder: Path) -> str:
    return f"data/{path.relative_to(folder)}" if path.is_relative_to(folder) else str(path.relative_to(ROOT))


def _lines(store: ox.Store) -> Iterable[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return dumped.splitlines(keepends=True)


def _stop_on(findings: Iterable[Finding]) -> None:
    if text := report(findings):
        raise BadFacts(text)


def _silent(step: str, share: float) -> None:
    """The progress of a caller who does not look."""
