"""Where two people have changed one cell, both texts can be kept as claims that disagree, each with its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.contribute.rebasing import rebased
from graph.contribute.standing import Standing, standing
from graph.review.resolving import Resolved, Settlement, resolved
from graph.settings import Settings

BOTH = (Settlement.MINE, Settlement.THEIRS, Settlement.BOTH)


@pytest.fixture(scope="module")
def now(settings: Settings) -> Standing:
    return standing(Path(settings.facts_dir), Path("/nonexistent"))


def settled(now: Standing, changes: ChangeSet, **choices: Settlement) -> Resolved:
    row = changes.rows[0]
    left = rebased(changes, now.rows_of(changes), 1)
    chosen = {f"{row.table}/{row.key}/{column}": choice for column, choice in choices.items()}
    return resolved(changes, left, now, chosen, "0123456789abcdef")


def a_row(now: Standing) -> tuple[str, dict[str, str]]:
    return next((key, row) for key, row in now.rows("practices").items() if row["source_ids"])


def clash(now: Standing, *sources: str) -> tuple[ChangeSet, dict[str, str]]:
    key, row = a_row(now)
    told = CellChange("target_problem", "as it was once", "as the city says", sources)
    free = CellChange("title", row["title"], "Another title", sources)
    return ChangeSet((RowChange("practices", key, ChangeKind.CHANGE, (told, free)),), "The city wrote.", 1), row


def test_both_texts_are_kept_with_their_sources_and_the_cell_stays(now: Standing, settings: Settings) -> None:
    source = next(iter(now.rows("sources")))
    changes, row = clash(now, source)
    asked = settled(now, changes).open
    assert [each.choices for each in asked] == [BOTH]
    made = settled(now, changes, target_problem=Settlement.BOTH)
    assert made.open == ()
    change, claim = made.changes.rows
    assert [cell.column for cell in change.cells] == ["title"]
    assert (claim.table, claim.now("claim_a"), claim.now("claim_b")) == (
        "conflicts",
        row["target_problem"],
        "as the city says",
    )
    assert (claim.now("source_a"), claim.now("source_b")) == (row["source_ids"], source)
    tried = standing(Path(settings.facts_dir), Path("/nonexistent"), [made.changes])
    assert tried.applied.findings == () and len(tried.rows("conflicts")) == len(now.rows("conflicts")) + 1


def test_a_text_without_a_source_is_no_claim(now: Standing) -> None:
    changes, _ = clash(now)
    assert [each.choices for each in settled(now, changes).open] == [(Settlement.MINE, Settlement.THEIRS)]
    assert settled(now, changes, target_problem=Settlement.BOTH).open != ()


def test_the_text_of_the_submission_takes_the_place_of_the_one_that_stands(now: Standing) -> None:
    changes, row = clash(now)
    (made,) = settled(now, changes, target_problem=Settlement.MINE).changes.rows
    assert {cell.column: (cell.was, cell.now) for cell in made.cells} == {
        "title": (row["title"], "Another title"),
        "target_problem": (row["target_problem"], "as the city says"),
    }


def test_a_row_that_changed_is_taken_out_whole_or_stays(now: Standing) -> None:
    key, row = a_row(now)
    cells = tuple(CellChange(name, cell, "") for name, cell in {**row, "title": "An older title"}.items() if cell)
    changes = ChangeSet((RowChange("practices", key, ChangeKind.RETIRE, cells),), "It is told twice.", 1)
    (made,) = settled(now, changes, title=Settlement.MINE).changes.rows
    assert made.kind is ChangeKind.RETIRE
    assert {cell.column: cell.was for cell in made.cells} == {name: cell for name, cell in row.items() if cell}
    assert settled(now, changes, title=Settlement.THEIRS).changes.rows == ()
