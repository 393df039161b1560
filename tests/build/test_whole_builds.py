"""What a curator can rely on in a build from the first table to the last shape; each test here makes a whole one."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pyoxigraph as ox

from graph.build import build, check
from graph.revision import Revision, read_quads
from graph.settings import Settings
from tests.build.facts_copy import Facts
from tests.build.plain_facts import DATA, table


def test_the_same_facts_give_the_same_bytes_in_another_folder(
    revision: Revision, settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    again = build(dataclasses.replace(settings, facts_dir=tmp_path / "data", revisions_dir=tmp_path / "revisions"))
    assert again.path != revision.path
    assert again.manifest.quads_sha256 == revision.manifest.quads_sha256
    assert again.manifest.files == revision.manifest.files
    assert again.manifest.sources == revision.manifest.sources


def test_another_base_moves_our_own_identifiers_and_nothing_else(
    revision: Revision, settings: Settings, tmp_path: Path
) -> None:
    base = "https://plaza.example/deep/"
    moved = check(dataclasses.replace(settings, base_iri=base, revisions_dir=tmp_path))
    lines = (moved.store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    assert not any(re.search(rb"<https://w3id\.org/openplaza/(id|graph|row)/", line) for line in lines)
    assert any(b"<https://w3id.org/openplaza/ontology#" in line for line in lines)
    back = [
        re.sub(rb"<https://plaza\.example/deep/(id|graph|row)/", rb"<https://w3id.org/openplaza/\1/", x) for x in lines
    ]
    assert sorted(back) == list(read_quads(revision))


def test_files_as_a_spreadsheet_program_saves_them_say_the_same_and_what_was_ignored_is_told(
    facts: Facts, revision: Revision
) -> None:
    facts.change("countries.csv", lambda data: data.replace(b"\n", b"\r\n"))
    facts.change("regions.csv", lambda data: data.replace(b"\n", b",,\n") + b",,,,,,,\n")
    facts.change("regions.csv", lambda data: b"\xef\xbb\xbf" + data.replace(b"Bavaria", "Ba\u00advaria".encode()))
    (facts.folder / "pratiques.xlsx").touch()
    other = check(facts.settings, ontology_dir=facts.ontology)
    assert [str(note).partition(". ")[0] for note in other.notes] == [
        "pratiques.xlsx: The file is not described, so it is not read",
        "regions.csv, line 3, column name: 1 cell had characters that no reader sees, or letters in another spelling; "
        "they were made plain.",
        "regions.csv, line 1: Columns without a name and without cells were ignored.",
        "regions.csv, line 18: 1 empty row was ignored.",
    ]
    assert other.row_counts["countries"] == len(table("countries"))
    assert set(other.store) == set(ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS))


def test_what_a_rule_finds_is_refused_and_nothing_is_published(facts: Facts) -> None:
    facts.set("countries.csv", "GR", eu_code="GR")
    told = facts.told_by_rules()
    assert told and facts.refusal(publishing=True) == told


def test_what_only_the_shapes_see_is_refused_with_row_column_value_and_mend(facts: Facts) -> None:
    """Each cell is well formed; together they contradict each other."""
    lines = [
        facts.set("practices.csv", "nice-school-vsa", start_year="2022", end_year="2019", start="", end=""),
        facts.set("acts.csv", "32016R0679", date_in_force="2030-01-01", date_end_of_validity="2020-01-01"),
        facts.set("events.csv", "ev-public-session", start="2019-11-09", end="2019-10-09"),
        facts.set("countries.csv", "GB", eu_member_from="2020-01-01", eu_member_to="2010-01-01"),
        facts.set("technology_rules.csv", "t001", from_date="2030-01-01", to_date="2020-01-01"),
        facts.set("practice_legislation_join.csv", "pl-001", practice_id="nice-school-vsa"),
    ]
    refusal = facts.refusal(publishing=True)
    expected = [
        ("practices.csv", "start_year", "2022", "not after the end year", "Write it as YYYY"),
        ("acts.csv", "date_in_force", "2030-01-01", "not after the last day of validity", "Write it as YYYY-MM-DD"),
        ("events.csv", "start", "2019-11-09", "not after its end", "the end as precisely as the start"),
        ("countries.csv", "eu_member_from", "2020-01-01", "not after the last day of membership", "check which of"),
        ("technology_rules.csv", "from_date", "2030-01-01", "not after its last day", "check which of the two"),
    ]
    for line, (file, column, value, wrong, mend) in zip(lines, expected, strict=False):
        told = [text for text in refusal.splitlines() if text.startswith(f"{file}, line {line}, column {column}: ")]
        assert len(told) == 1, refusal
        assert wrong in told[0]
        assert f"Found: {value!r}." in told[0]
        assert mend in told[0].partition("Found: ")[2]
    # A fault of something derived leads to the row it is derived from.
    assert f"acts.csv, line {lines[1]}: The first day of an interval must be one whole day" in refusal
    # A link is told in two tables; both say whose practice it is, so the link has two practices.
    assert "column practice_id: " in refusal
    assert all(text.split(",", 1)[0].endswith(".csv") for text in refusal.splitlines()), refusal
