"""All data of a revision in every form, each file with its checksum and the licence beside it."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from graph.citation.cited import LICENCE_NAME, in_words
from graph.contribute.standing import standing
from graph.errors import Refused
from graph.export.deposit import CHECKSUMS, METADATA, cited_revision, must_be_of
from graph.revision import Revision, read_quads, verify
from graph.revision.reading import QUADS, sha256_file
from graph.settings import Settings
from graph.terms import LICENCE

DATASETS = {"quads.trig": ox.RdfFormat.TRIG, "quads.jsonld": ox.RdfFormat.JSON_LD}
# The first day that the form of ZIP can tell: the same facts give the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def dumps(revision: Revision, settings: Settings, target: Path) -> list[str]:
    """Writes the dumps of a revision to the new folder `target`, whole or not at all; returns the names of the files.

    Raises Refused when `target` exists, or when the tables are not those that the revision was made from.
    """
    if target.exists():
        raise Refused(f"{target} exists already. Name a new folder.")
    verify(revision)
    held = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    must_be_of(revision, settings, held)
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _write_quads(building, revision)
        _write_graphs(building, revision)
        _write_tables(building / "tables.csv.zip", Path(settings.facts_dir) / METADATA, held.applied.tables)
        cited = in_words(cited_revision(revision, settings))
        (building / "LICENCE.txt").write_text(f"{LICENCE_NAME}: {LICENCE}\n\nCite as:\n{cited}\n", encoding="utf-8")
        names = sorted(each.relative_to(building).as_posix() for each in building.rglob("*") if each.is_file())
        sums = "".join(f"{sha256_file(building / name)}  {name}\n" for name in names)
        (building / CHECKSUMS).write_text(sums, encoding="utf-8")
        building.chmod(0o755)
        os.rename(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return [*names, CHECKSUMS]


def _write_quads(target: Path, revision: Revision) -> None:
    shutil.copyfile(revision.path / QUADS, target / QUADS)
    _packed(target / "quads.nq.gz", b"".join(read_quads(revision)))


def _write_graphs(target: Path, revision: Revision) -> None:
    """TriG and JSON-LD of all, and each graph as Turtle; its file is named by the end of its name, or by its digest."""
    quads = list(ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS))
    for name, form in DATASETS.items():
        _packed(target / f"{name}.gz", ox.serialize(quads, format=form) or b"")
    (target / "turtle").mkdir()
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    for graph, triples in graphs.items():
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b""
        # The first line says which graph it is: Turtle has no other place for it.
        _packed(target / "turtle" / f"{_file_name(graph)}.ttl.gz", f"# {graph}\n".encode() + text)


def _file_name(graph: str) -> str:
    end = graph.strip("<>").rpartition("/graph/")[2].replace("/", "-")
    plain = "".join(sign for sign in end if sign.isalnum() or sign in "-_.")
    return plain if plain == end else f"graph-{hashlib.sha256(graph.encode()).hexdigest()[:12]}"


def _write_tables(path: Path, metadata: Path, tables: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**tables, METADATA: metadata.read_bytes()}.items():
            told = zipfile.ZipInfo(name, NO_TIME)
            told.external_attr = 0o644 << 16
            archive.writestr(told, data, zipfile.ZIP_DEFLATED)


def _packed(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data, 9, mtime=0))
