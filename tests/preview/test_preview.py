"""What a preview says of a change set is what a build of it would say, and what it would make."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from graph.contribute.changes import Cell, ChangeSet, Kind, RowChange
from graph.contribute.drafting import added, changed, retired
from graph.contribute.standing import Standing, standing
from graph.preview.looking import look
from graph.preview.values import CellFinding, Fate, Preview
from graph.revision import Revision
from graph.settings import Settings

NEW = "a-new-square"


@cache
def tables(facts: Path, contributions: Path) -> Standing:
    return standing(facts, contributions)


@pytest.fixture(scope="module")
def here(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return dataclasses.replace(settings, contributions_dir=tmp_path_factory.mktemp("none"))


@pytest.fixture(scope="module")
def now(here: Settings) -> Standing:
    return tables(Path(here.facts_dir), Path(here.contributions_dir))


def copied(now: Standing, **cells: str) -> tuple[str, dict[str, str]]:
    """A practice that somebody runs, and its cells with others in place of some."""
    running = {row["practice"] for row in now.rows("practice_actors").values()}
    key, row = next((key, row) for key, row in now.rows("practices").items() if key in running and row["cities"])
    return key, {**row, "legal_issue": "", "legal_outcome": "none-known", **cells}


def looked(here: Settings, *rows: RowChange) -> Preview:
    return look(here, ChangeSet(rows, "An example.", 1), lambda stage, share: None)


def test_a_new_practice_is_told_with_the_law_that_would_govern_it_and_the_answers_that_would_change(
    here: Settings, now: Standing
) -> None:
    key, row = copied(now, id=NEW, title="Lights on the new square")
    actor = next(each for each in now.rows("practice_actors").values() if each["practice"] == key)
    found = looked(
        here,
        added(now.schema("practices"), row),
        added(now.schema("practice_actors"), {**actor, "id": "a-new-part", "practice": NEW}),
    )
    assert found.is_sound and not found.conflicts
    new = {each.label: each.fate for each in found.things}
    assert new["Lights on the new square"] is Fate.NEW
    assert {each.practice.rsplit("/", 1)[-1] for each in found.governing} == {NEW}
    assert found.governing and all(each.after and not each.before and each.provision_label for each in found.governing)
    assert found.answers and found.asked > 20
    assert all(each.more or each.less for each in found.answers)
    assert found == Preview.of_json(found.to_json())


def test_a_practice_that_is_taken_out_loses_its_law_and_is_retired(here: Settings, now: Standing) -> None:
    named = {row["practice"] for row in now.rows("practice_actors").values()}
    others = [now.rows(name) for name in ("legal_events", "practice_legislation", "practice_notes", "practice_texts")]
    told: set[str] = {value for rows in others for row in rows.values() for value in row.values()}
    key, row = next(
        (key, row) for key, row in now.rows("practices").items() if key not in named and key not in told
    )
    found = looked(here, retired(now.schema("practices"), key, row))
    if found.findings:
        assert all("has no such id" in each.message for each in found.findings)
        pytest.skip("Every practice is named by another table.")
    assert {each.iri.rsplit("/", 1)[-1] for each in found.things if each.fate is Fate.RETIRED} == {key}
    assert all(each.before and not each.after for each in found.governing)


def test_every_wrong_cell_is_told_at_once_at_its_row_in_the_words_of_the_check(here: Settings, now: Standing) -> None:
    key, row = next(iter(now.rows("practices").items()))
    edited = changed(now.schema("practices"), key, row, {"status": "stoped", "cities": "nicce"})
    assert edited is not None
    bare = added(now.schema("practices"), {"id": NEW, "title": "No more than a name"})
    found = looked(here, edited, bare)
    assert not found.is_sound and not found.is_whole
    by_cell = {(each.key, each.column): each for each in found.findings}
    assert by_cell[key, "status"].mend.endswith("Did you mean 'stopped'?")
    assert "cities.csv has no such id" in by_cell[key, "cities"].message
    assert by_cell[NEW, "status"].message == "The cell is empty."
    assert {each.table for each in found.findings} == {"practices"}


def test_what_a_rule_or_a_shape_finds_is_told_at_its_row(here: Settings, now: Standing) -> None:
    _, row = copied(now, id=NEW, legal_issue="A court has spoken.")
    assert NEW in {each.key for each in looked(here, added(now.schema("practices"), row)).findings}
    _, row = copied(now, id=NEW, start="2021-05-01", end="2020-05-01", start_year="2021", end_year="2020")
    found = looked(here, added(now.schema("practices"), row))
    assert keys(found.findings) == {NEW}


def keys(findings: tuple[CellFinding, ...]) -> set[str]:
    return {each.key for each in findings}


def test_a_cell_that_somebody_else_has_changed_is_told_with_both_texts(here: Settings, now: Standing) -> None:
    key, row = next(iter(now.rows("practices").items()))
    other = Cell("description", "What it said before.", "What it is to say.")
    found = looked(here, RowChange("practices", key, Kind.CHANGE, (other,)))
    assert [(each.was, each.now, each.is_now) for each in found.conflicts] == [
        ("What it said before.", "What it is to say.", row["description"])
    ]
    assert found.things == () and found.governing == () and found.answers == ()


def test_a_preview_leaves_the_revision_and_the_tables_as_they_are(here: Settings, now: Standing) -> None:
    def state() -> Mapping[str, int]:
        folders = (Path(here.revisions_dir), Path(here.facts_dir), Path(here.contributions_dir))
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return {str(path): path.stat().st_mtime_ns for path in files}

    before = state()
    key, row = next(iter(now.rows("practices").items()))
    edited = changed(now.schema("practices"), key, row, {"title": "Another title"})
    assert edited is not None
    assert looked(here, edited).is_whole
    assert before and state() == before
