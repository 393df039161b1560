"""Looks at what a change set would do: the whole check of a build, and what differs from the current revision."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from graph.ask.catalogue import Catalogue
from graph.background import Tell
from graph.build import Draft, check
from graph.contribute.applying import Applied
from graph.contribute.changes import ChangeKind, ChangeSet
from graph.contribute.rebasing import Rebased, rebased
from graph.contribute.standing import standing
from graph.errors import BadFacts
from graph.findings import Finding
from graph.governing.statements import governs_graph
from graph.preview.aside import Answers, Aside
from graph.preview.comparison import Comparison
from graph.preview.consequences import ANSWERS_S, answers, answers_of, governing_of, things_of
from graph.preview.faults import cell_faults
from graph.preview.values import CellFinding, Preview
from graph.revision import Revision, current
from graph.settings import ROOT, Settings


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
    catalogue = Catalogue.load(ROOT / "queries")
    decided = governs_graph(settings.base_iri)
    aside = Aside(revision, catalogue, decided)
    try:
        draft = check(
            settings, lambda stage, share: tell(stage, 0.6 * share), extra=[left.changes], conforms=aside.begin
        )
    except BadFacts as error:
        # It stopped at the first kind of fault; those of cells can all be told.
        faults = cell_faults(tried, left.changes)
        told = BadFacts.of(faults) if faults else error
        return Preview(revision.number, located(told, tried.applied, left.changes))
    tell("compare", 0.6)
    differences = aside.differences().and_of(decided, draft.store, revision)
    found, after = _consequences(draft, revision, Comparison.of(draft.store, differences), catalogue, tell)
    tell("validate", 0.9)
    meanwhile = aside.found()
    changed, asked, not_asked = answers_of(meanwhile.answers, after, catalogue)
    return replace(
        found,
        findings=located(BadFacts.of(meanwhile.findings), tried.applied, left.changes),
        answers=changed,
        asked=asked,
        not_asked=not_asked,
    )


def _consequences(
    draft: Draft, revision: Revision, comparison: Comparison, catalogue: Catalogue, tell: Tell
) -> tuple[Preview, Answers]:
    """What follows but for what the other process finds, and the answers as they would be."""
    tell("governing", 0.7)
    things, governing = things_of(comparison), governing_of(comparison)
    tell("answers", 0.75)
    after = answers(draft.store, catalogue, ANSWERS_S)
    ahead = any(revision.manifest.sources.get(name) != digest for name, digest in draft.sources.items())
    told = Preview(revision.number, is_whole=True, facts_ahead=ahead, things=things, governing=governing)
    return told, after


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
