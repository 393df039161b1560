"""A deposit is whole, says what it is in the forms of others, and can be checked without us."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
from pathlib import Path
from unittest import mock

import frictionless
import pytest
import yaml
from click.testing import CliRunner
from csvw import TableGroup
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from commands import main
from graph.errors import Refused
from graph.export.deposit import deposit
from graph.revision import Revision
from graph.settings import Settings


@pytest.fixture(scope="module")
def deposited(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "deposit"
    deposit(revision, settings, target)
    return target


def test_each_file_has_a_checksum_that_is_right_and_no_file_is_without(deposited: Path) -> None:
    lines = (deposited / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {
        each.relative_to(deposited).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in deposited.rglob("*")
        if each.is_file() and each.name != "SHA256SUMS"
    }
    assert told == found and "CODEBOOK.md" in found


def test_the_graph_is_that_of_the_revision(deposited: Path, revision: Revision) -> None:
    lines = gzip.decompress((deposited / "graph" / "quads.nq.gz").read_bytes())
    assert hashlib.sha256(lines).hexdigest() == revision.manifest.quads_sha256


def test_the_tables_are_what_their_metadata_say(deposited: Path) -> None:
    group = TableGroup.from_file(deposited / "csv" / "csv-metadata.json")
    assert len(group.tables) > 10 and group.check_referential_integrity()
    # Reading a row checks its cells; the columns that may be empty keep the strict check of this reader away.
    assert all(list(each) for each in group.tables if (deposited / "csv" / str(each.url)).stat().st_size > 2_000)


def test_the_data_package_is_valid_with_every_row(deposited: Path) -> None:
    report = frictionless.validate(str(deposited / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]
    assert report.stats["tasks"] > 10


def test_a_wrong_cell_would_be_found(deposited: Path, tmp_path: Path) -> None:
    told = json.loads((deposited / "datapackage.json").read_text(encoding="utf-8"))
    told["resources"] = [each for each in told["resources"] if each["name"] == "cities"]
    (tmp_path / "csv").mkdir()
    rows = (deposited / "csv" / "cities.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "csv" / "cities.csv").write_text("".join([*rows, rows[-1]]), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_research_object_names_every_file_and_the_licence(deposited: Path) -> None:
    crate = ROCrate(str(deposited))
    named = {each.id for each in crate.data_entities}
    there = {each.relative_to(deposited).as_posix() for each in deposited.rglob("*") if each.is_file()}
    assert named == there - {"SHA256SUMS", "ro-crate-metadata.json"}
    assert crate.root_dataset["license"].id.startswith("https://creativecommons.org/licenses/by/4.0")


def test_the_codebook_says_what_is_selective_and_what_each_basis_means(deposited: Path) -> None:
    text = (deposited / "CODEBOOK.md").read_text(encoding="utf-8")
    for part in (
        "How practices were found",
        "What is selective",
        "`general-knowledge`",
        "From memory",
        "### cities.csv",
    ):
        assert part in text, part


def test_the_citation_names_the_facts(deposited: Path, revision: Revision) -> None:
    told = yaml.safe_load((deposited / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0" and told["type"] == "dataset"
    assert revision.manifest.quads_sha256 in told["identifiers"][0]["value"]
    assert json.loads((deposited / "datacite.json").read_text(encoding="utf-8"))["publicationYear"] > 2000


def test_the_same_revision_gives_the_same_bytes(
    deposited: Path, settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    deposit(revision, settings, tmp_path / "again")
    sums = [(folder / "SHA256SUMS").read_bytes() for folder in (deposited, tmp_path / "again")]
    assert sums[0] == sums[1]


def test_nothing_is_written_over_and_nothing_half(
    deposited: Path, settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="exists already"):
        deposit(revision, settings, deposited)
    sources = {**revision.manifest.sources, "data/cities.csv": "0" * 64}
    other = dataclasses.replace(revision.manifest, sources=sources)
    with mock.patch("graph.export.deposit.verify"), pytest.raises(Refused, match=r"data/cities\.csv is not what"):
        deposit(dataclasses.replace(revision, manifest=other), settings, tmp_path / "wrong")
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_how_the_deposit_is_cited(
    settings: Settings, revision: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENPLAZA_REVISIONS_DIR", str(settings.revisions_dir))
    found = CliRunner().invoke(main, ["export", "deposit", str(tmp_path / "out")])
    assert found.exit_code == 0 and revision.manifest.quads_sha256[:12] in found.output
