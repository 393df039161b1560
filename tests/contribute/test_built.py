"""What an operator and a researcher can rely on when contributions are built: one graph from plain files, and why."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from commands import main
from graph.build import check
from graph.contribute.changes import ChangeKind
from graph.contribute.folding import fold
from graph.contribute.ledger import read
from graph.contribute.standing import standing
from graph.errors import BadFacts
from graph.revision import current, read_quads
from graph.settings import ROOT, Settings
from graph.terms import BASE, OP, PROV
from tests.build.plain_facts import Statements, graphs_of
from tests.contribute.contributed import BRAGA, EFUS, JUDGED, NEW, NICE, WHY_STOPPED, lesson, settings_in
from tests.contribute.small import change_set, row


@pytest.fixture(scope="module")
def graphs(contributed: Settings) -> dict[str, Statements]:
    return graphs_of(current(contributed.revisions_dir))


@pytest.fixture
def copied(contributed: Settings, tmp_path: Path) -> Settings:
    """The same facts and the same ledger in another folder, without a revision."""
    home = Path(contributed.facts_dir).parent
    for name in ("data", "contributions"):
        shutil.copytree(home / name, tmp_path / name)
    return settings_in(tmp_path)


def run(settings: Settings, *arguments: str) -> tuple[int, str]:
    """What a command ends with and says, over the folders of these settings."""
    folders = ("facts_dir", "contributions_dir", "revisions_dir")
    environ = {f"OPENPLAZA_{name.upper()}": str(getattr(settings, name)) for name in folders}
    found = CliRunner().invoke(main, ["contributions", *arguments], env=environ)
    return found.exit_code, found.output


def test_without_contributions_the_tables_are_read_as_they_lie(settings: Settings, tmp_path: Path) -> None:
    held = standing(Path(settings.facts_dir), tmp_path / "none")
    lying = {path.name: path.read_bytes() for path in (ROOT / "data").glob("*.csv") if path.name in held.applied.tables}
    assert held.applied.tables == lying and lying
    assert held.ledger.entries == () and held.ledger.sources == {} and held.applied.findings == ()


def test_folded_in_another_folder_the_same_contributions_give_the_same_quads(
    contributed: Settings, copied: Settings
) -> None:
    revision = current(contributed.revisions_dir)
    assert run(copied, "fold") == (0, f"4 contributions folded into {copied.facts_dir}.\n")
    assert b"braga-night-lights" in (Path(copied.facts_dir) / "practices.csv").read_bytes()
    draft = check(copied)
    assert set(draft.store) == set(ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS))
    ledger = {name: digest for name, digest in revision.manifest.sources.items() if name.startswith("contributions/")}
    assert ledger == {name: digest for name, digest in draft.sources.items() if name in ledger} and len(ledger) == 4
    assert run(copied, "verify") == (0, "4 contributions, none damaged, 4 folded.\n")


def test_each_row_leads_to_the_contributions_that_made_and_ended_it(
    contributed: Settings, graphs: dict[str, Statements]
) -> None:
    told = graphs["contributions"]
    made = [f"{BASE}id/contributions/{number}" for number in (1, 2)]
    assert told[f"{BASE}row/practices.csv/{NEW}"][PROV + "wasGeneratedBy"] == set(made)
    key, _ = lesson(standing(ROOT / "data", Path("none")))
    assert told[f"{BASE}row/practice_lessons.csv/{key}"][PROV + "wasInvalidatedBy"] == {f"{BASE}id/contributions/3"}
    assert f"{BASE}row/practice_lessons.csv/{key}" not in graphs["practice_lessons"]
    second = told[made[1]]
    assert second[OP + "why"] == {WHY_STOPPED} and second[PROV + "endedAtTime"] == {"2026-11-22T09:30:00Z"}
    status = told[f"{made[1]}#row-1-status"]
    assert (status[OP + "was"], status[OP + "now"]) == ({"pilot-running"}, {"stopped"})
    assert status[PROV + "hadPrimarySource"] == {f"{BASE}id/sources/braga_luz"} == second[PROV + "used"]


def test_a_contribution_touches_the_things_that_its_rows_name_even_where_it_leaves_that_cell_alone(
    contributed: Settings, graphs: dict[str, Statements]
) -> None:
    told = graphs["contributions"]
    changed = read(Path(contributed.contributions_dir)).entries[3]
    assert [cell.column for each in changed.changes.rows for cell in each.cells] == ["summary"]
    assert f"{BASE}id/practices/{JUDGED}" in told[f"{BASE}id/contributions/4"][OP + "touches"]
    assert f"{BASE}id/cities/braga" in told[f"{BASE}id/contributions/1"][OP + "touches"]
    laws = {each for each in told[f"{BASE}id/contributions/4"][OP + "touches"] if "/eli/" in each}
    assert laws, "law is touched by its official identifier"


def test_organisations_are_in_the_graph_and_the_ids_of_people_are_not(contributed: Settings) -> None:
    text = b"".join(read_quads(current(contributed.revisions_dir)))
    assert b'"City of Braga"' in text and b'"Efus"' in text
    assert not [party.id for party in (BRAGA, EFUS, NICE) if party.id.encode() in text]


def test_a_fault_of_a_change_set_that_is_tried_is_told_at_its_row_beside_all_others(contributed: Settings) -> None:
    cells = {"id": ("", "braga_two"), "title": ("", "x"), "kind": ("", "nonsense"), "url": ("", "not an address")}
    tried = change_set(
        row("sources", "braga_two", ChangeKind.ADD, **cells), row("cities", "nowhere", ChangeKind.CHANGE)
    )
    with pytest.raises(BadFacts) as refused:
        check(contributed, extra=(tried,))
    told = {(finding.file, finding.column) for finding in refused.value.findings}
    assert {("sources.csv", "url"), ("cities.csv", "")} <= told
    assert "contribution" not in str(refused.value), "nobody has accepted it yet"
    assert len(read(Path(contributed.contributions_dir)).entries) == 4


def test_a_contribution_is_undone_by_one_more_and_not_where_later_ones_stand_on_it(copied: Settings) -> None:
    why = ("--why", "It was right before.", "--organisation", "Efus")
    code, told = run(copied, "undo", "1", *why)
    assert code == 2 and "practices.csv, row braga-night-lights, column status: was" in told, told
    code, told = run(copied, "undo", "3", *why)
    assert (code, "Contribution 5 undoes contribution 3." in told) == (0, True), told
    key, cells = lesson(standing(ROOT / "data", Path("none")))
    held = standing(copied.facts_dir, copied.contributions_dir)
    assert held.rows("practice_lessons")[key] == cells
    assert run(copied, "undo", "3", *why)[1].startswith("Contribution 3 is undone already")
    code, told = run(copied, "show", "5")
    assert f"+ practice_lessons.csv {key}" in told and "Why: It was right before." in told
    assert len(run(copied, "list")[1].splitlines()) == 5


def test_a_command_names_what_is_damaged_and_what_is_not_there(copied: Settings) -> None:
    assert run(copied, "show", "9") == (2, "There is no contribution 9. `openplaza contributions list` has them all.\n")
    (Path(copied.contributions_dir) / "000002.json").unlink()
    code, told = run(copied, "verify")
    assert code == 1 and told.startswith("contributions/000002.json: The file is missing"), told
    other = dataclasses.replace(copied, contributions_dir=Path(copied.facts_dir) / "none")
    assert run(other, "list") == (0, "No contributions.\n")
    assert fold(Path(other.facts_dir), Path(other.contributions_dir)) == 0
