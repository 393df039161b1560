"""From facts to a revision: read, map, infer, validate, publish. All or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from graph.build.concepts import concepts_of
from graph.build.facts import Facts, facts_of
from graph.build.infer import govern, run_rules
from graph.build.mapping import Mapper
from graph.build.ontology import Ontology, Term, TextFile, load_ontology
from graph.build.rules import RULES_OF_FACTS, RULES_OF_WORDS, broken
from graph.build.rules.countries import a_rule_reaches_its_actor
from graph.contribute.applying import Applied
from graph.contribute.changes import ChangeSet
from graph.contribute.ledger import strangers
from graph.contribute.provenance import provenance
from graph.contribute.standing import standing
from graph.errors import BadFacts
from graph.findings import Finding
from graph.governing.gather import gather
from graph.law.official import adopt_official_iris
from graph.revision import Revision, publish
from graph.settings import ROOT, Settings
from graph.shapes.checking import Columns, violations
from graph.sparql.formats import result_format
from graph.store.embedded import EmbeddedStore
from graph.store.opening import prepare
from graph.tables.metadata import METADATA, TableSchema
from graph.tables.reading import TableRows, read_bytes, undescribed
from graph.tables.references import check_references
from graph.tables.vocabulary import vocabulary_of
from graph.terms import BASE

Progress = Callable[[str, float], None]
Noted = Callable[[Finding], None]
Conforms = Callable[[ox.Store, Path, Columns], list[Finding]]
ONTOLOGY = ROOT / "ontology"


@dataclass(frozen=True)
class Draft:
    """A validated graph that is not published yet: its store, rows a table, SHA-256 a source file, what was ignored."""

    store: ox.Store
    row_counts: dict[str, int]
    sources: dict[str, str]
    notes: tuple[Finding, ...] = ()


def build(settings: Settings, progress: Progress | None = None, noted: Noted | None = None) -> Revision:
    """Build the facts into a new revision and make it current; `noted` is told what was ignored or made plain.

    Returns the current revision unchanged when the facts give the same bytes. Raises BadFacts with every finding, in
    which case nothing is written.
    """
    # Whoever only checks, as a preview does, need not wait for what the indexes are made with.
    from graph.build.indexes import make_indexes

    tell = progress or _silent
    draft = check(settings, progress)
    for note in draft.notes:
        (noted or _unheard)(note)
    tell("publish", 0.9)
    revision = publish(
        _lines(draft.store),
        Path(settings.revisions_dir),
        software=f"openplaza {version('openplaza')}",
        sources=draft.sources,
        prepare=lambda made: prepare(made, settings.max_memory_quads),
    )
    make_indexes(revision, lambda: _Whole(draft.store), lambda: EmbeddedStore.open(revision, settings), tell)
    tell("done", 1.0)
    return revision


@dataclass(frozen=True)
class _Whole:
    """A draft as one graph, which is how questions are asked."""

    store: ox.Store

    def serialize(self, text: str, media_type: str) -> bytes:
        found = self.store.query(text, use_default_graph_as_union=True)
        # Indexes ask by SELECT alone; the checker sees every kind of answer, hence the ignored type.
        return found.serialize(format=result_format(media_type)) or b""  # type: ignore[arg-type]


def check(
    settings: Settings,
    progress: Progress | None = None,
    ontology_dir: Path = ONTOLOGY,
    extra: Sequence[ChangeSet] = (),
    conforms: Conforms = violations,
) -> Draft:
    """Do everything but publish: read, map, apply rules, infer and validate. Raises BadFacts with every finding.

    `extra` are change sets that nobody accepted yet, tried on top of the facts; `conforms` holds the shapes against the
    graph. A step with findings ends the check, since later ones would repeat them: cells, references, words, rules,
    shapes.
    """
    tell = progress or _silent
    folder = Path(settings.facts_dir)
    tell("read", 0.0)
    held = standing(folder, Path(settings.contributions_dir), extra)
    tables, stop = held.schemas, _Stop(held.applied)
    read = [read_bytes(held.applied.tables.get(table.file), table) for table in tables]
    stop.on([*held.applied.findings, *(fault for rows in read for fault in rows.findings)])
    stop.on(check_references(read))
    ontology = load_ontology(ontology_dir)
    metadata = TextFile(METADATA, (folder / METADATA).read_text(encoding="utf-8"))
    facts = facts_of(folder, read, metadata, ontology)
    stop.on(broken(RULES_OF_WORDS, facts))
    tell("map", 0.15)
    mapper = _mapper(facts, settings.base_iri)
    quads = [quad for rows in read for quad in mapper.quads(rows)]
    stop.on([*mapper.findings, *broken(RULES_OF_FACTS, facts)])
    quads += provenance(held, read, mapper.vocabulary, mapper.concepts, settings.base_iri)
    store = ox.Store()
    store.bulk_extend(adopt_official_iris(quads))
    _add_ontology(store, ontology, settings.base_iri)
    tell("infer", 0.35)
    run_rules(store, ontology_dir / "rules", settings.base_iri, lambda name: tell(f"infer {name}", 0.4))
    whole = _Whole(store)
    library = gather(whole)
    stop.on(a_rule_reaches_its_actor(facts, library))
    tell("validate", 0.45)
    stop.on(conforms(store, ontology_dir / "shapes.ttl", _columns(tables)))
    # Last, from facts that hold: it is decided by the program, not stated in tables, and no shape speaks of it.
    tell("infer governs", 0.8)
    govern(store, whole, library, settings.base_iri)
    ignored = [*undescribed(folder, tables), *strangers(Path(settings.contributions_dir))]
    notes = [*ignored, *(note for rows in read for note in rows.notes)]
    counts = {rows.table.name: len(rows.rows) for rows in read}
    return Draft(store, counts, {**_hashes(folder, tables, ontology_dir), **held.ledger.sources}, tuple(notes))


@dataclass(frozen=True)
class _Stop:
    """Ends a check when something is wrong; what falls on a row of a contribution is told with its number."""

    applied: Applied

    def on(self, findings: Iterable[Finding]) -> None:
        if found := self.applied.attributed(findings):
            raise BadFacts.of(found)


def _mapper(facts: Facts, base_iri: str) -> Mapper:
    return Mapper(
        base_iri=base_iri,
        vocabulary=vocabulary_of(triple for file in facts.ontology.vocabularies for triple in file.triples),
        lookups={"actors": _index(facts.tables["actors"], "label", "id")},
        concepts={key: concept.iri for key, concept in concepts_of(facts).items()},
    )


def _index(rows: TableRows, key: str, value: str) -> dict[str, str]:
    return {row.cells[key]: row.cells[value] for row in rows.rows}


def _add_ontology(store: ox.Store, ontology: Ontology, base_iri: str) -> None:
    """The meaning travels with the facts: the ontology and the vocabularies are graphs of the revision."""
    vocabulary = (*ontology.vocabularies, ontology.mappings)
    for name, files in {"ontology": (ontology.words,), "vocabulary": vocabulary}.items():
        graph = ox.NamedNode(f"{base_iri}graph/{name}")
        for file in files:
            store.bulk_extend(ox.Quad(t.subject, t.predicate, _under(base_iri, t.object), graph) for t in file.triples)


def _under(base_iri: str, term: Term) -> Term:
    """A thing of the tables that the ontology names, such as an actor, under the base of this installation."""
    things = f"{BASE}id/"
    if isinstance(term, ox.NamedNode) and term.value.startswith(things):
        return ox.NamedNode(f"{base_iri}id/{term.value.removeprefix(things)}")
    return term


def _columns(tables: Iterable[TableSchema]) -> dict[tuple[str, str], str]:
    return {(table.file, column.property_iri): column.name for table in tables for column in table.written}


def _hashes(folder: Path, tables: Iterable[TableSchema], ontology_dir: Path) -> dict[str, str]:
    held = {f"data/{name}": folder / name for name in (METADATA, *(table.file for table in tables))}
    # What was published before is no part of what this revision means.
    before = ontology_dir / "versions"
    paths = (path for path in sorted(ontology_dir.rglob("*")) if before not in path.parents)
    meant = [path for path in paths if path.suffix in {".ttl", ".rq"}]
    held |= {f"ontology/{path.relative_to(ontology_dir).as_posix()}": path for path in meant}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in held.items()}


def _lines(store: ox.Store) -> Iterable[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return dumped.splitlines(keepends=True)


def _unheard(note: Finding) -> None:
    """The notes of a caller who does not look."""


def _silent(step: str, share: float) -> None:
    """The progress of a caller who does not look."""
