"""Looks at what a change set would do: the whole check of a build, and what differs from the current revision."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph.ask.catalogue import Catalogue
from graph.background import Tell
from graph.build import Draft, check
from graph.build.validate import Columns, violations
from graph.contribute.applying import Applied
from graph.contribute.changes import ChangeKind, ChangeSet
from graph.contribute.rebasing import Rebased, rebased
from graph.contribute.standing import standing
from graph.errors import BadFacts, StoppedWork
from graph.evaluate.confine import die_with_parent
from graph.findings import Finding
from graph.preview.comparison import Comparison
from graph.preview.consequences import answers_of, governing_of, things_of
from graph.preview.faults import cell_faults
from graph.preview.values import CellFinding, Preview
from graph.revision import Revision, current
from graph.settings import ROOT, Settings
from graph.text.messages import N_

ANSWERS_S: Final = 3.0


def look(settings: Settings, changes: ChangeSet, tell: Tell) -> Preview:
    """What `changes` would do to the current revision; nothing is written. Raises NoRevision, Damaged."""
    started = time.monotonic()
    revision = current(settings.revisions_dir)
    here = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    left = rebased(changes, here.rows_of(changes), revision.number)
    found = _looked(settings, revision, left, tell)
    return replace(found, conflicts=left.conflicts, seconds=round(time.monotonic() - started, 2))


def _looked(settings: Settings, revision: Revision, left: Rebased, tell: Tell) -> Preview:
    tried = standing(Path(settings.facts_dir), Path(settings.contributions_dir), [left.changes])
    shapes = _Aside()
    try:
        draft = check(
            settings, lambda stage, share: tell(stage, 0.6 * share), extra=[left.changes], conforms=shapes.begin
        )
    except BadFacts as error:
        # It stopped at the first kind of fault; those of cells can all be told.
        faults = cell_faults(tried, left.changes)
        told = BadFacts.of(faults) if faults else error
        return Preview(revision.number, located(told, tried.applied, left.changes))
    tell("compare", 0.6)
    found = _consequences(draft, revision, tell)
    tell("validate", 0.9)
    return replace(found, findings=located(BadFacts.of(shapes.findings()), tried.applied, left.changes))


def _consequences(draft: Draft, revision: Revision, tell: Tell) -> Preview:
    comparison = Comparison.of(draft.store, revision)
    tell("governing", 0.7)
    things, governing = things_of(comparison), governing_of(comparison)
    tell("answers", 0.75)
    catalogue = Catalogue.load(ROOT / "queries")
    answers, asked, not_asked = answers_of(comparison, catalogue, ANSWERS_S)
    ahead = any(revision.manifest.sources.get(name) != digest for name, digest in draft.sources.items())
    return Preview(
        revision.number,
        is_whole=True,
        facts_ahead=ahead,
        things=things,
        governing=governing,
        answers=answers,
        asked=asked,
        not_asked=not_asked,
    )


def located(error: BadFacts, tried: Applied, changes: ChangeSet) -> tuple[CellFinding, ...]:
    """The findings of a check at the rows of the change set; one that has no line is looked for by what it found."""
    if not error.findings and str(error):
        return (CellFinding("", "", "", "", str(error), "", ""),)
    return tuple(_located(each, tried, changes) for each in error.findings)


def _located(finding: Finding, tried: Applied, changes: ChangeSet) -> CellFinding:
    place = (tried.places or {}).get((finding.file, finding.line))
    table = finding.file.removesuffix(".csv")
    key = place.key if place else _key(finding, table, changes)
    where = f"{finding.file}, line {finding.line}" if finding.line else finding.file
    told = (finding.column, finding.value, finding.message, finding.mend)
    return CellFinding(table if key else "", key, *told, where)


def _key(finding: Finding, table: str, changes: ChangeSet) -> str:
    """The row of the change set that a finding without a line is about: the only one that has its value."""
    held = [
        row.key
        for row in changes.of(table)
        if not finding.line
        and row.kind is not ChangeKind.RETIRE
        and finding.value in (row.key, row.now(finding.column))
    ]
    return held[0] if len(held) == 1 else ""


@dataclass
class _Aside:
    """The shapes, held against a copy of the store in a process of its own, while this one goes on."""

    _answers: list[Connection] = field(default_factory=list)

    def begin(self, store: ox.Store, shapes: Path, columns: Columns) -> list[Finding]:
        """Start; nothing is found yet."""
        fork = multiprocessing.get_context("fork")
        here, there = fork.Pipe(duplex=False)
        fork.Process(target=_validate, args=(store, shapes, columns, there)).start()
        there.close()
        self._answers.append(here)
        return []

    def findings(self) -> Iterable[Finding]:
        """What was found, when it is. Raises StoppedWork when the process ended before."""
        for each in self._answers:
            try:
                yield from each.recv()
            except EOFError:
                raise StoppedWork(
                    N_("The shapes could not be held against it; there may be too little memory.")
                ) from None


def _validate(store: ox.Store, shapes: Path, columns: Columns, out: Connection) -> None:
    die_with_parent()
    out.send(violations(store, shapes, columns))
