"""What a preview says of a change set is what a build of it would say, and what it would make."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
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


def all_of(now: Standing, practice: str) -> list[RowChange]:
    """A practice taken out with every row that names it."""
    found = [retired(now.schema("practices"), practice, now.rows("practices")[practice])]
    for schema in now.schemas:
        names = [name for name, target in schema.references.items() if target == ("practices.csv", "id")]
        for key, row in now.rows(schema.name).items():
            if practice in [row[name] for name in names]:
                found.append(retired(schema, key, row))
    return found


@pytest.fixture(scope="module")
def old(now: Standing) -> str:
    """A practice that law governs."""
    operated = {row["practice"] for row in now.rows("practice_actors").values()}
    rows = now.rows("practices").items()
    return [key for key, row in rows if "cctv-fixed" in row["technologies_concepts"] and key in operated][-1]


@pytest.fixture(scope="module")
def state_before(here: Settings) -> Mapping[str, int]:
    return state(here)


@pytest.fixture(scope="module")
def found(here: Settings, now: Standing, old: str, state_before: Mapping[str, int]) -> Preview:
    """One change set that adds a practice, takes one out, and changes a cell that somebody else has changed."""
    assert state_before
    key, row = copied(now, id=NEW, title="Lights on the new square")
    actor = next(each for each in now.rows("practice_actors").values() if each["practice"] == key)
    clash = CellChange("description", "What it said before.", "What it is to say.")
    return looked(
        here,
        added(now.schema("practices"), row),
        added(now.schema("practice_actors"), {**actor, "id": "a-new-part", "practice": NEW}),
        *all_of(now, old),
        RowChange("practices", key, ChangeKind.CHANGE, (clash,)),
    )


def state(here: Settings) -> Mapping[str, int]:
    folders = (Path(here.revisions_dir), Path(here.facts_dir), Path(here.contributions_dir))
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.stat().st_mtime_ns for path in files}


def test_things_that_come_and_go_are_told_with_their_names(found: Preview, now: Standing, old: str) -> None:
    assert found.findings == () and found.is_sound
    fates = {each.label: each.fate for each in found.things}
    assert fates["Lights on the new square"] is Fate.NEW
    assert fates[now.rows("practices")[old]["title"]] is Fate.RETIRED


def test_the_law_that_would_govern_and_would_govern_no_longer_is_told_by_practice(found: Preview, old: str) -> None:
    gained = {each.practice.rsplit("/", 1)[-1] for each in found.governing if each.after and not each.before}
    lost = {each.practice.rsplit("/", 1)[-1] for each in found.governing if each.before and not each.after}
    assert NEW in gained and old in lost and NEW not in lost and old not in gained
    assert all(each.provision_label and each.practice_label for each in found.governing)


def test_questions_whose_answer_changes_are_told_and_how_many_were_asked(found: Preview) -> None:
    assert found.answers and all(each.more or each.less for each in found.answers)
    assert found.asked + len(found.not_asked) > 50 and found.asked >= len(found.answers)
    assert found == Preview.of_json(found.to_json())


def test_a_cell_that_somebody_else_has_changed_is_told_with_both_texts(found: Preview, now: Standing) -> None:
    key, _ = copied(now)
    assert [(each.was, each.now, each.is_now) for each in found.conflicts] == [
        ("What it said before.", "What it is to say.", now.rows("practices")[key]["description"])
    ]


def test_a_preview_leaves_the_revision_and_the_tables_as_they_are(
    here: Settings, found: Preview, state_before: Mapping[str, int]
) -> None:
    assert found.is_whole and state(here) == state_before


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
