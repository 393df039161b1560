"""Each dump holds all of the revision, and says what it is."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from graph.errors import Refused
from graph.export.dumps import dumps
from graph.revision import Revision, read_quads
from graph.settings import Settings

FORMS = {"quads.trig.gz": ox.RdfFormat.TRIG, "quads.jsonld.gz": ox.RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def dumped(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "dumps"
    dumps(revision, settings, target)
    return target


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def test_n_quads_packed_in_both_ways_are_the_lines_of_the_revision(dumped: Path, revision: Revision) -> None:
    lines = unpacked(dumped / "quads.nq.gz")
    packed = (dumped / "quads.nq.zst").read_bytes()
    assert hashlib.sha256(lines).hexdigest() == revision.manifest.quads_sha256
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == lines


@pytest.mark.parametrize("name", FORMS)
def test_a_dump_with_graphs_holds_every_quad(dumped: Path, revision: Revision, name: str) -> None:
    every = set(ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS))
    assert set(ox.parse(unpacked(dumped / name), format=FORMS[name])) == every


def test_each_graph_is_one_turtle_file_that_names_it(dumped: Path, revision: Revision) -> None:
    found = {}
    for path in (dumped / "turtle").iterdir():
        text = unpacked(path)
        graph = text.split(b"\n", 1)[0].decode().removeprefix("# ").strip("<>")
        found[graph] = len(list(ox.parse(text, format=ox.RdfFormat.TURTLE)))
    assert found == dict(revision.manifest.graphs)


def test_the_tables_are_there_with_their_metadata(dumped: Path) -> None:
    with zipfile.ZipFile(dumped / "tables.csv.zip") as archive:
        assert {"csv-metadata.json", "practices.csv"} <= set(archive.namelist()) and archive.testzip() is None


def test_every_file_has_its_checksum_and_the_licence_says_how_to_cite(dumped: Path, revision: Revision) -> None:
    lines = (dumped / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = [each for each in dumped.rglob("*") if each.is_file() and each.name != "SHA256SUMS"]
    assert told == {
        each.relative_to(dumped).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest() for each in files
    }
    assert revision.manifest.quads_sha256[:12] in (dumped / "LICENCE.txt").read_text(encoding="utf-8")


def test_nothing_is_written_over(dumped: Path, settings: Settings, revision: Revision) -> None:
    with pytest.raises(Refused, match="exists already"):
        dumps(revision, settings, dumped)
