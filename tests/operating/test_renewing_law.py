"""Newer law comes into another network's installation as a change set: nothing of its own is lost or taken out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.contribute.changes import ChangeKind
from graph.contribute.encoding import change_set
from graph.contribute.standing import Standing, standing
from graph.settings import ROOT
from tests.operating.another_network import openplaza, rows_of

OWN_ACT = "pt-lei-ours"
CHANGES = "law.change-set.json"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation that was made with an older state of the law, and has added an act of its own since."""
    folder = tmp_path / "rede"
    made = openplaza("init", folder, "--name", "Rede", "--base-iri", "https://rede.example.pt/", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    acts = rows_of(folder / "data" / "acts.csv")
    acts[0]["note"] = "As it was told before."
    rewrite(folder / "data" / "acts.csv", [*acts, {**acts[-1], "id": OWN_ACT, "eli": "", "short_name": "Ours"}])
    rules = rows_of(folder / "data" / "technology_rules.csv")
    rewrite(folder / "data" / "technology_rules.csv", rules[:-2])
    return folder


def rewrite(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "data").iterdir()}


def test_what_is_new_and_what_is_told_anew_becomes_a_change_set_and_what_is_own_stays(home: Path) -> None:
    before = bytes_of(home)
    asked = openplaza("init", home, "--renew", cwd=home.parent)
    assert (asked.returncode, asked.stderr) == (0, ""), asked.stderr
    assert f"acts.csv: 1 stand only here and stay: {OWN_ACT}" in asked.stdout
    assert bytes_of(home) == before, "it is proposed, not done"
    made = change_set((home.parent / CHANGES).read_bytes())
    told = {(row.table, row.kind) for row in made.rows}
    assert told == {("acts", ChangeKind.CHANGE), ("technology_rules", ChangeKind.ADD)} and len(made.rows) == 3
    after: Standing = standing(home / "data", home / "contributions", [made])
    assert after.applied.findings == ()
    ours = standing(ROOT / "data", home / "none")
    for table in ("acts", "technology_rules", "provisions"):
        assert {key: row for key, row in after.rows(table).items() if key != OWN_ACT} == ours.rows(table)
    assert after.rows("acts")[OWN_ACT]["short_name"] == "Ours"


def test_where_the_law_is_the_same_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "rede"
    openplaza("init", folder, "--name", "Rede", "--base-iri", "https://rede.example.pt/", cwd=tmp_path)
    asked = openplaza("init", folder, "--renew", cwd=folder)
    assert asked.returncode == 0 and "nothing would change" in asked.stdout, asked.stderr
    assert not (folder / CHANGES).exists()


def test_a_folder_that_is_no_installation_is_told_so(tmp_path: Path) -> None:
    refused = openplaza("init", tmp_path, "--renew", cwd=tmp_path)
    assert refused.returncode == 2 and "is no installation" in refused.stderr
