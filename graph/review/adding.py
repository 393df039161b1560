"""Accepted submissions into the ledger: checked together, each a file of its own, a bad one told apart.

Each is brought to the tables as they are with those before it. When the check of many fails, it is made again on the
halves, so that one bad submission among many costs a few checks, and stops itself alone.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from graph.background import Tell, in_child
from graph.contribute import ledger
from graph.contribute.changes import Accepted, ChangeSet, Party
from graph.contribute.encoding import canonical, change_set
from graph.contribute.ledger import Ledger
from graph.contribute.rebasing import rebased
from graph.contribute.standing import standing
from graph.people import party, transaction
from graph.people.accounts import find
from graph.review.decisions import accepted_by
from graph.review.noting import note_added, note_conflicts, note_failed, note_published, note_running, revision_number
from graph.review.records import Moment, Publishing, Submission
from graph.review.resolving import Settlement, resolved
from graph.settings import Settings
from graph.text.messages import N_

TIMEOUT_S: Final = 3_600
Checked = Callable[[Settings, Sequence[ChangeSet], Tell], str]
NOTHING_LEFT: Final = N_("All that it says stands already, so nothing was added.")


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is left to add of a submission that was decided on at a moment."""

    submission_id: str
    decided_at: datetime.datetime | None
    changes: ChangeSet


class _Later(Exception):
    """A submission that meets one before it in the same group waits until that one is in the ledger."""


def add_accepted(settings: Settings, engine: Engine, submission_ids: Sequence[str], check: Checked) -> None:
    """Add all of these that are sound to the ledger, in order; what becomes of each is noted with it."""
    left = [list(submission_ids)]
    while left:
        ready, later = _prepared(settings, engine, left.pop(0))
        left = [later, *left] if later else left
        named = [each.submission_id for each in ready]
        if not ready:
            continue
        try:
            work = partial(check, settings, [each.changes for each in ready])
            in_child(work, partial(note_running, engine, named), TIMEOUT_S, None)
        except SQLAlchemyError:
            # Without the database nothing can be noted; whoever starts next goes on.
            raise
        except Exception as error:
            # A disk that refuses is the fault of none of them.
            if len(named) == 1 or isinstance(error, OSError):
                note_failed(engine, named, error)
            else:
                left = [named[: len(named) // 2], named[len(named) // 2 :], *left]
            continue
        if (entries := _intended(engine, ready)) is None:
            left = [named, *left]
        else:
            _append(settings, engine, named, entries)


def _prepared(settings: Settings, engine: Engine, submission_ids: list[str]) -> tuple[list[_Ready], list[str]]:
    """Those that can be checked together, and those that wait until these are in the ledger."""
    note_running(engine, submission_ids, "rebase", 0.0)
    ready: list[_Ready] = []
    for place, submission_id in enumerate(submission_ids):
        try:
            found = _one(settings, engine, submission_id, [each.changes for each in ready])
        except _Later:
            return ready, submission_ids[place:]
        except SQLAlchemyError:
            raise
        except Exception as error:
            note_failed(engine, [submission_id], error)
        else:
            ready += [found] if found else []
    return ready, []


def _one(settings: Settings, engine: Engine, submission_id: str, before: Sequence[ChangeSet]) -> _Ready | None:
    """A submission brought to the tables with those before it; None when nothing is left to add, or a reviewer is
    asked. Raises _Later when that is so because of one before it."""
    with transaction(engine) as session:
        found, publishing = session.get(Submission, submission_id), session.get(Publishing, submission_id)
    # Returned meanwhile, or added by a publisher who was stopped.
    if found is None or publishing is None or found.number is not None:
        return None
    here = standing(Path(settings.facts_dir), Path(settings.contributions_dir), before)
    if number := _added_already(here.ledger, publishing.intended):
        note_added(engine, submission_id, number)
        return None
    changes = change_set(found.changes)
    left = rebased(changes, here.rows_of(changes), revision_number(settings))
    choices = {name: Settlement(each) for name, each in json.loads(publishing.choices).items()}
    made = resolved(changes, left, here, choices, submission_id)
    if made.changes.rows and not made.open:
        return _Ready(submission_id, found.decided_at, made.changes)
    if before:
        raise _Later
    if made.open:
        note_conflicts(engine, submission_id, made.open)
    else:
        note_published(settings, engine, submission_id, revision_number(settings), NOTHING_LEFT)
    return None


def _intended(engine: Engine, ready: Sequence[_Ready]) -> list[Accepted] | None:
    """Note of all of them what is about to be added, so that none can be returned any more; None when one of them was
    returned during the check, which the others may have needed."""
    with transaction(engine) as session:
        entries: list[Accepted] = []
        publishings: list[Publishing] = []
        for each in ready:
            found = session.get(Submission, each.submission_id, with_for_update=True)
            publishing = session.get(Publishing, each.submission_id)
            if found is None or publishing is None or found.decided_at != each.decided_at:
                return None
            entries.append(_entry(session, found, each.changes))
            publishings.append(publishing)
        for publishing, entry in zip(publishings, entries, strict=True):
            publishing.intended = _digest(entry)
        return entries


def _entry(session: Session, found: Submission, changes: ChangeSet) -> Accepted:
    author = find(session, found.author_id)
    contributor = party(author) if author else Party(found.author_id, "")
    reviewers = tuple(_party(session, each) for each in accepted_by(found))
    return Accepted(0, "", changes, contributor, reviewers, _stamp(found.submitted_at), _stamp(found.decided_at))


def _append(settings: Settings, engine: Engine, submission_ids: Sequence[str], entries: Sequence[Accepted]) -> None:
    """Write the files one after the other; at the first that fails the rest waits too, since it may need it."""
    for place, (submission_id, entry) in enumerate(zip(submission_ids, entries, strict=True)):
        said = entry.changes, entry.contributor, entry.reviewers, entry.submitted_at, entry.accepted_at
        try:
            made = ledger.append(Path(settings.contributions_dir), *said)
        except Exception as error:
            return note_failed(engine, submission_ids[place:], error)
        note_added(engine, submission_id, made.number)


def _added_already(held: Ledger, intended: str) -> int | None:
    """The number under which what was intended stands in the ledger."""
    return next((each.number for each in held.entries if intended and _digest(each) == intended), None)


def _digest(entry: Accepted) -> str:
    """Names what an entry says, wherever in the ledger it stands."""
    said = {name: value for name, value in asdict(entry).items() if name not in ("number", "previous")}
    return hashlib.sha256(canonical(said)).hexdigest()


def _party(session: Session, person_id: str) -> Party:
    found = find(session, person_id)
    return party(found) if found else Party(person_id, "")


def _stamp(moment: Moment | None) -> str:
    assert moment is not None, "what was accepted was submitted and decided on"
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
