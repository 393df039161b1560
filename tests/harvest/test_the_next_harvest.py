"""The next copy of a register: what is new, changed and gone; what a person wrote is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.contribute.changes import ChangeKind
from tests.harvest.registers_given import ENTRIES, Installation, dutch, entry, of_table

NEXT = "2026-09-09"
FIRST = ("900001", "900002", "900003")


@pytest.fixture
def harvested_once(installation: Installation) -> Installation:
    """An installation into which the usual copy was taken."""
    installation.accept(installation.harvest(dutch()).changes)
    assert sorted(installation.deployments()) == [*FIRST]
    return installation


def test_the_same_copy_changes_nothing(harvested_once: Installation) -> None:
    again = harvested_once.harvest(dutch())
    assert again.changes.rows == () and not again.disagreements


def test_a_new_copy_brings_what_is_new_and_what_changed_and_says_what_is_gone(harvested_once: Installation) -> None:
    new = {**entry("900001"), "id": "900077", "organisatie": "Gemeente Delft"}
    found = harvested_once.harvest(dutch(entry("900001"), entry("900002", status="in_gebruik"), new, day=NEXT))
    assert len(found.new) == 1 and found.new[0].endswith("900077")
    assert [key.rpartition("-")[2] for key in found.changed] == ["900002"]
    assert [key.rpartition("-")[2] for key in found.gone] == ["900003"]
    assert "1 new, 1 changed, 1 no longer there" in found.changes.why
    assert all(row.kind is not ChangeKind.RETIRE for row in found.changes.rows)
    harvested_once.accept(found.changes)
    held = harvested_once.deployments()
    assert (held["900002"]["status"], held["900002"]["last_seen"]) == ("operational", NEXT)
    assert (held["900003"]["status"], held["900003"]["last_seen"]) == ("stopped", "2026-08-08")


def test_a_cell_that_a_person_wrote_stands_while_the_register_says_what_it_said(harvested_once: Installation) -> None:
    harvested_once.write(harvested_once.deployments()["900001"]["id"], status="suspended")
    found = harvested_once.harvest(dutch(*ENTRIES, day=NEXT))
    assert not found.disagreements and not found.changed
    harvested_once.accept(found.changes)
    assert harvested_once.deployments()["900001"]["status"] == "suspended"


def test_where_the_register_then_says_a_third_thing_both_are_kept_and_ours_stands(
    harvested_once: Installation,
) -> None:
    key = harvested_once.deployments()["900001"]["id"]
    harvested_once.write(key, status="suspended")
    found = harvested_once.harvest(dutch(entry("900001", status="buiten_gebruik"), *ENTRIES[1:], day=NEXT))
    assert [(each.key, each.column, each.held, each.told) for each in found.disagreements] == [
        (key, "status", "suspended", "stopped")
    ]
    (conflict,) = of_table(found, "conflicts")
    claims = {column: conflict.now(column) for column in ("claim_a", "claim_b", "accepted")}
    assert claims == {"claim_a": "suspended", "claim_b": "stopped", "accepted": "a"}
    harvested_once.accept(found.changes)
    assert harvested_once.deployments()["900001"]["status"] == "suspended"
    assert not harvested_once.stands().applied.findings
    again = harvested_once.harvest(dutch(entry("900001", status="buiten_gebruik"), *ENTRIES[1:], day=NEXT))
    assert not of_table(again, "conflicts")


def test_an_installation_that_begins_with_folded_tables_knows_what_the_register_said_last(
    harvested_once: Installation, tmp_path: Path
) -> None:
    begun = harvested_once.folded(tmp_path / "begun")
    assert not begun.harvest(dutch()).changes.rows
    found = begun.harvest(dutch(entry("900001"), entry("900002", status="in_gebruik"), *ENTRIES[2:], day=NEXT))
    assert not found.disagreements
    assert [key.rpartition("-")[2] for key in found.changed] == ["900002"]


def test_a_practice_that_a_person_reworded_stays_as_it_was_reworded(harvested_once: Installation) -> None:
    found = harvested_once.harvest(dutch(*ENTRIES, day=NEXT))
    assert not of_table(found, "practices") and not of_table(found, "practice_actors")
