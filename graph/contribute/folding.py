"""Accepted change sets written into the tables, for those who keep facts in git: the graph stays the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from graph.contribute.ledger import FOLDED, folded_note, write_whole
from graph.contribute.standing import FOLDING, standing
from graph.errors import BadFacts
from graph.revision.locking import locked

BEGUN = ".folding-begun"


def fold(facts_dir: Path, contributions_dir: Path) -> int:
    """Write every accepted change set into the tables, and note it; returns how many were folded now.

    Raises BadFacts when one does not fit, in which case no file is touched. A fold that was interrupted is finished by
    the next one.
    """
    if not contributions_dir.is_dir():
        return 0
    with locked(contributions_dir):
        _finish(facts_dir, contributions_dir)
        held = standing(facts_dir, contributions_dir)
        if held.applied.findings:
            raise BadFacts.of(held.applied.findings)
        waiting = len(held.ledger.waiting)
        if waiting:
            changed = _differing(facts_dir, held.applied.tables)
            _begin(contributions_dir, {**changed, FOLDED: folded_note(held.ledger)})
            _finish(facts_dir, contributions_dir)
        return waiting


def _differing(facts_dir: Path, tables: Mapping[str, bytes]) -> dict[str, bytes]:
    return {file: data for file, data in tables.items() if (facts_dir / file).read_bytes() != data}


def _begin(contributions_dir: Path, files: Mapping[str, bytes]) -> None:
    """Every file as it will be, in a folder that gets its name when all of it is on disk."""
    begun = contributions_dir / BEGUN
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir()
    for file, data in files.items():
        write_whole(begun / file, data)
    os.rename(begun, contributions_dir / FOLDING)


def _finish(facts_dir: Path, contributions_dir: Path) -> None:
    """Put the files of a fold in their places, note it, and forget it; each step may be done twice."""
    folding = contributions_dir / FOLDING
    if not folding.is_dir():
        return
    for path in sorted(folding.glob("*.csv")):
        write_whole(facts_dir / path.name, path.read_bytes())
    write_whole(contributions_dir / FOLDED, (folding / FOLDED).read_bytes())
    shutil.rmtree(folding)
