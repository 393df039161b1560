"""What a reviewer chooses where somebody else has changed the same cell meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.contribute.drafting import added, retired
from graph.contribute.rebasing import CellConflict, Rebased
from graph.contribute.standing import Standing

CLAIMS: Final = "conflicts"
SOURCES: Final = "sources.csv"
UNDECIDED: Final = "Not decided: two contributions say different things, and the table keeps the first claim."


class Settlement(StrEnum):
    """Mine is what the submission says, theirs what stands now; both are two claims, of which theirs keeps the cell."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ClashQuestion:
    """A conflict with the choices that it leaves, and the sources of the two claims."""

    conflict: CellConflict
    choices: tuple[Settlement, ...]
    own_sources: tuple[str, ...]
    standing_sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Where it stands, as choices are kept by."""
        return name_of(self.conflict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is left to publish, and the questions to which no choice was made."""

    changes: ChangeSet
    open: tuple[ClashQuestion, ...]


def name_of(conflict: CellConflict) -> str:
    """`practices/nice-frt/status`"""
    return f"{conflict.table}/{conflict.key}/{conflict.column}"


def resolved(
    changes: ChangeSet, left: Rebased, here: Standing, choices: Mapping[str, Settlement], submission_id: str
) -> Resolved:
    """Put the choices into what is left of a change set. A claim that is kept beside another is a row of its own."""
    questions = [_question(each, changes, here) for each in left.conflicts]
    asked = [each for each in questions if choices.get(each.name) not in each.choices]
    if asked:
        return Resolved(left.changes, tuple(asked))
    kept = {(row.table, row.key): row for row in left.changes.rows}
    rows = [
        made for row in changes.rows if (made := _chosen(row, kept.get((row.table, row.key)), questions, choices, here))
    ]
    rows += _claims(questions, choices, here, submission_id)
    return Resolved(replace(left.changes, rows=tuple(rows)), ())


def _question(conflict: CellConflict, changes: ChangeSet, here: Standing) -> ClashQuestion:
    own = next(
        (
            cell.sources
            for row in changes.of(conflict.table)
            for cell in row.cells
            if (row.key, cell.column) == (conflict.key, conflict.column)
        ),
        (),
    )
    theirs = () if conflict.is_now is None else tuple(_standing_sources(conflict, here))
    choices = [Settlement.THEIRS]
    if conflict.is_now is not None:
        choices.insert(0, Settlement.MINE)
    has_two = conflict.kind is not ChangeKind.RETIRE and conflict.now and conflict.is_now
    if has_two and own and theirs and any(each.name == CLAIMS for each in here.schemas):
        choices.append(Settlement.BOTH)
    return ClashQuestion(conflict, tuple(choices), own, theirs)


def _standing_sources(conflict: CellConflict, here: Standing) -> Iterator[str]:
    """The sources that the row as it stands names."""
    schema, held = here.schema(conflict.table), here.rows(conflict.table).get(conflict.key, {})
    for column in schema.written:
        if schema.references.get(column.name, ("", ""))[0] == SOURCES:
            yield from column.items(held.get(column.name, ""))


def _chosen(
    row: RowChange,
    left: RowChange | None,
    questions: list[ClashQuestion],
    choices: Mapping[str, Settlement],
    here: Standing,
) -> RowChange | None:
    """A row as it is left, with the cells for which the submission was preferred."""
    own = [each for each in questions if (each.conflict.table, each.conflict.key) == (row.table, row.key)]
    mine = [each for each in own if choices[each.name] is Settlement.MINE]
    if not own or (not mine and left):
        return left
    if row.kind is ChangeKind.RETIRE:
        # A row is taken out whole or not at all.
        held = here.rows(row.table)[row.key]
        return retired(here.schema(row.table), row.key, held) if len(mine) == len(own) else None
    cells = [*(left.cells if left else ()), *(_cell(each) for each in mine)]
    return RowChange(row.table, row.key, ChangeKind.CHANGE, tuple(cells)) if cells else None


def _cell(question: ClashQuestion) -> CellChange:
    conflict = question.conflict
    return CellChange(conflict.column, conflict.is_now or "", conflict.now, question.own_sources)


def _claims(
    questions: list[ClashQuestion], choices: Mapping[str, Settlement], here: Standing, submission_id: str
) -> Iterator[RowChange]:
    both = [each for each in questions if choices[each.name] is Settlement.BOTH]
    for place, each in enumerate(both, 1):
        cells = {
            "id": f"claim-{submission_id[:12]}-{place}",
            "subject": each.conflict.key,
            "attribute": each.conflict.column,
            "claim_a": each.conflict.is_now or "",
            "source_a": ";".join(each.standing_sources),
            "claim_b": each.conflict.now,
            "source_b": ";".join(each.own_sources),
            "resolution": UNDECIDED,
            "accepted": "open",
        }
        yield added(here.schema(CLAIMS), cells)
